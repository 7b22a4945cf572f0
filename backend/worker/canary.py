"""Sends the canary letters, watches for their traces among what is shipped, and alarms whoever is on duty."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from backend.clock import Clock
from backend.correspondence import canary, fact_queries
from backend.correspondence.canary import Canaries, Probe, Seen, Standing
from backend.correspondence.facts import Delivery
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.terms import FactKind
from backend.db import Database
from backend.directory import queries as directory
from backend.settings import Settings
from backend.worker.canary_letter import canary_letter
from backend.worker.seams import Outcome, Seams

CALL_AGAIN = timedelta(minutes=1)
QUEUE_IDS_KEPT = 20
REFUSED_MESSAGE = "550 message"  # the server's reply to the message itself, not to its envelope
_log = logging.getLogger("congvu.canary")


class CanaryLetters:
    """`see_*` take what is shipped; `go_on` is called once a round."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, seams: Seams) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._mailer = seams.mailer
        self._caller = seams.caller
        self._source = canary.source(settings.mail_server)
        self._boxes_seen = seams.log is not None or seams.mailbox_log is not None
        self._seen: list[tuple[str, Seen]] = []  # Message-IDs and what was seen of them
        self._queue: dict[str, str] = {}  # queue id: Message-ID
        self._known: Canaries | None = None
        self._call_at: datetime | None = None
        self._misplaced = False

    def see_records(self, records: Iterable[Mapping[str, Any]]) -> None:
        """The gate's own word."""
        for record in records:
            if record.get("kind") == canary.RECORD:
                message_id = str(record.get("message_id", ""))
                refused = record.get("outcome") == "refused"
                self._seen.append((message_id, Seen.REFUSAL_NOTED if refused else Seen.CHECKED))
                self._queue[str(record.get("queue_id", ""))] = message_id
        for old in list(self._queue)[:-QUEUE_IDS_KEPT]:
            del self._queue[old]

    def see_deliveries(self, deliveries: Iterable[Delivery]) -> None:
        """Postfix's word that a mailbox took it."""
        for one in deliveries:
            if one.kind is FactKind.IN_MAILBOX and one.queue_id in self._queue:
                self._seen.append((self._queue[one.queue_id], Seen.BOXED))

    def see_mailbox_events(self, events: Iterable[MailboxEvent]) -> None:
        """Dovecot's, which outlives a restart between the gate's word and this one."""
        for one in events:
            ours = one.mailbox.lower() == self._settings.canary_mailbox and one.message_id
            if one.kind is FactKind.IN_MAILBOX and ours:
                self._seen.append((one.message_id or "", Seen.BOXED))

    async def go_on(self) -> None:
        """Judge what was seen, send what is due, tell what is to be told.

        Raises:
            Unavailable: the database does not answer.
        """
        if not self._settings.canary_mailbox:
            return
        now = self._clock.now()
        if self._known is None:
            self._known = await self._stored()
        known = await self._sent(self._judged(self._known, now), now)
        await self._store(await self._told(known, now), now)

    async def _stored(self) -> Canaries:
        """One of several servers takes away what was known when there was one, or nobody would ever renew it."""
        async with self._database.write() as session:
            row = await fact_queries.position(session, self._source)
            if self._source != canary.SOURCE:
                await fact_queries.forget_position(session, canary.SOURCE)
            return canary.read_canaries(row.position if row else "")

    def _judged(self, known: Canaries, now: datetime) -> Canaries:
        for probe in Probe:
            standing = known.of(probe)
            own = canary.message_id(probe, standing, self._domain)
            for message_id, what in self._seen:
                standing = canary.saw(standing, what) if message_id == own else standing
            wanted = canary.needed(probe, boxes_seen=self._boxes_seen)
            known = known.having(probe, canary.judged(probe, standing, wanted, now))
        self._seen.clear()
        return known

    async def _sent(self, known: Canaries, now: datetime) -> Canaries:
        """The claim is stored before the dialogue: a restart inside it sends no second one."""
        for probe in Probe:
            if canary.is_due(known.of(probe), now) and not await self._is_misplaced():
                known = known.having(probe, canary.sent(known.of(probe), now))
                await self._store(known, now)
                known = known.having(probe, await self._handed_over(probe, known.of(probe), now))
        return known

    async def _handed_over(self, probe: Probe, standing: Standing, now: datetime) -> Standing:
        message_id = canary.message_id(probe, standing, self._domain)
        box = self._settings.canary_mailbox
        letter = canary_letter(probe, self._settings.notice_from, box, message_id, now)
        sent = await self._mailer.send(letter, box)
        _log.info("canary %s: %s %s", probe, sent.outcome, sent.note)
        if sent.outcome is Outcome.SENT:
            return canary.saw(standing, Seen.ACCEPTED)
        if sent.outcome is Outcome.PERMANENT and sent.note == REFUSED_MESSAGE:
            return canary.saw(standing, Seen.REFUSED)
        return standing

    async def _told(self, known: Canaries, now: datetime) -> Canaries:
        if self._call_at is not None and timedelta() <= now - self._call_at < CALL_AGAIN:
            return known
        for probe in Probe:
            standing, word = known.of(probe), known.of(probe).to_tell
            if not word:
                continue
            _log.log(logging.INFO if word == "well" else logging.ERROR, "canary %s: %s", probe, word)
            if await self._called(probe, standing, word, now):
                known = known.having(probe, replace(standing, told="" if word == "well" else word))
        return known

    async def _called(self, probe: Probe, standing: Standing, word: str, now: datetime) -> bool:
        """Whether whoever is on duty was told, or nobody can be."""
        if self._caller is None:
            return True
        sent = await self._caller.call(f"canary.{probe}.{word}.{standing.token}", self._body(probe, standing, word))
        self._call_at = now if sent.outcome is not Outcome.SENT else None
        return sent.outcome is Outcome.SENT

    def _body(self, probe: Probe, standing: Standing, word: str) -> bytes:
        since = canary.moment(standing.well_at)
        said = {
            "canary": probe.value,
            "state": word,
            "mail_server": self._settings.mail_server,
            "well_until": since.astimezone(UTC).isoformat().replace("+00:00", "Z") if since else None,
            "link": self._settings.public_url,
        }
        return orjson.dumps(said)

    async def _store(self, known: Canaries, now: datetime) -> None:
        if known == self._known:
            return
        async with self._database.write() as session:
            await fact_queries.store_position(session, self._source, known.text, 0, now)
        self._known = known

    async def _is_misplaced(self) -> bool:
        """A box of the directory is somebody's: its letters count in figures, so no canary may go there."""
        box = self._settings.canary_mailbox
        async with self._database.read() as session:
            known = [*await directory.mailboxes(session, {box}), *await directory.former_mailboxes(session, {box})]
            misplaced = bool(known) or bool(await directory.aliases(session, {box}))
        if misplaced and not self._misplaced:
            _log.error("canary_mailbox is a mailbox of the directory: no canary is sent, for it would be counted")
        self._misplaced = misplaced
        return misplaced

    @property
    def _domain(self) -> str:
        return self._settings.canary_mailbox.rpartition("@")[2]
