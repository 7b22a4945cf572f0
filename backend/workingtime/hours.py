"""How much working time lies between two moments, and step by step why."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from backend.clock import VIETNAM
from backend.workingtime.week import Span

ONE_DAY = timedelta(days=1)


class WorkingDays(Protocol):
    """A working week, or a calendar with holidays over it."""

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The working hours of a day in Vietnam's time, in order; empty on a day off."""
        ...


def working_time_between(start: datetime, end: datetime, week: WorkingDays) -> timedelta:
    """Return how much working time lies in [start, end), exact to the microsecond, never negative.

    Both ends are timezone-aware. A message received outside working hours starts its clock at the
    next working span; a reply sent outside them adds nothing.

    Raises:
        ValueError: if either end is naive.

    Source: Chỉ thị, khoản 1 điểm g and khoản 2 điểm d.
    """
    return sum((later - earlier for earlier, later in worked_spans(start, end, week)), timedelta())


def worked_spans(start: datetime, end: datetime, week: WorkingDays) -> Iterator[tuple[datetime, datetime]]:
    """The working spans inside [start, end), in order, in Vietnam's time.

    Raises:
        ValueError: if either end is naive.
    """
    start, end = in_vietnam(start), in_vietnam(end)
    day = start.date()
    while day <= end.date():
        for begins, finishes in week.spans_on(day):
            first, last = max(start, at(day, begins)), min(end, at(day, finishes))
            if first < last:
                yield first, last
        day += ONE_DAY


def in_vietnam(moment: datetime) -> datetime:
    """
    Raises:
        ValueError: if the moment is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("working time needs aware moments")
    return moment.astimezone(VIETNAM)


def day_after(moment: datetime) -> datetime:
    """When the next day begins in Vietnam.

    Raises:
        ValueError: if the moment is naive.
    """
    return at(in_vietnam(moment).date() + ONE_DAY, time.min)


def at(day: date, hour: time) -> datetime:
    """Vietnam has had one offset, UTC+7, since 1975: no hour is missing or comes twice."""
    return datetime.combine(day, hour, VIETNAM)
