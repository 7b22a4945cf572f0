"""All SQL of requests about data held on people."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from backend.compliance.models import SubjectRequest
from backend.correspondence.models import Correspondent
from backend.db import ReadSession, WriteSession
from backend.directory.models import Official

LISTED_AT_MOST = 100


async def undecided(session: WriteSession, id_: str) -> SubjectRequest | None:
    """Ours until the unit of work ends."""
    statement = select(SubjectRequest).where(SubjectRequest.id == id_, SubjectRequest.outcome == "")
    return await session.scalar(statement.with_for_update())


async def request(session: ReadSession, id_: str) -> SubjectRequest | None:
    return await session.get(SubjectRequest, id_)


async def of_person(session: ReadSession, official_id: str, correspondent_id: str) -> Sequence[SubjectRequest]:
    """Of an official or of a sender, the latest first."""
    column, value = SubjectRequest.correspondent_id, correspondent_id
    if official_id:
        column, value = SubjectRequest.official_id, official_id
    statement = select(SubjectRequest).where(column == value)
    return (await session.scalars(statement.order_by(SubjectRequest.asked_at.desc(), SubjectRequest.id))).all()


async def of_agencies(session: ReadSession, codes: Collection[str]) -> Sequence[SubjectRequest]:
    """Those that wait first, the longest waiting before the others; then the latest decided."""
    statement = (
        select(SubjectRequest)
        .where(SubjectRequest.agency_code.in_(codes))
        .order_by(SubjectRequest.outcome != "", SubjectRequest.decided_at.desc(), SubjectRequest.asked_at)
    )
    return (await session.scalars(statement.limit(LISTED_AT_MOST))).all()


async def stands_there(session: ReadSession, row: SubjectRequest) -> str | None:
    """What the directory, or the list of businesses, says today where a correction was asked for."""
    if row.official_id:
        official = await session.get(Official, row.official_id)
        return str(getattr(official, row.about)) if official else None
    sender = await session.get(Correspondent, row.correspondent_id)
    return sender.sender_class if sender else None


async def address_of(session: ReadSession, correspondent_id: str) -> str | None:
    """None where it was erased."""
    sender = await session.get(Correspondent, correspondent_id)
    return sender.address if sender else None


async def forget_requests(session: WriteSession, decided_before: datetime) -> int:
    return await session.change(delete(SubjectRequest).where(SubjectRequest.decided_at < decided_before))


async def requests_before(session: ReadSession, decided_before: datetime) -> int:
    statement = select(func.count()).select_from(SubjectRequest).where(SubjectRequest.decided_at < decided_before)
    return await session.scalar(statement) or 0
