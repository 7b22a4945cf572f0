"""SQLite's connections: each a thread, and every one of them ends.

A unit of work that is cancelled drops its connection. Cancelled once more, as a process does with all it has left when
it shuts down, aiosqlite 0.22 tells the thread to stop twice and waits for ever for the second answer; and a connection
cancelled while it opened goes on opening after the loop has gone.
Source: https://github.com/omnilib/aiosqlite/issues/259, https://github.com/wapiti-scanner/wapiti/issues/802
"""

import asyncio
import sqlite3
from typing import Any

import aiosqlite

_stopping: set[asyncio.Future[Any]] = set()  # of all loops; each thread may have one


class SqliteConnection(aiosqlite.Connection):
    """Stops its thread once, whoever asks and however often."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(name, **options), iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy's dialect has it: no thread keeps a process from ending
        self._stopped: asyncio.Future[Any] | None = None

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
