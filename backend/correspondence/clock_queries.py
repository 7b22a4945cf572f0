"""All SQL by which the clocks of stored letters are counted anew: thousands of letters in a few statements.

Moments come as whole microseconds since 1970 in UTC, ready for `WorkedTime`; on PostgreSQL packed (`packed_columns`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import (
    TEXT,
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
from sqlalchemy.types import TypeEngine, UserDefinedType

from backend.correspondence.clocks import DUES, NONE, SECONDS, TURNS, Stretches, numbered
from backend.correspondence.histogram import Integers
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.packed_columns import joined, packed_bytes, unpacked_bytes
from backend.correspondence.stored_clocks import MOMENTS, Changed, ClockRow, Key, StoredKind, StoredLetters
from backend.db import ReadSession, WriteSession

_KEY = ("agency_code", "id")
_MICROSECONDS = 1_000_000
_WHOLE_SECONDS, _FIRST_FRACTION = 19, 21  # of SQLite's text of a moment: how long it is, where microseconds begin
_KIND = ("sender_class", "awaits_answer", "matter", "valid_paper_on", "due_named_on", "waiting", "deadline_id")
_VERSION, _PLACE, _HASH = "version", "place", "hash"
_NUMBERS = ("month", *MOMENTS, *SECONDS)
_APART, _NEXT = "\x1f", "\x1e"  # between the parts of a kind, which are codes and days, and between kinds
_PLACE_BITS = 16  # of a row's number in its page
_LETTERS, _SEGMENTS = table_of(Correspondence), table_of(CorrespondenceSegment)


_MOMENT = postgresql.TIMESTAMP(timezone=True)
_TYPES: dict[str, TypeEngine[Any]] = {"deadline_id": TEXT(), "due_at": _MOMENT, "receipt_due_at": _MOMENT}
_IN_ORDER = select(func.set_config("enable_seqscan", "off", literal_column("true")))  # rows are found one by one


class _Tid(UserDefinedType[str]):
    """Where PostgreSQL has a row."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tid"


async def letters_after(session: ReadSession, after: Key, limit: int) -> StoredLetters | None:
    """The next letters in order of their key, with their segments; None when there are no more."""
    read = _read_rows if session.dialect == "sqlite" else _read_packed
    return await read(session, after, limit)


async def _read_rows(session: ReadSession, after: Key, limit: int) -> StoredLetters | None:
    of = _LETTERS.c
    columns = [*(of[name] for name in (*_KEY, *_KIND)), *(_number_on_sqlite(name) for name in _NUMBERS)]
    statement = select(*columns).where(tuple_(of.agency_code, of.id) > after)
    rows = (await session.execute(statement.order_by(of.agency_code, of.id).limit(limit))).all()
    if not rows:
        return None
    agencies, ids, *of_kinds = list(zip(*rows, strict=True))[: 2 + len(_KIND)]
    kinds, kind_of = numbered(StoredKind(said[:5], *said[5:]) for said in zip(*of_kinds, strict=True))
    numbers = dict(zip(_NUMBERS, np.array([row[2 + len(_KIND) :] for row in rows], np.int64).T, strict=True))
    # One unit of work at a time: nobody changes a letter meanwhile.
    numbers |= dict.fromkeys((_VERSION, _PLACE), np.zeros(len(ids), np.int64))
    stretches = await _segments_of_rows(session, after, agencies, ids)
    return StoredLetters(agencies, ids, kinds, kind_of, numbers, stretches)


async def _segments_of_rows(session: ReadSession, after: Key, agencies: Sequence[str], ids: Sequence[str]) -> Stretches:
    of = _SEGMENTS.c
    places = {key: place for place, key in enumerate(zip(agencies, ids, strict=True))}
    moments = (_moment_on_sqlite(of.started_at), _moment_on_sqlite(of.ended_at))
    columns = (of.agency_code, of.correspondence_id, _turn(), *moments)
    rows = await session.execute(select(*columns).where(*_within(after, (agencies[-1], ids[-1]))))
    found = [(places[code, id_], *numbers) for code, id_, *numbers in rows]
    return Stretches(*np.array(found, np.int64).reshape(-1, 4).T)


async def _read_packed(session: ReadSession, after: Key, limit: int) -> StoredLetters | None:
    """A row an agency: what its letters are kept in is made into one text, or one string of bytes, a column."""
    of = _LETTERS.c
    columns = [*(of[name] for name in (*_KEY, *_NUMBERS)), _version_of("correspondence").label(_VERSION)]
    said = (func.coalesce(cast(of[name], TEXT), "") for name in _KIND)
    kind = func.concat_ws(_APART, *said).label("kind")
    hashed = _hash(of.agency_code, of.id).label(_HASH)
    place: ColumnElement[Any] = literal_column("'\\x0000'::bytea || tidsend(correspondence.ctid)")
    statement = select(*columns, kind, hashed, place.label(_PLACE)).where(tuple_(of.agency_code, of.id) > after)
    some = statement.order_by(of.agency_code, of.id).limit(limit).subquery("some").c
    packs = (packed_bytes(some[name], is_moment=name in MOMENTS) for name in (*_NUMBERS, _VERSION, _HASH))
    texts = (func.string_agg(some.id, _NEXT), func.string_agg(some.kind, _NEXT))
    packed = select(some.agency_code, *texts, joined(some[_PLACE]), *packs)
    rows = (await session.execute(packed.group_by(some.agency_code).order_by(some.agency_code))).all()
    if not rows:
        return None
    codes, ids_of, kinds_of, *numbers_of = zip(*rows, strict=True)
    ids = _NEXT.join(ids_of).split(_NEXT)
    counts = [text.count(_NEXT) + 1 for text in ids_of]
    agencies = [code for code, count in zip(codes, counts, strict=True) for _ in range(count)]
    texts_of_kinds, kind_of = numbered(_NEXT.join(kinds_of).split(_NEXT))
    names = (_PLACE, *_NUMBERS, _VERSION, _HASH)
    numbers = {name: _unpacked(name, b"".join(one)) for name, one in zip(names, numbers_of, strict=True)}
    stretches = await _packed_segments(session, after, (agencies[-1], ids[-1]), numbers.pop(_HASH))
    return StoredLetters(agencies, ids, [_kind(text) for text in texts_of_kinds], kind_of, numbers, stretches)


