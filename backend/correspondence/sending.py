"""Mails of ours on their way: claimed before the SMTP dialogue, settled after it, never sent twice."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.correspondence import escalating, fact_queries, notice_words, queries
from backend.correspondence.models import Outbox
from backend.correspondence.notice_words import Worded
from backend.correspondence.terms import NoticeKind, OutboxState
from backend.db import WriteSession

_log = logging.getLogger("congvu.worker")
_CLAIMED = "given to mail server "
LEASE = timedelta(minutes=2)  # an SMTP dialogue that long ago is over, however it ended
DOUBT = timedelta(minutes=5)  # Postfix has logged by then what it took
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 77  # three days of these pauses


@dataclass(frozen=True, slots=True)
class Claim:
    """One mail to be sent now; committed before anything of it leaves."""

    outbox_id: str
    attempt: int
    recipient: str
    message_id: str
    worded: Worded


def claimed_for(mail_server: int) -> str:
    """Stands as outcome while a mail is claimed: whose log tells what became of it."""
    return f"{_CLAIMED}{mail_server}"


async def claim(session: WriteSession, now: datetime, mail_server: int = 0) -> Claim | None:
    """Take the next mail that may go now, by this mail server; None if there is none. What has no sense any more is
    closed unsent."""
    while (mail := await queries.next_waiting(session, now)) is not None:
        if await _waits_for_day(session, mail, now):
            continue
        mail.attempts += 1
        mail.claimed_at = now
        worded = None
        if mail.recipient is not None and mail.attempts <= MOST_ATTEMPTS:
            worded = await _worded(session, mail, now)
        if worded is None or mail.recipient is None:
            _close(mail, OutboxState.FAILED, "too late", now)
            await session.flush()
            continue
        mail.state, mail.outcome = OutboxState.CLAIMED, claimed_for(mail_server)
        return Claim(mail.id, mail.attempts, mail.recipient, mail.message_id, worded)
    return None


async def _waits_for_day(session: WriteSession, mail: Outbox, now: datetime) -> bool:
    """What reminds officials never goes at night, not even what the mail server did not take by day."""
    if mail.kind not in (NoticeKind.DIGEST, NoticeKind.CHECK_REMINDER):
        return False
    mail.not_before = max(mail.not_before, await escalating.may_go_at(session, mail.agency_code, now))
    await session.flush()
    return mail.not_before > now


async def _worded(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    """None also for a mail that cannot be worded: one bad mail must not keep all others waiting for ever."""
    try:
        return await notice_words.worded(session, mail, now)
    except (KeyError, ValueError, LookupError) as error:
        _log.error("mail %s of kind %s cannot be worded: %s", mail.message_id, mail.kind, type(error).__name__)
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


async def settle_doubts(
    session: WriteSession, log_read_at: datetime | None, now: datetime, mail_server: int = 0
) -> int:
    """Settle dialogues that were cut off, by what Postfix logged; returns how many.

    Accepted: sent. Not accepted, and the log of the server it was given to has been read to its end since
    (`log_read_at`: of this `mail_server`'s, None: there is no log): it may be tried again. Otherwise it stays in doubt:
    rather none than two.
    """
    settled = 0
    for mail in await queries.claimed_before(session, now - LEASE):
        claimed_at = mail.claimed_at or now
        if await fact_queries.is_accepted(session, mail.message_id):
            await note_sent(session, mail.id, "found in the log", now)
        elif _is_given_to(mail, mail_server) and log_read_at is not None and log_read_at > claimed_at + DOUBT:
            await note_postponed(session, mail.id, mail.attempts, "not in the log", now)
        else:
            continue
        settled += 1
    return settled


def _is_given_to(mail: Outbox, mail_server: int) -> bool:
    """Claims of before servers had numbers were those of the only one."""
    claimed = mail.outcome or ""
    return claimed == claimed_for(mail_server) or not (claimed.startswith(_CLAIMED) or mail_server)


def _close(mail: Outbox, state: OutboxState, outcome: str, now: datetime) -> None:
    mail.state, mail.outcome, mail.settled_at, mail.recipient = state, outcome, now, None
