"""Figures of many groups of letters at once. Pure.

What `figure.figure_of` says of the same letters group by group (property tested), by the same rules: groups add up to
the very figure of all their letters, so that groups of groups may be made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backend.correspondence.clocks import NONE
from backend.correspondence.figure import Figure, to_the_second
from backend.correspondence.figure_queries import CountedRow
from backend.correspondence.histogram import BUCKETS, EXACT, Histogram, Integers, buckets_of
from backend.correspondence.many_blobs import Filled, Single, read_dues, read_waits
from backend.correspondence.open_columns import SoFar
from backend.correspondence.response_time import response_time, wilson
from backend.correspondence.tally import COUNTED, Counts

# Beside the numbers of `Counts`. `rows`: of how many rows of `figure` it is made; `letters`: all in n.
_ADDED = (*COUNTED, "rows", "letters", "never", "open", "in_time", "late", "later")
_AT = {name: place for place, name in enumerate(_ADDED)}


@dataclass(frozen=True, slots=True)
class Sums:
    """Row by row what a group comes to. `added`: the numbers that add up; `exact`: median and 90th percentile to the
    second, of one row of `figure`; `oldest`: the longest wait of an open letter; `NONE` where there is none."""

    added: Integers
    exact: Integers
    oldest: Integers
    single: Single
    filled: Filled

    def __len__(self) -> int:
        return len(self.oldest)

    def grouped(self, into: Integers, count: int) -> "Sums":
        """`into`: to which of `count` groups each row belongs, -1 for none. Every group has a row."""
        kept = np.flatnonzero(into >= 0)
        order = kept[np.argsort(into[kept], kind="stable")]
        starts = np.searchsorted(into[order], np.arange(count))
        added = np.add.reduceat(self.added[order], starts, axis=0)
        oldest = np.maximum.reduceat(self.oldest[order], starts)
        exact = np.full((count, 2), NONE)
        counted = np.flatnonzero((into >= 0) & (self.added[:, _AT["rows"]] == 1))
        exact[into[counted]] = self.exact[counted]
        exact[added[:, _AT["rows"]] != 1] = NONE
        return Sums(added, exact, oldest, *self._waits(into, added[:, _AT["letters"]] <= EXACT))

    def _waits(self, into: Integers, are_few: npt.NDArray[np.bool_]) -> tuple[Single, Filled]:
        """To the second of groups of few letters, by buckets of the others; as `Histogram` has it."""
        of, count = into[self.single.of], len(are_few)
        known = of >= 0
        is_single = known.copy()
        is_single[known] = are_few[of[known]]
        rest = self.single.where(known & ~is_single, of)
        of_filled = into[self.filled.of]
        inside = of_filled >= 0
        places = np.concatenate(
            [of_filled[inside] * BUCKETS + self.filled.buckets[inside], rest.of * BUCKETS + buckets_of(rest.seconds)]
        )

        def summed(filled: Integers, singles: Integers) -> Integers:
            return np.bincount(places, np.concatenate([filled[inside], singles]), count * BUCKETS).astype(np.int64)

        is_open = rest.is_open.astype(np.int64)
        answered = summed(self.filled.answered, 1 - is_open)
        censored = summed(self.filled.censored, is_open)
        found = np.flatnonzero(answered + censored)
        filled = Filled(found // BUCKETS, found % BUCKETS, answered[found], censored[found])
        return self.single.where(is_single, of), filled

    def open_waits(self, wanted: npt.NDArray[np.bool_]) -> Integers:
        """Of rows that were not grouped: working seconds so far of each letter that waits, in the rows wanted."""
        return self.single.seconds[self.single.is_open & wanted[self.single.of]]

    def letters(self) -> Integers:
        """How many are in n."""
        return self.added[:, _AT["letters"]]

    def figures(self) -> list[Figure]:
        return [self._figure(row) for row in range(len(self))]

    def histograms(self) -> list[Histogram]:
        return [self._histogram(row) for row in range(len(self))]

    def _figure(self, row: int) -> Figure:
        numbers = dict(zip(_ADDED, self.added[row].tolist(), strict=True))
        found = response_time(self._histogram(row).waits())
        median, p90 = (None if one == NONE or numbers["open"] else one for one in self.exact[row].tolist())
        oldest = int(self.oldest[row])
        return Figure(
            count=found.count,
            open=numbers["open"],
            counts=Counts(**{name: numbers[name] for name in COUNTED}),
            oldest_open=None if oldest == NONE else oldest,
            median=to_the_second(found.median, median),
            p90=to_the_second(found.p90, p90),
            on_time=wilson(numbers["in_time"], numbers["in_time"] + numbers["late"]),
            not_yet_due=numbers["later"],
        )

    def _histogram(self, row: int) -> Histogram:
        never = int(self.added[row, _AT["never"]])
        if self.added[row, _AT["letters"]] <= EXACT:
            mine = self.single.of == row
            seconds, is_open = self.single.seconds[mine], self.single.is_open[mine]
            return Histogram.of(seconds[~is_open], seconds[is_open], never)
        begin, end = np.searchsorted(self.filled.of, [row, row + 1])
        answered, censored = np.zeros(BUCKETS, np.int64), np.zeros(BUCKETS, np.int64)
        answered[self.filled.buckets[begin:end]] = self.filled.answered[begin:end]
        censored[self.filled.buckets[begin:end]] = self.filled.censored[begin:end]
        return Histogram(False, answered, censored, never)


def sums_of(counted: Sequence[CountedRow], waiting: SoFar, groups: int, now: int) -> Sums:
    """A row for each row of `figure`, then one for each of so many groups of letters that wait. `now`: Unix seconds, at
    which their time was counted."""
    first = len(counted)
    added = np.zeros((first + groups, len(_ADDED)), np.int64)
    exact = np.full((first + groups, 2), NONE)
    columns = dict(zip(CountedRow._fields, zip(*counted, strict=True), strict=True)) if counted else {}
    waits, dues = read_waits(columns.get("waits", ())), read_dues(columns.get("dues", ()), now)
    for name in COUNTED if counted else ():
        added[:first, _AT[name]] = columns[name]
    for place, name in enumerate(("median_seconds", "p90_seconds") if counted else ()):
        exact[:first, place] = [NONE if one is None else one for one in columns[name]]
    of_groups = waiting.of_group + first
    single = Single(
        np.concatenate([waits.single.of, of_groups]),
        np.concatenate([waits.single.seconds, waiting.own]),
        np.concatenate([waits.single.is_open, np.ones(len(of_groups), bool)]),
    )
    added[:first, _AT["rows"]] = 1
    added[:first, _AT["never"]] = waits.never
    for name in ("in_time", "late", "later"):
        added[:first, _AT[name]] = getattr(dues, name)
    _add_waiting(added[first:], waiting, now)
    filled = np.bincount(waits.filled.of, waits.filled.answered + waits.filled.censored, first + groups)
    added[:, _AT["letters"]] = np.bincount(single.of, minlength=first + groups) + filled + added[:, _AT["never"]]
    oldest = np.full(first + groups, NONE)
    np.maximum.at(oldest, of_groups, waiting.own)
    return Sums(added, exact, oldest, single, waits.filled)


def _add_waiting(added: Integers, waiting: SoFar, now: int) -> None:
    groups, dated = len(added), waiting.due != NONE
    said = {
        "open": np.ones(len(waiting.own), np.int64),
        "undated": ~dated,
        "late": dated & (waiting.due < now),
        "later": dated & (waiting.due >= now),
        "own_seconds": waiting.own,
        "sender_seconds": waiting.sender,
        "other_seconds": waiting.other,
    }
    for name, numbers in said.items():
        added[:, _AT[name]] = np.bincount(waiting.of_group, numbers, groups)
