"""Ships the journal, Postfix's log and Dovecot's into facts.

A source's position is stored in the transaction that stores its facts, so a restart at any point neither loses one nor
stores one twice. That transaction begins by locking the position: of two workers that read one source at once, one
stores what it read, and the other reads again.

The logs are read *before* the journal, and stored after it: the milter writes a letter's record before Postfix or
Dovecot can log anything about it, so every line read has its record among those then stored. Where several mail servers
deliver into one Dovecot, its lines wait until each server's worker has read its journal to the end since.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.classification import service as classification
from backend.classification import shadow_counts
from backend.classification.declarations import CheckedAttachment, CheckedSubmission
from backend.clock import Clock
from backend.compliance import charsets
from backend.correspondence import acknowledging, alerting, canary, fact_queries, intake, status_questions
from backend.correspondence.lost_letters import LostLetters, note_lost
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.receipt_intake import take_in_receipts
from backend.correspondence.recompute import recompute
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.terms import FactKind, Group
from backend.db import Database, WriteSession
from backend.directory import queries as directory
from backend.errors import Unavailable
from backend.mail.own_ids import ACKNOWLEDGED
from backend.settings import Settings
from backend.worker import worker_metrics
from backend.worker.canary import CanaryLetters
from backend.worker.seams import Deliveries, MailboxEvents, Records, Seams

JOURNAL, POSTFIX, DOVECOT = "journal", "postfix", "dovecot"
NUMBERS_A_SERVER = 10**15  # each mail server counts its facts in a range of its own; a journal's last to the year 3900
SHADOW = "shadow"
OF_NO_LETTER = (SHADOW, ACKNOWLEDGED, canary.RECORD)  # see journal_records
JOURNAL_END = "journal-end:"  # and a server's number: when its journal was seen read to the end
TELL_END_EVERY = timedelta(seconds=2)
CLOCKS_DIFFER = timedelta(seconds=2)  # those of several machines
GONE_AFTER = timedelta(days=1)  # a mail server whose worker says nothing for so long is not waited for
_log = logging.getLogger("congvu.worker")


@dataclass(frozen=True, slots=True)
class Shipped:
    """`log_read_at`: when the log was last seen read to its end, None while there is more or no log at all."""

    anything: bool
    log_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class _MailboxLines:
    """Lines of Dovecot's log, where reading them began and when."""

    events: MailboxEvents
    read_from: str
    read_at: datetime


class SetBack(Unavailable):
    """The database has less of the journal than it had: what was sent since is not known there."""

    code = "set_back"


