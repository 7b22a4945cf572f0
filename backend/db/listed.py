"""Long lists of values in a statement, as one parameter: a JSON text, which SQLite reads by itself, and for which
PostgreSQL's driver need not ask of each value what it is."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import JSON, TEXT, ColumnElement, cast, func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute

from backend.db.session import ReadSession
from backend.db.storable_text import storable_json


def among(session: ReadSession, column: InstrumentedAttribute[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column's text is one of these, however many."""
    distinct = list(dict.fromkeys(values))
    if session.dialect == "postgresql":  # told the values themselves, it knows how many they are
        distinct = [value.replace("\0", "\N{REPLACEMENT CHARACTER}") for value in distinct]
        return column.bool_op("=")(func.any(literal(distinct, postgresql.ARRAY(TEXT()))))
    values_of = func.json_each(storable_json(orjson.dumps(distinct).decode())).table_valued("value")
    return column.in_(select(values_of.c.value))


def listed(text: str) -> ColumnElement[str]:
    """The values of a JSON list as rows of texts, on PostgreSQL."""
    return func.json_array_elements_text(cast(literal(storable_json(text), TEXT()), JSON), type_=TEXT())
