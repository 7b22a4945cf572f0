"""Connections to SQLite, and how they end."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db import Database
from backend.db.engines import read_engine, write_engine
from backend.db.sqlite_connection import FETCHED_AT_ONCE


@pytest.mark.parametrize("open_engine", [read_engine, write_engine])
async def test_a_connection_told_to_stop_while_it_closes_is_closed_nevertheless(
    tmp_path: Path, open_engine: Callable[[str], AsyncEngine]
) -> None:
    """As when a process that shuts down cancels a unit of work, and then all that is left of it."""
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        closing = asyncio.create_task(driver.close())
        await asyncio.sleep(0)
        driver.stop()
        closing.cancel()
        await asyncio.wait([closing], timeout=20)
        assert closing.done()
        await connection.invalidate()
    await engine.dispose()


@pytest.mark.parametrize("turns", range(60))  # wherever the cancellation finds it
def test_a_connection_cancelled_while_it_opens_has_ended_when_the_database_is_closed(
    tmp_path: Path, turns: int
) -> None:
    """Else its thread answers to a loop that is gone, which pytest tells of as an error."""

    async def cancelled() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
        task = asyncio.create_task(reading(database))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await database.close()

    asyncio.run(cancelled())
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(20)
            assert not thread.is_alive()


async def reading(database: Database) -> None:
    async with database.read() as session:
        await session.execute(text("SELECT 1"))


NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) SELECT i FROM n"


@pytest.mark.parametrize("most", [0, 1, FETCHED_AT_ONCE - 1, FETCHED_AT_ONCE, FETCHED_AT_ONCE + 1, 3 * FETCHED_AT_ONCE])
async def test_every_row_comes_once_and_in_order_however_many_there_are(tmp_path: Path, most: int) -> None:
    engine = read_engine(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    expected = list(range(1, max(most, 1) + 1))
    async with engine.connect() as connection:
        assert (await connection.execute(text(NUMBERS), {"most": most})).scalars().all() == expected

        streamed = await connection.stream(text(NUMBERS).execution_options(yield_per=7), {"most": most})
        assert [number async for number in streamed.scalars()] == expected
    await engine.dispose()


async def test_an_answer_read_in_part_holds_up_nothing_that_follows(tmp_path: Path) -> None:
    engine = write_engine(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE paper (number INTEGER)"))
        async with connection.stream(text(NUMBERS), {"most": 5 * FETCHED_AT_ONCE}) as streamed:
            assert await streamed.fetchone() == (1,)
            assert [row[0] for row in await streamed.fetchmany(FETCHED_AT_ONCE)][-1] == FETCHED_AT_ONCE + 1
        stored = await connection.execute(text("INSERT INTO paper VALUES (:number)"), [{"number": 1}, {"number": 2}])
        assert stored.rowcount == 2
    async with engine.connect() as connection:
        await connection.execute(text("DROP TABLE paper"))  # is refused while a statement still reads
    await engine.dispose()


async def test_a_small_statement_asks_the_thread_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = read_engine(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    asked: list[str] = []
    asking = aiosqlite.Connection._execute

    async def noted(self: aiosqlite.Connection, function: Callable[..., object], *values: object) -> object:
        asked.append(function.__name__)
        return await asking(self, function, *values)  # type: ignore[no-untyped-call]

    async with engine.connect() as connection:
        monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
        await connection.execute(text("SELECT 1"))
        await connection.execute(text("SELECT 2"))
    assert asked == ["_executed", "_executed", "_executed", "rollback"]  # BEGIN is the first
    await engine.dispose()