class Shipping:
    """`recovering`: a database that was set back is what is looked for (`backend.backup`)."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        seams: Seams,
        canaries: CanaryLetters,
        *,
        recovering: bool = False,
    ) -> None:
        self._recovering = recovering
        self._canaries = canaries
        self._settings = settings
        self._database = database
        self._clock = clock
        self._seams = seams
        self._first = settings.mail_server * NUMBERS_A_SERVER
        self._end_told_at: datetime | None = None
        self._held: _MailboxLines | None = None
        of_server = f":{settings.mail_server}" if settings.mail_server else ""
        self._journal, self._postfix, self._dovecot = (f"{name}{of_server}" for name in (JOURNAL, POSTFIX, DOVECOT))

    async def ship(self) -> Shipped:
        """One round: what the logs had, then everything the journal has, then the logs' part.

        Raises:
            Unavailable: the database does not answer; nothing is lost, the next round begins at the same place.
            SetBack: it was recovered to an earlier moment; nothing may be sent until somebody ran
                `congvu restore --after-recovery`.
        """
        began_at = self._clock.now()
        await self._refuse_set_back()
        read_from, log = await self._read_log(began_at)
        await self._read_mailbox_log(began_at)
        shipped = await self._ship_journal()
        if log is not None:
            await self._ship_log(log, read_from)
        if self._held is not None and await self._every_journal_is_past(self._held.read_at):
            await self._ship_mailbox_log(self._held)
            self._held, shipped = None, True
        at_end = log is not None and not log.deliveries
        return Shipped(shipped or bool(log and log.deliveries), began_at if at_end else None)

    @property
    def is_waiting(self) -> bool:
        """Whether other servers are waited for, or wait to be told how far this one came."""
        return self._held is not None or bool(self._settings.mail_server)

    async def _refuse_set_back(self) -> None:
        """Remembered is read first: another worker beside this journal may store more meanwhile."""
        remembered = await asyncio.to_thread(self._seams.journal.stored)
        position = await self._position(self._journal)
        if not self._recovering and self._seams.journal.is_before(position, remembered):
            raise SetBack("the database was set back; nothing is sent until `congvu restore --after-recovery` has run")

    async def _read_log(self, now: datetime) -> tuple[str, Deliveries | None]:
        """With the position it was read from."""
        read_from = position = await self._position(self._postfix)
        if self._seams.log is None:
            return read_from, None
        batch = await asyncio.to_thread(self._seams.log.read, position, now)
        if batch.gap:
            _log.warning("Postfix's log was removed before it was read to its end: deliveries may be missing")
        while not batch.deliveries and batch.position != position:
            position = batch.position
            batch = await asyncio.to_thread(self._seams.log.read, position, now)
        return read_from, batch

    async def _ship_journal(self) -> bool:
        """Whether there was anything."""
        position, anything = await self._position(self._journal), False
        while True:
            asked_at = self._clock.now()
            batch = await asyncio.to_thread(self._seams.journal.read, position)
            if batch.position == position:
                await self._tell_end(asked_at)
                return anything
            if not await self._store_records(batch, position):
                return True
            await asyncio.to_thread(self._seams.journal.shipped, batch.position, self._clock.now())
            position, anything = batch.position, True

    async def _store_records(self, batch: Records, read_from: str) -> bool:
        """False, and nothing is stored, if another worker was quicker."""
        async with self._database.write() as session:
            now = self._clock.now()
            if await fact_queries.take_turn(session, self._journal, read_from, self._first, now) is None:
                return False
            in_shadow = [record for record in batch.records if record.get("kind") == SHADOW]
            await shadow_counts.take_in_records(session, in_shadow)
            letters = [self._numbered(record) for record in batch.records if record.get("kind") not in OF_NO_LETTER]
            records = await status_questions.answer(session, letters, self._clock.now())
            taken = await intake.take_in_records(session, records, await self._rules(session))
            receipts = await take_in_receipts(session, records)
            for submission in _submissions(letters, await _agencies(session, letters)):
                await classification.log_submission(session, submission)
            await charsets.take_in_records(session, letters)
            await self._follow_up(session, taken.groups | receipts.groups)
            for lost in batch.lost:
                await note_lost(session, self._journal, lost, now)
            await fact_queries.store_position(session, self._journal, batch.position, 0, self._clock.now())
        _tell_lost(batch.lost)
        self._canaries.see_records(batch.records)
        return True

    def _numbered(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """Journals begun in one minute count alike."""
        return {**record, "seq": int(record["seq"]) + self._first} if self._first and "seq" in record else record

    async def _ship_log(self, batch: Deliveries, read_from: str) -> None:
        if batch.position == read_from:
            return
        async with self._database.write() as session:
            now = self._clock.now()
            last = await fact_queries.take_turn(session, self._postfix, read_from, self._first, now)
            if last is None:
                return
            taken = await intake.take_in_deliveries(session, batch.deliveries, last)
            await self._follow_up(session, taken.groups)
            await fact_queries.store_position(session, self._postfix, batch.position, taken.sequence, self._clock.now())
        self._canaries.see_deliveries(batch.deliveries)

    async def _read_mailbox_log(self, now: datetime) -> None:
        """Hold what there is, unless something is held already."""
        if self._seams.mailbox_log is None or self._held is not None:
            return
        read_from = await self._position(self._dovecot)
        batch = await asyncio.to_thread(self._seams.mailbox_log.read, read_from, now)
        if batch.gap:
            _log.warning("Dovecot's log was removed before it was read to its end: openings may be missing")
        if batch.broken:
            _log.warning("%d lines of Dovecot's mail_log could not be read", batch.broken)
        if batch.position != read_from:
            self._held = _MailboxLines(batch, read_from, now)

    async def _ship_mailbox_log(self, lines: _MailboxLines) -> None:
        batch = lines.events
        async with self._database.write() as session:
            now = self._clock.now()
            last = await fact_queries.take_turn(session, self._dovecot, lines.read_from, self._first, now)
            if last is None:
                return
            taken = await take_in_mailbox_events(session, batch.events, last)
            await self._follow_up(session, taken.groups)
            await fact_queries.store_position(session, self._dovecot, batch.position, taken.sequence, now)
        self._canaries.see_mailbox_events(batch.events)

    async def _tell_end(self, moment: datetime) -> None:
        """Tell whoever reads the mailboxes' log that all this server's milter wrote down before is stored."""
        told_at = self._end_told_at
        if not self._settings.mail_server or (told_at is not None and moment - told_at < TELL_END_EVERY):
            return
        async with self._database.write() as session:
            await fact_queries.store_position(session, f"{JOURNAL_END}{self._settings.mail_server}", "", 0, moment)
        self._end_told_at = moment

    async def _every_journal_is_past(self, moment: datetime) -> bool:
        """Whether every other mail server's letters of before are stored."""
        if not self._settings.mail_server:
            return True
        async with self._database.read() as session:
            ends = await fact_queries.read_at(session, JOURNAL_END)
        own = ends.pop(f"{JOURNAL_END}{self._settings.mail_server}", moment)
        living = [end for end in ends.values() if end > max(own, moment) - GONE_AFTER]
        return all(end >= moment + CLOCKS_DIFFER for end in living)

    async def _follow_up(self, session: WriteSession, groups: Collection[Group]) -> None:
        now = self._clock.now()
        await follow_up(session, groups, self._settings, now)
        await alerting.decide(session, groups, now, call=self._seams.caller is not None)

    async def _position(self, name: str) -> str:
        async with self._database.read() as session:
            standing = await fact_queries.position(session, name)
        return standing.position if standing else ""

    async def _rules(self, session: WriteSession) -> SenderRules:
        return await sender_rules(session, self._settings)


