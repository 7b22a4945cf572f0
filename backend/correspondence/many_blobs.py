"""The stored waits and dues of very many groups, read at once: a few arrays instead of an object each. Pure.

What `histogram.Histogram.read` and `on_time.Dues.read` give blob by blob (property tested).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backend.correspondence.histogram import HEADER, VERSION, Integers

_Bytes = npt.NDArray[np.uint8]
_WIDTHS = (1, 2, 4)  # bytes of a count


@dataclass(frozen=True, slots=True)
class Single:
    """Letters whose wait is known to the second: which group each is of, and whether it is still open."""

    of: Integers
    seconds: Integers
    is_open: npt.NDArray[np.bool_]

    def where(self, wanted: npt.NDArray[np.bool_], of: Integers) -> "Single":
        """Some of them, of other groups now (`of` of every letter)."""
        return Single(of[wanted], self.seconds[wanted], self.is_open[wanted])


@dataclass(frozen=True, slots=True)
class Filled:
    """How many letters of a group fell into a bucket of `histogram.EDGES`, answered and still open."""

    of: Integers
    buckets: Integers
    answered: Integers
    censored: Integers


@dataclass(frozen=True, slots=True)
class ManyWaits:
    """`never`: of each group."""

    single: Single
    filled: Filled
    never: Integers


@dataclass(frozen=True, slots=True)
class _Joined:
    """Blobs one after the other, each begun at an even byte."""

    data: _Bytes
    begins: Integers

    @classmethod
    def of(cls, blobs: Sequence[bytes]) -> "_Joined":
        even = [blob if len(blob) % 2 == 0 else blob + b"\0" for blob in blobs]
        lengths = np.fromiter(map(len, even), np.int64, len(even))
        return cls(np.frombuffer(b"".join(even) + b"\0\0", np.uint8), np.cumsum(lengths) - lengths)

    def numbers(self, width: int, at: Integers, counts: Integers) -> Integers:
        """From each of these places so many numbers of `width` bytes, one after the other."""
        if width == 1:
            return self.data[_places(at, counts)].astype(np.int64)
        halves = self.data.view("<u2")
        places = _places(at // 2, counts * (width // 2))
        found = halves[places]
        return (found if width == 2 else found.view("<u4")).astype(np.int64)


def read_waits(blobs: Sequence[bytes]) -> ManyWaits:
    """
    Raises:
        ValueError: a version this code does not know.
    """
    joined = _Joined.of(blobs)
    heads = joined.data[joined.begins[:, None] + np.arange(HEADER.size)]
    unknown = heads[:, 0] != VERSION
    if unknown.any():
        raise ValueError(f"histogram of version {heads[:, 0][unknown][0]}")
    never, answered, censored = np.ascontiguousarray(heads[:, 2:]).view("<u4").astype(np.int64).T
    widths, at = heads[:, 1], joined.begins + HEADER.size
    single = np.flatnonzero(widths == 0)
    entries = answered + censored
    filled = [_filled(joined, np.flatnonzero(widths == width), width, at, answered, entries) for width in _WIDTHS]
    columns = zip(*((one.of, one.buckets, one.answered, one.censored) for one in filled), strict=True)
    return ManyWaits(
        Single(
            np.repeat(single, entries[single]),
            joined.numbers(4, at[single], entries[single]),
            _is_later(answered[single], entries[single]),
        ),
        Filled(*(np.concatenate(column) for column in columns)),
        never,
    )


def _filled(joined: _Joined, rows: Integers, width: int, at: Integers, firsts: Integers, entries: Integers) -> Filled:
    firsts, entries = firsts[rows], entries[rows]
    buckets = joined.numbers(2, at[rows], entries)
    counts = joined.numbers(width, at[rows] + 2 * entries, entries)
    is_open = _is_later(firsts, entries)
    return Filled(np.repeat(rows, entries), buckets, np.where(is_open, 0, counts), np.where(is_open, counts, 0))


@dataclass(frozen=True, slots=True)
class ManyDues:
    """Of each group: of the letters that were due before a moment how many were answered in time and how many were not,
    and how many letters are due later."""

    in_time: Integers
    late: Integers
    later: Integers


def read_dues(blobs: Sequence[bytes], now: int) -> ManyDues:
    """`now`: Unix seconds."""
    numbers = np.frombuffer(b"".join(blobs), "<u4")
    entries = np.fromiter(map(len, blobs), np.int64, len(blobs)) // 12
    begins = 3 * (np.cumsum(entries) - entries)
    moments, in_time, late = (numbers[_places(begins + part * entries, entries)].astype(np.int64) for part in range(3))
    of, is_due = np.repeat(np.arange(len(blobs)), entries), moments < now

    def summed(counts: Integers) -> Integers:
        return np.bincount(of, counts, len(blobs)).astype(np.int64)

    return ManyDues(
        summed(np.where(is_due, in_time, 0)),
        summed(np.where(is_due, late, 0)),
        summed(np.where(is_due, 0, in_time + late)),
    )


def _places(at: Integers, counts: Integers) -> Integers:
    """From each of these places so many, one after the other."""
    ends = np.cumsum(counts)
    return np.repeat(at - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)


def _is_later(firsts: Integers, counts: Integers) -> npt.NDArray[np.bool_]:
    """Of so many entries in each group, those after so many first ones."""
    return _places(np.zeros(len(counts), np.int64), counts) >= np.repeat(firsts, counts)
