"""All SQL by which the clocks of stored letters are counted anew: thousands of letters in a few statements.

Moments come as whole microseconds since 1970 in UTC, ready for `WorkedTime`: to make a datetime of each takes longer
than all the counting.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Table, bindparam, cast, func, literal, select, tuple_, update
from sqlalchemy.dialects import postgresql

from backend.correspondence.clocks import DUES, MOMENTS, NONE, SECONDS, StoredClock, StoredSegment
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.db import ReadSession, WriteSession

Key = tuple[str, str]  # (agency code, letter id)
_MICROSECONDS = 1_000_000
_FIRST_FRACTION = 21  # where SQLite's text of a moment has its microseconds


async def letters_after(session: ReadSession, after: Key, limit: int) -> list[StoredClock]:
    """The next letters in order of their key."""
    columns = [_column(session, name) for name in StoredClock._fields]
    letters = _table(Correspondence)
    statement = select(*columns).where(tuple_(letters.c.agency_code, letters.c.id) > after)
    rows = await session.execute(statement.order_by(letters.c.agency_code, letters.c.id).limit(limit))
    return [StoredClock._make(row) for row in rows]


async def segments_between(session: ReadSession, after: Key, last: Key) -> list[StoredSegment]:
    """The segments of the letters after one key, up to and with another."""
    of = _table(CorrespondenceSegment).c
    key = tuple_(of.agency_code, of.correspondence_id)
    moments = (_moment(session, of.started_at), _moment(session, of.ended_at))
    statement = select(of.agency_code, of.correspondence_id, of.turn, *moments).where(key > after, key <= last)
    return [StoredSegment._make(row) for row in await session.execute(statement)]


async def store_clocks(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what the clocks of some letters came to; each row has the key, `SECONDS` and `DUES` (moments aware)."""
    if not rows:
        return
    table = _table(Correspondence)
    changing = [*SECONDS, *DUES]
    if session.dialect == "sqlite":
        is_it = (table.c.agency_code == bindparam("of_agency")) & (table.c.id == bindparam("of_id"))
        statement = update(table).where(is_it).values({name: bindparam(f"new_{name}") for name in changing})
        await session.change(statement, [_bound(row, changing) for row in rows])
        return
    names = ["agency_code", "id", *changing]
    arrays = [literal([row[name] for row in rows], postgresql.ARRAY(table.c[name].type)) for name in names]
    new = select(*(func.unnest(array).label(name) for name, array in zip(names, arrays, strict=True))).subquery("new")
    is_it = (table.c.agency_code == new.c.agency_code) & (table.c.id == new.c.id)
    await session.change(update(table).where(is_it).values({name: new.c[name] for name in changing}))


def _table(model: type[Correspondence | CorrespondenceSegment]) -> Table:
    """Its columns are read without an object a row."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is no table")
    return table


def _bound(row: Mapping[str, Any], changing: Sequence[str]) -> dict[str, Any]:
    return {"of_agency": row["agency_code"], "of_id": row["id"], **{f"new_{name}": row[name] for name in changing}}


def _column(session: ReadSession, name: str) -> Any:
    column = _table(Correspondence).c[name]
    if name in MOMENTS:
        return _moment(session, column)
    return func.coalesce(column, NONE) if name in SECONDS else column


def _moment(session: ReadSession, column: Any) -> ColumnElement[int]:
    if session.dialect == "sqlite":
        seconds = cast(func.strftime("%s", column, type_=Integer), BigInteger)
        moment = seconds * _MICROSECONDS + cast(func.substr(column, _FIRST_FRACTION, 6, type_=Integer), BigInteger)
    else:
        moment = cast(func.extract("epoch", column) * _MICROSECONDS, BigInteger)
    return func.coalesce(moment, NONE)
