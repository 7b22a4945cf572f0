"""After a restore: everything the journal and the mail servers' logs know since, before anything is sent again."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from backend.backup import queries
from backend.clock import Clock
from backend.correspondence import fact_queries
from backend.db import Database
from backend.db.migrate import make_ready
from backend.mail.own_ids import ACKNOWLEDGED
from backend.settings import Settings
from backend.worker.canary import CanaryLetters
from backend.worker.seams import Deliveries, Records, Seams
from backend.worker.shipping import Shipping, journal_name

UNKNOWN, FOUND = "unknown after a restore", "found in the journal"


class Log(Protocol):
    def read(self, position: str, now: datetime) -> Deliveries: ...


class Journal(Protocol):
    def read(self, position: str) -> Records: ...
    def shipped(self, position: str, now: datetime) -> None: ...
    def stored(self) -> str: ...
    def is_before(self, position: str, other: str) -> bool: ...


class NotedJournal:
    """A journal that remembers which letters our acknowledgements answered: they passed the milter like any mail. Their
    own Message-IDs say nothing here, for a sender who was new after the backup has another number now."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.answered: set[str] = set()
        self.lost = False

    def read(self, position: str) -> Records:
        batch = self._journal.read(position)
        self.lost |= bool(batch.lost)
        for record in batch.records:
            if record.get("kind") == ACKNOWLEDGED:
                self.answered.update(record.get("in_reply_to") or ())
        return batch

    def shipped(self, position: str, now: datetime) -> None:
        self._journal.shipped(position, now)

    def stored(self) -> str:
        return self._journal.stored()

    def is_before(self, position: str, other: str) -> bool:
        return self._journal.is_before(position, other)


class Noted:
    """A log that remembers whether lines of it were missing."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.gap = False

    def read(self, position: str, now: datetime) -> Deliveries:
        batch = self._log.read(position, now)
        self.gap |= batch.gap
        return batch


@dataclass(frozen=True, slots=True)
class Replayed:
    """`answered`: acknowledgements that the journal knows to have gone. `log_gap`: journal or Postfix's log was not
    whole, so other mails that were due are not sent (`given_up`); else they are asked for in the log (`doubted`)."""

    facts_before: int
    facts_after: int
    answered: int
    doubted: int
    given_up: int
    log_gap: bool
    lost: bool  # records of the journal could not be read


async def replay(settings: Settings, clock: Clock, seams: Seams, *, journal_gap: bool = False) -> Replayed:
    """What a restore ends with, and what follows a server's own recovery: on each mail server, while no worker runs.

    Raises:
        Unavailable: the database does not answer.
    """
    await make_ready(settings.database)
    journal, log = NotedJournal(seams.journal), Noted(seams.log) if seams.log is not None else None
    database = Database(settings.database)
    try:
        before = await _facts(database)
        noting = replace(seams, journal=journal, log=log)
        canaries = CanaryLetters(settings, database, clock, noting)  # letters long settled: nothing is sent on
        shipping = Shipping(settings, database, clock, noting, canaries, recovering=True)
        while (await shipping.ship()).anything:
            pass
        gap = log is None or log.gap or journal_gap or journal.lost
        async with database.write() as session:
            now = clock.now()
            answered = await queries.settle_answered(session, journal.answered, FOUND, now)
            given_up = await queries.give_up_what_may_have_gone(session, now, UNKNOWN) if gap else 0
            doubted = 0 if gap else await queries.doubt_what_may_have_gone(session, now, settings.mail_server)
            position = await fact_queries.position(session, journal_name(settings.mail_server))
        if position is not None:  # what was remembered of the database that was lost counts no more
            await asyncio.to_thread(journal.shipped, position.position, clock.now())
        after = await _facts(database)
    finally:
        await database.close()
    return Replayed(before, after, answered, doubted, given_up, gap, journal.lost)


async def _facts(database: Database) -> int:
    async with database.read() as session:
        return await queries.count_facts(session)
