"""Long lists of values in a statement, as one parameter: a JSON text, which SQLite reads by itself, and for which
PostgreSQL's driver need not ask of each value what it is."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import JSON, TEXT, ColumnElement, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.db.session import ReadSession


def among(session: ReadSession, column: InstrumentedAttribute[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column's text is one of these, however many."""
    text = orjson.dumps(list(dict.fromkeys(values))).decode()
    if session.dialect == "postgresql":
        return column.in_(select(listed(text)))
    values_of = func.json_each(text).table_valued("value")
    return column.in_(select(values_of.c.value))


def listed(text: str) -> ColumnElement[str]:
    """The values of a JSON list as rows of texts, on PostgreSQL."""
    return func.json_array_elements_text(cast(literal(text, TEXT()), JSON), type_=TEXT())
