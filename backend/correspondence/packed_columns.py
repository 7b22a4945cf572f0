"""Numbers of very many rows as one value of a statement: an array is made of them as they are.

To make a number, a row or a datetime of each takes longer than all the counting. PostgreSQL packs a column's numbers
into one string of bytes, SQLite into one text. Moments come as whole microseconds since 1970 in UTC. The columns of one
statement name their rows in one order.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import TEXT, BigInteger, ColumnElement, func, literal
from sqlalchemy.sql import literal_column

from backend.correspondence.clocks import NONE
from backend.correspondence.histogram import Integers
from backend.db import ReadSession

_MICROSECONDS = 1_000_000
_EPOCH_2000 = 946_684_800 * _MICROSECONDS  # where PostgreSQL counts moments from
_NEVER: ColumnElement[Any] = literal_column(
    "'-infinity'::timestamptz"
)  # goes as the lowest number there is, which is NONE


def packed(session: ReadSession, column: ColumnElement[Any], *, is_moment: bool) -> ColumnElement[Any]:
    """All rows' numbers of a column, `NONE` for null."""
    if session.dialect == "sqlite":
        none = literal("", TEXT) if is_moment else literal(NONE, BigInteger)
        return func.group_concat(func.coalesce(column, none))
    return packed_bytes(column, is_moment=is_moment)


def unpacked(session: ReadSession, values: Sequence[Any], *, is_moment: bool) -> Integers:
    """What `packed` gave in each row of an answer, one after the other."""
    if session.dialect == "sqlite":
        text = ",".join(values)
        if is_moment:  # what is no moment becomes the lowest number there is, which is NONE
            return np.array(text.split(",") if values else [], "datetime64[us]").astype(np.int64)
        return np.fromstring(text, np.int64, sep=",") if values else np.zeros(0, np.int64)
    return unpacked_bytes(b"".join(values), is_moment=is_moment)


def joined(column: ColumnElement[bytes]) -> ColumnElement[bytes]:
    return func.string_agg(column, literal_column("''::bytea"))


def packed_bytes(column: ColumnElement[Any], *, is_moment: bool) -> ColumnElement[bytes]:
    """On PostgreSQL, eight bytes each, the highest first."""
    if is_moment:
        number = func.timestamptz_send(func.coalesce(column, _NEVER))
    else:
        number = func.int8send(func.coalesce(column, literal(NONE, BigInteger)))
    return joined(number)


def unpacked_bytes(numbers: bytes, *, is_moment: bool) -> Integers:
    found = np.frombuffer(numbers, ">i8").astype(np.int64)
    return np.where(found == NONE, NONE, found + _EPOCH_2000) if is_moment else found
