"""Asks the backend as the plugin does: an operation by its id, with the bearer of a signed-in page."""

import json
from typing import Any

from tests.e2e.demo import wait_for
from tests.e2e.pages.webmail import Webmail
from tests.operation_ids import operation_ids


class GraphQL:
    """Speaks for the log-in of a webmail whose page has asked the backend before."""

    def __init__(self, webmail: Webmail, backend_url: str) -> None:
        self._requests = webmail.page.request
        self._url = f"{backend_url}/graphql"
        asked = wait_for(
            lambda: [one for one in webmail.traffic.to("/graphql") if one.method == "POST"],
            "a question of the page to the backend",
        )
        self.bearer = asked[-1].headers["authorization"]

    def ask(self, name: str, **variables: str | bool) -> dict[str, Any]:
        """The one field of an operation's answer; an answer that is not 200, or has errors, fails the test."""
        body = json.dumps({"id": operation_ids()[name], "variables": variables})
        headers = {"Authorization": self.bearer, "Content-Type": "application/json"}
        response = self._requests.post(self._url, data=body, headers=headers)
        answer = response.json()
        assert (response.status, answer.get("errors")) == (200, None)
        [field] = answer["data"].values()
        assert isinstance(field, dict)
        return field
