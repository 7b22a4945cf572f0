"""All SQL of the duty roster and of what is handed over."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from backend.compliance import incident_queries
from backend.compliance.duty_models import DutyHandover, DutyTurn
from backend.db import ReadSession, WriteSession

HANDOVERS_AT_MOST = 30  # shown, of those that were taken over


async def turns_since(session: ReadSession, agency_code: str, then: datetime) -> Sequence[DutyTurn]:
    """Those that end later and were not withdrawn, the first first."""
    found = select(DutyTurn).where(
        DutyTurn.agency_code == agency_code, DutyTurn.ends_at > then, DutyTurn.withdrawn_at.is_(None)
    )
    return (await session.scalars(found.order_by(DutyTurn.begins_at, DutyTurn.ends_at, DutyTurn.id))).all()


async def turns_of_all_since(session: ReadSession, then: datetime) -> Sequence[DutyTurn]:
    """Of every agency, those that end later and were not withdrawn."""
    found = select(DutyTurn).where(DutyTurn.ends_at > then, DutyTurn.withdrawn_at.is_(None))
    return (await session.scalars(found)).all()


async def oldest_sheet(session: ReadSession) -> datetime | None:
    """When the oldest sheet was made of those that nobody took over."""
    return await session.scalar(select(func.min(DutyHandover.made_at)).where(DutyHandover.taken_at.is_(None)))


async def turn(session: WriteSession, id_: str, agency_code: str) -> DutyTurn | None:
    """One that was not withdrawn; ours until the unit of work ends."""
    found = select(DutyTurn).where(
        DutyTurn.id == id_, DutyTurn.agency_code == agency_code, DutyTurn.withdrawn_at.is_(None)
    )
    return await session.scalar(found.with_for_update())


async def handed_over(session: ReadSession, turn_ids: Collection[str]) -> set[str]:
    return set(await session.scalars(select(DutyHandover.turn_id).where(DutyHandover.turn_id.in_(turn_ids))))


async def handover(session: WriteSession, id_: str, agency_code: str) -> DutyHandover | None:
    """Ours until the unit of work ends."""
    found = select(DutyHandover).where(DutyHandover.id == id_, DutyHandover.agency_code == agency_code)
    return await session.scalar(found.with_for_update())


async def handovers(session: ReadSession, agency_code: str) -> Sequence[DutyHandover]:
    """Every one that waits to be taken over, the first first; then the latest that were."""
    own = select(DutyHandover).where(DutyHandover.agency_code == agency_code)
    waiting = await session.scalars(own.where(DutyHandover.taken_at.is_(None)).order_by(DutyHandover.made_at))
    taken = own.where(DutyHandover.taken_at.is_not(None)).order_by(DutyHandover.made_at.desc())
    return [*waiting, *await session.scalars(taken.limit(HANDOVERS_AT_MOST))]


async def forget_duty(session: WriteSession, before: datetime) -> int:
    """Incidents closed, turns ended and sheets made before."""
    went = await incident_queries.forget_closed(session, before)
    went += await session.change(delete(DutyTurn).where(DutyTurn.ends_at < before))
    return went + await session.change(delete(DutyHandover).where(DutyHandover.made_at < before))


async def duty_before(session: ReadSession, then: datetime) -> int:
    turns = select(func.count()).select_from(DutyTurn).where(DutyTurn.ends_at < then)
    sheets = select(func.count()).select_from(DutyHandover).where(DutyHandover.made_at < then)
    counted = [await session.scalar(one) or 0 for one in (turns, sheets)]
    return await incident_queries.closed_before(session, then) + sum(counted)
