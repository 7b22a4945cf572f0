"""Thousands of rows stored by one statement.

PostgreSQL gets an array a column, SQLite one prepared statement for all rows: on both several times the rate of one
object a row.
"""

from collections.abc import Sequence
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
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from backend.db import Base, WriteSession
from backend.db.listed import listed
from backend.db.types import UtcDateTime

Rows = Sequence[Sequence[Any]]
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
    """Add rows; those whose key is taken are left out. `names`: of the columns, in the rows' order."""
    if not rows:
        return
    table = table_of(model)
    if session.dialect == "sqlite":
        statement = sqlite.insert(table).on_conflict_do_nothing()
        await session.change(statement, [dict(zip(names, row, strict=True)) for row in rows])
        return
    added = postgresql.insert(table).from_select(list(names), _unnested(table, names, rows))
    await session.change(added.on_conflict_do_nothing())


async def put_rows(session: WriteSession, model: type[Base], names: Sequence[str], rows: Rows) -> None:
    """Add rows, or give those whose key is taken these values. `names`: the key's columns among them."""
    if not rows:
        return
    table = table_of(model)
    key = [column.name for column in table.primary_key]
    changing = [name for name in names if name not in key]
    if session.dialect == "sqlite":
        added = sqlite.insert(table)
        new = {name: added.excluded[name] for name in changing}
        await session.change(
            added.on_conflict_do_update(index_elements=key, set_=new),
            [dict(zip(names, row, strict=True)) for row in rows],
        )
        return
    put = postgresql.insert(table).from_select(list(names), _unnested(table, names, rows))
    await session.change(
        put.on_conflict_do_update(index_elements=key, set_={name: put.excluded[name] for name in changing})
    )


async def drop_rows(session: WriteSession, model: type[Base], names: Sequence[str], rows: Rows) -> None:
    """Delete the rows that have these values in these columns."""
    if not rows:
        return
    table = table_of(model)
    if session.dialect == "sqlite":
        is_it = and_(*(table.c[name] == bindparam(f"of_{name}") for name in names))
        bound = [f"of_{name}" for name in names]
        await session.change(delete(table).where(is_it), [dict(zip(bound, row, strict=True)) for row in rows])
        return
    places = select(locked_places(table, names, _unnested(table, names, rows).subquery("given")).c.place)
    await session.change(delete(table).where(func.any(func.array(places.scalar_subquery())) == _PLACE))


def locked_places(table: Table, names: Sequence[str], given: Subquery, *conditions: ColumnElement[bool]) -> Subquery:
    """`given` with the `place` of the row that has the same values in these columns, for those that have one.

    On PostgreSQL, whose rows are locked in the order of `given`, each found by its key: as a plain join all of the
    table's keys would be walked.
    """
    own = table.alias("own")
    same = and_(*(own.c[name] == given.c[name] for name in names), *conditions)
    found = select(literal_column("own.ctid").label("place")).select_from(own).where(same).with_for_update(of=own)
    places = found.lateral("found")
    return select(given, places.c.place).select_from(given.join(places, true())).subquery("locked")


def _unnested(table: Table, names: Sequence[str], rows: Rows) -> Select[*tuple[Any, ...]]:
    columns = zip(*rows, strict=True)
    return select(*(as_rows(table.c[name], values).label(name) for name, values in zip(names, columns, strict=True)))


def as_rows(column: Column[Any], values: Sequence[Any]) -> ColumnElement[Any]:
    """The column's values as one parameter of PostgreSQL: a JSON text, which is written and read in a fifth of the time
    that an array takes, whose driver asks of each value what it is.

    Raises:
        ValueError: a naive moment.
    """
    if isinstance(column.type, JSON):
        values = [orjson.dumps(value).decode() for value in values]
    if isinstance(column.type, UtcDateTime) and any(value is not None and value.tzinfo is None for value in values):
        raise ValueError("a stored moment needs a time zone")
    return cast(listed(orjson.dumps(values).decode()), column.type)
