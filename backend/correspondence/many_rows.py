"""Thousands of rows stored by one statement, as JSON: on PostgreSQL a text a column, on SQLite one text of all rows.

Several times the rate of one object a row; a driver that is handed each value by itself asks of each what it is. Rows
that should all be new are streamed into PostgreSQL (COPY), which knows no "leave out what is there".
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    cast,
    delete,
    func,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite

from backend.db import Base, WriteSession
from backend.db.listed import listed
from backend.db.storable_text import storable_json
from backend.db.types import UtcDateTime

Rows = Sequence[Sequence[Any]]
_STREAMED = 50  # rows, from which on a savepoint costs less than what streaming saves
_PLACE: ColumnElement[Any] = literal_column("ctid")  # where PostgreSQL has a row, the same as long as it is locked


def table_of(model: type[Base]) -> Table:
    """For statements that make no object a row.

    Raises:
        TypeError: the class stands for no table.
    """
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is no table")
    return table


async def add_rows(session: WriteSession, model: type[Base], names: Sequence[str], rows: Rows) -> None:
    """Add rows; those whose key is taken are left out. `names`: of the columns, in the rows' order.

    Raises:
        ValueError: a naive moment; so do all functions here.
    """
    if not rows:
        return
    table = table_of(model)
    if not await _streamed(session, table, names, rows):
        insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
        added = insert(table).from_select(list(names), _given(session, table, names, rows))
        await session.change(added.on_conflict_do_nothing())


async def _streamed(session: WriteSession, table: Table, names: Sequence[str], rows: Rows) -> bool:
    """Whether all went in; none does where one is there already, because another worker was quicker."""
    if len(rows) < _STREAMED or session.dialect == "sqlite":
        return False
    columns = [table.c[name] for name in names]
    if not any(isinstance(column.type, JSON | UtcDateTime) for column in columns):
        return await session.copy(table, names, rows)
    values = [_as_driven(column, one) for column, one in zip(columns, zip(*rows, strict=True), strict=True)]
    return await session.copy(table, names, list(zip(*values, strict=True)))


def _as_driven(column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    """As PostgreSQL's driver takes them."""
    if isinstance(column.type, UtcDateTime) and any(value is not None and value.tzinfo is None for value in values):
        raise ValueError("a stored moment needs a time zone")
    return _as_json(column, values) if isinstance(column.type, JSON) else values


async def put_rows(
    session: WriteSession, model: type[Base], names: Sequence[str], rows: Rows, *, are_new: bool = False
) -> None:
    """Add rows, or give those whose key is taken these values. `names`: the key's columns among them.

    `are_new`: nobody knows a row with one of these keys, so that they may be streamed in.
    """
    table = table_of(model)
    if rows and not (are_new and await _streamed(session, table, names, rows)):
        key = [column.name for column in table.primary_key]
        insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
        put = insert(table).from_select(list(names), _given(session, table, names, rows))
        new = {name: put.excluded[name] for name in names if name not in key}
        await session.change(put.on_conflict_do_update(index_elements=key, set_=new))


async def drop_rows(session: WriteSession, model: type[Base], names: Sequence[str], rows: Rows) -> None:
    """Delete the rows that have these values in these columns."""
    if not rows:
        return
    table = table_of(model)
    given = _given(session, table, names, rows)
    if session.dialect == "sqlite":
        await session.change(delete(table).where(tuple_(*(table.c[name] for name in names)).in_(given)))
        return
    places = select(locked_places(table, names, given.subquery("given")).c.place)
    is_there = _PLACE.bool_op("=")(func.any(func.array(places.scalar_subquery())))
    await session.change(delete(table).where(is_there))


def locked_places(table: Table, names: Sequence[str], given: Subquery, *conditions: ColumnElement[bool]) -> Subquery:
    """`given` with the `place` of the row that has the same values in these columns, for those that have one.

    On PostgreSQL, whose rows are locked in the order of `given`, each found by its key: as a plain join all of the
    table's keys would be walked.
    """
    own = table.alias("own")
    same = and_(*(own.c[name] == given.c[name] for name in names), *conditions)
    place: ColumnElement[Any] = literal_column("own.ctid")
    found = select(place.label("place")).select_from(own).where(same).with_for_update(of=own)
    places = found.lateral("found")
    return select(given, places.c.place).select_from(given.join(places, true())).subquery("locked")


def _given(session: WriteSession, table: Table, names: Sequence[str], rows: Rows) -> Select[*tuple[Any, ...]]:
    columns = [table.c[name] for name in names]
    values = [_as_json(column, of_column) for column, of_column in zip(columns, zip(*rows, strict=True), strict=True)]
    if session.dialect == "sqlite":
        texts = storable_json(orjson.dumps(list(zip(*values, strict=True))).decode())
        given = func.json_each(texts).table_valued("value")
        parts = (func.json_extract(given.c.value, f"$[{place}]") for place in range(len(names)))
        return select(*(part.label(name) for part, name in zip(parts, names, strict=True))).where(true())
    lists = (_rows(column, of_column) for column, of_column in zip(columns, values, strict=True))
    return select(*(part.label(name) for part, name in zip(lists, names, strict=True)))


def _rows(column: Column[Any], values: Sequence[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, UtcDateTime):
        values = [value and f"{value}+00" for value in values]
    return cast(listed(orjson.dumps(values).decode()), column.type)


def _as_json(column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    """What the column's type has no JSON for, as SQLite keeps it; PostgreSQL is told the zone."""
    if isinstance(column.type, UtcDateTime):
        return [None if value is None else _moment(value) for value in values]
    if isinstance(column.type, JSON):
        return [storable_json(orjson.dumps(value).decode()) for value in values]
    return values


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
