"""The five checks of a day of each of an agency's boxes: computed anew whenever asked; one may be declared, by name."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from backend.audit import service as audit
from backend.compliance import mailbox_check_queries as queries
from backend.compliance.box_traces import histories_of
from backend.compliance.mailbox_checks import WAITS_FOR, Declared, WindowCheck, checks_of, waiting_in
from backend.correspondence.months import month_of
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
    """`waiting`: how many letters lie unopened at the end of the day, or now."""

    mailbox: str
    windows: tuple[WindowCheck, ...]
    waiting: int


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
class Asked:
    """The days asked for, both included, and what is read once for all agencies: calendars, boxes, declarations by box
    and day, and the names of who declared, by id."""

    since: date
    until: date
    calendars: Mapping[str, Calendar]
    boxes: Mapping[str, Sequence[str]]
    declared: Mapping[tuple[str, date], Sequence[Declared]]
    names: dict[str, str]


async def checks(session: ReadSession, agency_code: str, day: date, now: datetime) -> AgencyChecks:
    """Of every box of the agency. A recounted calendar, or a fact that came late, changes them."""
    [found] = await checks_between(session, agency_code, day, day, now)
    return found


async def checks_between(
    session: ReadSession, agency_code: str, since: date, until: date, now: datetime
) -> list[AgencyChecks]:
    """Of every day from `since` to `until`, both included, in order: what `checks` says of each, read at once."""
    return await checks_asked(session, agency_code, await ask(session, [agency_code], since, until), now)


async def ask(session: ReadSession, agency_codes: Collection[str], since: date, until: date) -> Asked:
    begins, ends = at(since, time()), at(until + ONE_DAY, time())
    declared: dict[tuple[str, date], list[Declared]] = defaultdict(list)
    rows = await queries.declared(session, agency_codes, begins, ends)
    for row in rows:
        said = Declared(row.person_id, row.declared_at)
        declared[row.mailbox, in_vietnam(row.declared_at).date()].append(said)
    calendars = await directory.calendars(session, agency_codes)
    boxes = await queries.agency_boxes(session, agency_codes)
    names = await directory_queries.official_names(session, {row.person_id for row in rows})
    return Asked(since, until, calendars, boxes, declared, names)


async def checks_asked(session: ReadSession, agency_code: str, asked: Asked, now: datetime) -> list[AgencyChecks]:
    """Of one of the agencies, every day in order."""
    begins, ends = at(asked.since, time()), at(asked.until + ONE_DAY, time())
    first = begins - WAITS_FOR
    months = _months(in_vietnam(first).date(), asked.until)
    facts = await queries.facts(session, agency_code, months, first, begins, ends)
    letters = await queries.letters(session, agency_code, first, {fact.letter for fact in facts if fact.letter})
    histories = histories_of(asked.boxes[agency_code], facts, letters, asked.until)
    calendar, found = asked.calendars[agency_code], []
    for number in range((asked.until - asked.since).days + 1):
        day = asked.since + ONE_DAY * number
        boxes = []
        for box, history in histories.items():
            traces = history.of_day(day, asked.declared.get((box, day), ()))
            windows = checks_of(day, shipped_windows(), calendar, traces, now)
            waiting = waiting_in(traces, min(now, at(day + ONE_DAY, time())))
            boxes.append(BoxChecks(box, tuple(windows), waiting))
        found.append(AgencyChecks(day, tuple(boxes), asked.names))
    return found


def _months(since: date, until: date) -> set[int]:
    return {month_of(since + ONE_DAY * number) for number in range((until - since).days + 1)}


async def declare(session: WriteSession, said: Declaration, now: datetime) -> None:
    """Note that somebody looked into a box, now. The caller has checked who they are and that they may.

    Raises:
        UsageError: `id` or `mailbox` does not fit, or no window goes on (code no_window).
    """
    if not _CHECK_ID.fullmatch(said.id):
        raise UsageError("id: 1 to 40 letters, digits, - or _")
    if said.mailbox not in (await queries.agency_boxes(session, [said.agency_code]))[said.agency_code]:
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
