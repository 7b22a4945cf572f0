"""All SQL of a restore."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from backend.correspondence.chunks import chunks
from backend.correspondence.models import Correspondence, Fact, Outbox
from backend.correspondence.sending import claimed_for
from backend.correspondence.terms import NoticeKind, OutboxState
from backend.db import ReadSession, WriteSession

_OPEN = (OutboxState.WAITING, OutboxState.CLAIMED)


async def count_facts(session: ReadSession) -> int:
    return await session.scalar(select(func.count()).select_from(Fact)) or 0


async def settle_answered(session: WriteSession, questions: Collection[str], why: str, now: datetime) -> int:
    """Acknowledgements of these letters, by Message-ID: they went."""
    settled = 0
    values = {"state": OutboxState.SENT, "outcome": why, "settled_at": now, "recipient": None}
    for some in chunks(sorted(questions)):
        answered = select(Correspondence.id).where(
            Correspondence.agency_code == Outbox.agency_code,
            Correspondence.id == Outbox.correspondence_id,
            Correspondence.message_id.in_(some),
        )
        due = update(Outbox).where(Outbox.state.in_(_OPEN), Outbox.kind == NoticeKind.ACKNOWLEDGEMENT)
        settled += await session.change(due.where(answered.exists()).values(**values))
    return settled


async def doubt_what_may_have_gone(session: WriteSession, now: datetime, mail_server: int) -> int:
    """As if this mail server's dialogue of each mail that was due had been cut off: its worker asks Postfix's log
    before it sends."""
    due = update(Outbox).where(Outbox.state.in_(_OPEN), Outbox.not_before <= now)
    return await session.change(due.values(state=OutboxState.CLAIMED, claimed_at=now, outcome=claimed_for(mail_server)))


async def give_up_what_may_have_gone(session: WriteSession, now: datetime, why: str) -> int:
    """Rather none than two: where the log is no longer whole, nobody can tell."""
    due = update(Outbox).where(Outbox.state.in_(_OPEN), Outbox.not_before <= now)
    values = {"state": OutboxState.FAILED, "outcome": why, "settled_at": now, "recipient": None}
    return await session.change(due.values(**values))
