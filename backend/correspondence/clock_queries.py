"""All SQL by which the clocks of stored letters are counted anew: thousands of letters in a few statements.

Moments come as whole microseconds since 1970 in UTC, ready for `WorkedTime`. PostgreSQL packs a column's numbers into
one string of bytes, which becomes an array as it is: to make a number, a row or a datetime of each takes longer than
all the counting.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import literal_column

from backend.correspondence.clocks import DUES, NONE, SECONDS, TURNS, Stretches
from backend.correspondence.histogram import Integers
from backend.correspondence.many_rows import as_rows, locked_places, table_of
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.stored_clocks import MOMENTS, ClockRow, Key, StoredLetters
from backend.db import ReadSession, WriteSession

_KEY = ("agency_code", "id")
_MICROSECONDS = 1_000_000
_FIRST_FRACTION = 21  # where SQLite's text of a moment has its microseconds
_PLAIN = (
    "agency_code",
    "id",
    "waiting",
    "awaits_answer",
    "sender_class",
    "matter",
    "valid_paper_on",
    "due_named_on",
    "deadline_id",
)
_Read = tuple[Mapping[str, Any], Mapping[str, Integers]]  # `_PLAIN` and `_NUMBERS` by name; no numbers: no letters
_VERSION = "version"
_NUMBERS = ("month", *MOMENTS, *SECONDS, _VERSION)
_EPOCH_2000 = 946_684_800 * _MICROSECONDS  # where PostgreSQL counts moments from
_NEVER: ColumnElement[Any] = literal_column(
    "'-infinity'::timestamptz"
)  # goes as the lowest number there is, which is NONE
_LETTERS, _SEGMENTS = table_of(Correspondence), table_of(CorrespondenceSegment)


async def letters_after(session: ReadSession, after: Key, limit: int) -> StoredLetters | None:
    """The next letters in order of their key, with their segments; None when there are no more."""
    read = _read_rows if session.dialect == "sqlite" else _read_packed
    plain, numbers = await read(session, after, limit)
    if not numbers:
        return None
    agencies, ids = plain["agency_code"], plain["id"]
    places = {key: place for place, key in enumerate(zip(agencies, ids, strict=True))}
    stretches = await _segments(session, places, after, (agencies[-1], ids[-1]))
    return StoredLetters(
        agencies=agencies,
        ids=ids,
        waiting=plain["waiting"],
        awaits_answer=plain["awaits_answer"],
        sender_class=plain["sender_class"],
        matter=plain["matter"],
        valid_paper_on=plain["valid_paper_on"],
        due_named_on=plain["due_named_on"],
        deadline_id=plain["deadline_id"],
        numbers=numbers,
        stretches=stretches,
    )


async def _read_rows(session: ReadSession, after: Key, limit: int) -> _Read:
    of = _LETTERS.c
    columns = [*(of[name] for name in _PLAIN), *(_number_on_sqlite(name) for name in _NUMBERS)]
    statement = select(*columns).where(tuple_(of.agency_code, of.id) > after)
    rows = (await session.execute(statement.order_by(of.agency_code, of.id).limit(limit))).all()
    found = dict(zip((*_PLAIN, *_NUMBERS), zip(*rows, strict=True), strict=False))
    return found, {name: np.array(found[name], np.int64) for name in _NUMBERS} if rows else {}


async def _read_packed(session: ReadSession, after: Key, limit: int) -> _Read:
    of = _LETTERS.c
    columns = [*(of[name] for name in (*_PLAIN, *_NUMBERS[:-1])), _version_of("correspondence").label(_VERSION)]
    statement = select(*columns).where(tuple_(of.agency_code, of.id) > after)
    some = statement.order_by(of.agency_code, of.id).limit(limit).subquery("some")
    lists = (func.array_agg(some.c[name]).label(name) for name in _PLAIN)
    packs = (_pack(some.c[name], is_moment=name in MOMENTS).label(name) for name in _NUMBERS)
    row: Sequence[Any] = (await session.execute(select(*lists, *packs))).one()
    found: dict[str, Any] = dict(zip((*_PLAIN, *_NUMBERS), row, strict=True))
    return found, {} if row[0] is None else {name: _unpacked(name, found[name]) for name in _NUMBERS}


async def _segments(session: ReadSession, places: dict[Key, int], after: Key, last: Key) -> Stretches:
    """The segments of the letters after one key, up to and with another."""
    of = _SEGMENTS.c
    key = tuple_(of.agency_code, of.correspondence_id)
    turn = cast(case(TURNS, value=of.turn), BigInteger)
    within = (key > after, key <= last)
    columns: Sequence[Any]
    if session.dialect == "sqlite":
        moments = (_moment_on_sqlite(of.started_at), _moment_on_sqlite(of.ended_at))
        rows = await session.execute(select(of.agency_code, of.correspondence_id, turn, *moments).where(*within))
        columns = list(zip(*rows, strict=True)) or [()] * 5
        turns, starts, ends = (np.array(column, np.int64) for column in columns[2:])
    else:
        lists = (func.array_agg(of.agency_code), func.array_agg(of.correspondence_id))
        packs = (_pack(turn, is_moment=False), *(_pack(one, is_moment=True) for one in (of.started_at, of.ended_at)))
        columns = (await session.execute(select(*lists, *packs).where(*within))).one()
        turns = _unpacked("turn", columns[2])
        starts, ends = (_unpacked(MOMENTS[0], column) for column in columns[3:])
    agencies, ids = columns[0] or (), columns[1] or ()
    of_letter = np.fromiter(map(places.__getitem__, zip(agencies, ids, strict=True)), np.int64, len(ids))
    return Stretches(of_letter, turns, starts, ends)


def _pack(column: ColumnElement[Any], *, is_moment: bool) -> ColumnElement[bytes]:
    """Of all rows the column's numbers, eight bytes each, the highest first."""
    if is_moment:
        number = func.timestamptz_send(func.coalesce(column, _NEVER))
    else:
        number = func.int8send(func.coalesce(column, literal(NONE, BigInteger)))
    return func.string_agg(number, literal_column("''::bytea"))


