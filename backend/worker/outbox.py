"""Sends what waits in the outbox, a few mails at once. The claims are committed before the dialogues; an outcome that
could not be noted leaves its claim standing, and `settle_doubts` finds out from Postfix's log what became of it."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from backend.access.address_token import address_token
from backend.clock import Clock
from backend.compliance import reporting_queries
from backend.compliance.report_files import MEDIA_TYPES
from backend.correspondence import queries, sending
from backend.correspondence.notice_words import Worded
from backend.correspondence.sending import Claim
from backend.db import Database, ReadSession
from backend.mail.compose import Attachment, Notice, Reply, compose_notice, compose_reply
from backend.settings import Settings
from backend.worker import worker_metrics
from backend.worker.seams import Mailer, Outcome, Sent

STATUS_PATH, PRIVACY_PATH, CONFIRM_PATH = "/tra-cuu", "/du-lieu-ca-nhan", "/dia-chi"
SUPPORT_PATH = "/vuong-mac"
AT_ONCE = 8  # dialogues: each waits for both gates, and they are as many as are in doubt after a sudden end
MOST_IN_ONE_ROUND = 3 * AT_ONCE  # then facts are shipped again
_log = logging.getLogger("congvu.worker")


class OutboxSender:
    def __init__(self, settings: Settings, database: Database, clock: Clock, mailer: Mailer) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._mailer = mailer

    async def send_waiting(self) -> int:
        """Send what may go now; returns how many were tried.

        Raises:
            Unavailable: the database does not answer.
        """
        tried = 0
        while tried < MOST_IN_ONE_ROUND and (claims := await self._claims()):
            ended = await asyncio.gather(*map(self._send, claims), return_exceptions=True)
            for failure in filter(None, ended):
                raise failure  # every dialogue is over by now
            tried += len(claims)
        return tried

    async def is_anything_due(self, session: ReadSession, by: datetime) -> bool:
        """Whether a mail may go by then, or a claim is to be found out about."""
        if await queries.is_anything_waiting(session, by):
            return True
        return await queries.is_anything_claimed(session, by - sending.LEASE)

    async def settle_doubts(self, log_read_at: datetime | None) -> None:
        """
        Raises:
            Unavailable: the database does not answer.
        """
        now = self._clock.now()
        async with self._database.read() as session:
            doubtful = await queries.is_anything_claimed(session, now - sending.LEASE)
        if doubtful:
            async with self._database.write() as session:
                await sending.settle_doubts(session, log_read_at, now, self._settings.mail_server)

    async def _claims(self) -> list[Claim]:
        now = self._clock.now()
        claims: list[Claim] = []
        async with self._database.read() as session:
            if not await queries.is_anything_waiting(session, now):
                return []
        async with self._database.write() as session:
            while len(claims) < AT_ONCE and (claim := await sending.claim(session, now, self._settings.mail_server)):
                claims.append(claim)
        return claims

    async def _send(self, claim: Claim) -> None:
        message = composed(claim, self._settings, self._clock.now(), await self._files(claim.worded.report))
        await self._note(claim, await self._mailer.send(message, claim.recipient))

    async def _files(self, quarter: str) -> list[Attachment]:
        """Of the report that goes with a mail; none for most mails."""
        if not quarter:
            return []
        async with self._database.read() as session:
            files = [(kind, await reporting_queries.file(session, quarter, kind)) for kind in ("docx", "pdf")]
        return [Attachment(f"bao-cao-{quarter}.{kind}", MEDIA_TYPES[kind], data) for kind, data in files if data]

    async def _note(self, claim: Claim, sent: Sent) -> None:
        now = self._clock.now()
        async with self._database.write() as session:
            if sent.outcome is Outcome.SENT:
                await sending.note_sent(session, claim.outbox_id, sent.note, now)
            elif sent.outcome is Outcome.PERMANENT:
                await sending.note_refused(session, claim.outbox_id, sent.note, now)
            elif sent.outcome is Outcome.TEMPORARY:
                await sending.note_postponed(session, claim.outbox_id, claim.attempt, sent.note, now)
        worker_metrics.note_sent(sent.outcome)
        _log.info("mail %s: %s %s", claim.message_id, sent.outcome, sent.note)


def composed(claim: Claim, settings: Settings, now: datetime, files: Sequence[Attachment] = ()) -> bytes:
    """A mail to an official has a subject of its own; the others answer whoever wrote a letter."""
    if claim.worded.subject:
        return compose_notice(replace(notice_of(claim, settings, now), attached=files))
    return compose_reply(reply_of(claim, settings, now))


def notice_of(claim: Claim, settings: Settings, now: datetime) -> Notice:
    worded = claim.worded
    return Notice(
        template=worded.template,
        subject=worded.subject,
        from_address=settings.notice_from,
        recipient=claim.recipient,
        message_id=claim.message_id,
        sent_at=now,
        values={
            "agency_name": worded.agency_name,
            "support_url": f"{settings.public_url.rstrip('/')}{SUPPORT_PATH}",
            **worded.values,
            **_link_to_confirm(worded, settings),
        },
        lists=worded.lists,
    )


def reply_of(claim: Claim, settings: Settings, now: datetime) -> Reply:
    worded, begin = claim.worded, settings.public_url.rstrip("/")
    query = urlencode({"ma": worded.reference_code, "khoa": worded.token})
    status_url = f"{begin}{STATUS_PATH}?{query}" if worded.token else ""
    return Reply(
        template=worded.template,
        from_address=settings.acknowledgement_sender or worded.mailbox or settings.notice_from,
        agency_name=worded.agency_name,
        recipient=claim.recipient,
        message_id=claim.message_id,
        in_reply_to=worded.in_reply_to,
        references=(),
        sent_at=now,
        values={
            "agency_name": worded.agency_name,
            "reference_code": worded.reference_code,
            "status_url": status_url,
            "status_url_en": f"{status_url}&lang=en" if worded.token else "",
            "privacy_url": f"{begin}{PRIVACY_PATH}",
            "privacy_url_en": f"{begin}{PRIVACY_PATH}?lang=en",
            **worded.values,
        },
    )


def _link_to_confirm(worded: Worded, settings: Settings) -> dict[str, str]:
    """The token is made here, at the last moment: no table holds it."""
    if worded.confirms is None:
        return {}
    address, quarter = worded.confirms
    query = urlencode(
        {"hop-thu": address, "quy": quarter, "khoa": address_token(settings.gate_token, address, quarter)}
    )
    return {"confirm_url": f"{settings.public_url.rstrip('/')}{CONFIRM_PATH}?{query}"}
