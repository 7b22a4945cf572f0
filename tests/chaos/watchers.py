"""Who looks all the time: one writes to the database and remembers what was acknowledged, one asks the web roles."""

import asyncio
import threading
import time
from contextlib import suppress

import asyncpg

from tests.chaos.database import WEB, database_url, is_ok
from tests.chaos.network import address
from tests.chaos.timeline import Timeline

EVERY_SECONDS = 0.2
PATIENCE_SECONDS = 3.0


class Writer:
    """One row after the other through HAProxy, in a table of its own."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self._acknowledged: set[int] = set()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._write()), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join()

    def lost(self, stored: set[int]) -> list[int]:
        """Rows that were acknowledged and are not there."""
        return sorted(self._acknowledged - stored)

    @property
    def acknowledged(self) -> int:
        return len(self._acknowledged)

    async def _write(self) -> None:
        connection: asyncpg.Connection | None = None
        number = 0
        while not self._ending.is_set():
            number += 1
            began = time.monotonic()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    if connection is None:
                        connection = await asyncpg.connect(database_url())
                        await connection.execute("CREATE TABLE IF NOT EXISTS chaos_row (number bigint PRIMARY KEY)")
                    await connection.execute("INSERT INTO chaos_row VALUES ($1)", number)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                if connection is not None:
                    connection.terminate()
                connection = None
            else:
                self._acknowledged.add(number)
                self.timeline.went_well(began, time.monotonic())
            await asyncio.sleep(EVERY_SECONDS)
        if connection is not None:
            with suppress(OSError, TimeoutError):
                await connection.close(timeout=PATIENCE_SECONDS)


class Visitor:
    """Asks for `/readyz` through HAProxy."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._visit, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join()

    def _visit(self) -> None:
        while not self._ending.wait(EVERY_SECONDS):
            began = time.monotonic()
            if is_ok(f"http://{address('lb')}:{WEB}/readyz"):
                self.timeline.went_well(began, time.monotonic())
