"""Long lists of values in a statement: as one parameter, or in portions that fit one IN list."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute

from backend.db import ReadSession

CHUNK = 400  # SQLite takes 32,766 values in one statement; a key has at most four
_T = TypeVar("_T")


def chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Distinct values in portions that fit one IN list."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def among(session: ReadSession, column: InstrumentedAttribute[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column's text is one of these, however many: they go as one parameter."""
    distinct = list(dict.fromkeys(values))
    if session.dialect == "postgresql":
        return column == func.any(literal(distinct, postgresql.ARRAY(column.type, dimensions=1)))
    listed = func.json_each(orjson.dumps(distinct).decode()).table_valued("value")
    return column.in_(select(listed.c.value))
