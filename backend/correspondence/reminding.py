"""Which agencies were reminded of what came due, when, and what became of it since.

Of letters for named receivers only nothing is told here, as nobody was reminded of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from backend.correspondence import escalation_queries as queries
from backend.correspondence.escalation import DueKind, Level, things_due
from backend.correspondence.models import Correspondence, EscalationTold
from backend.db import ReadSession
from backend.directory import service as directory
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import in_vietnam


@dataclass(frozen=True, slots=True)
class Reminded:
    """`days`: on which a reminder went, the first and the last of them beside. `things`: an answer, a receipt or a task
    of one letter each; `late`: of them already past the term when the agency was told; `owed`: still not done."""

    days: int
    first: date
    last: date
    things: int
    late: int
    owed: int


async def reminded(
    session: ReadSession, agency_codes: Iterable[str], since: datetime, until: datetime
) -> dict[str, Reminded]:
    """By agency, of reminders in [since, until); agencies that got none are absent. What is owed is so now."""
    codes = list(agency_codes)
    calendars = await directory.calendars(session, codes)
    found = {}
    for code in codes:
        rows = await queries.told_between(session, code, since, until)
        if rows:
            found[code] = _counted(rows, calendars[code])
    return found


def _counted(rows: Iterable[tuple[EscalationTold, Correspondence]], calendar: Calendar) -> Reminded:
    days, things, late, owed = set(), set(), set(), set()
    for told, letter in rows:
        thing = (told.correspondence_id, told.kind)
        days.add(in_vietnam(told.told_at).date())
        things.add(thing)
        if told.level != Level.SOON:
            late.add(thing)
        if DueKind(told.kind) in {one.kind for one in things_due(letter, calendar)}:
            owed.add(thing)
    return Reminded(len(days), min(days), max(days), len(things), len(late), len(owed))
