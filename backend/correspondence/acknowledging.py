"""Which letters are acknowledged: decided once a letter.

What may be acknowledged the milter has judged (RFC 3834: no automatic mail, list, bounce, null sender; no mail that
fails DMARC or is marked as spam). Here: its sender was not acknowledged too often today, it answers no acknowledgement
of ours, it is fresh and still unanswered.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, time

from backend.correspondence import fact_queries, intake, queries
from backend.correspondence.acts import Act, LetterAct, act_fact
from backend.correspondence.models import Acknowledgement, Correspondence, Outbox
from backend.correspondence.notice_words import FRESH
from backend.correspondence.recompute import recompute
from backend.correspondence.terms import Group, NoticeKind, OutboxState
from backend.db import WriteSession
from backend.directory.successors import moved_to
from backend.mail.own_ids import acknowledgement_id
from backend.workingtime.hours import at, in_vietnam


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
    await _wait_for_senders(session, letters, now)
    return accepted


async def _wait_for_senders(session: WriteSession, letters: Sequence[Correspondence], now: datetime) -> None:
    """Letters to an agency or a box that is no more are the senders' to send elsewhere: nobody is timed for them."""
    today = in_vietnam(now).date()
    places = {(row.agency_code, row.mailbox) for row in letters}
    gone = {place for place in places if await moved_to(session, *place, today) is not None}
    acts = [
        act_fact(
            row.agency_code,
            row.correspondent_id,
            LetterAct(f"moved.{row.id}", Act.SENDERS_TURN, row.id, max(now, row.received_at), "", {}),
        )
        for row in letters
        if (row.agency_code, row.mailbox) in gone
    ]
    if acts:
        taken = await intake.take_in_acts(session, acts)
        await recompute(session, taken.groups, now)


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
