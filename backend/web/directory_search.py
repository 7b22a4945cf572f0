"""`POST /directory/search`: whom somebody means while typing, for a webmail's PHP; with the plugin's bearer.

Asked at every letter, so it is plain ASGI: Request and Response take as long as half of the search does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.types import Receive, Scope, Send

from backend.directory.search import DirectorySearch
from backend.directory.search_answer import FIRST_AT_MOST
from backend.directory.search_entries import SearchEntry
from backend.directory.terms import Principal
from backend.errors import Unavailable

PATH: Final = "/directory/search"
BearerOf = Callable[[str], Awaitable[Principal | None]]
_JSON = (b"content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class DirectorySearchAnswers:
    """`bearer_of`: whom an Authorization header speaks for."""

    search: DirectorySearch
    bearer_of: BearerOf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, content = await self._answer(scope, receive)
        headers = [_JSON, (b"content-length", str(len(content)).encode("ascii"))]
        if status == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        try:
            principal = await self.bearer_of(_authorization(scope))
            if principal is None:
                return 401, orjson.dumps({"code": "not_signed_in"})
            asked = _asked(await _body(receive))
            if asked is None:
                return 400, orjson.dumps({"code": "bad_request"})
            found = await self.search.find(*asked, principal)
        except Unavailable as error:
            return 503, orjson.dumps({"code": error.code})
        return 200, orjson.dumps({"found": [_said(entry) for entry in found]})


def _authorization(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            return str(value, "latin-1")
    return ""


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def _asked(body: bytes) -> tuple[str, int] | None:
    """What was typed, and how many are wanted: 1 to 50; None if it is no such question."""
    try:
        asked: Any = orjson.loads(body)
        text, first = asked["text"], asked["first"]
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return None
    fits = type(text) is str and type(first) is int and 0 < first <= FIRST_AT_MOST
    return (text, first) if fits else None


def _said(entry: SearchEntry) -> dict[str, str]:
    return {
        "kind": entry.kind,
        "title": entry.title,
        "post": entry.post,
        "agency_name": entry.agency_name,
        "address": entry.address,
        "telephone": entry.telephone,
    }
