"""All SQL of the incident log."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from backend.compliance.duty_models import Incident, IncidentNote
from backend.db import ReadSession, WriteSession

CLOSED_AT_MOST = 50  # shown


async def incident(session: WriteSession, id_: str, agency_code: str) -> Incident | None:
    """Of this agency; ours until the unit of work ends."""
    found = select(Incident).where(Incident.id == id_, Incident.agency_code == agency_code)
    return await session.scalar(found.with_for_update())


async def standing(session: ReadSession, agency_code: str) -> Sequence[Incident]:
    """Not closed, the first first."""
    found = select(Incident).where(Incident.agency_code == agency_code, Incident.closed_at.is_(None))
    return (await session.scalars(found.order_by(Incident.began_at, Incident.id))).all()


async def closed(session: ReadSession, agency_code: str) -> Sequence[Incident]:
    """The latest closed first, at most `CLOSED_AT_MOST`."""
    found = select(Incident).where(Incident.agency_code == agency_code, Incident.closed_at.is_not(None))
    ordered = found.order_by(Incident.closed_at.desc(), Incident.id).limit(CLOSED_AT_MOST)
    return (await session.scalars(ordered)).all()


async def closed_since(session: ReadSession, agency_code: str, then: datetime) -> Sequence[Incident]:
    """The first closed first."""
    found = select(Incident).where(Incident.agency_code == agency_code, Incident.closed_at >= then)
    return (await session.scalars(found.order_by(Incident.closed_at, Incident.id))).all()


async def agencies(session: ReadSession) -> set[str]:
    """Whose log holds anything."""
    return set(await session.scalars(select(Incident.agency_code).distinct()))


async def notes_of(session: ReadSession, incident_ids: Collection[str]) -> Mapping[str, list[IncidentNote]]:
    """Of each incident, in the order in which they were written."""
    statement = select(IncidentNote).where(IncidentNote.incident_id.in_(incident_ids))
    found: dict[str, list[IncidentNote]] = {id_: [] for id_ in incident_ids}
    for note in await session.scalars(statement.order_by(IncidentNote.noted_at, IncidentNote.id)):
        found[note.incident_id].append(note)
    return found


async def forget_closed(session: WriteSession, closed_before: datetime) -> int:
    """With their notes."""
    return await session.change(delete(Incident).where(Incident.closed_at < closed_before))


async def closed_before(session: ReadSession, then: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(Incident).where(Incident.closed_at < then)) or 0
