"""A calendar summed up day by day, as arrays; and Vietnam's clocks over arrays of moments.

All numbers are microseconds: moments since 1970 in UTC, or as Vietnam's clocks showed them ("wall"); hours since
midnight.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from backend.clock import VIETNAM
from backend.workingtime.hours import WorkingDays
from backend.workingtime.week import Span

Integers = npt.NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
DAY = 86_400 * SECOND
_OFFSET = 7 * 3_600 * SECOND
_ONE_OFFSET_SINCE = (datetime(1976, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND  # before, Vietnam's clocks changed
_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class DayTable:
    """Of every day from `first` (days since 1970) on: the working time before it, its spans as begin and length, and
    the hour at which its last one ends (0 on a day off). Row n of `begins` and `lengths` holds the n-th span of each
    day, of length 0 where a day has fewer. `working_days`: those with hours, as days since 1970."""

    first: int
    before: Integers
    begins: Integers
    lengths: Integers
    closes: Integers
    working_days: Integers

    def covers(self, first: int, last: int) -> bool:
        return self.first <= first and last <= self.last

    @property
    def last(self) -> int:
        return self.first + self.before.size - 1


def summed_up(calendar: WorkingDays, first: int, last: int) -> DayTable:
    """The table of the days from first to last (days since 1970), of those among them that dates can name.

    A calendar has many days but few kinds of them: the hours of each kind are turned into numbers once.
    """
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
    totals, closes = lengths.sum(axis=0)[kind_of_day], (begins + lengths).max(axis=0, initial=0)[kind_of_day]
    return DayTable(
        first=days.start - _ORDINAL,
        before=np.cumsum(totals) - totals,
        begins=begins[:, kind_of_day],
        lengths=lengths[:, kind_of_day],
        closes=closes,
        working_days=np.flatnonzero(closes) + (days.start - _ORDINAL),
    )


def wall_clock(moments: Integers) -> Integers:
    """The same moments as Vietnam's clocks showed them, counted as if they had never been changed."""
    shown = moments + _OFFSET
    for index in np.flatnonzero(moments < _ONE_OFFSET_SINCE):
        local = (EPOCH + int(moments[index]) * MICROSECOND).astimezone(VIETNAM)
        shown[index] = (local.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
    return shown


def in_utc(wall: Integers) -> Integers:
    """The moments at which Vietnam's clocks first showed this."""
    moments = wall - _OFFSET
    for index in np.flatnonzero(moments < _ONE_OFFSET_SINCE):
        local = (EPOCH + int(wall[index]) * MICROSECOND).replace(tzinfo=VIETNAM)
        moments[index] = (local - EPOCH) // MICROSECOND
    return moments


def _since_midnight(hour: time) -> int:
    return ((hour.hour * 60 + hour.minute) * 60 + hour.second) * SECOND + hour.microsecond
