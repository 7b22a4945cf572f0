"""The directory's search in one web process: an index of its own in memory, kept to what the directory says.

Whoever asks gets an answer from the index as it stands. A look at the directory's revision, at most every two seconds,
says whether it has to follow; it does so in a thread, from the changes alone where they are few. Only the first
question waits.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.clock import VIETNAM, Clock
from backend.db import Database, ReadSession
from backend.directory import history_queries, queries
from backend.directory.search_answer import Asker, answer
from backend.directory.search_changes import touched
from backend.directory.search_entries import AgencyFacts, Findable, SearchEntry, findables
from backend.directory.search_index import SearchIndex
from backend.directory.search_queries import TouchedSource, search_source, touched_source
from backend.directory.terms import Principal
from backend.incident import log_incident
from backend.process_memory import give_back

LOOKED_AT_EVERY = timedelta(seconds=2)
CHANGES_AT_MOST = 1_000  # entries and rows of history; with more the whole directory is read


@dataclass(frozen=True, slots=True)
class _State:
    """An index and what it was made from. `day`: who is in office changes with it."""

    index: SearchIndex
    revision: int
    day: date
    agencies: Sequence[AgencyFacts]
    parents: Mapping[str, str | None]


class DirectorySearch:
    """One per web process; belongs to its event loop."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._state: _State | None = None
        self._looked_at: datetime | None = None
        self._following = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Make the index before somebody waits for it."""
        self._task = asyncio.create_task(self._look())

    async def find(self, typed: str, first: int, principal: Principal | None = None) -> list[SearchEntry]:
        """The entries somebody may have meant, the best first; to whom the directory does not know, what is public.

        Raises:
            Unavailable: asked first, and the database does not answer.
        """
        state = self._current() or await self._first()
        return answer(state.index, typed, _asker(state.parents, principal), first)

    async def close(self) -> None:
        """Stop following."""
        if self._task is not None:
            await self._task

    def _current(self) -> _State | None:
        """The index as it stands; when its time has come, a task is sent to look whether the directory moved on."""
        now = self._clock.now()
        due = self._looked_at is None or not timedelta() <= now - self._looked_at < LOOKED_AT_EVERY
        if self._state is not None and due and (self._task is None or self._task.done()):
            self._looked_at = now
            self._task = asyncio.create_task(self._look())
        return self._state

    async def _look(self) -> None:
        """A directory that cannot be read now is looked at again the next time: until then the answers are older."""
        try:
            async with self._database.read() as session:
                revision = await queries.revision(session)
            if self._state is None or (revision, self._today()) != (self._state.revision, self._state.day):
                async with self._following:
                    await self._follow()
        except Exception as error:  # noqa: BLE001 - the index stands, whatever happened
            log_incident(error, "directory search")

    async def _first(self) -> _State:
        """The index that whoever came first had made."""
        async with self._following:
            return self._state or await self._follow()

    async def _follow(self) -> _State:
        self._state = await asyncio.to_thread(_followed, self._database.url, self._today(), self._state)
        return self._state

    def _today(self) -> date:
        return self._clock.now().astimezone(VIETNAM).date()


def _asker(parents: Mapping[str, str | None], principal: Principal | None) -> Asker:
    if principal is None or not principal.known:
        return Asker()
    if principal.agency is None:
        return Asker(public=False)
    line = [principal.agency.code]
    while (above := parents.get(line[-1])) is not None and above not in line:
        line.append(above)
    return Asker(line[0], line[-2] if len(line) > 1 else None, public=False)


def _followed(database_url: str, today: date, former: _State | None) -> _State:
    """In a thread with a loop and connections of its own: to read 30,000 officials would hold up everybody."""

    async def read() -> _State:
        database = Database(database_url)
        try:
            async with database.read() as session:
                few = await _of_few_changes(session, former) if former and former.day == today else None
                return few or await _of_the_whole(session, today)
        finally:
            await database.close()

    state = asyncio.run(read())
    give_back()  # the rows read took as much as the index itself
    return state


async def _of_the_whole(session: ReadSession, today: date) -> _State:
    source = await search_source(session, today)
    index = SearchIndex.of(findables(source.agencies, source.mailboxes, source.officials), source.seq)
    parents = {agency.code: agency.parent for agency in source.agencies}
    return _State(index, source.revision, today, source.agencies, parents)


async def _of_few_changes(session: ReadSession, former: _State) -> _State | None:
    """None where the changes are many, or may have changed any entry."""
    changes = await history_queries.changes_after(session, former.index.seq, CHANGES_AT_MOST)
    found = touched(changes) if len(changes) < CHANGES_AT_MOST else None
    if found is None:
        return None
    became = _became(former, await touched_source(session, former.day, found))
    if former.index.changes + len(became) > CHANGES_AT_MOST:
        return None
    index = former.index.changed(became, changes[-1].seq if changes else former.index.seq)
    return _State(index, await queries.revision(session), former.day, former.agencies, former.parents)


def _became(former: _State, source: TouchedSource) -> dict[str, Findable | None]:
    """What each entry that was touched is now, by key; None for one that is no more."""
    became: dict[str, Findable | None] = dict.fromkeys(f"a:{code}" for code in source.agencies)
    became |= dict.fromkeys(f"m:{address}" for address in source.addresses)
    became |= dict.fromkeys(f"o:{official}" for official in source.officials)
    now = findables(former.agencies, source.found_mailboxes, source.found_officials)
    return became | {one.entry.key: one for one in now}
