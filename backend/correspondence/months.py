"""Months as figures are kept by: YYYYMM in Vietnam's time. Pure."""

from datetime import date, datetime, time, timedelta

from backend.correspondence.terms import Period
from backend.workingtime.hours import ONE_DAY, at


def month_of(day: date) -> int:
    return day.year * 100 + day.month


def first_day(month: int) -> date:
    return date(month // 100, month % 100, 1)


def first_day_after(month: int) -> date:
    return (first_day(month) + timedelta(days=31)).replace(day=1)


def bounds(month: int) -> tuple[datetime, datetime]:
    """[start, end) of a month."""
    return at(first_day(month), time()), at(first_day_after(month), time())


def days(period: Period) -> tuple[datetime, datetime]:
    """[start, end) of a period."""
    return at(period.since, time()), at(period.until + ONE_DAY, time())


def widened(period: Period) -> Period:
    """To whole months."""
    return Period(period.since.replace(day=1), first_day_after(month_of(period.until)) - ONE_DAY)


def months_between(period: Period) -> list[int]:
    """The months of a period, in order."""
    last, month, found = month_of(period.until), month_of(period.since), []
    while month <= last:
        found.append(month)
        month = month_of(first_day_after(month))
    return found


def a_year_before(period: Period) -> Period:
    """The same whole months of the year before."""
    wide = widened(period)
    first, last = (first_day(month_of(day) - 100) for day in (wide.since, wide.until))
    return widened(Period(first, last))


def whole_months(period: Period) -> tuple[Period | None, list[Period]]:
    """The whole months inside a period, and the days before and after them."""
    first = period.since if period.since.day == 1 else first_day_after(month_of(period.since))
    after = period.until + ONE_DAY
    last = after.replace(day=1) - ONE_DAY
    if last < first:
        return None, [period]
    rest = [Period(period.since, first - ONE_DAY), Period(last + ONE_DAY, period.until)]
    return Period(first, last), [one for one in rest if one.since <= one.until]