async def _packed_segments(session: ReadSession, after: Key, last: Key, hashes: Integers) -> Stretches:
    """A segment finds its letter by a number made of the letter's key: of 64 bits, so that two of a portion would have
    the same once in a trillion portions."""
    of = _SEGMENTS.c
    own = (_hash(of.agency_code, of.correspondence_id), _turn())
    packs = (
        *(packed_bytes(one, is_moment=False) for one in own),
        *(packed_bytes(one, is_moment=True) for one in (of.started_at, of.ended_at)),
    )
    row = (await session.execute(select(*packs).where(*_within(after, last)))).one()
    own_hashes, turns, starts, ends = (
        _unpacked(name, packed) for name, packed in zip((_HASH, "turn", *MOMENTS[:2]), row, strict=True)
    )
    order = np.argsort(hashes)
    found = order[np.searchsorted(hashes, own_hashes, sorter=order).clip(max=hashes.size - 1)]
    known = hashes[found] == own_hashes  # a letter that came between the two statements is left out
    return Stretches(found[known], turns[known], starts[known], ends[known])


def _kind(text: str) -> StoredKind:
    sender_class, awaits, matter, valid_paper, named, waiting, deadline_id = text.split(_APART)
    paper_on, named_on = (date.fromisoformat(day) if day else None for day in (valid_paper, named))
    due = sender_class, awaits == "true", matter, paper_on, named_on
    return StoredKind(due, waiting == "true", deadline_id or None)


def _within(after: Key, last: Key) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    key = tuple_(_SEGMENTS.c.agency_code, _SEGMENTS.c.correspondence_id)
    return key > after, key <= last


def _turn() -> ColumnElement[int]:
    return cast(case(TURNS, value=_SEGMENTS.c.turn), BigInteger)


def _hash(agency_code: ColumnElement[str], id_: ColumnElement[str]) -> ColumnElement[int]:
    return func.hashtextextended(id_, func.hashtext(agency_code), type_=BigInteger())


def _unpacked(name: str, packed: bytes | None) -> Integers:
    return unpacked_bytes(packed or b"", is_moment=name in MOMENTS)


def _number_on_sqlite(name: str) -> ColumnElement[Any]:
    column = _LETTERS.c[name]
    return _moment_on_sqlite(column) if name in MOMENTS else func.coalesce(column, NONE)


def _moment_on_sqlite(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQLite's own function is not shown the fraction: it rounds it, so that the last half millisecond of a second
    would count as the next second."""
    whole = func.strftime("%s", func.substr(column, 1, _WHOLE_SECONDS), type_=Integer)
    fraction = cast(func.substr(column, _FIRST_FRACTION, 6, type_=Integer), BigInteger)
    return func.coalesce(cast(whole, BigInteger) * _MICROSECONDS + fraction, NONE)


async def store_clocks(session: WriteSession, changed: Changed) -> None:
    """Store what the clocks of some letters come to, but of those that are no longer as they were read.

    PostgreSQL changes them where they lay, one after the other in order of their keys, as deriving locks them, and
    waits for whoever is deriving one; of what that one wrote the version is another.
    """
    if not changed.rows:
        return
    columns = dict(zip(ClockRow._fields, zip(*changed.rows, strict=True), strict=True))
    if session.dialect == "sqlite":
        is_it = and_(*(_LETTERS.c[name] == bindparam(f"of_{name}") for name in _KEY))
        statement = update(_LETTERS).where(is_it).values({name: bindparam(f"new_{name}") for name in (*SECONDS, *DUES)})
        bound = [*(f"of_{name}" for name in _KEY), *(f"new_{name}" for name in (*SECONDS, *DUES))]
        await session.change(statement, [dict(zip(bound, row, strict=True)) for row in changed.rows])
        return
    new = {name: _listed(columns[name], _TYPES.get(name, BigInteger())) for name in (*SECONDS, *DUES)}
    lay = [f"({place >> _PLACE_BITS},{place & (1 << _PLACE_BITS) - 1})" for place in changed.places]
    versions = _listed(changed.versions, BigInteger())
    known = {_PLACE: cast(_listed(lay, TEXT()), _Tid()), _VERSION: versions, "id": _listed(columns["id"], TEXT())}
    given = select(*(one.label(name) for name, one in {**new, **known}.items())).subquery("given")
    is_there = literal_column("correspondence.ctid").bool_op("=")(given.c[_PLACE])
    is_as_read = and_(_LETTERS.c.id == given.c.id, _version_of("correspondence") == given.c[_VERSION])
    await session.execute(_IN_ORDER)
    await session.change(update(_LETTERS).where(is_there, is_as_read).values({name: given.c[name] for name in new}))


def _listed(values: Sequence[Any], type_: TypeEngine[Any]) -> ColumnElement[Any]:
    """Values as rows, on PostgreSQL."""
    return func.unnest(literal(list(values), postgresql.ARRAY(type_)), type_=type_)


def _version_of(table: str) -> ColumnElement[int]:
    return cast(cast(literal_column(f"{table}.xmin"), postgresql.TEXT), BigInteger)
