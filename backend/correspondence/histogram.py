"""How long many letters waited, in a form that adds up: the blob of a group is the sum of the blobs of its parts. Pure.

Up to `EXACT` letters the seconds themselves are kept, beyond that how many fell into each bucket. The rule depends on
the number of letters alone, so that merging parts gives the very bytes that the whole would have given.

A bucket's longest wait is at most 1.02 times its shortest, below 51 s every second is a bucket of its own: a percentile
read from buckets is within 1 % of the one read from the letters.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

RATIO = 1.02
EXACT = 128  # letters; 4 bytes each
LONGEST = 3_200_000_000  # working seconds; a hundred years, day and night
VERSION = 1

Integers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]


def _edges() -> Integers:
    """The shortest wait of each bucket."""
    edges, edge = list(range(50)), 50.0
    while edge <= LONGEST:
        edges.append(max(ceil(edge), edges[-1] + 1))
        edge *= RATIO
    return np.array(edges, np.int64)


EDGES = _edges()
BUCKETS = len(EDGES)
# The geometric middle of the shortest and the longest wait of each bucket, in whole seconds.
MIDDLES: Integers = np.rint(np.sqrt(EDGES * np.append(EDGES[1:] - 1, EDGES[-1]).astype(np.float64))).astype(np.int64)

HEADER = struct.Struct("<BBIII")  # version, exact or not, never answered, entries of answered, entries of censored


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits in order of length: after `seconds`, so many letters were answered and so many were still open.

    `never`: letters that came to an end without an answer; no wait, however long, sees them answered.
    """

    seconds: Integers
    answered: Integers
    censored: Integers
    never: int

    @property
    def count(self) -> int:
        return int(self.answered.sum() + self.censored.sum()) + self.never


@dataclass(frozen=True, slots=True)
class Histogram:
    """Either the letters' seconds in order, or the letters per bucket; see the module."""

    exact: bool
    answered: Integers
    censored: Integers
    never: int

    @classmethod
    def of(cls, answered: ArrayLike = (), censored: ArrayLike = (), never: int = 0) -> "Histogram":
        """From waits in working seconds: of letters answered and of letters still open."""
        first, second = _sorted(answered), _sorted(censored)
        if len(first) + len(second) + never <= EXACT:
            return cls(True, first, second, never)
        return cls(False, _counted(first), _counted(second), never)

    @property
    def count(self) -> int:
        if self.exact:
            return len(self.answered) + len(self.censored) + self.never
        return int(self.answered.sum() + self.censored.sum()) + self.never

    def waits(self) -> Waits:
        if not self.exact:
            filled = np.flatnonzero(self.answered + self.censored)
            return Waits(MIDDLES[filled], self.answered[filled], self.censored[filled], self.never)
        seconds, places = np.unique(np.concatenate([self.answered, self.censored]), return_inverse=True)
        cut = len(self.answered)
        answered = np.bincount(places[:cut], minlength=len(seconds))
        return Waits(seconds, answered, np.bincount(places[cut:], minlength=len(seconds)), self.never)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Histogram) and bytes(self) == bytes(other)

    def __hash__(self) -> int:
        return hash(bytes(self))

    def __bytes__(self) -> bytes:
        """Version 1: header, then seconds (exact), or bucket numbers and counts (the narrowest width that fits)."""
        if self.exact:
            header = HEADER.pack(VERSION, 0, self.never, len(self.answered), len(self.censored))
            return header + self.answered.astype("<u4").tobytes() + self.censored.astype("<u4").tobytes()
        places = [np.flatnonzero(counts) for counts in (self.answered, self.censored)]
        counts = [self.answered[places[0]], self.censored[places[1]]]
        width = next(one for one in (1, 2, 4) if max([0, *counts[0], *counts[1]]) < 1 << 8 * one)
        header = HEADER.pack(VERSION, width, self.never, len(places[0]), len(places[1]))
        numbers = [*(one.astype("<u2") for one in places), *(one.astype(f"<u{width}") for one in counts)]
        return header + b"".join(one.tobytes() for one in numbers)

    @classmethod
    def read(cls, blob: bytes) -> "Histogram":
        """
        Raises:
            ValueError: a version this code does not know.
        """
        version, width, never, first, second = HEADER.unpack_from(blob)
        if version != VERSION:
            raise ValueError(f"histogram of version {version}")
        at = HEADER.size
        if not width:
            seconds = np.frombuffer(blob, "<u4", offset=at).astype(np.int64)
            return cls(True, seconds[:first], seconds[first:], never)
        places = np.frombuffer(blob, "<u2", first + second, at)
        counts = np.frombuffer(blob, f"<u{width}", first + second, at + 2 * (first + second))
        answered, censored = np.zeros(BUCKETS, np.int64), np.zeros(BUCKETS, np.int64)
        answered[places[:first]], censored[places[first:]] = counts[:first], counts[first:]
        return cls(False, answered, censored, never)


def merged(parts: Iterable[Histogram]) -> Histogram:
    """The histogram of all letters of the parts."""
    parts = list(parts)
    never = sum(part.never for part in parts)
    if sum(part.count for part in parts) > EXACT:
        answered, censored = np.zeros(BUCKETS, np.int64), np.zeros(BUCKETS, np.int64)
        for part in parts:
            if not part.exact:
                answered += part.answered
                censored += part.censored
        exact = [part for part in parts if part.exact]
        answered += _counted(_joined([part.answered for part in exact]))
        censored += _counted(_joined([part.censored for part in exact]))
        return Histogram(False, answered, censored, never)
    return Histogram.of(_joined([part.answered for part in parts]), _joined([part.censored for part in parts]), never)


def _joined(arrays: Sequence[Integers]) -> Integers:
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)


def _sorted(seconds: ArrayLike) -> Integers:
    return np.sort(np.clip(np.asarray(seconds, np.int64), 0, LONGEST))


def buckets_of(seconds: Integers) -> Integers:
    """In which bucket each wait falls; what is longer than `LONGEST` counts as that."""
    return np.searchsorted(EDGES, np.clip(seconds, 0, LONGEST), "right") - 1


def _counted(seconds: Integers) -> Integers:
    return np.bincount(buckets_of(seconds), minlength=BUCKETS).astype(np.int64)
