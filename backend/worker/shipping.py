"""Ships the journal, Postfix's log and Dovecot's into facts.

A source's position is stored in the transaction that stores its facts, so a restart at any point neither loses one nor
stores one twice.

The logs are read *before* the journal, and stored after it: the milter writes a letter's record before Postfix or
Dovecot can log anything about it, so every line read has its record among those then stored.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.classification import service as classification
from backend.classification import shadow_counts
from backend.classification.declarations import CheckedAttachment, CheckedSubmission
from backend.clock import Clock
from backend.correspondence import acknowledging, alerting, canary, fact_queries, intake, status_questions
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.receipt_intake import take_in_receipts
from backend.correspondence.recompute import recompute
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.terms import FactKind, Group
from backend.db import Database, WriteSession
from backend.directory import queries as directory
from backend.settings import Settings
from backend.worker.canary import CanaryLetters
from backend.worker.seams import Deliveries, MailboxEvents, Records, Seams

JOURNAL, POSTFIX, DOVECOT = "journal", "postfix", "dovecot"
SHADOW = "shadow"
OF_NO_LETTER = (SHADOW, canary.RECORD)  # see journal_records
_log = logging.getLogger("congvu.worker")


@dataclass(frozen=True, slots=True)
class Shipped:
    """`log_read_at`: when the log was last seen read to its end, None while there is more or no log at all."""

    anything: bool
    log_read_at: datetime | None


class Shipping:
    def __init__(
        self, settings: Settings, database: Database, clock: Clock, seams: Seams, canaries: CanaryLetters
    ) -> None:
        self._canaries = canaries
        self._settings = settings
        self._database = database
        self._clock = clock
        self._seams = seams

    async def ship(self) -> Shipped:
        """One round: what the logs had, then everything the journal has, then the logs' part.

        Raises:
            Unavailable: the database does not answer; nothing is lost, the next round begins at the same place.
        """
        began_at = self._clock.now()
        log, mailboxes = await self._read_log(began_at), await self._read_mailbox_log(began_at)
        shipped = await self._ship_journal()
        if log is not None:
            await self._ship_log(log)
        if mailboxes is not None:
            shipped |= await self._ship_mailbox_log(mailboxes)
        at_end = log is not None and not log.deliveries
        return Shipped(shipped or bool(log and log.deliveries), began_at if at_end else None)

    async def _read_log(self, now: datetime) -> Deliveries | None:
        if self._seams.log is None:
            return None
        position = await self._position(POSTFIX)
        batch = await asyncio.to_thread(self._seams.log.read, position, now)
        if batch.gap:
            _log.warning("Postfix's log was removed before it was read to its end: deliveries may be missing")
        while not batch.deliveries and batch.position != position:
            position = batch.position
            batch = await asyncio.to_thread(self._seams.log.read, position, now)
        return batch

    async def _ship_journal(self) -> bool:
        position, anything = await self._position(JOURNAL), False
        while True:
            batch = await asyncio.to_thread(self._seams.journal.read, position)
            if batch.position == position:
                return anything
            await self._store_records(batch)
            await asyncio.to_thread(self._seams.journal.shipped, batch.position, self._clock.now())
            position, anything = batch.position, True

    async def _store_records(self, batch: Records) -> None:
        async with self._database.write() as session:
            in_shadow = [record for record in batch.records if record.get("kind") == SHADOW]
            await shadow_counts.take_in_records(session, in_shadow)
            letters = [record for record in batch.records if record.get("kind") not in OF_NO_LETTER]
            records = await status_questions.answer(session, letters, self._clock.now())
            taken = await intake.take_in_records(session, records, await self._rules(session))
            receipts = await take_in_receipts(session, records)
            for submission in _submissions(letters, await _agencies(session, letters)):
                await classification.log_submission(session, submission)
            await self._follow_up(session, taken.groups | receipts.groups)
            await fact_queries.store_position(session, JOURNAL, batch.position, 0, self._clock.now())
        self._canaries.see_records(batch.records)

    async def _ship_log(self, batch: Deliveries) -> None:
        async with self._database.read() as session:
            standing = await fact_queries.position(session, POSTFIX)
        if standing is not None and standing.position == batch.position:
            return
        async with self._database.write() as session:
            last = standing.sequence if standing else 0
            taken = await intake.take_in_deliveries(session, batch.deliveries, last)
            await self._follow_up(session, taken.groups)
            await fact_queries.store_position(session, POSTFIX, batch.position, taken.sequence, self._clock.now())
        self._canaries.see_deliveries(batch.deliveries)

    async def _read_mailbox_log(self, now: datetime) -> MailboxEvents | None:
        if self._seams.mailbox_log is None:
            return None
        batch = await asyncio.to_thread(self._seams.mailbox_log.read, await self._position(DOVECOT), now)
        if batch.gap:
            _log.warning("Dovecot's log was removed before it was read to its end: openings may be missing")
        if batch.broken:
            _log.warning("%d lines of Dovecot's mail_log could not be read", batch.broken)
        return batch

    async def _ship_mailbox_log(self, batch: MailboxEvents) -> bool:
        """Whether there was anything."""
        async with self._database.read() as session:
            standing = await fact_queries.position(session, DOVECOT)
        if batch.position == (standing.position if standing else ""):
            return False
        async with self._database.write() as session:
            taken = await take_in_mailbox_events(session, batch.events, standing.sequence if standing else 0)
            await self._follow_up(session, taken.groups)
            await fact_queries.store_position(session, DOVECOT, batch.position, taken.sequence, self._clock.now())
        self._canaries.see_mailbox_events(batch.events)
        return True

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
