"""`/extension/authorize`: whoever is signed in here lets the extension of this browser work under their name (ADR 19).

Nothing leads anywhere but to the addresses of the settings; what does not fit is said here and redirected nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.access import extension_sessions
from backend.access.extension_request import FIELDS, ExtensionRequest, read_request
from backend.access.page_sessions import SignInWay
from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.db import Database
from backend.directory.terms import Principal
from backend.settings import Settings
from backend.web.client import client_key, is_from_our_own_page
from backend.web.mailbox_sign_in import SignInOf
from backend.web.middleware import page_policy
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor, is_form_of

PATH = "/extension/authorize"
KEPT = FIELDS  # of the query, through signing in and out


@dataclass(frozen=True, slots=True)
class ExtensionAuthorizePage:
    """`limit` counts by client; `form_targets`: where signing out may lead."""

    settings: Settings
    database: Database
    clock: Clock
    sign_in: SignInOf
    limit: RateLimit
    form_targets: Sequence[str]

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(PATH, self.answer, methods=["POST"]),
            *self.sign_in.routes(),
        ]

    async def show(self, request: Request) -> Response:
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return self.sign_in.shared.pages.wait(request, wait, path=PATH)
        asked = self._asked(request)
        if asked is None:
            return self._said(request, "extension_request", 400)
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request)
        return await self._question(request, visitor, asked)

    async def answer(self, request: Request) -> Response:
        if not is_from_our_own_page(request):
            return self._said(request, "foreign", 403)
        asked = self._asked(request)
        if asked is None:
            return self._said(request, "extension_request", 400)
        visitor, form = await self.sign_in.visitor(request), await request.form()
        if visitor is None or not is_form_of(visitor, form.get("form_key")):
            return self.sign_in.form(request, "expired_form", status_code=403)
        if form.get("answer") != "allow":
            return _sent_back(asked.answer(error="access_denied"))
        if _problem(visitor, await self._principal(visitor)) is not None:
            return await self._question(request, visitor, asked)
        async with self.database.write() as session:
            code = await extension_sessions.let_in(session, visitor.session_hash, asked, self.clock.now())
        if code is None:
            return self.sign_in.form(request, "expired_form", status_code=403)
        return _sent_back(asked.answer(code=code))

    async def _question(self, request: Request, visitor: Visitor, asked: ExtensionRequest) -> Response:
        principal = await self._principal(visitor)
        problem = _problem(visitor, principal)
        response = self.sign_in.draw(
            request,
            visitor,
            "extension_authorize.html",
            status_code=403 if problem else 200,
            problem=problem,
            names=[person.name for person in principal.people] or [visitor.login],
            agency=principal.agency.name if principal.agency else "",
            version=asked.version,
            days=self.settings.extension_session_days,
        )
        response.headers["Content-Security-Policy"] = page_policy((asked.redirect_origin, *self.form_targets))
        return response

    async def _principal(self, visitor: Visitor) -> Principal:
        async with self.database.read() as session:
            return await principal_behind(session, visitor.who, self.clock.now())

    def _asked(self, request: Request) -> ExtensionRequest | None:
        return read_request(request.query_params, self.settings.extension_redirects)

    def _said(self, request: Request, kind: str, status_code: int) -> Response:
        return self.sign_in.shared.pages.message(request, kind, status_code=status_code)


def _problem(visitor: Visitor, principal: Principal) -> str | None:
    """Why this visitor lets no extension in, as a text key."""
    if visitor.who.way is SignInWay.EMERGENCY:
        return "extension.emergency"
    return None if principal.known and principal.grants else "extension.unknown"


def _sent_back(address: str) -> Response:
    return RedirectResponse(address, status_code=303)
