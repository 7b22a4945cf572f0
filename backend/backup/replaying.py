"""After a restore: everything the journal and the mail servers' logs know since, before anything is sent again."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from backend.backup import queries
from backend.clock import Clock
from backend.correspondence import fact_queries
from backend.db import Database
from backend.db.migrate import make_ready
from backend.settings import Settings
from backend.worker.canary import CanaryLetters
from backend.worker.seams import Deliveries, Records, Seams
from backend.worker.shipping import POSTFIX, Shipping

UNKNOWN, FOUND = "unknown after a restore", "found in the journal"
OURS = re.compile(r"ack\..+@.+\.congvu")  # the Message-ID of an acknowledgement (deriving.py)


class Log(Protocol):
    def read(self, position: str, now: datetime) -> Deliveries: ...


class Journal(Protocol):
    def read(self, position: str) -> Records: ...
    def shipped(self, position: str, now: datetime) -> None: ...


class NotedJournal:
    """A journal that remembers which letters our acknowledgements answered: they passed the milter like any mail. Their
    own Message-IDs say nothing here, for a sender who was new after the backup has another number now."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.answered: set[str] = set()

    def read(self, position: str) -> Records:
        batch = self._journal.read(position)
        for record in batch.records:
            if OURS.fullmatch(str(record.get("message_id"))):
                self.answered.update(record.get("in_reply_to") or ())
        return batch

    def shipped(self, position: str, now: datetime) -> None:
        self._journal.shipped(position, now)


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


async def replay(settings: Settings, clock: Clock, seams: Seams, *, journal_gap: bool = False) -> Replayed:
    """
    Raises:
        Unavailable: the database does not answer.
    """
    await make_ready(settings.database)
    journal, log = NotedJournal(seams.journal), Noted(seams.log) if seams.log is not None else None
    database = Database(settings.database)
    try:
        before = await _facts(database)
        await _ship_all(settings, database, clock, replace(seams, journal=journal, log=log))
        gap = log is None or log.gap or journal_gap
        async with database.write() as session:
            now = clock.now()
            answered = await queries.settle_answered(session, journal.answered, FOUND, now)
            given_up = await queries.give_up_what_may_have_gone(session, now, UNKNOWN) if gap else 0
            doubted = 0 if gap else await queries.doubt_what_may_have_gone(session, now)
        after = await _facts(database)
    finally:
        await database.close()
    return Replayed(before, after, answered, doubted, given_up, gap)


async def _ship_all(settings: Settings, database: Database, clock: Clock, seams: Seams) -> None:
    """Postfix's log is read again until nothing new comes of it: a line about a mail of ours says something only once
    the letter it answers has been taken in, and here both come in one go. What is known already says nothing twice."""
    name = f"{POSTFIX}:{settings.mail_server}" if settings.mail_server else POSTFIX
    async with database.read() as session:
        standing = await fact_queries.position(session, name)
    began = standing.position if standing else ""
    canaries = CanaryLetters(
        settings, database, clock, seams
    )  # letters long settled: nothing is sent on
    shipping, known = Shipping(settings, database, clock, seams, canaries), -1
    while known != (known := await _facts(database)):
        while (await shipping.ship()).anything:
            pass
        async with database.write() as session:
            read = await fact_queries.position(session, name)
            if read is not None and await queries.count_facts(session) != known:
                await fact_queries.store_position(session, name, began, read.sequence, clock.now())


async def _facts(database: Database) -> int:
    async with database.read() as session:
        return await queries.count_facts(session)
