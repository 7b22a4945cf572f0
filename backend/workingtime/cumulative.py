"""Working time and due moments of very many letters at once: what a changed calendar makes of what is stored.

A calendar is summed up once, day by day; then the working time before any moment is the sum up to its day and what of
that day's spans has passed, whatever lies between. Exactly what `working_time_between` and `count_term` count (property
tested).
"""

from datetime import datetime

import numpy as np

from backend.workingtime.calendar import LONGEST_SEARCH
from backend.workingtime.day_table import (
    DAY,
    EPOCH,
    MICROSECOND,
    SECOND,
    DayTable,
    Integers,
    in_utc,
    summed_up,
    wall_clock,
)
from backend.workingtime.deadline import TermUnit
from backend.workingtime.hours import WorkingDays

_ADDED = 31  # days that a table is made longer than asked at either end, so that it seldom grows


class WorkedTime:
    """Working time and terms by one calendar. Its table grows to the days that are asked for; which are read then."""

    def __init__(self, calendar: WorkingDays) -> None:
        self._calendar = calendar
        self._table: DayTable | None = None

    def between(self, starts: Integers, ends: Integers) -> Integers:
        """The working time in each [start, end), never negative; all are microseconds since 1970 in UTC."""
        if not starts.size:
            return np.zeros(0, np.int64)
        begun, ended = wall_clock(starts), wall_clock(ends)
        table = self._covering(int(min(begun.min(), ended.min())) // DAY, int(max(begun.max(), ended.max())) // DAY)
        worked: Integers = _worked_before(ended, table) - _worked_before(begun, table)
        return worked.clip(min=0)

    def due(self, starts: Integers, days: int, unit: TermUnit) -> Integers:
        """When terms of so many days are due that begin at these moments (`count_term`); all are microseconds since
        1970 in UTC.

        Raises:
            ValueError: `days` is negative, or there are not so many working days within ten years more than that.
        """
        if days < 0:
            raise ValueError("a term has no negative days")
        if not starts.size:
            return np.zeros(0, np.int64)
        shown = wall_clock(starts)
        arrivals = shown // DAY
        first, last, ahead = int(arrivals.min()), int(arrivals.max()), 2 * days
        while ahead <= 2 * days + LONGEST_SEARCH.days:
            table = self._covering(first, last + ahead)
            places = _places(shown, days, unit, table)
            if places.max() < table.working_days.size:
                last_days = table.working_days[places]
                return in_utc(last_days * DAY + table.closes[last_days - table.first])
            ahead = 2 * ahead + _ADDED
        raise ValueError("this calendar has no working days")

    def _covering(self, first: int, last: int) -> DayTable:
        table = self._table
        if table is not None and table.covers(first, last):
            return table
        if table is not None:
            first, last = min(first, table.first), max(last, table.last)
        self._table = summed_up(self._calendar, first - _ADDED, last + _ADDED)
        return self._table


def working_seconds(worked: WorkedTime, letters: Integers, starts: Integers, ends: Integers, count: int) -> Integers:
    """Whole working seconds of each of `count` letters, from their segments in any order.

    A segment is the index of its letter, and its start and end in microseconds since 1970 in UTC; one that is still
    open ends at the moment the caller counts at. A letter's seconds are cut off once, after its segments are added up.
    Letters that count by another calendar go into another call.

    Raises:
        IndexError: a segment of no letter.
    """
    added = np.zeros(count, np.int64)
    np.add.at(added, letters, worked.between(starts, ends))
    return added // SECOND


def microseconds(moment: datetime) -> int:
    """A moment as it stands in the arrays.

    Raises:
        ValueError: it is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("working time needs aware moments")
    return (moment - EPOCH) // MICROSECOND


def _worked_before(moments: Integers, table: DayTable) -> Integers:
    days, into_day = np.divmod(moments, DAY)
    days -= table.first
    worked: Integers = table.before[days]
    for begins, lengths in zip(table.begins, table.lengths, strict=True):
        worked += np.clip(into_day - begins[days], 0, lengths[days])
    return worked


def _places(shown: Integers, days: int, unit: TermUnit, table: DayTable) -> Integers:
    """Where among the table's working days the last day of each term stands; past their end if they are too few."""
    arrivals, into_day = np.divmod(shown, DAY)
    if days == 0:
        over = into_day >= table.closes[arrivals - table.first]  # so it is on any day off
        return np.where(over, _first_after(arrivals, table), _first_from(arrivals, table))
    if unit is TermUnit.CALENDAR_DAY:
        return _first_from(arrivals + days, table)
    return _first_after(arrivals, table) + (days - 1)


def _first_from(days: Integers, table: DayTable) -> Integers:
    return np.searchsorted(table.working_days, days, "left")


def _first_after(days: Integers, table: DayTable) -> Integers:
    return np.searchsorted(table.working_days, days, "right")
