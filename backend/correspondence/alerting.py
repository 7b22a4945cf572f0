"""Alerts whoever is on duty to an urgent paper, at any hour: one mail to each, one call to the gateway that rings them.

Only papers of agencies ring: anybody could type HOẢ TỐC on a sheet and wake a province. Only fresh ones do, so that an
import or a long stop of the worker rings nobody.

Source: NĐ 30/2020/NĐ-CP, Điều 4 khoản 2 điểm c, Điều 23 khoản 1 (urgent papers are passed on at once).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.correspondence import escalation_queries, notices, queries
from backend.correspondence.escalating import staff_of
from backend.correspondence.escalation import EVERYBODY
from backend.correspondence.terms import Group, NoticeKind, OutboxState
from backend.db import WriteSession

FRESH = timedelta(hours=24)
LEASE = timedelta(minutes=2)  # a call begun that long ago is over, however it ended
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Call:
    """What the gateway is told. The same letter has the same `id` at every attempt, so that it rings once."""

    id: str
    agency_code: str
    letter_id: str
    attempt: int
    urgency: str
    reference_code: str
    received_at: datetime


async def decide(session: WriteSession, groups: Collection[Group], now: datetime, *, call: bool) -> int:
    """Queue the alerts to urgent papers among the letters of these groups; returns to how many papers. `call`: a
    gateway is configured."""
    alerted = 0
    for row in await escalation_queries.urgent_arrivals(session, groups, now - FRESH):
        if not await escalation_queries.claim_alert(session, row, OutboxState.WAITING if call else "", now):
            continue
        addresses = (await staff_of(session, row.agency_code, now)).addresses(EVERYBODY)
        for ordinal, address in enumerate(addresses):
            key, data = f"{row.id}.{ordinal}", {"urgency": row.urgency}
            before_all = now - FRESH  # whatever else waits
            session.add(notices.mail(row.agency_code, row.id, NoticeKind.ALERT, key, data, address, before_all))
        alerted += 1
    await session.flush()
    return alerted


async def claim_call(session: WriteSession, now: datetime) -> Call | None:
    """Take the next call that may be made now; None if there is none. What has no sense any more is closed."""
    while (alert := await escalation_queries.CALLS.next(session, now)) is not None:
        alert.attempts += 1
        rows = await queries.letter(session, alert.correspondence_id)
        if rows is None or rows[0].shielded or now - alert.alerted_at > FRESH:
            alert.state, alert.settled_at, alert.outcome = OutboxState.FAILED, now, "too late"
            await session.flush()
            continue
        alert.state, alert.not_before = OutboxState.CLAIMED, now + LEASE
        row, reference = rows[:2]
        return Call(
            id=f"{row.agency_code}.{row.id}",
            agency_code=row.agency_code,
            letter_id=row.id,
            attempt=alert.attempts,
            urgency=row.urgency,
            reference_code=reference.code,
            received_at=row.received_at,
        )
    return None


async def note_called(session: WriteSession, call: Call, outcome: str, now: datetime) -> None:
    await escalation_queries.CALLS.settle(
        session, (call.agency_code, call.letter_id), state=OutboxState.SENT, outcome=outcome, settled_at=now
    )


async def note_unanswered(session: WriteSession, call: Call, outcome: str, now: datetime) -> None:
    """The gateway did not take it: again after 15, 30, 60 … seconds, at most ten minutes, for a day."""
    pause = min(FIRST_PAUSE * 2 ** min(call.attempt - 1, 10), LONGEST_PAUSE)
    await escalation_queries.CALLS.settle(
        session,
        (call.agency_code, call.letter_id),
        state=OutboxState.WAITING,
        outcome=outcome,
        not_before=now + pause,
    )
