"""The five checks of a day of each of an agency's boxes: computed anew whenever asked; one may be declared, by name."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from backend.audit import service as audit
from backend.compliance import mailbox_check_queries as queries
from backend.compliance.box_traces import BoxFact, LetterRow, traces_of
from backend.compliance.mailbox_checks import WAITS_FOR, BoxTraces, Declared, WindowCheck, checks_of
from backend.compliance.models import DeclaredCheck
from backend.correspondence.months import month_of
from backend.correspondence.terms import FactKind
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.errors import UsageError
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam
from backend.workingtime.windows import shipped_windows, windows_on

_CHECK_ID = re.compile("[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class BoxChecks:
    mailbox: str
    windows: tuple[WindowCheck, ...]


@dataclass(frozen=True, slots=True)
class AgencyChecks:
    """`names`: of officials who declared a check, by id."""

    day: date
    boxes: tuple[BoxChecks, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`id` is the client's own: sent again, it changes nothing."""

    id: str
    agency_code: str
    mailbox: str
    login: str
    person_id: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some days; `facts` in order of time."""

    facts: Sequence[BoxFact]
    letters: Sequence[LetterRow]
    declared: Sequence[DeclaredCheck]

    def of_day(self, day: date) -> tuple[list[BoxFact], list[LetterRow], list[DeclaredCheck]]:
        """What happened from `WAITS_FOR` before the day to its end, the letters it was about, and what was declared."""
        begins, ends = at(day, time()), at(day + ONE_DAY, time())
        first, last = (bisect_left(self.facts, moment, key=_moment) for moment in (begins - WAITS_FOR, ends))
        facts = [one for one in self.facts[first:last] if one.kind != FactKind.CHECKED or one.at >= begins]
        noted = _noted(facts)
        letters = [one for one in self.letters if one.received_at >= begins - WAITS_FOR or one.id in noted]
        return facts, letters, [row for row in self.declared if begins <= row.declared_at < ends]


async def checks(session: ReadSession, agency_code: str, day: date, now: datetime) -> AgencyChecks:
    """Of every box of the agency. A recounted calendar, or a fact that came late, changes them."""
    [found] = await checks_between(session, agency_code, day, day, now)
    return found


async def checks_between(
    session: ReadSession, agency_code: str, since: date, until: date, now: datetime
) -> list[AgencyChecks]:
    """Of every day from `since` to `until`, both included, in order: what `checks` says of each, read at once."""
    begins, ends = at(since, time()), at(until + ONE_DAY, time())
    first = begins - WAITS_FOR
    months = _months(in_vietnam(first).date(), until)
    facts = await queries.facts(session, agency_code, months, first, begins, ends)
    letters = await queries.letters(session, agency_code, first, _noted(facts))
    declared = await queries.declared(session, agency_code, begins, ends)
    calendar = (await directory.calendars(session, [agency_code]))[agency_code]
    boxes = await queries.agency_boxes(session, agency_code)
    names = await directory_queries.official_names(session, {row.person_id for row in declared})
    known = _Known(sorted(facts, key=lambda fact: fact.at), letters, declared)
    days = [since + ONE_DAY * number for number in range((until - since).days + 1)]
    return [AgencyChecks(day, tuple(_box(box, day, known, calendar, now) for box in boxes), names) for day in days]


def _box(box: str, day: date, known: _Known, calendar: Calendar, now: datetime) -> BoxChecks:
    if not calendar.spans_on(day):  # nothing is asked for, so nothing is looked for
        return BoxChecks(box, tuple(checks_of(day, shipped_windows(), calendar, BoxTraces(), now)))
    facts, letters, declared = known.of_day(day)
    own = [Declared(row.person_id, row.declared_at) for row in declared if row.mailbox == box]
    traces = traces_of(box, facts, letters, own)
    return BoxChecks(box, tuple(checks_of(day, shipped_windows(), calendar, traces, now)))


def _noted(facts: Iterable[BoxFact]) -> set[str]:
    """The letters that something was noted about."""
    return {str(fact.data["letter"]) for fact in facts if "letter" in fact.data}


def _moment(fact: BoxFact) -> datetime:
    return fact.at


def _months(since: date, until: date) -> set[int]:
    return {month_of(since + ONE_DAY * number) for number in range((until - since).days + 1)}


async def declare(session: WriteSession, said: Declaration, now: datetime) -> None:
    """Note that somebody looked into a box, now. The caller has checked who they are and that they may.

    Raises:
        UsageError: `id` or `mailbox` does not fit, or no window goes on (code no_window).
    """
    if not _CHECK_ID.fullmatch(said.id):
        raise UsageError("id: 1 to 40 letters, digits, - or _")
    if said.mailbox not in await queries.agency_boxes(session, said.agency_code):
        raise UsageError("mailbox: none of the agency's")
    calendar = (await directory.calendars(session, [said.agency_code]))[said.agency_code]
    if not any(window.start <= now < window.end for window in windows_on(in_vietnam(now).date(), calendar)):
        raise UsageError("no window goes on", code="no_window")
    fresh = await queries.declare(
        session,
        agency_code=said.agency_code,
        id=said.id,
        mailbox=said.mailbox,
        person_id=said.person_id,
        declared_at=now,
    )
    if fresh:
        audit.record(
            session,
            "mailbox_check.declared",
            at=now,
            login=said.login,
            person_id=said.person_id,
            agency_code=said.agency_code,
            subject_id=said.id,
        )
