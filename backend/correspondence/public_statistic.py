"""What anybody may be told of how fast an agency usually answers: a statistic, not a promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from math import floor
from statistics import median

from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import waits_of
from backend.correspondence.histogram import Histogram
from backend.correspondence.response_time import ROUNDING, answered_within
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.directory import service as directory
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam

DAYS, FEWEST = 90, 20  # days looked back on; letters below which nothing is said
USUAL = 0.8  # the share that makes "usually"
TERM_DAYS, LONGEST_DAYS = 5, 30  # working days: said of an agency without a usual time; looked for at most


@dataclass(frozen=True, slots=True)
class UsualTime:
    """In the last `days` days `percent` of so many letters were answered within `working_days`."""

    days: int
    percent: int
    working_days: int
    letters: int


async def usual_time(
    session: ReadSession, agency_code: str, sender_class: SenderClass, now: datetime
) -> UsualTime | None:
    """Of letters of this class to this agency, those still open counted as waiting; None: too few to say anything."""
    today = in_vietnam(now).date()
    period = Period(today - timedelta(days=DAYS), today - ONE_DAY)
    waits = await waits_of(session, FigureQuestion(agency_code, period), sender_class, now)
    if waits.count < FEWEST:
        return None
    calendar = (await directory.calendars(session, [agency_code]))[agency_code]
    return usual_time_of(waits, _working_day_seconds(period, calendar))


def usual_time_of(waits: Histogram, working_day_seconds: int) -> UsualTime | None:
    """The fewest whole working days within which 80 % were answered; where that never happens, how many within five.
    Per cents are rounded down. None: no letter has waited so long yet."""

    def share(days: int) -> float | None:
        return answered_within(waits, days * working_day_seconds).value

    too_short = list(takewhile(lambda days: (share(days) or 0) < USUAL - ROUNDING, range(1, LONGEST_DAYS + 1)))
    days = TERM_DAYS if len(too_short) == LONGEST_DAYS else len(too_short) + 1
    found = share(days)
    return None if found is None else UsualTime(DAYS, floor(100 * found + ROUNDING), days, waits.count)


def _working_day_seconds(period: Period, calendar: Calendar) -> int:
    """How long the agency's usual working day was."""
    days = (period.since + timedelta(days=number) for number in range(DAYS))
    worked = [sum((at(day, end) - at(day, begin)).seconds for begin, end in calendar.spans_on(day)) for day in days]
    return round(median(filter(None, worked)))
