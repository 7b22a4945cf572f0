"""All SQL of tickets to the support desk."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.sql.elements import ColumnElement

from backend.compliance.models import SupportTicket
from backend.db import ReadSession, WriteSession

ANSWERED = "answered"  # TicketState.ANSWERED
LISTED_AT_MOST = 100


async def ticket(session: WriteSession, id_: str) -> SupportTicket | None:
    """Ours until the unit of work ends."""
    return await session.scalar(select(SupportTicket).where(SupportTicket.id == id_).with_for_update())


async def of_login(session: ReadSession, login: str) -> Sequence[SupportTicket]:
    """The latest first."""
    statement = select(SupportTicket).where(SupportTicket.login == login)
    ordered = statement.order_by(SupportTicket.opened_at.desc(), SupportTicket.id).limit(LISTED_AT_MOST)
    return (await session.scalars(ordered)).all()


async def of_agencies(session: ReadSession, codes: Collection[str]) -> Sequence[SupportTicket]:
    """Those that wait first, the longest waiting before the others; then the latest answered."""
    statement = select(SupportTicket).where(SupportTicket.agency_code.in_(codes))
    ordered = statement.order_by(SupportTicket.state == ANSWERED, SupportTicket.opened_at, SupportTicket.id)
    return (await session.scalars(ordered.limit(LISTED_AT_MOST))).all()


async def waiting_by_agency(session: ReadSession) -> dict[str, int]:
    """How many are not answered; agencies without any are absent."""
    counted = select(SupportTicket.agency_code, func.count()).where(SupportTicket.state != ANSWERED)
    return dict((await session.execute(counted.group_by(SupportTicket.agency_code))).all())


async def forget_answered(session: WriteSession, answered_before: datetime) -> int:
    return await session.change(delete(SupportTicket).where(*_answered(answered_before)))


async def answered_before(session: ReadSession, then: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(SupportTicket).where(*_answered(then))) or 0


def _answered(before: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SupportTicket.state == ANSWERED, SupportTicket.state_at < before
