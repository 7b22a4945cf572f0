"""Connections to SQLite, and how they end."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db import Database
from backend.db.engines import read_engine, write_engine


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
