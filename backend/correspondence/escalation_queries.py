"""All SQL of what comes due, what was told of it, and alerts to urgent papers."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.clock import VIETNAM
from backend.correspondence.chunks import chunks
from backend.correspondence.escalation import DueKind, Level, Told
from backend.correspondence.groups import listed_groups, of_listed
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import Correspondence, EscalationTold, UrgentAlert
from backend.correspondence.terms import Group, OutboxState, SenderClass, Standing, Urgency
from backend.db import ReadSession, WriteSession

_OWING = (Standing.OPEN, Standing.SENDERS_TURN, Standing.NOT_AWAITED)


async def due_between(
    session: ReadSession, agency_code: str, since: datetime, until: datetime
) -> Sequence[Correspondence]:
    """An agency's letters of which an answer, a receipt or an inside task may be due in [since, until)."""
    first, last = (moment.astimezone(VIETNAM).date() for moment in (since, until))
    due = or_(
        and_(Correspondence.due_at >= since, Correspondence.due_at < until),
        and_(
            Correspondence.receipt_due_at >= since,
            Correspondence.receipt_due_at < until,
            Correspondence.acknowledged_at.is_(None),
        ),
        and_(Correspondence.task_due_on >= first, Correspondence.task_due_on < last),
    )
    statement = select(Correspondence).where(
        Correspondence.agency_code == agency_code,
        Correspondence.standing.in_(_OWING),
        Correspondence.shielded.is_(False),
        due,
    )
    return (await session.scalars(statement)).all()


async def told(session: ReadSession, agency_code: str, letter_ids: Iterable[str]) -> set[Told]:
    """What of these letters was told already."""
    found: set[Told] = set()
    for chunk in chunks(letter_ids):
        statement = select(EscalationTold).where(
            EscalationTold.agency_code == agency_code, EscalationTold.correspondence_id.in_(chunk)
        )
        rows = await session.scalars(statement)
        found |= {Told(row.correspondence_id, DueKind(row.kind), Level(row.level), row.due_at) for row in rows}
    return found


async def claim_told(session: WriteSession, agency_code: str, one: Told, now: datetime) -> bool:
    """Whether this unit of work is the one that tells it."""
    values = {
        "agency_code": agency_code,
        "correspondence_id": one.letter_id,
        "kind": one.kind,
        "level": one.level,
        "due_at": one.due_at,
        "told_at": now,
    }
    return await _insert_first(session, EscalationTold, values)


async def urgent_arrivals(session: ReadSession, groups: Collection[Group], since: datetime) -> list[Correspondence]:
    """Urgent papers of agencies that arrived since then and that nobody has dealt with, the earliest first."""
    listed = listed_groups(session, groups)
    statement = select(Correspondence).join(listed, of_listed(table_of(Correspondence).c, listed))
    found = await session.scalars(
        statement.where(
            Correspondence.urgency.in_(list(Urgency)),
            Correspondence.sender_class == SenderClass.AGENCY,
            Correspondence.received_at >= since,
            Correspondence.standing.in_(_OWING),
            Correspondence.shielded.is_(False),
            Correspondence.mailbox != "",
            Correspondence.register_number == "",
        )
    )
    return sorted(found, key=lambda row: (row.received_at, row.id))


async def claim_alert(session: WriteSession, row: Correspondence, state: str, now: datetime) -> bool:
    """Whether this unit of work is the one that alerts to it. `state`: of the call, "" for none."""
    values = {
        "agency_code": row.agency_code,
        "correspondence_id": row.id,
        "alerted_at": now,
        "state": state,
        "attempts": 0,
        "not_before": now,
    }
    return await _insert_first(session, UrgentAlert, values)


async def is_call_waiting(session: ReadSession, now: datetime) -> bool:
    return await session.scalar(select(UrgentAlert.agency_code).where(*_may_be_called(now)).limit(1)) is not None


async def next_call(session: WriteSession, now: datetime) -> UrgentAlert | None:
    """The alert that has waited longest for its call. Other workers' picks are passed over."""
    statement = select(UrgentAlert).where(*_may_be_called(now)).order_by(UrgentAlert.not_before, UrgentAlert.alerted_at)
    return await session.scalar(statement.limit(1).with_for_update(skip_locked=True))


async def settle_call(session: WriteSession, agency_code: str, letter_id: str, **values: Any) -> None:
    """Note the outcome of a claimed call; of one that somebody else settled meanwhile, nothing changes."""
    statement = update(UrgentAlert).where(
        UrgentAlert.agency_code == agency_code,
        UrgentAlert.correspondence_id == letter_id,
        UrgentAlert.state == OutboxState.CLAIMED,
    )
    await session.change(statement.values(**values))


def _may_be_called(now: datetime) -> Sequence[Any]:
    """Waiting, or claimed by somebody whose time for it is over."""
    open_states = (OutboxState.WAITING, OutboxState.CLAIMED)
    return UrgentAlert.state.in_(open_states), UrgentAlert.not_before <= now


async def _insert_first(
    session: WriteSession, table: type[EscalationTold | UrgentAlert], values: dict[str, Any]
) -> bool:
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    return await session.change(insert(table).values(**values).on_conflict_do_nothing()) == 1
