"""Follows the watched IMAP folders: what is new becomes facts, with the folder's position in the same unit of work.

Each folder has a task and a thread of its own; a server that is away is tried again, later each time.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from backend.clock import Clock
from backend.correspondence import fact_queries
from backend.correspondence.watched_letters import WatchedLetter
from backend.correspondence.watching import take_in_watched_letters
from backend.db import Database
from backend.errors import Unavailable
from backend.settings import Settings
from backend.worker.seams import FolderSource
from backend.worker.shipping import follow_up, sender_rules

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 300.0
REPORTS_AGAIN, MOST_REPORTS = timedelta(hours=1), 50  # what a receipt is about may be read later, in the other folder
REPORTS_AGAIN_SECONDS = 20.0  # what a milter saw meanwhile; what another watched folder brings is looked at at once
_log = logging.getLogger("congvu.watch")


async def run_watching(
    settings: Settings,
    database: Database,
    clock: Clock,
    stop: asyncio.Event,
    folders: Sequence[FolderSource],
    first_pause_seconds: float = FIRST_PAUSE_SECONDS,
) -> None:
    """Follow the folders until `stop` is set; what is neither a server's nor the database's absence ends the role."""
    with ThreadPoolExecutor(max_workers=len(folders), thread_name_prefix="imap-watch") as threads:
        news = News()
        watchers = [Watcher(settings, database, clock, folder, threads, news) for folder in folders]
        try:
            await asyncio.gather(*(_follow(watcher, stop, first_pause_seconds) for watcher in watchers))
        finally:
            stop.set()  # one that failed: the others' threads are waiting for news


async def _follow(watcher: "Watcher", stop: asyncio.Event, first_pause_seconds: float) -> None:
    pause_seconds = first_pause_seconds
    while not stop.is_set():
        try:
            if not await watcher.read():
                await watcher.wait(stop)
            pause_seconds = first_pause_seconds
        except Unavailable as error:
            _log.warning("%s: %s, again in %.0f s", watcher.name, error.message, pause_seconds)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_seconds)
            pause_seconds = min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)
    watcher.close()


@dataclass(slots=True)
class News:
    """`batches`: how many with letters were stored, of all folders."""

    batches: int = 0


class Watcher:
    """One folder."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        folder: FolderSource,
        threads: ThreadPoolExecutor,
        news: News,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._folder = folder
        self._threads = threads
        self._news = news
        self._seen = 0  # of the news, when the reports were last looked at
        self._reports: list[WatchedLetter] = []  # that may come before the letter they are about is known

    @property
    def name(self) -> str:
        return self._folder.name

    async def read(self) -> bool:
        """Store what is new; whether there was anything.

        Raises:
            Unavailable: the IMAP server or the database does not answer; the next read begins at the same place.
        """
        async with self._database.read() as session:
            standing = await fact_queries.position(session, self.name)
        self._seen = self._news.batches
        position, now = standing.position if standing else "", self._clock.now()
        loop = asyncio.get_running_loop()
        batch = await loop.run_in_executor(self._threads, self._folder.read, position, now)
        if batch.position == position and not self._reports:
            return False
        letters = [*self._reports, *batch.letters]
        async with self._database.write() as session:
            rules = await sender_rules(session, self._settings)
            taken = await take_in_watched_letters(session, letters, self._folder.mailbox, rules, sent=self._folder.sent)
            await follow_up(session, taken.groups, self._settings, now)
            await fact_queries.store_position(session, self.name, batch.position, 0, now)
        if batch.letters:
            self._news.batches += 1
        self._reports = [one for one in letters if one.report and one.arrived_at > now - REPORTS_AGAIN][-MOST_REPORTS:]
        return bool(batch.letters)

    async def wait(self, stop: asyncio.Event) -> None:
        """Until the server has news, or for a while; while reports are looked at again, a short one, or until another
        folder brought letters.

        Raises:
            Unavailable: the IMAP server does not answer.
        """
        soon = time.monotonic() + REPORTS_AGAIN_SECONDS

        def over() -> bool:
            again = time.monotonic() >= soon or self._news.batches > self._seen
            return stop.is_set() or (again and bool(self._reports))

        await asyncio.get_running_loop().run_in_executor(self._threads, self._folder.wait, over)

    def close(self) -> None:
        self._folder.close()
