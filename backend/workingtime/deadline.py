"""Counting terms in working days, with the sentence that says how it was counted."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """`due_at`: the end of working hours on `last_day`. `passed_over`: days off between, with their names."""

    first_day: date
    last_day: date
    due_at: datetime
    passed_over: tuple[tuple[date, str], ...]


def add_working_days(start: datetime, days: int, calendar: Calendar) -> CountedTerm:
    """Count a term of working days from a moment on.

    The day of the event does not count, at whatever hour it fell; the first working day after it is day one.

    Raises:
        ValueError: the moment is naive, or `days` is below one.

    Source: Bộ luật Dân sự 91/2015/QH13, Điều 147 khoản 2 (the day of the event is not counted); the end of working
    hours instead of midnight is the product's own, stricter for the agency (rules/deadlines).
    """
    if days < 1:
        raise ValueError("a term has at least one working day")
    event = in_vietnam(start).date()
    counted = [calendar.next_working_day(event)]
    while len(counted) < days:
        counted.append(calendar.next_working_day(counted[-1]))
    end_of_hours = calendar.spans_on(counted[-1])[-1][1]
    return CountedTerm(
        first_day=counted[0],
        last_day=counted[-1],
        due_at=at(counted[-1], end_of_hours),
        passed_over=tuple(_special_days_off(event, counted[-1], calendar)),
    )


def _special_days_off(event: date, last: date, calendar: Calendar) -> list[tuple[date, str]]:
    found = []
    day = event + ONE_DAY
    while day < last:
        special = calendar.special_on(day)
        if special is not None and not calendar.is_working_day(day):
            found.append((day, special.name))
        day += ONE_DAY
    return found
