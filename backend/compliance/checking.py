"""The five checks of a day of each of an agency's boxes: computed anew whenever asked; one may be declared, by name."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from backend.audit import service as audit
from backend.compliance import mailbox_check_queries as queries
from backend.compliance.box_traces import traces_of
from backend.compliance.mailbox_checks import WAITS_FOR, Declared, WindowCheck, checks_of
from backend.correspondence.months import month_of
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.errors import UsageError
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


async def checks(session: ReadSession, agency_code: str, day: date, now: datetime) -> AgencyChecks:
    """Of every box of the agency. A recounted calendar, or a fact that came late, changes them."""
    begins, ends = at(day, time()), at(day + ONE_DAY, time())
    since = begins - WAITS_FOR
    months = {month_of(in_vietnam(since).date()), month_of(day)}
    facts = await queries.facts(session, agency_code, months, since, begins, ends)
    noted = {str(fact.data["letter"]) for fact in facts if "letter" in fact.data}
    letters = await queries.letters(session, agency_code, since, noted)
    declared = await queries.declared(session, agency_code, begins, ends)
    calendar = (await directory.calendars(session, [agency_code]))[agency_code]
    boxes = []
    for box in await queries.agency_boxes(session, agency_code):
        own = [Declared(row.person_id, row.declared_at) for row in declared if row.mailbox == box]
        traces = traces_of(box, facts, letters, own)
        boxes.append(BoxChecks(box, tuple(checks_of(day, shipped_windows(), calendar, traces, now))))
    names = await directory_queries.official_names(session, {row.person_id for row in declared})
    return AgencyChecks(day, tuple(boxes), names)


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
