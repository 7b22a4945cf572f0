"""What a table holds, as values that are the same on both databases, and one number that says whether it is the same.

A row counts as text by its types: moments as UTC, booleans, whole numbers, bytes in full, and JSON as the text that
both databases keep of it, so that a signed text stays what was signed. A table's digest is the sum of the SHA-256 of
its rows, modulo 2^256: the order in which a database reads its rows, and by which collation, makes no difference, and
a row that is there twice counts twice.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import JSON, Column, Table, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

PORTION = 2_000  # rows in memory at once
_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Contents:
    rows: int
    digest: str  # 64 hexadecimal digits


class Digest:
    """Of rows as they pass by."""

    def __init__(self) -> None:
        self._rows, self._sum = 0, 0

    def add(self, row: Sequence[object]) -> None:
        written = orjson.dumps(tuple(row), default=_written)
        self._sum += int.from_bytes(sha256(written).digest())
        self._rows += 1

    def contents(self) -> Contents:
        return Contents(self._rows, f"{self._sum % _MODULUS:064x}")


async def rows_of(connection: AsyncConnection, table: Table, columns: Sequence[Column[Any]]) -> AsyncIterator[Any]:
    """In no order, a portion in memory at once."""
    statement = select(*(cast(one, Text) if isinstance(one.type, JSON) else one for one in columns))
    found = await connection.stream(statement.select_from(table).execution_options(yield_per=PORTION))
    async for portion in found.partitions():
        for row in portion:
            yield row


async def contents(connection: AsyncConnection, table: Table, columns: Sequence[Column[Any]] = ()) -> Contents:
    """Of all columns, or of some."""
    digest = Digest()
    async for row in rows_of(connection, table, columns or tuple(table.columns)):
        digest.add(row)
    return digest.contents()


def _written(value: object) -> str:
    """What JSON has no word for: bytes, and numbers with a point that is not to move."""
    return value.hex() if isinstance(value, bytes) else str(value)