def _unpacked(name: str, packed: bytes | None) -> Integers:
    numbers = np.frombuffer(packed or b"", ">i8").astype(np.int64)
    return np.where(numbers == NONE, NONE, numbers + _EPOCH_2000) if name in MOMENTS else numbers


def _number_on_sqlite(name: str) -> ColumnElement[Any]:
    if name == _VERSION:
        return literal(0)  # one unit of work at a time: nobody changes a letter meanwhile
    column = _LETTERS.c[name]
    return _moment_on_sqlite(column) if name in MOMENTS else func.coalesce(column, NONE)


def _moment_on_sqlite(column: ColumnElement[Any]) -> ColumnElement[Any]:
    seconds = cast(func.strftime("%s", column, type_=Integer), BigInteger)
    fraction = cast(func.substr(column, _FIRST_FRACTION, 6, type_=Integer), BigInteger)
    return func.coalesce(seconds * _MICROSECONDS + fraction, NONE)


async def store_clocks(session: WriteSession, rows: Sequence[ClockRow], versions: Iterable[int]) -> None:
    """Store what the clocks of some letters come to, but of those that are no longer as they were read (`versions`).

    PostgreSQL locks them in order of their keys first, as deriving does, and waits for whoever is deriving them.
    """
    if not rows:
        return
    if session.dialect == "sqlite":
        is_it = and_(*(_LETTERS.c[name] == bindparam(f"of_{name}") for name in _KEY))
        statement = update(_LETTERS).where(is_it).values({name: bindparam(f"new_{name}") for name in (*SECONDS, *DUES)})
        bound = [*(f"of_{name}" for name in _KEY), *(f"new_{name}" for name in (*SECONDS, *DUES))]
        await session.change(statement, [dict(zip(bound, row, strict=True)) for row in rows])
        return
    table = _LETTERS
    columns = zip(ClockRow._fields, zip(*rows, strict=True), strict=True)
    version = func.unnest(literal(list(versions), postgresql.ARRAY(BigInteger))).label(_VERSION)
    given = select(*(as_rows(table.c[name], values).label(name) for name, values in columns), version).subquery("given")
    is_as_read = given.c[_VERSION] == _version_of("own")
    locked = locked_places(table, _KEY, given, is_as_read)
    new = {name: locked.c[name] for name in (*SECONDS, *DUES)}
    is_it = and_(table.c.id == locked.c.id, literal_column("correspondence.ctid") == locked.c.place)
    await session.change(update(table).where(is_it).values(new))


def _version_of(table: str) -> ColumnElement[int]:
    return cast(cast(literal_column(f"{table}.xmin"), postgresql.TEXT), BigInteger)
