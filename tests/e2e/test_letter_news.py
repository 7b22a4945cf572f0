"""Letters that come while somebody looks on: told over a WebSocket, through nginx, to those who may see them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Request, expect
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CITIZEN, CLERK, FINANCE, OTHER_HEAD, Demo, wait_for
from tests.e2e.front_door import front_door
from tests.e2e.graphql import GraphQL
from tests.e2e.letters import letter
from tests.e2e.pages.webmail import Webmail
from tests.operation_ids import operation_ids

PATIENCE_SECONDS = 40.0


def bearer_of(sign_in: SignIn, demo: Demo, address: str) -> str:
    webmail = sign_in(address)
    expect(webmail.open_times().agency).to_be_visible()
    return GraphQL(webmail, demo.layout.backend_url).bearer


@contextmanager
def followed(door: str, bearer: str, agency: str) -> Iterator[ClientConnection]:
    """A program that follows an agency's letters, as any client of graphql-transport-ws would."""
    url = f"{door.replace('http', 'ws', 1)}/graphql"
    with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        say(socket, type="connection_init", payload={"authorization": bearer})
        assert hear(socket) == {"type": "connection_ack"}
        asked = {"id": operation_ids()["LetterNews"], "variables": {"agency": agency}}
        say(socket, type="subscribe", id="1", payload=asked)
        yield socket


def say(socket: ClientConnection, **message: object) -> None:
    socket.send(json.dumps(message))


def hear(socket: ClientConnection) -> dict[str, Any]:
    message = json.loads(socket.recv(PATIENCE_SECONDS))
    assert isinstance(message, dict)
    return message


def test_a_program_is_told_of_a_new_letter_through_nginx_and_another_agency_is_not(
    sign_in: SignIn, demo: Demo, tmp_path: Path
) -> None:
    own, other = bearer_of(sign_in, demo, CLERK), bearer_of(sign_in, demo, OTHER_HEAD)
    tmp_path.chmod(0o755)
    with front_door(demo, tmp_path) as door:
        with followed(door, other, "H55.05") as refused:
            told = hear(refused)
            assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "forbidden")
        with followed(door, own, "H55.05") as socket:
            message = letter(CITIZEN, CLERK, "Hỏi về thủ tục qua cổng")
            assert demo.submit_outside(message).code == 250
            told = hear(socket)

    [new] = told["payload"]["data"]["letterNews"]["new"]
    assert (new["sender"], new["messageId"]) == (CITIZEN, str(message["Message-ID"]).strip("<>"))
    assert "thủ tục" not in json.dumps(told, ensure_ascii=False)


def test_the_webmails_list_learns_of_a_letter_by_itself(sign_in: SignIn, demo: Demo) -> None:
    """Nobody presses anything after the list was opened."""
    webmail = sign_in(FINANCE)
    heard: list[str] = []
    webmail.page.on("websocket", lambda socket: socket.on("framereceived", lambda data: heard.append(str(data))))
    webmail.open()
    hears(webmail, heard, "connection_ack")

    with webmail.page.expect_request(lambda request: asks(request, "LettersByMessage"), timeout=60_000):
        message = letter(CITIZEN, FINANCE, "Hỏi về phí")
        assert demo.submit_outside(message).code == 250
        hears(webmail, heard, str(message["Message-ID"]).strip("<>"))


def hears(webmail: Webmail, heard: list[str], text: str) -> None:
    """Wait for a frame with this text; frames arrive only while Playwright is asked something."""

    def look() -> bool:
        webmail.page.evaluate("() => 0")
        return any(text in frame for frame in heard)

    wait_for(look, f"a frame with {text}")


def asks(request: Request, name: str) -> bool:
    return operation_ids()[name] in (request.post_data or "")
