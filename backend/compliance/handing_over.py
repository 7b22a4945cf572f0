"""What whoever was on duty hands over to the next: a sheet made once, kept as it was, taken over by name.

The caller has checked that both keep duty for the agency.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.access.roles import line_of
from backend.audit import service as audit
from backend.compliance import duty_queries as queries
from backend.compliance import incident_queries, silence_queries, support_queries
from backend.compliance.duty_models import NOTE_LENGTH, DutyHandover, DutyTurn, Incident
from backend.compliance.incidents import line_of_words
from backend.compliance.reporting import Signer
from backend.correspondence import operation_queries
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.errors import UsageError

HANDED_OVER_WITHIN = timedelta(days=1)  # after the end of a turn


async def own_turn(session: ReadSession, agency_code: str, person_id: str, now: datetime) -> DutyTurn | None:
    """The person's turn that has begun, was not handed over, and ended not long ago if at all; of several the first."""
    turns = await queries.turns_since(session, agency_code, now - HANDED_OVER_WITHIN)
    begun = [one for one in turns if one.person_id == person_id and one.begins_at <= now]
    done = await queries.handed_over(session, [one.id for one in begun])
    return next((one for one in begun if one.id not in done), None)


async def hand_over(
    session: WriteSession, turn: DutyTurn, words: str, machines: Mapping[str, Any], who: Signer, now: datetime
) -> DutyHandover:
    """`machines`: what the caller knows of the set of rules and of canary letters.

    Raises:
        UsageError: the words are no line, or it was handed over.
    """
    said = line_of_words(words, NOTE_LENGTH) if words.strip() else ""
    row = await queries.turn(session, turn.id, turn.agency_code)
    if row is None or await queries.handed_over(session, [turn.id]):
        raise UsageError("it was handed over", code="gone")
    made = DutyHandover(
        agency_code=turn.agency_code,
        turn_id=turn.id,
        since_at=turn.begins_at,
        made_by=who.person_id,
        made_at=now,
        sheet={**machines, **await sheet_of(session, turn, now)},
        words=said,
    )
    session.add(made)
    await session.flush()
    audit.record_deed(session, "duty.handed_over", made, who, now)
    return made


async def take_over(session: WriteSession, agency_code: str, id_: str, who: Signer, now: datetime) -> None:
    """
    Raises:
        UsageError: no such sheet that waits, or one's own.
    """
    row = await queries.handover(session, id_, agency_code)
    if row is None or row.taken_at is not None:
        raise UsageError("no sheet that waits", code="gone")
    if row.made_by == who.person_id:
        raise UsageError("another person takes it over", code="own_sheet")
    row.taken_by, row.taken_at = who.person_id, now
    audit.record_deed(session, "duty.taken_over", row, who, now)


async def sheet_of(session: ReadSession, turn: DutyTurn, now: datetime) -> dict[str, Any]:
    """Incidents that stand or were closed in this turn, and sums of what waits: of the outbox and of calls in the whole
    province, of silent mailboxes and open tickets in this agency and those below it."""
    parents = await directory.parents(session)
    standing = await incident_queries.standing(session, turn.agency_code)
    closed = await incident_queries.closed_since(session, turn.agency_code, turn.begins_at)
    outbox = await operation_queries.outbox_depth(session, now)
    silent = [one.agency_code for one in await silence_queries.standing(session)]
    tickets = await support_queries.waiting_by_agency(session)

    def is_ours(code: str) -> bool:
        return turn.agency_code in line_of(code, parents)

    return {
        "standing": [_told(one, turn) for one in standing],
        "closed": [_told(one, turn) for one in closed],
        "outbox": sum(outbox.depth.values()),
        "outbox_minutes": max(0, int((now - outbox.due_since).total_seconds() // 60)) if outbox.due_since else 0,
        "calls": await operation_queries.calls_waiting(session),
        "silent": sum(map(is_ours, silent)),
        "tickets": sum(count for code, count in tickets.items() if is_ours(code)),
    }


def _told(row: Incident, turn: DutyTurn) -> dict[str, Any]:
    is_new = row.opened_at >= turn.begins_at
    return {"service": row.service, "severity": row.severity, "seen": row.seen, "is_new": is_new}
