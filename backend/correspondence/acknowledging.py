"""Acknowledgements: decided once a letter, claimed before the SMTP dialogue, never sent twice.

What may be acknowledged the milter has judged (RFC 3834: no automatic mail, list, bounce, null sender; no mail that
fails DMARC or is marked as spam). Here: its sender was not acknowledged too often today, it answers no acknowledgement
of ours, it is fresh and still unanswered.
"""

import secrets
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from backend.correspondence import fact_queries, queries, wording
from backend.correspondence.deriving import acknowledgement_id
from backend.correspondence.models import Acknowledgement, Correspondence, Outbox
from backend.correspondence.service import token_hash
from backend.correspondence.terms import Group, NoticeKind, OutboxState
from backend.db import WriteSession
from backend.directory import service as directory
from backend.workingtime.hours import at, in_vietnam

FRESH = timedelta(days=3)  # older letters are not acknowledged, nor is a mail tried longer
LEASE = timedelta(minutes=2)  # an SMTP dialogue that long ago is over, however it ended
DOUBT = timedelta(minutes=5)  # Postfix has logged by then what it took
LONGEST_PAUSE = timedelta(hours=1)
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Claim:
    """One acknowledgement to be sent now; committed before anything of it leaves. Texts are worded for people."""

    outbox_id: str
    attempt: int
    mailbox: str
    agency_name: str
    recipient: str
    message_id: str
    in_reply_to: str | None
    reference_code: str
    token: str
    received: str
    due: str
    how_counted: str


async def decide(session: WriteSession, groups: Collection[Group], limit_per_day: int, now: datetime) -> int:
    """Decide for every letter of these groups that has no decision; returns how many are to be acknowledged."""
    letters = await queries.undecided(session, groups)
    outsiders = await fact_queries.correspondents(session, {row.correspondent_id for row in letters})
    today = at(in_vietnam(now).date(), time())
    sent = Counter(await queries.acknowledged_since(session, outsiders, today))
    accepted = 0
    for row in letters:
        address = outsiders[row.correspondent_id].address
        reason = _withheld_because(row, address, now)
        if reason is None and sent[row.correspondent_id] >= limit_per_day:
            reason = "too many today"
        message_id = acknowledgement_id(row.agency_code, row.id)
        session.add(_decision(row, reason, message_id, now))
        if reason is None:
            session.add(_waiting(row, address, message_id, now))
            sent[row.correspondent_id] += 1
            accepted += 1
    await session.flush()
    return accepted


async def claim(session: WriteSession, now: datetime) -> Claim | None:
    """Take the next acknowledgement that may go now; None if there is none.

    A fresh token goes with each attempt, and only its hash is kept: an attempt is repeated only once it is known that
    the one before reached nobody.
    """
    while (mail := await queries.next_waiting(session, now)) is not None:
        mail.attempts += 1
        mail.claimed_at = now
        rows = await queries.letter(session, mail.correspondence_id)
        if rows is None or mail.recipient is None or now - rows[0].received_at > FRESH:
            _close(mail, OutboxState.FAILED, "too late", now)
            await session.flush()
            continue
        mail.state = OutboxState.CLAIMED
        row, reference = rows[:2]
        token = secrets.token_urlsafe(TOKEN_BYTES)
        reference.token_hash = token_hash(token)
        calendar = (await directory.calendars(session, [row.agency_code]))[row.agency_code]
        return Claim(
            outbox_id=mail.id,
            attempt=mail.attempts,
            mailbox=row.mailbox,
            agency_name=(await directory.agency_by_code(session, row.agency_code)).name,
            recipient=mail.recipient,
            message_id=mail.message_id,
            in_reply_to=row.message_id or None,
            reference_code=reference.code,
            token=token,
            received=wording.received(row.received_at),
            due=wording.due(row.due_at) if row.due_at else wording.no_due(),
            how_counted=wording.how_due_of(row, calendar),
        )
    return None


async def note_sent(session: WriteSession, outbox_id: str, outcome: str, now: datetime) -> None:
    await queries.settle(session, outbox_id, state=OutboxState.SENT, outcome=outcome, settled_at=now, recipient=None)


async def note_refused(session: WriteSession, outbox_id: str, outcome: str, now: datetime) -> None:
    """The server will never take it."""
    await queries.settle(session, outbox_id, state=OutboxState.FAILED, outcome=outcome, settled_at=now, recipient=None)


async def note_postponed(session: WriteSession, outbox_id: str, attempt: int, outcome: str, now: datetime) -> None:
    """The server did not take it now: again after 1, 2, 4 … minutes, at most an hour."""
    pause = min(timedelta(minutes=2 ** min(attempt - 1, 10)), LONGEST_PAUSE)
    await queries.settle(session, outbox_id, state=OutboxState.WAITING, outcome=outcome, not_before=now + pause)


async def settle_doubts(session: WriteSession, log_read_at: datetime | None, now: datetime) -> int:
    """Settle dialogues that were cut off, by what Postfix logged; returns how many.

    Accepted: sent. Not accepted, and the log has been read to its end since (`log_read_at`, None: there is no log):
    it may be tried again. Otherwise it stays in doubt: rather none than two.
    """
    settled = 0
    for mail in await queries.claimed_before(session, now - LEASE):
        claimed_at = mail.claimed_at or now
        if await fact_queries.is_accepted(session, mail.message_id):
            await note_sent(session, mail.id, "found in the log", now)
        elif log_read_at is not None and log_read_at > claimed_at + DOUBT:
            await note_postponed(session, mail.id, mail.attempts, "not in the log", now)
        else:
            continue
        settled += 1
    return settled


def _withheld_because(row: Correspondence, address: str | None, now: datetime) -> str | None:
    if row.answered_at is not None:
        return "answered"
    if now - row.received_at > FRESH:
        return "too old"
    return "erased" if address is None else None


def _decision(row: Correspondence, reason: str | None, message_id: str, now: datetime) -> Acknowledgement:
    return Acknowledgement(
        agency_code=row.agency_code,
        correspondence_id=row.id,
        correspondent_id=row.correspondent_id,
        decided_at=now,
        withheld_because=reason,
        message_id=message_id,
    )


def _waiting(row: Correspondence, address: str | None, message_id: str, now: datetime) -> Outbox:
    return Outbox(
        agency_code=row.agency_code,
        correspondence_id=row.id,
        kind=NoticeKind.ACKNOWLEDGEMENT,
        data={},
        message_id=message_id,
        recipient=address,
        state=OutboxState.WAITING,
        attempts=0,
        not_before=now,
    )


def _close(mail: Outbox, state: OutboxState, outcome: str, now: datetime) -> None:
    mail.state, mail.outcome, mail.settled_at, mail.recipient = state, outcome, now, None
