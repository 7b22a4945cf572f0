"""SQLite's connections: each a thread that is asked once a statement, and every one of them ends.

aiosqlite asks its thread to make a cursor, to execute, to fetch and to close: four times from one thread to the other
and back, which takes longer than a small statement does. Here the thread executes and fetches at once.

A unit of work that is cancelled drops its connection. Cancelled once more, as a process does with all it has left when
it shuts down, aiosqlite 0.22 tells the thread to stop twice and waits for ever for the second answer; and a connection
cancelled while it opened goes on opening after the loop has gone.
Source: https://github.com/omnilib/aiosqlite/issues/259, https://github.com/wapiti-scanner/wapiti/issues/802
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager

FETCHED_AT_ONCE = 500  # rows; of a longer answer the rest is asked for as it is read
_stopping: set[asyncio.Future[Any]] = set()  # of all loops; each thread may have one


class SqliteCursor(aiosqlite.Cursor):
    """Made without the thread, and closed without it where everything was read."""

    _conn: "SqliteConnection"

    def __init__(self, connection: "SqliteConnection") -> None:
        self._conn = connection
        self.iter_chunk_size = FETCHED_AT_ONCE
        self._fetched: list[Any] = []
        self._has_more = False

    async def execute(self, sql: str, parameters: Any = None) -> "SqliteCursor":
        await self._in_thread(self._executed, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Any) -> "SqliteCursor":
        await self._in_thread(self._executed_many, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        fetched, self._fetched = self._fetched, []
        if self._has_more:
            self._has_more = False
            fetched += await super().fetchall()
        return fetched

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = 1 if size is None else size
        if self._has_more and len(self._fetched) < size:
            wanted = max(size, FETCHED_AT_ONCE)
            more = list(await super().fetchmany(wanted))
            self._fetched += more
            self._has_more = len(more) == wanted
        fetched, self._fetched = self._fetched[:size], self._fetched[size:]
        return fetched

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany()), None)

    async def close(self) -> None:
        if self._has_more:  # else the statement has ended, and nothing in the database waits for it
            self._has_more = False
            await super().close()
        self._fetched = []

    async def _in_thread(self, function: Callable[..., None], *values: Any) -> None:
        await self._execute(function, *values)  # type: ignore[no-untyped-call]

    def _executed(self, sql: str, parameters: Any) -> None:
        self._cursor = self._conn.cursor_in_thread()
        self._cursor.execute(sql, parameters)
        self._fetched = self._cursor.fetchmany(FETCHED_AT_ONCE)  # none, where a statement has no rows to tell
        self._has_more = len(self._fetched) == FETCHED_AT_ONCE

    def _executed_many(self, sql: str, parameters: Any) -> None:
        self._cursor = self._conn.cursor_in_thread()
        self._cursor.executemany(sql, parameters)


class SqliteConnection(aiosqlite.Connection):
    """Stops its thread once, whoever asks and however often."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(name, **options), iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy's dialect has it: no thread keeps a process from ending
        self._stopped: asyncio.Future[Any] | None = None

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        return SqliteCursor(self)

    def cursor_in_thread(self) -> sqlite3.Cursor:
        """Of the driver."""
        return self._conn.cursor()

    def stop(self) -> asyncio.Future[Any] | None:
        if self._running:
            self._stopped = super().stop()
            if self._stopped is not None:  # else there is no loop any more
                _stopping.add(self._stopped)
                self._stopped.add_done_callback(_stopping.discard)
        return self._stopped


async def connections_ended() -> None:
    """Until every connection of this loop that was told to stop has done so."""
    loop = asyncio.get_running_loop()
    stopping = _stopping.copy()  # at once: other threads' loops add to it
    await asyncio.gather(*(stopped for stopped in stopping if stopped.get_loop() is loop))
