"""Long lists of values in a statement, as one parameter: a JSON text, which SQLite reads by itself, and for which
PostgreSQL's driver need not ask of each value what it is."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import JSON, TEXT, BindParameter, ColumnElement, bindparam, cast, func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute

from backend.db.session import ReadSession
from backend.db.storable_text import storable_json

Column = InstrumentedAttribute[Any] | ColumnElement[Any]


def among(session: ReadSession, column: Column, values: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column's text is one of these, however many."""
    value_type = postgresql.ARRAY(TEXT()) if session.dialect == "postgresql" else TEXT()
    return _among(session.dialect, column, literal(list_value(session.dialect, values), value_type))


def among_named(dialect: str, column: Column, name: str) -> ColumnElement[bool]:
    """The same in a statement that is made once: executed with the `list_value` under this name."""
    value_type = postgresql.ARRAY(TEXT()) if dialect == "postgresql" else TEXT()
    return _among(dialect, column, bindparam(name, type_=value_type))


def list_value(dialect: str, values: Iterable[str]) -> str | list[str]:
    """Values as one parameter."""
    distinct = list(dict.fromkeys(values))
    if dialect == "postgresql":  # told the values themselves, it knows how many they are
        return [value.replace("\0", "\N{REPLACEMENT CHARACTER}") for value in distinct]
    return storable_json(orjson.dumps(distinct).decode())


def _among(dialect: str, column: Column, parameter: BindParameter[Any]) -> ColumnElement[bool]:
    if dialect == "postgresql":
        return column.bool_op("=")(func.any(parameter))
    return column.in_(select(func.json_each(parameter).table_valued("value").c.value))


def listed(text: str) -> ColumnElement[str]:
    """The values of a JSON list as rows of texts, on PostgreSQL."""
    return func.json_array_elements_text(cast(literal(storable_json(text), TEXT()), JSON), type_=TEXT())
