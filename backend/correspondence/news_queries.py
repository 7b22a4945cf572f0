"""All SQL of what is new about an agency's letters. Both questions read a short stretch of an index."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from backend.correspondence.models import Correspondence, LetterReference
from backend.correspondence.terms import LIVING, Standing
from backend.db import ReadSession

RECENT = timedelta(days=2)  # a letter that arrived before that is an import, and no news
RECEIPTS_WITHIN = timedelta(days=20)  # the same working day, or the next: Tết is over by then
_OWING = (*LIVING, Standing.NOT_AWAITED)


async def entered_since(session: ReadSession, agency_code: str, moment: datetime) -> list[tuple[str, datetime]]:
    """Letters that were entered after then, with when; those for named receivers only are left out."""
    entered = and_(
        LetterReference.agency_code == Correspondence.agency_code,
        LetterReference.correspondence_id == Correspondence.id,
    )
    statement = (
        select(Correspondence.id, LetterReference.issued_at)
        .join(LetterReference, entered)
        .where(
            Correspondence.agency_code == agency_code,
            Correspondence.received_at >= moment - RECENT,
            Correspondence.standing.in_(_OWING),
            Correspondence.shielded.is_(False),
            LetterReference.issued_at > moment,
        )
    )
    return [(letter, issued_at) for letter, issued_at in await session.execute(statement)]


async def overdue_since(session: ReadSession, agency_code: str, since: datetime, until: datetime) -> Sequence[str]:
    """Letters whose answer or receipt was due in (since, until] and is owed still."""
    of_agency = (Correspondence.agency_code == agency_code, Correspondence.shielded.is_(False))
    answer = select(Correspondence.id).where(
        *of_agency,
        Correspondence.standing == Standing.OPEN,
        Correspondence.living_due_at > since,
        Correspondence.living_due_at <= until,
    )
    receipt = select(Correspondence.id).where(
        *of_agency,
        Correspondence.received_at >= since - RECEIPTS_WITHIN,
        Correspondence.standing.in_(_OWING),
        Correspondence.acknowledged_at.is_(None),
        Correspondence.receipt_due_at > since,
        Correspondence.receipt_due_at <= until,
    )
    return (await session.scalars(answer.union(receipt))).all()
