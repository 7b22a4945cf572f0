"""What the letters of many agencies and months come to, put together by whatever is asked. Pure."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from backend.correspondence.clocks import numbered
from backend.correspondence.figure import Figure
from backend.correspondence.histogram import Histogram, Integers
from backend.correspondence.sums import Sums

Booleans = npt.NDArray[np.bool_]
_Key = TypeVar("_Key", bound=Hashable)


class Place(NamedTuple):
    """Of which letters a row is."""

    agency_code: str
    month: int
    sender_class: str
    matter: str


@dataclass(frozen=True, slots=True)
class PlacedSums:
    """`places`: each once; `place_of`: which of them a row is of."""

    places: Sequence[Place]
    place_of: Integers
    sums: Sums

    @classmethod
    def of(cls, rows: Sequence[Place], sums: Sums) -> "PlacedSums":
        return cls(*numbered(rows), sums)

    def where(self, is_wanted: Callable[[Place], bool]) -> Booleans:
        """Which rows are wanted."""
        return np.fromiter(map(is_wanted, self.places), bool, len(self.places))[self.place_of]

    def grouped(self, group_of: Callable[[Place], Place | None]) -> "PlacedSums":
        """A row for all rows that have one place by this; without those that have none."""
        places, into = self._into(group_of)
        return PlacedSums(places, np.arange(len(places)), self.sums.grouped(into, len(places)))

    def figures(self, key_of: Callable[[Place], _Key | None]) -> dict[_Key, Figure]:
        keys, into = self._into(key_of)
        return dict(zip(keys, self.sums.grouped(into, len(keys)).figures(), strict=True))

    def histograms(self, key_of: Callable[[Place], _Key | None]) -> dict[_Key, Histogram]:
        keys, into = self._into(key_of)
        return dict(zip(keys, self.sums.grouped(into, len(keys)).histograms(), strict=True))

    def sizes(self) -> Iterator[tuple[Place, int]]:
        """How many letters are in n, of each place."""
        letters = np.bincount(self.place_of, self.sums.letters(), len(self.places)).astype(np.int64)
        return zip(self.places, letters.tolist(), strict=True)

    def _into(self, key_of: Callable[[Place], _Key | None]) -> tuple[list[_Key], Integers]:
        known: dict[_Key, int] = {}
        keys = [key_of(place) for place in self.places]
        numbers = [-1 if key is None else known.setdefault(key, len(known)) for key in keys]
        return list(known), np.array(numbers, np.int64)[self.place_of]
