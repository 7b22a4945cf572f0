"""Many groups in one statement, and what is stored of them: looked up from them on, one by one."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    TEXT,
    Column,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from backend.correspondence.terms import Group
from backend.db import ReadSession
from backend.db.listed import listed
from backend.db.storable_text import storable_json

_Columns = Sequence[ColumnElement[Any]]
_NAMES = ("agency_code", "correspondent_id")


def listed_groups(session: ReadSession, groups: Iterable[Group]) -> Subquery:
    """These groups as rows (agency_code, correspondent_id), to be joined with: however many, they go as one or two
    parameters."""
    distinct = sorted(set(groups))
    if session.dialect == "postgresql":
        return listed_keys(_NAMES, distinct).subquery("listed")
    pairs = func.json_each(storable_json(orjson.dumps(distinct).decode())).table_valued("value")
    parts = (func.json_extract(pairs.c.value, f"$[{place}]", type_=TEXT()) for place in (0, 1))
    return select(*(part.label(name) for part, name in zip(parts, _NAMES, strict=True))).subquery("listed")


def of_listed(own: ReadOnlyColumnCollection[str, Any], groups: Subquery) -> ColumnElement[bool]:
    """Whether a row with these columns is of a listed group."""
    return and_(*(own[name] == groups.c[name] for name in _NAMES))


def listed_keys(names: Sequence[str], keys: Sequence[Sequence[str]]) -> Select[*tuple[Any, ...]]:
    """Keys of texts as rows with columns of these names, on PostgreSQL."""
    lists = (orjson.dumps([key[place] for key in keys]).decode() for place in range(len(names)))
    return select(*(listed(one).label(name) for one, name in zip(lists, names, strict=True)))


def looked_up(
    session: ReadSession, known: FromClause, columns: Sequence[Column[Any]], of: FromClause, is_it: ColumnElement[bool]
) -> tuple[FromClause, _Columns]:
    """`known` joined with those rows `of` a table, or of tables joined, that belong to each of its rows, and their
    columns.

    PostgreSQL is told to go this way (OFFSET 0): while it has no statistics it would rather walk all facts of an
    agency, or of a kind, for every portion of groups. SQLite goes it anyway.
    """
    if session.dialect == "sqlite":
        return known.join(of, is_it), columns
    rows = select(*columns).select_from(of).where(is_it).offset(literal_column("0")).lateral("own")
    return known.join(rows, true()), list(rows.c)
