"""Which places of a list have a term, and which have one that begins so. Pure; made once, never changed.

A set of places is a whole number with their bits set: a few microseconds intersect sets of a whole nation, and its
smallest bits are the places that come first. Of rare terms, which are most, the places themselves are kept.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import groupby, islice
from operator import or_

Places = int
_RARE = 64  # places; of more the whole set is kept
_FEW = 32  # terms; the set of a beginning that more terms have is kept
_BITS_AT_ONCE = 2_048  # small numbers are taken apart faster
_REMEMBERED = 16  # sets made of rare terms: one question asks for the same several times
_LAST = "\U0010ffff"  # no term has it


def places_of(numbers: Sequence[int]) -> Places:
    """The set of these, in any order."""
    if len(numbers) == 1:
        return 1 << numbers[0]
    bits = bytearray((max(numbers, default=0) >> 3) + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def first_of(places: Places, limit: int) -> list[int]:
    """The smallest ones, in order."""
    return list(islice(_each(places), limit))


def _each(places: Places) -> Iterator[int]:
    base, low = 0, (1 << _BITS_AT_ONCE) - 1
    while places:
        skipped = (places & -places).bit_length() - 1
        places >>= skipped
        base += skipped
        piece = places & low
        while piece:
            bit = piece & -piece
            yield base + bit.bit_length() - 1
            piece ^= bit
        places >>= _BITS_AT_ONCE
        base += _BITS_AT_ONCE


class TermNumbers:
    """By term the numbers of the entries that have it, while entries come one by one."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = defaultdict(list)

    def add(self, number: int, terms: Iterable[str]) -> None:
        for term in terms:
            self._numbers[term].append(number)

    def placed(self, places: Sequence[int]) -> dict[str, list[int]]:
        """The places of the entries instead of their numbers, ascending."""
        return {term: sorted(places[number] for number in numbers) for term, numbers in self._numbers.items()}


class Postings:
    """Rare terms' places lie one behind the other in `_places`, those of `terms[n]` from `_starts[n]` on: objects of
    their own for each of 100,000 terms would take ten times as much."""

    def __init__(self, places: Mapping[str, Sequence[int]]) -> None:
        """`places`: of each term, ascending."""
        self.terms: tuple[str, ...] = tuple(sorted(places))
        self._common = {term: places_of(found) for term, found in places.items() if len(found) > _RARE}
        self._starts, self._places = array("I", [0]), array("I")
        for term in self.terms:
            if term not in self._common:
                self._places.extend(places[term])
            self._starts.append(len(self._places))
        self._beginnings = dict(self._common_beginnings())
        self._made = lru_cache(_REMEMBERED)(self._begun)

    def having(self, term: str) -> Places:
        common = self._common.get(term)
        if common is not None:
            return common
        number = bisect_left(self.terms, term)
        if number == len(self.terms) or self.terms[number] != term:
            return 0
        return places_of(self._places[self._starts[number] : self._starts[number + 1]])

    def beginning(self, start: str) -> Places:
        """Those with a term that begins so."""
        kept = self._beginnings.get(start)
        return self._made(start) if kept is None else kept

    def _begun(self, start: str) -> Places:
        first = bisect_left(self.terms, start)
        return self._any(first, bisect_left(self.terms, start + _LAST, lo=first))

    def _any(self, first: int, end: int) -> Places:
        """Those with one of the terms from `first` on, up to `end`."""
        rare = self._places[self._starts[first] : self._starts[end]]
        common = (self._common[term] for term in self.terms[first:end] if term in self._common)
        return reduce(or_, common, places_of(rare) if rare else 0)

    def _common_beginnings(self) -> Iterator[tuple[str, Places]]:
        waiting = [(0, len(self.terms), 1)]
        while waiting:
            first, end, length = waiting.pop()
            for start, group in groupby(range(first, end), key=lambda number: self.terms[number][:length]):
                begun = tuple(group)
                if len(begun) > _FEW:
                    yield start, self._any(begun[0], begun[-1] + 1)
                    waiting.append((begun[0], begun[-1] + 1, length + 1))
