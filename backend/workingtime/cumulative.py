"""Working time of very many stretches at once: what a changed calendar makes of every letter's stored segments.

A calendar is summed up once, day by day; then the working time before any moment is the sum up to its day and what of
that day's spans has passed, whatever lies between. Exactly what `working_time_between` counts (property tested).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from backend.clock import VIETNAM
from backend.workingtime.hours import WorkingDays
from backend.workingtime.week import Span

Integers = npt.NDArray[np.int64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000  # microseconds, as everything here
_DAY = 86_400 * _SECOND
_OFFSET = 7 * 3_600 * _SECOND
_ONE_OFFSET_SINCE = (datetime(1976, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND  # before, Vietnam's clocks changed
_ORDINAL = date(1970, 1, 1).toordinal()
_ADDED = 31  # days that a table is made longer than asked at either end, so that it seldom grows


@dataclass(frozen=True, slots=True)
class _Table:
    """Of every day from `first` (days since 1970) on: the working time before it, and its spans as begin and length.
    Row n of `begins` and `lengths` holds the n-th span of each day, of length 0 where a day has fewer."""

    first: int
    before: Integers
    begins: Integers
    lengths: Integers


class WorkedTime:
    """The working time of one calendar. Its table grows to the days that are asked for; the calendar is read then."""

    def __init__(self, calendar: WorkingDays) -> None:
        self._calendar = calendar
        self._table: _Table | None = None

    def between(self, starts: Integers, ends: Integers) -> Integers:
        """The working time in each [start, end), never negative; all are microseconds since 1970 in UTC."""
        if not starts.size:
            return np.zeros(0, np.int64)
        begun, ended = _wall_clock(starts), _wall_clock(ends)
        table = self._covering(int(min(begun.min(), ended.min())) // _DAY, int(max(begun.max(), ended.max())) // _DAY)
        worked: Integers = _worked_before(ended, table) - _worked_before(begun, table)
        return worked.clip(min=0)

    def _covering(self, first: int, last: int) -> _Table:
        table = self._table
        if table is not None and table.first <= first and last < table.first + table.before.size:
            return table
        if table is not None:
            first, last = min(first, table.first), max(last, table.first + table.before.size - 1)
        self._table = _summed_up(self._calendar, first - _ADDED, last + _ADDED)
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
    return added // _SECOND


def microseconds(moment: datetime) -> int:
    """A moment as it stands in the arrays.

    Raises:
        ValueError: it is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("working time needs aware moments")
    return (moment - _EPOCH) // _MICROSECOND


def _worked_before(moments: Integers, table: _Table) -> Integers:
    days, into_day = np.divmod(moments, _DAY)
    days -= table.first
    worked = table.before[days]
    for begins, lengths in zip(table.begins, table.lengths, strict=True):
        worked += np.clip(into_day - begins[days], 0, lengths[days])
    return worked


def _wall_clock(moments: Integers) -> Integers:
    """The same moments as Vietnam's clocks showed them, counted as if they had never been changed."""
    shown = moments + _OFFSET
    for index in np.flatnonzero(moments < _ONE_OFFSET_SINCE):
        local = (_EPOCH + int(moments[index]) * _MICROSECOND).astimezone(VIETNAM)
        shown[index] = (local.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
    return shown


def _summed_up(calendar: WorkingDays, first: int, last: int) -> _Table:
    """A calendar has many days but few kinds of them: the hours of each kind are turned into numbers once."""
    days = range(max(first + _ORDINAL, 1), min(last + _ORDINAL, date.max.toordinal()) + 1)
    kinds: dict[tuple[Span, ...], int] = {}
    kind_of_day = np.fromiter(
        (kinds.setdefault(calendar.spans_on(date.fromordinal(day)), len(kinds)) for day in days), np.int64, len(days)
    )
    shape = (max(map(len, kinds)), len(kinds))
    begins, lengths = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for spans, kind in kinds.items():
        for row, (opens, closes) in enumerate(spans):
            begins[row, kind] = _since_midnight(opens)
            lengths[row, kind] = _since_midnight(closes) - _since_midnight(opens)
    totals = lengths.sum(axis=0)[kind_of_day]
    return _Table(days.start - _ORDINAL, np.cumsum(totals) - totals, begins[:, kind_of_day], lengths[:, kind_of_day])


def _since_midnight(hour: time) -> int:
    return ((hour.hour * 60 + hour.minute) * 60 + hour.second) * _SECOND + hour.microsecond
