"""Databases that tests fill and throw away: SQLite's files, or those of a PostgreSQL that this run started
(`postgres_databases`).

A test says what it stands on (`copy` of a template, or `empty`), and never which of the two it is.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import text

from backend.db import Database

SQLITE = "sqlite+aiosqlite:///"


class FreshDatabases(Protocol):
    """Whatever is given out here is a URL as in settings, and no other test's."""

    def lasting(self, template: str = "") -> str:
        """One that stays until the end of the run, empty or like another: to be filled, closed, and then copied."""

    def copy(self, template: str) -> str:
        """One like a lasting one, to which nobody may be connected."""

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

    def lasting(self, template: str = "") -> str:
        return self.copy(template) if template else f"{SQLITE}{self._new()}"

    def copy(self, template: str) -> str:
        return f"{SQLITE}{shutil.copy(file_of(template), self._new())}"

    def drop(self, url: str) -> None:
        file = file_of(url)
        for one in file.parent.glob(f"{file.name}*"):
            one.unlink()

    def _new(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"
