"""Looks at published links, one after another, beside the worker's rounds: another server may take its time."""

import asyncio
import logging
from contextlib import suppress

from backend.clock import Clock
from backend.compliance import link_checks, queries
from backend.db import Database
from backend.errors import Unavailable
from backend.pacing import until_next
from backend.worker.idle import LOOK_AHEAD, Idle
from backend.worker.seams import LinkReader

IDLE_SECONDS = 4.0
_log = logging.getLogger("congvu.worker")


async def run_published_links(database: Database, clock: Clock, stop: asyncio.Event, links: LinkReader) -> None:
    """Look until `stop` is set. A check that is cut off is made again."""
    checks = PublishedLinks(database, clock, links)
    told = asyncio.create_task(stop.wait())
    while not stop.is_set():
        check = asyncio.create_task(checks.check_next())
        await asyncio.wait({check, told}, return_when=asyncio.FIRST_COMPLETED)
        if not check.done():
            check.cancel()
        try:
            more = await check
        except (Unavailable, asyncio.CancelledError):
            more = False
        if not more:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), until_next(IDLE_SECONDS))
    await told


class PublishedLinks:
    def __init__(self, database: Database, clock: Clock, links: LinkReader) -> None:
        self._database = database
        self._clock = clock
        self._links = links
        self._idle: Idle | None = None

    async def check_next(self) -> bool:
        """Look at the link whose time has come; whether there was one. The claim is committed before anybody is asked.

        Raises:
            Unavailable: the database does not answer.
        """
        now, stands = self._clock.now(), (self._database.changes(), None)
        if self._idle is not None and self._idle.goes_on(now, stands):
            return False
        async with self._database.read() as session:
            due = await queries.next_check_at(session) or now + LOOK_AHEAD
        self._idle = None if due <= now else Idle(now, due, stands)
        if self._idle is not None:
            return False
        async with self._database.write() as session:
            claimed = await link_checks.claim(session, now)
        if claimed is None:
            return False
        found = await self._links.read(claimed.url)
        async with self._database.write() as session:
            await link_checks.settle(session, claimed, found, self._clock.now())
        _log.info("published link of %s: %s", claimed.document_id, found.outcome)
        return True
