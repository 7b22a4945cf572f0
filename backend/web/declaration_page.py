"""`/xac-nhan/<code>`: an official without the plugin confirms, by name, a file the mail server's gate held back.

Without the log-in whose mail was stopped the page tells nothing: a wrong code, an expired one and another's look alike.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.page_sessions import SignedIn
from backend.classification import service
from backend.classification.declarations import (
    DECLARATION_LIFETIME,
    DeclarationReason,
    OpenRequest,
)
from backend.clock import Clock
from backend.db import Database, ReadSession
from backend.web.declaring import declarer_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

# Which reasons fit what the gate saw; the page offers no other.
REASONS: Mapping[str, tuple[DeclarationReason, ...]] = {
    "declassified": (DeclarationReason.DECLASSIFIED, DeclarationReason.NOT_A_MARK),
    "uncertain": (DeclarationReason.STAMP_LOOKED_AT, DeclarationReason.DECLASSIFIED),
    "unreadable": (DeclarationReason.CHECKED_UNREADABLE, DeclarationReason.DECLASSIFIED),
    "restricted": (DeclarationReason.MAY_LEAVE,),
}
PATH = "/xac-nhan/{code}"


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._request_page),
            self.sign_in.act(PATH, self._confirm),
            *self.sign_in.routes(),
        ]

    async def _confirm(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        if not await self._declare(_code(request), visitor.who, answers):
            return await self._request_page(request, visitor, answers)
        return self.sign_in.back(request)

    async def _declare(self, code: str, who: SignedIn, answers: Mapping[str, str]) -> bool:
        """Whether the form was complete; then every file of the request is declared. A wrong code changes nothing."""
        now = self.clock.now()
        async with self.database.write() as session:
            principal = await principal_behind(session, who, now)
            declarer = declarer_of(principal, answers.get("person", ""))
            try:
                wanted = await service.open_request(session, code, who.login, now)
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
            principal = await principal_behind(session, visitor.who, now)
        if wanted is None:
            return self.sign_in.draw(request, visitor, "nothing.html", status_code=404)
        if wanted.confirmed_at is not None:
            return self.sign_in.draw(
                request, visitor, "declared.html", until=date_and_time(wanted.confirmed_at + DECLARATION_LIFETIME)
            )
        return self.sign_in.draw(
            request,
            visitor,
            "declare.html",
            status_code=200 if answers is None else 422,
            problem=None if answers is None else "declaration.incomplete",
            states=[(state, count, REASONS[state]) for state, count in _counted(wanted)],
            people=principal.people,
            chosen=answers or {},
        )


def _counted(wanted: OpenRequest) -> list[tuple[str, int]]:
    """How many files there are of each state."""
    return sorted(Counter(file.state for file in wanted.files).items())


def _reasons(wanted: OpenRequest, answers: Mapping[str, str]) -> dict[str, DeclarationReason] | None:
    """The reason given for each state of file; None if one is missing or does not fit."""
    given = {state: answers.get(f"reason_{state}", "") for state, _ in _counted(wanted)}
    if any(reason not in REASONS[state] for state, reason in given.items()):
        return None
    return {state: DeclarationReason(reason) for state, reason in given.items()}


async def _find(session: ReadSession, code: str, login: str, now: datetime) -> OpenRequest | None:
    try:
        return await service.open_request(session, code, login, now)
    except service.RequestNotFound:
        return None


def _code(request: Request) -> str:
    return str(request.path_params["code"])


def path_of(request: Request) -> str:
    return f"/xac-nhan/{quote(_code(request), safe='')}"
