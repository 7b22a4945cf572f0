"""Joins the worker to the gateway, which it never imports: part of the composition root."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.classification.bundle import load_bundle
from backend.classification.fingerprint import fingerprint_of
from backend.classification.keys import read_key
from backend.classification.letter_signs import LetterText, shipped_signs
from backend.compliance.link_checks import Download, Downloaded
from backend.correspondence.facts import Delivery
from backend.correspondence.lost_letters import LostLetters
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.terms import FactKind
from backend.correspondence.watched_letters import WatchedLetter
from backend.errors import DomainError
from backend.gateway import dovecot_events
from backend.gateway.dovecot_events import DovecotEvents, MailboxEventKind
from backend.gateway.imap_watch import Account, FolderPosition, WatchedFolder
from backend.gateway.journal import segment_numbers, segment_path
from backend.gateway.journal_reader import JournalPosition, JournalReader, Lost
from backend.gateway.link_fetch import LinkFetch
from backend.gateway.log_file import LogPosition
from backend.gateway.postfix_log import DeliveryEvent, DeliveryKind, PostfixLog
from backend.gateway.smtp_out import MailServer, send
from backend.gateway.source_progress import SourceProgress
from backend.gateway.webhook_out import WebhookOut
from backend.mail.fields import decoded, read_header, values
from backend.settings import Settings, WatchedMailbox
from backend.worker.seams import Deliveries, MailboxEvents, Outcome, Records, Seams, Sent, WatchedLetters
from backend.worker.shipping import DOVECOT, POSTFIX

_KINDS = {
    DeliveryKind.MESSAGE_ID: FactKind.NAMED,
    DeliveryKind.ACCEPTED: FactKind.ACCEPTED,
    DeliveryKind.HANDED_OVER: FactKind.HANDED_OVER,
    DeliveryKind.IN_MAILBOX: FactKind.IN_MAILBOX,
    DeliveryKind.BOUNCED: FactKind.BOUNCED,
}
_MAILBOX_KINDS = {
    MailboxEventKind.IN_MAILBOX: FactKind.IN_MAILBOX,
    MailboxEventKind.OPENED: FactKind.OPENED,
    MailboxEventKind.MDN_SENT: FactKind.MDN_SENT,
}


def source_progress(settings: Settings) -> SourceProgress:
    files = {POSTFIX: settings.postfix_log, DOVECOT: settings.dovecot_events}
    return SourceProgress(settings.journal_dir, {name: file for name, file in files.items() if file})


def worker_seams(settings: Settings, progress: SourceProgress | None = None) -> Seams:
    """`progress` is told how far each source was read."""
    zone, told = ZoneInfo(settings.postfix_log_zone), progress or source_progress(settings)
    postfix, dovecot = settings.postfix_log, settings.dovecot_events
    return Seams(
        journal=JournalFiles(JournalReader(settings.journal_dir), told),
        log=LogFile(PostfixLog(postfix, zone), told) if postfix else None,
        mailer=Smtp(MailServer(settings.smtp_host, settings.smtp_port)),
        mailbox_log=MailboxLogFile(DovecotEvents(dovecot, zone), told) if dovecot else None,
        caller=_caller(settings.alert_webhook, settings.alert_webhook_secret_file),
        issuance_caller=_caller(settings.issuance_webhook, settings.issuance_webhook_secret_file),
        sources_stand=partial(sources_stand, settings.journal_dir, [log for log in (postfix, dovecot) if log]),
    )


def sources_stand(journal: Path, logs: Sequence[Path]) -> object:
    """Which segments there are, and the ends of the last one and of each log, and which files they are."""
    numbers = segment_numbers(journal)
    ends = [segment_path(journal, numbers[-1]), *logs] if numbers else logs
    return numbers, [_end(file) for file in ends]


def _end(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size


def link_reader(settings: Settings) -> "LinkFiles":
    return LinkFiles(settings, LinkFetch(settings.link_hosts))


def _caller(url: str, secret_file: Path | None) -> "Webhook | None":
    return Webhook(WebhookOut(url, secret_file)) if url and secret_file is not None else None


class JournalFiles:
    def __init__(self, reader: JournalReader, progress: SourceProgress) -> None:
        self._reader = reader
        self._progress = progress

    def read(self, position: str) -> Records:
        self._progress.journal_begins(_journal_position(position))
        batch = self._reader.read(_journal_position(position))
        reached = _text(asdict(batch.position)) if batch.position != JournalPosition() else ""
        return Records(batch.records, reached, [_lost(one) for one in batch.lost])

    def shipped(self, position: str, now: datetime) -> None:
        self._reader.shipped(_journal_position(position), now)

    def stored(self) -> str:
        reached = self._reader.stored()
        return _text(asdict(reached)) if reached != JournalPosition() else ""

    def is_before(self, position: str, other: str) -> bool:
        return _journal_position(position) < _journal_position(other)


class LogFile:
    def __init__(self, log: PostfixLog, progress: SourceProgress) -> None:
        self._log = log
        self._progress = progress

    def read(self, position: str, now: datetime) -> Deliveries:
        self._progress.log_begins(POSTFIX, _log_position(position))
        batch = self._log.read(_log_position(position), now)
        deliveries = [_delivery(event) for event in batch.events if event.kind in _KINDS]
        return Deliveries(deliveries, _log_text(batch.position), batch.gap)


class MailboxLogFile:
    def __init__(self, log: DovecotEvents, progress: SourceProgress) -> None:
        self._log = log
        self._progress = progress

    def read(self, position: str, now: datetime) -> MailboxEvents:
        self._progress.log_begins(DOVECOT, _log_position(position))
        batch = self._log.read(_log_position(position), now)
        events = [_mailbox_event(event) for event in batch.events]
        return MailboxEvents(events, _log_text(batch.position), batch.gap, batch.broken)


class ImapFolder:
    """One folder of a watched mailbox."""

    def __init__(self, watched: WatchedMailbox, *, sent: bool) -> None:
        account = Account(watched.host, watched.port, watched.tls, watched.user, watched.password_file)
        folder = watched.sent_folder if sent else watched.folder
        self._folder = WatchedFolder(account, folder, reports=not sent)
        digest = hashlib.sha256("\n".join((watched.host, watched.user, folder)).encode()).hexdigest()
        self.name = f"imap:{digest[:32]}"
        self.mailbox = watched.mailbox.lower()
        self.sent = sent

    def read(self, position: str, now: datetime) -> WatchedLetters:
        batch = self._folder.read(_folder_position(position), now)
        letters = [
            WatchedLetter(one.header, one.arrived_at, one.size_bytes, signs_of_header(one.header), one.report)
            for one in batch.letters
        ]
        reached = batch.position
        text = _text({"validity": reached.validity, "uid": reached.uid, "looked_on": reached.looked_on.isoformat()})
        return WatchedLetters(letters, text)

    def wait(self, stopped: Callable[[], bool]) -> None:
        self._folder.wait(stopped)

    def close(self) -> None:
        self._folder.close()


def signs_of_header(header: bytes) -> dict[str, object]:
    """What a letter's subject alone tells; a question for a letter's state is answered where the mail server asks."""
    subjects = [decoded(value) for value in values(read_header(header), "Subject")]
    return replace(shipped_signs().read(LetterText(subjects, [])), status_asked="").record()


def watched_folders(settings: Settings) -> list[ImapFolder]:
    inboxes = [ImapFolder(one, sent=False) for one in settings.watch]
    return inboxes + [ImapFolder(one, sent=True) for one in settings.watch if one.sent_folder]


class Smtp:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def send(self, message: bytes, recipient: str) -> Sent:
        delivery = await send(self._server, message, recipient)
        note = delivery.reason if delivery.code is None else f"{delivery.code} {delivery.reason}".strip()
        return Sent(Outcome(delivery.outcome.value), note)


class LinkFiles:
    """What is published, by the fingerprint of the bundle in force."""

    def __init__(self, settings: Settings, fetch: LinkFetch) -> None:
        self._settings = settings
        self._fetch = fetch

    async def read(self, url: str) -> Downloaded:
        key = await asyncio.to_thread(self._key)
        if key is None:
            return Downloaded(Download.UNREACHABLE)
        fetched = await self._fetch.sha256(url)
        if not fetched.sha256:
            return Downloaded(Download.REFUSED if fetched.refused else Download.UNREACHABLE)
        mark = hashlib.sha256(b"mark of " + key).hexdigest()[:16]
        return Downloaded(Download.FOUND, fingerprint_of(fetched.sha256, key), mark)

    def _key(self) -> bytes | None:
        """Read each time: links are looked at seldom, and a new bundle counts at once."""
        try:
            keys = [read_key(file) for file in self._settings.trusted_keys]
            text = self._settings.bundle.read_text("ascii").strip()
            return load_bundle(text, keys, self._settings.rule_approvals).current_fingerprint_key
        except (OSError, UnicodeDecodeError, DomainError):
            return None


class Webhook:
    def __init__(self, out: WebhookOut) -> None:
        self._out = out

    async def call(self, call_id: str, body: bytes) -> Sent:
        answered = await self._out.post(call_id, body)
        return Sent(Outcome.SENT if answered.taken else Outcome.TEMPORARY, answered.note)


def _lost(part: Lost) -> LostLetters:
    return LostLetters(part.segment, part.records, part.bytes, part.segments, part.since, part.until)


def _delivery(event: DeliveryEvent) -> Delivery:
    return Delivery(
        kind=_KINDS[event.kind],
        at=event.at,
        queue_id=event.queue_id,
        recipient=event.recipient,
        original_recipient=event.original_recipient,
        message_id=event.message_id,
    )


def _mailbox_event(event: dovecot_events.MailboxEvent) -> MailboxEvent:
    return MailboxEvent(_MAILBOX_KINDS[event.kind], event.at, event.mailbox, event.message_id)


def _folder_position(text: str) -> FolderPosition | None:
    if not text:
        return None
    stored = json.loads(text)
    return FolderPosition(stored["validity"], stored["uid"], date.fromisoformat(stored["looked_on"]))


def _log_position(text: str) -> LogPosition | None:
    return LogPosition(**json.loads(text)) if text else None


def _log_text(position: LogPosition | None) -> str:
    return _text(asdict(position)) if position else ""


def _journal_position(text: str) -> JournalPosition:
    return JournalPosition(**json.loads(text)) if text else JournalPosition()


def _text(position: dict[str, Any]) -> str:
    return json.dumps(position, sort_keys=True, separators=(",", ":"))
