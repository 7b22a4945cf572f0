"""All SQL of what comes due, what was told of it, and alerts to urgent papers."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from backend.clock import VIETNAM
from backend.correspondence.call_queries import Calls
from backend.correspondence.chunks import chunks
from backend.correspondence.escalation import DueKind, Level, Told
from backend.correspondence.groups import listed_groups, of_listed
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import Correspondence, EscalationTold, UrgentAlert
from backend.correspondence.terms import Group, SenderClass, Standing, Urgency
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first

CALLS = Calls(UrgentAlert, UrgentAlert.state, UrgentAlert.not_before, UrgentAlert.alerted_at)
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


async def told_between(
    session: ReadSession, agency_code: str, since: datetime, until: datetime
) -> Sequence[tuple[EscalationTold, Correspondence]]:
    """What an agency was told of in [since, until), with the letter as it stands now; none for named receivers only."""
    its = (
        Correspondence.agency_code == EscalationTold.agency_code,
        Correspondence.id == EscalationTold.correspondence_id,
        Correspondence.shielded.is_(False),
    )
    statement = (
        select(EscalationTold, Correspondence)
        .join(Correspondence, and_(*its))
        .where(EscalationTold.agency_code == agency_code)
        .where(EscalationTold.told_at >= since, EscalationTold.told_at < until)
    )
    return [(told, letter) for told, letter in await session.execute(statement)]


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
    return await insert_first(session, EscalationTold, values)


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
    return await insert_first(session, UrgentAlert, values)
