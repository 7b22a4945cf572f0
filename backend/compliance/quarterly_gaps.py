"""What is not known of a quarter: days on which nothing was told, checks whose details are deleted by now."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from backend.compliance import quarterly_queries as queries
from backend.compliance.mailbox_checks import WAITS_FOR
from backend.correspondence.box_day_queries import whole_days
from backend.correspondence.keeping import Kept, kept_for
from backend.correspondence.months import month_of
from backend.correspondence.terms import FactSource, Period
from backend.db import ReadSession
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, in_vietnam


def days_of(period: Period, now: datetime) -> list[date]:
    """Those that are over."""
    until = min(period.until, in_vietnam(now).date() - ONE_DAY)
    return [period.since + ONE_DAY * number for number in range((until - period.since).days + 1)]


def checks_known_since(now: datetime) -> date:
    """The first day whose five checks can still be told: letters opened are kept so long, and a letter may have lain
    for `WAITS_FOR` before it; nor are older declarations kept."""
    openings, declared = (_gone_before(what, now) for what in (Kept.BOX_EVENTS, Kept.MAILBOX_CHECKS))
    return max(openings + WAITS_FOR if openings > date.min else openings, declared)


async def untold(
    session: ReadSession,
    days: Sequence[date],
    calendar: Calendar,
    codes: Sequence[str],
    sources: Collection[FactSource],
) -> set[date]:
    """Working days on which none of the sources told anything of any agency. `codes`: those likely to have most letters
    first, so that few are read."""
    missing = {day for day in days if calendar.spans_on(day)}
    months = {month_of(day) for day in missing}
    for code in codes:
        if not missing:
            break
        missing -= await queries.days_told(session, code, months, sources)
    return missing


def _gone_before(what: Kept, now: datetime) -> date:
    try:
        kept = kept_for(what, now)
    except LookupError:  # then nothing of it is deleted
        return date.min
    return whole_days(now - kept).date()
