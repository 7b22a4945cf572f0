"""`/vuong-mac`: an official tells the support desk of a difficulty and sees what became of it; the desk says so.

What goes to the desk is shown before it is sent: programs and their versions, never a letter.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, line_of, may
from backend.clock import Clock
from backend.compliance import silence_queries
from backend.compliance import support_queries as queries
from backend.compliance.models import SupportTicket
from backend.compliance.silence_models import SilentMailbox
from backend.compliance.supporting import NEXT, Difficulty, Place, Report, TicketNotFound, TicketState, move, report
from backend.db import Database, ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.errors import UsageError
from backend.web.bundle import BundleFile
from backend.web.declaring import declarer_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = "/vuong-mac"
PLACE, BUNDLE = "o-dau", "quy-tac"  # what a link from the plugin or the extension says of where it stands
KEPT = (PLACE, BUNDLE)
PLACES: Mapping[str, Place] = {
    "soan-thu": Place.COMPOSE,
    "doc-thu": Place.LETTER,
    "tien-ich": Place.EXTENSION,
    "phan-mem": Place.DESKTOP,
    "trang": Place.PAGES,
}
NEEDED = Capability.ANSWER_TICKETS
# The first that is found: every browser says it is another one too (RFC 9110 section 10.1.5).
BROWSERS = (("Edg", "Edge"), ("coc_coc_browser", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_BUNDLE = re.compile(r"[0-9A-Za-z.+-]{1,32}")


@dataclass(frozen=True, slots=True)
class SupportPage:
    """`desk`: the support desk's address; "" where it has none."""

    database: Database
    clock: Clock
    sign_in: SignInOf
    bundle: BundleFile
    desk: str

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        try:
            problem = await self._do(request, visitor, answers)
        except UsageError as error:
            problem = error.code
        except TicketNotFound:
            problem = "gone"
        return self.sign_in.back(request) if problem is None else await self._page(request, visitor, problem)

    async def _do(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> str | None:
        """The name of the problem if it cannot be done; nothing is done then."""
        now = self.clock.now()
        async with self.database.write() as session:
            principal = await principal_behind(session, visitor.who, now)
            if "ticket" in answers:
                return await _move(session, principal, answers, now)
            told = self._report(request, answers)
            if principal.agency is None or told is None:
                return "incomplete" if told is None else "unknown"
            await report(session, visitor.login, principal.agency.code, told, self.desk, now)
        return None

    def _report(self, request: Request, answers: Mapping[str, str]) -> Report | None:
        difficulty, place = answers.get("difficulty", ""), answers.get("place", "")
        if difficulty not in set(Difficulty) or place not in set(Place):
            return None
        return Report(Difficulty(difficulty), Place(place), *self._programs(request))

    def _programs(self, request: Request) -> tuple[str, str, str]:
        """Version of the product, browser, set of rules: the plugin's where its link says so."""
        asked = request.query_params.get(BUNDLE, "")
        served = self.bundle.current()
        bundle = asked if _BUNDLE.fullmatch(asked) else (served.bundle.version if served else "")
        return version("congvu"), browser_of(request.headers.get("user-agent", "")), bundle

    async def _page(self, request: Request, visitor: Visitor, problem: str | None = None) -> Response:
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            codes = await _reached(session, principal, NEEDED)
            on_duty = await _reached(session, principal, Capability.KEEP_DUTY)
            silent = [row for row in await silence_queries.standing(session) if row.agency_code in on_duty]
            own = await queries.of_login(session, visitor.login)
            others = await queries.of_agencies(session, codes) if codes else []
            told = {row.agency_code for row in others} | {row.agency_code for row in silent}
            names = await directory.agency_names(session, told)
        return self.sign_in.draw(
            request,
            visitor,
            "support.html",
            status_code=200 if problem is None else 422,
            problem=None if problem is None else f"support.problem_{problem}",
            difficulties=list(Difficulty),
            places=list(Place),
            place=PLACES.get(request.query_params.get(PLACE, ""), Place.PAGES),
            programs=self._programs(request),
            desk=self.desk,
            tickets=list(_shown(own, {})),
            is_desk=bool(codes),
            waiting=list(_shown(others, names)),
            people=principal.people,
            silent=list(_silent(silent, names)),
        )


async def _move(session: WriteSession, principal: Principal, answers: Mapping[str, str], now: datetime) -> str | None:
    person = declarer_of(principal, answers.get("person", ""))
    row = await queries.ticket(session, answers["ticket"])
    if person is None or answers.get("state") not in set(TicketState):
        return "incomplete"
    if row is None or row.agency_code not in await _reached(session, principal, NEEDED):
        return "gone"
    state = TicketState(answers["state"])
    await move(session, row.id, state, login=principal.login, person_id=person.person_id, now=now)
    return None


async def _reached(session: ReadSession, principal: Principal, capability: Capability) -> Collection[str]:
    """The agencies whose tickets this person answers, or whose silent boxes they are told of."""
    parents = await directory.parents(session)
    return {code for code in parents if may(principal.grants, capability, line_of(code, parents))}


def _silent(rows: Sequence[SilentMailbox], names: Mapping[str, str]) -> Iterable[tuple[str, SilentMailbox, str, int]]:
    """With the agency's name, since when, and the longest gap before in hours, begun ones too."""
    for row in rows:
        hours = -(-row.longest_seconds // 3600)
        yield names.get(row.agency_code, row.agency_code), row, date_and_time(row.since), hours


def _shown(rows: Sequence[SupportTicket], names: Mapping[str, str]) -> Iterable[dict[str, object]]:
    for row in rows:
        yield {
            "row": row,
            "agency": names.get(row.agency_code, row.agency_code),
            "opened": date_and_time(row.opened_at),
            "moved": date_and_time(row.state_at),
            "next": NEXT[TicketState(row.state)],
        }


def browser_of(user_agent: str) -> str:
    """Family and major version, no more: "Edge 120"; "" for what is not known."""
    for token, name in BROWSERS:
        if found := re.search(rf"{token}/(\d{{1,4}})", user_agent):
            return f"{name} {found[1]}"
    return ""
