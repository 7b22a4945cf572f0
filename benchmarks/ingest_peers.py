"""The peer of `ingest`: the driver alone, on SQLite one executemany of a bare INSERT … ON CONFLICT DO NOTHING for each
table, on PostgreSQL one COPY, which knows no conflicts.

It works in a second database of the same server with the same tables, and gets its rows finished: those the product has
just stored.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from benchmarks.measuring import Clock

WIDTHS = {"fact": 9, "fact_party": 5}  # columns
ROWS = "SELECT * FROM {table} WHERE source = '{source}' AND sequence BETWEEN {first} AND {last}"


class Peer(Protocol):
    async def store(self, ranges: dict[str, tuple[int, int]]) -> Clock:
        """What the facts of these sources with numbers in these ranges take, up to the commit."""
        ...

    async def close(self) -> None: ...


def _selects(table: str, ranges: dict[str, tuple[int, int]]) -> list[str]:
    return [ROWS.format(table=table, source=source, first=first, last=last) for source, (first, last) in ranges.items()]


class SqlitePeer:
    def __init__(self, ours: Path, own: Path) -> None:
        self._ours = sqlite3.connect(f"file:{ours}?mode=ro", uri=True)
        self._own = sqlite3.connect(own, isolation_level=None)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
        ):  # as the product sets them
            self._own.execute(f"PRAGMA {pragma}")

    async def store(self, ranges: dict[str, tuple[int, int]]) -> Clock:
        rows = {
            table: [row for select in _selects(table, ranges) for row in self._ours.execute(select)] for table in WIDTHS
        }
        started = Clock.now()
        self._own.execute("BEGIN IMMEDIATE")
        for table, width in WIDTHS.items():
            marks = ", ".join("?" * width)
            self._own.executemany(f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO NOTHING", rows[table])
        self._own.execute("COMMIT")
        return Clock.now() - started

    async def close(self) -> None:
        self._ours.close()
        self._own.close()


class PostgresPeer:
    def __init__(self, ours: Any, own: Any, url: str) -> None:
        self._ours = ours
        self._own = own
        self._url = url

    @classmethod
    async def connected(cls, ours: str, own: str) -> "PostgresPeer":
        """URLs as of the product."""
        import asyncpg

        connections = [await asyncpg.connect(url.replace("+asyncpg", "")) for url in (ours, own)]
        return cls(connections[0], connections[1], own)

    async def store(self, ranges: dict[str, tuple[int, int]]) -> Clock:
        rows: dict[str, list[Sequence[Any]]] = {}
        for table in WIDTHS:
            rows[table] = [tuple(row) for select in _selects(table, ranges) for row in await self._ours.fetch(select)]
        started = Clock.now(self._url)
        async with self._own.transaction():
            for table in WIDTHS:
                await self._own.copy_records_to_table(table, records=rows[table])
        return Clock.now(self._url) - started

    async def close(self) -> None:
        await self._ours.close()
        await self._own.close()
