"""The directory's search in one web process: an index file of its own, kept to what the directory says.

Whoever asks gets an answer from the file as it stands. A look at the directory's revision, at most every two seconds,
says whether it has to follow; it does so in a thread. Only the first question, and one that finds the file broken,
wait.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from backend.clock import VIETNAM, Clock
from backend.db import Database
from backend.directory import queries
from backend.directory.search_answer import Asker, answer
from backend.directory.search_entries import SearchEntry, findables
from backend.directory.search_file import SearchFile, bring
from backend.directory.search_place import SearchPlace
from backend.directory.search_queries import SearchSource, search_source
from backend.directory.terms import Principal

LOOKED_AT_EVERY = timedelta(seconds=2)
_logger = logging.getLogger("congvu.directory.search")


class DirectorySearch:
    """One per web process; belongs to its event loop."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        """`folder`: below it the index file lies while the process runs."""
        self._database = database
        self._clock = clock
        self._folder = folder
        self._place: SearchPlace | None = None
        self._index: SearchFile | None = None
        self._parents: Mapping[str, str | None] = {}
        self._day: date | None = None  # of the index: who is in office changes with it
        self._looked_at: datetime | None = None
        self._following = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Make the index before somebody waits for it."""
        self._task = asyncio.create_task(self._look())

    async def find(self, typed: str, first: int, principal: Principal | None = None) -> list[SearchEntry]:
        """The entries somebody may have meant, the best first; to whom the directory does not know, what is public."""
        index = await self._current()
        try:
            return answer(index, typed, self._asker(principal), first)
        except sqlite3.Error as error:
            _logger.warning("the search index is broken (%s) and made anew", type(error).__name__)
            return answer(await self._anew(index), typed, self._asker(principal), first)

    async def close(self) -> None:
        """Stop following and remove the file."""
        if self._task is not None:
            await self._task
        self._discard()

    async def _current(self) -> SearchFile:
        """The index as it stands; when its time has come, a task is sent to look whether the directory moved on."""
        if self._index is None:
            return await self._anew(None)
        now = self._clock.now()
        due = self._looked_at is None or not timedelta() <= now - self._looked_at < LOOKED_AT_EVERY
        if due and (self._task is None or self._task.done()):
            self._looked_at = now
            self._task = asyncio.create_task(self._look())
        return self._index

    async def _look(self) -> None:
        """A directory that cannot be read now is looked at again the next time: until then the answers are older."""
        try:
            async with self._database.read() as session:
                revision = await queries.revision(session)
            if self._index is None or revision != self._index.revision or self._today() != self._day:
                async with self._following:
                    await self._follow()
        except Exception:  # the index stands, whatever happened
            _logger.exception("the search index could not follow the directory")

    async def _anew(self, broken: SearchFile | None) -> SearchFile:
        """The index after it was made from nothing, by whoever came first."""
        async with self._following:
            if self._index is broken:
                self._discard()
                return await self._follow()
        return self._index or await self._anew(None)

    async def _follow(self) -> SearchFile:
        """
        Raises:
            Unavailable: the database does not answer.
            OSError: the folder cannot be written.
        """
        today = self._today()
        if self._place is None:
            self._place = SearchPlace(self._folder)
        parents = await asyncio.to_thread(_bring_to, self._place.file, self._database.url, today)
        fresh, former = SearchFile(self._place.file), self._index
        self._index, self._day, self._parents = fresh, today, parents
        if former is not None:
            former.close()
        return fresh

    def _asker(self, principal: Principal | None) -> Asker:
        if principal is None or not principal.known:
            return Asker()
        if principal.agency is None:
            return Asker(public=False)
        line = [principal.agency.code]
        while (above := self._parents.get(line[-1])) is not None and above not in line:
            line.append(above)
        return Asker(line[0], line[-2] if len(line) > 1 else None, public=False)

    def _today(self) -> date:
        return self._clock.now().astimezone(VIETNAM).date()

    def _discard(self) -> None:
        if self._index is not None:
            with suppress(sqlite3.Error):
                self._index.close()
        if self._place is not None:
            self._place.remove()
        self._index = self._place = None


def _bring_to(path: Path, database_url: str, today: date) -> dict[str, str | None]:
    """Bring the file to the directory, or make it anew where it cannot be brought there; every agency's parent.

    In a thread with a loop and connections of its own: to read 30,000 officials would hold up everybody's requests.
    """
    source = asyncio.run(_read(database_url, today))
    found = list(findables(source.agencies, source.mailboxes, source.officials))
    try:
        bring(path, found, source.revision)
    except sqlite3.DatabaseError:
        for broken in path.parent.glob(f"{path.name}*"):
            broken.unlink()
        bring(path, found, source.revision)
    return {agency.code: agency.parent for agency in source.agencies}


async def _read(database_url: str, today: date) -> SearchSource:
    database = Database(database_url)
    try:
        async with database.read() as session:
            return await search_source(session, today)
    finally:
        await database.close()
