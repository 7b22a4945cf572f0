"""Extensions that work under somebody's log-in: listed at `/`, each with a button that ends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.access import extension_sessions
from backend.access.models import ExtensionSession
from backend.clock import Clock
from backend.db import Database, ReadSession
from backend.web.client import is_from_our_own_page
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.visits import Visitor

END_PATH, HOME = "/tien-ich/ket-thuc", "/"


@dataclass(frozen=True, slots=True)
class Shown:
    """`browser` is a text key."""

    id: str
    browser: str
    version: str
    started_at: str
    used_at: str
    ends_at: str

    @classmethod
    def of(cls, row: ExtensionSession) -> "Shown":
        moments = (date_and_time(moment) for moment in (row.started_at, row.refreshed_at, row.ends_at))
        return cls(row.id, f"extension.{row.browser}", row.version, *moments)


@dataclass(frozen=True, slots=True)
class SignedInExtensions:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [Route(END_PATH, self.end, methods=["POST"])]

    async def of_login(self, session: ReadSession, login: str) -> list[Shown]:
        return [Shown.of(row) for row in await extension_sessions.of_login(session, login, self.clock.now())]

    async def end(self, request: Request) -> Response:
        if not is_from_our_own_page(request):
            return self.sign_in.shared.pages.message(request, "foreign", status_code=403)
        return await self.sign_in.submitted(request, self._end)

    async def _end(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        async with self.database.write() as session:
            extension = answers.get("extension", "")
            await extension_sessions.end_from_page(session, extension, visitor.login, self.clock.now())
        return RedirectResponse(HOME if language_of(request) == "vi" else f"{HOME}?lang=en", status_code=303)
