"""Long lists of values, in portions that fit one IN list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from backend.correspondence.terms import Group

CHUNK = 400  # SQLite takes 32,766 values in one statement; a key has at most four
_T = TypeVar("_T")


def by_agency(groups: Iterable[Group]) -> Iterator[tuple[str, list[str]]]:
    by_agency: dict[str, set[str]] = defaultdict(set)
    for agency, party in groups:
        by_agency[agency].add(party)
    for agency, parties in sorted(by_agency.items()):
        for chunk in chunks(parties):
            yield agency, chunk


def chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Distinct values in portions that fit one IN list."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
