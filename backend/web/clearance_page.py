"""`/cho-phep`: two named people let one marked file pass beforehand, for a time, by a decision that has a number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.page_sessions import SignedIn
from backend.access.roles import Capability, may
from backend.audit.looks import Look, Looked, note
from backend.classification import clearing
from backend.classification.clearances import Application
from backend.classification.declarations import Declarer
from backend.classification.models import Clearance
from backend.clock import Clock
from backend.compliance.secrecy_counts import SecrecyCounts, secrecy_counts
from backend.db import Database, WriteSession
from backend.directory.looking import looker_of
from backend.directory.queries import official_names
from backend.directory.terms import Principal
from backend.web.declaring import declarer_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = "/cho-phep"


class Deed(StrEnum):
    ENTER = "enter"
    APPROVE = "approve"
    REVOKE = "revoke"


# What each needs; whoever could enter or approve one may also end it.
NEEDS: Mapping[Deed, tuple[Capability, ...]] = {
    Deed.ENTER: (Capability.ENTER_CLEARANCE,),
    Deed.APPROVE: (Capability.APPROVE_CLEARANCE,),
    Deed.REVOKE: (Capability.ENTER_CLEARANCE, Capability.APPROVE_CLEARANCE),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One clearance in words; `people` are (text key, name, moment)."""

    id: str
    state: str
    fingerprint: str
    decision_number: str
    decided_on: str
    valid_until: str
    people: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ClearancePage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        problem = await self._do(visitor.who, answers)
        if problem is not None:
            return await self._page(request, visitor, problem, answers)
        return self.sign_in.back(request)

    async def _do(self, who_asks: SignedIn, answers: Mapping[str, str]) -> str | None:
        """Do what the form says, all or nothing; the name of the problem if it cannot be done."""
        now, deed = self.clock.now(), answers.get("deed", "")
        try:
            async with self.database.write() as session:
                principal = await principal_behind(session, who_asks, now)
                who = declarer_of(principal, answers.get("person", ""))
                if who is None or deed not in NEEDS or not _may(principal, Deed(deed)):
                    return "incomplete"
                if deed != Deed.REVOKE and answers.get("promise") != "yes":
                    return "incomplete"
                await _act(session, Deed(deed), who, answers, now)
        except clearing.InvalidClearance as error:
            return error.field
        except clearing.SamePerson as error:
            return error.code
        except clearing.ClearanceNotFound:
            return "gone"
        return None

    async def _page(
        self, request: Request, visitor: Visitor, problem: str | None = None, answers: Mapping[str, str] | None = None
    ) -> Response:
        now = self.clock.now()
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
        agency = principal.agency.code if principal.agency else ""
        allowed = {deed: _may(principal, deed) for deed in Deed}
        if any(allowed.values()):
            async with self.database.write() as session:
                await note(session, looker_of(principal), Looked(Look.CLEARANCES, agency), now)
        counts = await self._counts(principal, agency, now)
        async with self.database.read() as session:
            rows = await clearing.of_agency(session, agency, now) if any(allowed.values()) else ()
            names = await official_names(session, {person for row in rows for person in _people(row)})
        return self.sign_in.draw(
            request,
            visitor,
            "clearances.html",
            status_code=200 if problem is None else 422,
            problem=None if problem is None else f"clearance.problem_{problem}",
            people=principal.people,
            may_enter=allowed[Deed.ENTER],
            may_approve=allowed[Deed.APPROVE],
            rows=[_shown(row, names, now) for row in rows],
            chosen=answers or {},
            counts=counts,
        )

    async def _counts(self, principal: Principal, agency: str, now: datetime) -> SecrecyCounts | None:
        """For the state-secrets officer of the agency alone, and on record first."""
        if not may(principal.grants, Capability.READ_SECRECY_COUNTS, [agency]):
            return None
        async with self.database.write() as session:
            await note(session, looker_of(principal), Looked(Look.SECRECY_COUNTS, agency), now)
        async with self.database.read() as session:
            return await secrecy_counts(session, agency, now)


async def _act(session: WriteSession, deed: Deed, who: Declarer, answers: Mapping[str, str], now: datetime) -> None:
    if deed is Deed.ENTER:
        clearing.enter(session, _application(who, answers, now), now)
    elif deed is Deed.APPROVE:
        await clearing.approve(session, answers.get("clearance", ""), who, now)
    else:
        await clearing.revoke(session, answers.get("clearance", ""), who, now)


def _application(who: Declarer, answers: Mapping[str, str], now: datetime) -> Application:
    """
    Raises:
        InvalidClearance: a field is none of what it should be.
    """
    try:
        decided_on = date.fromisoformat(answers.get("decided_on", ""))
    except ValueError:
        raise clearing.InvalidClearance("decided_on") from None
    days = answers.get("valid_days", "")
    if not days.isascii() or not days.isdigit() or len(days) > 2:
        raise clearing.InvalidClearance("valid_until")
    return Application(
        who=who,
        fingerprint=answers.get("fingerprint", "").strip(),
        decision_number=answers.get("decision_number", "").strip(),
        decided_on=decided_on,
        valid_until=now + timedelta(days=int(days)),
    )


def _may(principal: Principal, deed: Deed) -> bool:
    agency = principal.agency
    return agency is not None and any(may(principal.grants, one, (agency.code,)) for one in NEEDS[deed])


def _people(row: Clearance) -> Iterator[str]:
    yield from (person for person in (row.entered_by, row.approved_by, row.revoked_by) if person)


def _state(row: Clearance, now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_until <= now:
        return "over"
    return "waiting" if row.approved_at is None else "in_force"


def _shown(row: Clearance, names: Mapping[str, str], now: datetime) -> Shown:
    deeds = (
        ("entered_by", row.entered_by, row.entered_at),
        ("approved_by", row.approved_by, row.approved_at),
        ("revoked_by", row.revoked_by, row.revoked_at),
    )
    return Shown(
        id=row.id,
        state=_state(row, now),
        fingerprint=row.fingerprint,
        decision_number=row.decision_number,
        decided_on=f"{row.decided_on:%d/%m/%Y}",
        valid_until=date_and_time(row.valid_until),
        people=tuple((key, names.get(person, person), date_and_time(at)) for key, person, at in deeds if person and at),
    )