def journal_name(mail_server: int) -> str:
    """Of a mail server's journal among the sources: each has one."""
    return f"{JOURNAL}:{mail_server}" if mail_server else JOURNAL


def _tell_lost(every: Sequence[LostLetters]) -> None:
    for lost in every:
        worker_metrics.note_lost(lost.records, lost.bytes, lost.segments)
        _log.error(
            "the journal is damaged at segment %08d: %d records, %d bytes, %d segments lost, of %s to %s",
            lost.segment, lost.records, lost.bytes, lost.segments, lost.since.isoformat(), lost.until.isoformat(),
        )  # fmt: skip


async def follow_up(session: WriteSession, groups: Collection[Group], settings: Settings, now: datetime) -> None:
    """What new facts mean for letters, in the same unit of work."""
    if groups:
        await recompute(session, groups, now)
        await acknowledging.decide(session, groups, settings.acknowledgements_per_sender_per_day, now)


async def sender_rules(session: WriteSession, settings: Settings) -> SenderRules:
    domains = frozenset(domain.lower() for domain in settings.province_domains)
    return SenderRules(domains, await directory.business_patterns(session))


async def _agencies(session: WriteSession, records: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The agency of each log-in that submitted."""
    logins = {str(record["login"]).lower() for record in records if record.get("login")}
    boxes = await directory.mailboxes(session, logins)
    return {login: box.agency.code for login, box in boxes.items()}


def _submissions(records: Sequence[Mapping[str, Any]], agencies: Mapping[str, str]) -> list[CheckedSubmission]:
    """The submissions with attachments among these records, for the comparison of both gates."""
    return [
        CheckedSubmission(
            verdict_id=str(record["id"]),
            at=datetime.fromisoformat(record["at"]),
            login=str(record["login"]),
            agency_code=agencies.get(str(record["login"]).lower(), ""),
            bundle=str(record["verdict"]["bundle"]),
            from_webmail=bool(record["webmail"]),
            attachments=tuple(
                CheckedAttachment(file["fingerprint"], file["action"], file.get("earlier", ""))
                for file in record["attachments"]
            ),
        )
        for record in records
        if record.get("kind") == FactKind.CHECKED and record.get("login") and record.get("attachments")
    ]
