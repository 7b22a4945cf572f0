"""Databases that tests fill and throw away: SQLite's files, or those of a PostgreSQL that this run started.

A test says what it stands on (`copy` of a template, or `empty`), and never which of the two it is.
"""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TypeVar

import asyncpg
from sqlalchemy import text

from backend.db import Database

SQLITE = "sqlite+aiosqlite:///"
Value = TypeVar("Value")


class FreshDatabases(Protocol):
    """Whatever is given out here is a URL as in settings, and no other test's."""

    def lasting(self) -> str:
        """An empty database that stays until the end of the run: to be filled, closed, and copied from then on."""

    def copy(self, template: str) -> str:
        """One like a lasting one to which nobody is connected."""

    def drop(self, url: str) -> None:
        """Nobody asks for this one any more."""


@contextmanager
def copied(databases: FreshDatabases, template: str) -> Iterator[str]:
    """The URL of a copy, gone at the end of the block."""
    url = databases.copy(template)
    try:
        yield url
    finally:
        databases.drop(url)


@asynccontextmanager
async def opened(databases: FreshDatabases, template: str) -> AsyncIterator[Database]:
    """A copy, open, and gone at the end of the block."""
    with copied(databases, template) as url:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


async def stored_in(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What is there, in words that both databases know."""
    database = Database(url)
    async with database.read() as session:
        rows = [tuple(row) for row in await session.execute(text(statement))]
    await database.close()
    return rows


def file_of(url: str) -> Path:
    """Where SQLite keeps it: for tests about SQLite alone."""
    assert url.startswith(SQLITE)
    return Path(url.removeprefix(SQLITE))


class SqliteFiles:
    """Each a file in this folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def lasting(self) -> str:
        return f"{SQLITE}{self._new()}"

    def copy(self, template: str) -> str:
        return f"{SQLITE}{shutil.copy(file_of(template), self._new())}"

    def drop(self, url: str) -> None:
        file = file_of(url)
        for one in file.parent.glob(f"{file.name}*"):
            one.unlink()

    def _new(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"


class PostgresDatabases:
    """Each a database of one server, made as a copy of files and dropped while the next test is at work already.

    Tests have a loop of their own each, or none: the server is spoken to from a thread.
    """

    def __init__(self, server: str, prefix: str) -> None:
        """`server`: the URL of a database that is there; `prefix`: of the names of those that are made."""
        self._server = server
        self._prefix = prefix
        self._numbers = count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._making, self._dropping = (self._done(self._connected()) for _ in range(2))
        self._one_at_a_time = asyncio.Lock()
        self._drops: list[Future[None]] = []

    def lasting(self) -> str:
        return self._made("template template0")

    def copy(self, template: str) -> str:
        return self._made(f"template {_name_of(template)} strategy file_copy")

    def drop(self, url: str) -> None:
        self._drops.append(asyncio.run_coroutine_threadsafe(self._drop(_name_of(url)), self._loop))

    def close(self) -> None:
        for drop in self._drops:
            drop.result()
        for connection in (self._making, self._dropping):
            self._done(connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _made(self, how: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._done(self._making.execute(f"create database {name} {how}"))
        return self._server.replace(f"/{_name_of(self._server)}?", f"/{name}?")

    async def _drop(self, name: str) -> None:
        async with self._one_at_a_time:
            await self._dropping.execute(f"drop database {name} with (force)")

    async def _connected(self) -> asyncpg.Connection:
        return await asyncpg.connect(self._server.replace("+asyncpg", ""))

    def _done(self, work: Coroutine[Any, Any, Value]) -> Value:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
