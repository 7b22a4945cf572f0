"""`/nhat-ky`: what the audit log holds of whoever is signed in: sign-ins and deeds under their own log-in.

Another's log-in cannot be asked for. Deeds are shown by kind: neither letters nor files stand in the log.
"""

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.audit.models import AuditEntry
from backend.audit.queries import of_login
from backend.clock import Clock
from backend.db import Database
from backend.directory.queries import agency_names, official_names
from backend.web.locale import LANGUAGES, texts
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time

PATH = "/nhat-ky"
SHOWN_FOR = timedelta(days=90)
SHOWN_AT_MOST = 200
OTHER = "deed.other"


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in words; `deed` is a text key, `person` and `agency` are empty where it names none."""

    moment: str
    deed: str
    person: str
    agency: str


@dataclass(frozen=True, slots=True)
class LogPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [Route(PATH, self.show, methods=["GET"]), *self.sign_in.routes()]

    async def show(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request)
        async with self.database.read() as session:
            entries = await of_login(session, visitor.login, self.clock.now() - SHOWN_FOR, SHOWN_AT_MOST)
            agencies = await agency_names(session, {entry.agency_code for entry in entries})
            people = await official_names(session, {entry.person_id for entry in entries if entry.person_id})
        rows = [_shown(entry, people, agencies) for entry in entries]
        return self.sign_in.draw(
            request, visitor, "log.html", rows=rows, days=SHOWN_FOR.days, cut=len(rows) == SHOWN_AT_MOST
        )


def _shown(entry: AuditEntry, people: dict[str, str], agencies: dict[str, str]) -> Shown:
    return Shown(
        date_and_time(entry.at),
        text_key(entry.deed),
        people.get(entry.person_id or "", ""),
        agencies.get(entry.agency_code, ""),
    )


def text_key(deed: str) -> str:
    """The deed's own text, else that of its kind ("letter.extended", "letter")."""
    known = texts(LANGUAGES[0])
    wanted = (f"deed.{deed.replace('.', '_')}", f"deed.{deed.partition('.')[0]}")
    return next((key for key in wanted if key in known), OTHER)
