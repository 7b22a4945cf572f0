"""Around every request: its id, its date, its line in our access log, security headers, and an answer to any defect.

The access log names the route, not the path or the query: codes and tokens stand in both.
"""

import logging
import re
import secrets
import time
from collections.abc import Sequence
from email.utils import formatdate

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.incident import log_incident
from backend.log_context import REQUEST_ID
from backend.web.web_metrics import note_request

access_log = logging.getLogger("congvu.access")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action {targets}; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
BODIES = ("application/json", "application/x-www-form-urlencoded")
SCRIPTED = {  # a page whose script is ours: it asks us alone, and no text becomes a script but by Lit's own templates
    "default-src 'none';": "default-src 'none'; script-src 'self'; connect-src 'self';",
    "trusted-types 'none'": "trusted-types lit-html",
}
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SELF = "'self'"
REQUEST_ID_FORM = re.compile(r"[0-9A-Za-z-]{8,64}")
YEAR_SECONDS = 31_536_000
WATCHED = {  # asked every few seconds, or at every letter somebody types: all is well is no news
    ("/healthz", 200),
    ("/readyz", 200),
    ("/directory/search", 200),
}


class AroundRequests:
    """Outermost of our middleware: whatever happens inside, the client gets an answer and the log one line."""

    def __init__(self, app: ASGIApp, over_https: bool, form_targets: Sequence[str] = ()) -> None:
        """`form_targets`: other origins a form may lead to in the end; a browser follows no redirect elsewhere."""
        self._app = app
        headers = {"Content-Security-Policy": page_policy(form_targets)} | HEADERS
        if over_https:
            headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
        self._headers = [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(send, self._headers, request_id_of(scope))
        try:
            await self._app(scope, receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - the last place that can mask a defect
            incident_id = log_incident(error, _route(scope))
            if exchange.status is None:
                refusal = PlainTextResponse(f"Lỗi hệ thống / Internal error: {incident_id}\n", status_code=500)
                await refusal(scope, receive, exchange.send)
        finally:
            exchange.log(scope)


class OnlyOurBodies:
    """No page of ours takes a file: whoever sends one, or anything but forms and JSON, is refused at once."""

    def __init__(self, app: ASGIApp, judged_elsewhere: Sequence[str] = ()) -> None:
        """`judged_elsewhere`: paths whose own answer says what they take."""
        self._app = app
        self._judged_elsewhere = judged_elsewhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in self._judged_elsewhere:
            kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
            if kind and kind not in BODIES:
                refusal = PlainTextResponse("Không nhận tệp / No files are taken here\n", status_code=415)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Exchange:
    def __init__(self, send: Send, headers: Sequence[tuple[bytes, bytes]], request_id: str) -> None:
        self.status: int | None = None
        self._send = send
        self._headers = headers
        self._id = request_id
        REQUEST_ID.set(request_id)
        self._started = time.monotonic()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = {name for name, _ in message["headers"]}
            ours = [header for header in self._headers if header[0] not in given]
            now, name = formatdate(usegmt=True), self._id
            about = [(b"date", now.encode("ascii")), (b"x-request-id", name.encode("ascii"))]
            message["headers"] = [*message["headers"], *ours, *about]
        await self._send(message)

    def log(self, scope: Scope) -> None:
        elapsed_ms = (time.monotonic() - self._started) * 1000
        status, route = self.status or "cut", _route(scope)
        level = logging.DEBUG if (route, status) in WATCHED else logging.INFO
        note_request(scope["method"], route, status, elapsed_ms / 1000)
        access_log.log(level, "%s %s %s %s %.1fms", self._id, scope["method"], route, status, elapsed_ms)


def request_id_of(scope: Scope) -> str:
    """A trusted proxy's X-Request-Id if it has the form of one, else a new id.

    uvicorn puts port 0 beside the address that a trusted proxy named (X-Forwarded-For), and nobody connects from port
    0: so it is told from whoever writes such headers himself.
    """
    named = Headers(scope=scope).get("x-request-id", "")
    client = scope.get("client")
    by_proxy = client is not None and client[1] == 0
    return named if by_proxy and REQUEST_ID_FORM.fullmatch(named) else secrets.token_hex(6)


def page_policy(form_targets: Sequence[str]) -> str:
    """Of a page whose forms lead to us or, in the end, to these other origins."""
    return PAGE_POLICY.format(targets=" ".join((_SELF, *form_targets)))


def scripted_policy(form_targets: Sequence[str]) -> str:
    """`page_policy` of a page with a script of ours (ADR 20)."""
    policy = page_policy(form_targets)
    for without, with_script in SCRIPTED.items():
        policy = policy.replace(without, with_script)
    return policy


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "(no route)")
