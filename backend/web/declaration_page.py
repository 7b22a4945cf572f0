"""`/xac-nhan/<code>`: an official without the plugin confirms, by name, a file the mail server's gate held back.

Without the log-in whose mail was stopped the page tells nothing: a wrong code, an expired one and another's look alike.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.access.rate_limit import RateLimit
from backend.classification import service
from backend.classification.declarations import (
    DECLARATION_LIFETIME,
    DeclarationReason,
    Declarer,
    OpenRequest,
)
from backend.clock import Clock
from backend.db import Database, ReadSession
from backend.directory.service import principal_of
from backend.directory.terms import Principal
from backend.errors import Unavailable
from backend.web.client import client_address, client_key, is_from_our_own_page
from backend.web.moments import date_and_time
from backend.web.pages import Pages
from backend.web.visits import Visitor, Visits, is_form_of

# Which reasons fit what the gate saw; the page offers no other.
REASONS: Mapping[str, tuple[DeclarationReason, ...]] = {
    "declassified": (DeclarationReason.DECLASSIFIED, DeclarationReason.NOT_A_MARK),
    "uncertain": (DeclarationReason.NOT_A_MARK, DeclarationReason.DECLASSIFIED),
    "unreadable": (DeclarationReason.CHECKED_UNREADABLE, DeclarationReason.DECLASSIFIED),
    "restricted": (DeclarationReason.MAY_LEAVE,),
}
LOGIN_TRIES_PER_WINDOW, LOGIN_WINDOW = 5, timedelta(minutes=5)


class SignIn(Protocol):
    async def accepts(self, login: str, password: str, client: str) -> bool:
        """Whether the mail server lets this log-in in. Raises Unavailable when it does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    database: Database
    clock: Clock
    pages: Pages
    visits: Visits
    mail_server: SignIn
    client_limit: RateLimit
    login_limit: RateLimit

    def routes(self) -> list[Route]:
        path = "/xac-nhan/{code}"
        return [
            Route(path, self.show, methods=["GET"]),
            Route(path, self.confirm, methods=["POST"]),
            Route(f"{path}/dang-nhap", self.sign_in, methods=["POST"]),
            Route(f"{path}/dang-xuat", self.sign_out, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        visitor = await self.visits.visitor(request, self.clock.now())
        if visitor is None:
            return self._sign_in_page(request)
        return await self._request_page(request, visitor)

    async def sign_in(self, request: Request) -> Response:
        if not is_from_our_own_page(request):
            return self.pages.message(request, "foreign", status_code=403, path=_path(request))
        form = await request.form()
        login, password = str(form.get("login", "")).strip().lower(), str(form.get("password", ""))
        client = client_key(request)
        wait = self.client_limit.wait(client) or self.login_limit.wait(f"{client} {login}")
        if wait is not None:
            return self.pages.wait(request, wait, path=_path(request))
        try:
            accepted = await self.mail_server.accepts(login, password, client_address(request))
        except Unavailable:
            return self._sign_in_page(request, "mail_server_silent", login, 503)
        if not accepted:
            return self._sign_in_page(request, "wrong_login", login, 401)
        response = _back_to_page(request)
        await self.visits.open(response, login, self.clock.now())
        return response

    async def sign_out(self, request: Request) -> Response:
        response = _back_to_page(request)
        visitor = await self.visits.visitor(request, self.clock.now())
        if visitor and is_form_of(visitor, (await request.form()).get("form_key")):
            await self.visits.close(request, response)
        return response

    async def confirm(self, request: Request) -> Response:
        visitor = await self.visits.visitor(request, self.clock.now())
        form = await request.form()
        if visitor is None or not is_form_of(visitor, form.get("form_key")):
            return self._sign_in_page(request, "expired_form", status_code=403)
        answers = {name: str(value) for name, value in form.items()}
        if not await self._declare(_code(request), visitor.login, answers):
            return await self._request_page(request, visitor, answers)
        return _back_to_page(request)

    async def _declare(self, code: str, login: str, answers: Mapping[str, str]) -> bool:
        """Whether the form was complete; then every file of the request is declared. A wrong code changes nothing."""
        now = self.clock.now()
        async with self.database.write() as session:
            principal = await principal_of(session, login, now)
            declarer = _declarer(principal, answers.get("person", ""))
            try:
                wanted = await service.open_request(session, code, login, now)
            except service.RequestNotFound:
                return False
            reasons = _reasons(wanted, answers)
            if declarer is None or reasons is None or answers.get("promise") != "yes":
                return False
            await service.confirm_request(session, code, declarer, reasons, now)
        return True

    async def _request_page(
        self, request: Request, visitor: Visitor, answers: Mapping[str, str] | None = None
    ) -> Response:
        now = self.clock.now()
        async with self.database.read() as session:
            wanted = await _find(session, _code(request), visitor.login, now)
            principal = await principal_of(session, visitor.login, now)
        if wanted is None:
            return self._draw(request, visitor, "nothing.html", status_code=404)
        if wanted.confirmed_at is not None:
            return self._draw(
                request, visitor, "declared.html", until=date_and_time(wanted.confirmed_at + DECLARATION_LIFETIME)
            )
        return self._draw(
            request,
            visitor,
            "declare.html",
            status_code=200 if answers is None else 422,
            problem=None if answers is None else "declaration.incomplete",
            states=[(state, count, REASONS[state]) for state, count in _counted(wanted)],
            people=principal.people,
            chosen=answers or {},
        )

    def _sign_in_page(
        self, request: Request, problem: str | None = None, login: str = "", status_code: int = 200
    ) -> Response:
        shown = f"declaration.{problem}" if problem else None
        response = self.pages.draw(
            request, "sign_in.html", path=_path(request), status_code=status_code, problem=shown, login=login
        )
        return _keep_origin(response)

    def _draw(
        self, request: Request, visitor: Visitor, template: str, status_code: int = 200, **values: Any
    ) -> Response:
        response = self.pages.draw(
            request,
            template,
            path=_path(request),
            status_code=status_code,
            login=visitor.login,
            form_key=visitor.form_key,
            **values,
        )
        return _keep_origin(response)


def _counted(wanted: OpenRequest) -> list[tuple[str, int]]:
    """How many files there are of each state."""
    return sorted(Counter(file.state for file in wanted.files).items())


def _reasons(wanted: OpenRequest, answers: Mapping[str, str]) -> dict[str, DeclarationReason] | None:
    """The reason given for each state of file; None if one is missing or does not fit."""
    given = {state: answers.get(f"reason_{state}", "") for state, _ in _counted(wanted)}
    if any(reason not in REASONS[state] for state, reason in given.items()):
        return None
    return {state: DeclarationReason(reason) for state, reason in given.items()}


def _declarer(principal: Principal, person_id: str) -> Declarer | None:
    """The person chosen, if the log-in is that person's too."""
    if principal.agency is None or person_id not in {person.id for person in principal.people}:
        return None
    return Declarer(principal.login, principal.agency.code, person_id)


async def _find(session: ReadSession, code: str, login: str, now: datetime) -> OpenRequest | None:
    try:
        return await service.open_request(session, code, login, now)
    except service.RequestNotFound:
        return None


def _code(request: Request) -> str:
    return str(request.path_params["code"])


def _path(request: Request) -> str:
    return f"/xac-nhan/{quote(_code(request), safe='')}"


def _back_to_page(request: Request) -> RedirectResponse:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{_path(request)}{query}", status_code=303)


def _keep_origin(response: Response) -> Response:
    # Under no-referrer browsers send "Origin: null" with forms, and we could not tell our own from another's.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
