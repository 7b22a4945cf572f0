"""Long lists of values in a statement: as one parameter, or in portions that fit one IN list."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

CHUNK = 400  # SQLite takes 32,766 values in one statement; a key has at most four
_T = TypeVar("_T")


def chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Distinct values in portions that fit one IN list."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
