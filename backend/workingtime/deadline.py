"""Counting terms, and the days that papers name, to the moment at which they are due.

Law: the day of the event does not count (Bộ luật Dân sự 91/2015/QH13, Điều 147 khoản 2); a term whose last day is a day
off ends with the next working day (Điều 148 khoản 5). The product's own: a term ends with the working hours of its last
day, not at midnight (Điều 148 khoản 6), so that whoever keeps our term keeps the law's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam


class TermUnit(StrEnum):
    """As in rules/deadlines."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """`due_at`: the end of working hours on `last_day`. `counted_to`: the last day by the count alone, before a day off
    moved it to `last_day`. `passed_over`: days off that made the term longer, with their names."""

    first_day: date
    last_day: date
    due_at: datetime
    passed_over: tuple[tuple[date, str], ...]
    counted_to: date


def count_term(start: datetime, days: int, unit: TermUnit, calendar: Calendar) -> CountedTerm:
    """Count a term from a moment on; 0 days is "the same day", in either unit.

    Raises:
        ValueError: the moment is naive, `days` is negative, or the calendar has no working days.
    """
    if days < 0:
        raise ValueError("a term has no negative days")
    if days == 0:
        return _same_day(start, calendar)
    if unit is TermUnit.WORKING_DAY:
        return add_working_days(start, days, calendar)
    event = in_vietnam(start).date()
    return _calendar_days(event + ONE_DAY, event + timedelta(days=days), calendar)


def add_working_days(start: datetime, days: int, calendar: Calendar) -> CountedTerm:
    """Count a term of working days from a moment on.

    The day of the event does not count, at whatever hour it fell; the first working day after it is day one.

    Raises:
        ValueError: the moment is naive, or `days` is below one.
    """
    if days < 1:
        raise ValueError("a term has at least one working day")
    event = in_vietnam(start).date()
    last_day = _working_days_after(event, days, calendar)
    passed_over = tuple(_named_days_off(event + ONE_DAY, last_day, calendar))
    return CountedTerm(calendar.next_working_day(event), last_day, _end_of(last_day, calendar), passed_over, last_day)


def extend_term(term: CountedTerm, days: int, unit: TermUnit, calendar: Calendar) -> CountedTerm:
    """The term with so many days more, never due earlier than it was.

    Calendar days go on from `counted_to`: 30 days extended by 15 are 45 from the event (Luật Khiếu nại 02/2011/QH13,
    Điều 28), also where day 30 was moved off a Sunday. Working days go on from `last_day`.

    Raises:
        ValueError: `days` is below one.
    """
    if days < 1:
        raise ValueError("an extension has at least one day")
    if unit is TermUnit.CALENDAR_DAY:
        counted_to = term.counted_to + timedelta(days=days)
        last_day = calendar.first_working_day(counted_to)
        longer = _named_days_off(counted_to, last_day, calendar)
    else:
        counted_to = last_day = _working_days_after(term.last_day, days, calendar)
        longer = _named_days_off(term.last_day + ONE_DAY, last_day, calendar)
    before = (passed for passed in term.passed_over if unit is TermUnit.WORKING_DAY or passed[0] < term.counted_to)
    return CountedTerm(term.first_day, last_day, _end_of(last_day, calendar), (*before, *longer), counted_to)


def due_on(day: date, calendar: Calendar) -> datetime:
    """When an answer is due that a paper asks for "chậm nhất ngày …" or "đến hết ngày …": at the end of that day's
    working hours; of the last working day before, if it is a day off. A date that a paper names is no counted term,
    so it is not moved to a later day: the sender would wait (ours, stricter than Điều 148 khoản 5).

    Raises:
        ValueError: there is no working day within ten years.
    """
    return _end_of(calendar.last_working_day(day), calendar)


def due_before(day: date, calendar: Calendar) -> datetime:
    """When an answer is due that a paper asks for "trước ngày …": at the end of working hours of the last working day
    before that day, which itself is too late.

    Raises:
        ValueError: there is no working day within ten years.
    """
    return due_on(day - ONE_DAY, calendar)


def _same_day(start: datetime, calendar: Calendar) -> CountedTerm:
    """Law: a paper is confirmed "ngay trong ngày" it arrives (Nghị định 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c). Ours:
    "the day" ends with its working hours, and what arrives after them or on a day off has the next working day."""
    moment = in_vietnam(start)
    arrival = moment.date()
    in_time = calendar.is_working_day(arrival) and moment < _end_of(arrival, calendar)
    day = arrival if in_time else calendar.next_working_day(arrival)
    return CountedTerm(day, day, _end_of(day, calendar), tuple(_named_days_off(arrival, day, calendar)), arrival)


def _calendar_days(first_day: date, counted_to: date, calendar: Calendar) -> CountedTerm:
    last_day = calendar.first_working_day(counted_to)
    passed_over = tuple(_named_days_off(counted_to, last_day, calendar))
    return CountedTerm(first_day, last_day, _end_of(last_day, calendar), passed_over, counted_to)


def _working_days_after(day: date, days: int, calendar: Calendar) -> date:
    for _ in range(days):
        day = calendar.next_working_day(day)
    return day


def _end_of(working_day: date, calendar: Calendar) -> datetime:
    return at(working_day, calendar.spans_on(working_day)[-1][1])


def _named_days_off(first: date, last: date, calendar: Calendar) -> Iterator[tuple[date, str]]:
    """The days off in [first, last) that are more than a week-end, with their names."""
    day = first
    while day < last:
        special = calendar.special_on(day)
        if special is not None and not calendar.is_working_day(day):
            yield day, special.name
        day += ONE_DAY
