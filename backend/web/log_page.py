"""`/nhat-ky`: what the audit log holds of whoever is signed in: sign-ins and deeds under their own log-in, and who else
looked at what concerns them.

Another's log-in cannot be asked for. Deeds are shown by kind: neither letters nor files stand in the log.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.audit.models import AuditEntry
from backend.audit.queries import looks_at, of_login
from backend.clock import Clock
from backend.correspondence.keeping import Kept, kept_for
from backend.db import Database, ReadSession
from backend.directory.queries import agency_names, official_names
from backend.directory.terms import Principal
from backend.web.locale import LANGUAGES, texts
from backend.web.looks_shown import agencies_of, concerns
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = "/nhat-ky"
SHOWN_FOR = timedelta(days=90)
SHOWN_AT_MOST = 200
LOOKED_THROUGH = 5000  # looks at anything of the visitor's agencies, among which are those that concern them
OTHER = "deed.other"


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in words; `deed` is a text key, `person` and `agency` are empty where it names none."""

    moment: str
    deed: str
    person: str
    agency: str


@dataclass(frozen=True, slots=True)
class ShownLook:
    """Another's look in words: who, from where, at what, when; `reason` is a text key, "" where none is needed."""

    moment: str
    look: str
    who: str
    come_from: str
    agency: str
    reason: str


@dataclass(frozen=True, slots=True)
class LogPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [self.sign_in.page(PATH, self._page), *self.sign_in.routes()]

    async def _page(self, request: Request, visitor: Visitor) -> Response:
        now = self.clock.now()
        async with self.database.read() as session:
            entries = await of_login(session, visitor.login, now - SHOWN_FOR, SHOWN_AT_MOST)
            looks = await _looks_at(session, await principal_behind(session, visitor.who, now), now)
            told = [*entries, *looks]
            codes = {entry.agency_code for entry in told} | {str(entry.data.get("from", "")) for entry in looks}
            agencies = await agency_names(session, codes)
            people = await official_names(session, {entry.person_id for entry in told if entry.person_id})
        return self.sign_in.draw(
            request,
            visitor,
            "log.html",
            rows=[_shown(entry, people, agencies) for entry in entries],
            days=SHOWN_FOR.days,
            cut=len(entries) == SHOWN_AT_MOST,
            looks=[_shown_look(entry, people, agencies) for entry in looks],
            look_days=kept_for(Kept.LOOKS, now).days,
            looks_cut=len(looks) == SHOWN_AT_MOST,
        )


async def _looks_at(session: ReadSession, principal: Principal, now: datetime) -> list[AuditEntry]:
    """Of others, the newest first."""
    since = now - kept_for(Kept.LOOKS, now)
    found = await looks_at(session, agencies_of(principal), principal.login, since, LOOKED_THROUGH)
    return [entry for entry in found if concerns(entry, principal)][:SHOWN_AT_MOST]


def _shown_look(entry: AuditEntry, people: dict[str, str], agencies: dict[str, str]) -> ShownLook:
    reason = entry.data.get("reason")
    return ShownLook(
        date_and_time(entry.at),
        text_key(entry.deed),
        people.get(entry.person_id or "", entry.login),
        agencies.get(str(entry.data.get("from", "")), ""),
        agencies.get(entry.agency_code, ""),
        f"look_reason.{reason}" if reason else "",
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
