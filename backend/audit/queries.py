"""SQL of the audit log."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from backend.audit.models import AuditEntry
from backend.db import ReadSession, WriteSession

_LOOKS = AuditEntry.deed.startswith("look.", autoescape=True)


async def of_login(session: ReadSession, login: str, since: datetime, limit: int) -> Sequence[AuditEntry]:
    """What was done under a log-in since then, the newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.login == login, AuditEntry.at >= since)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def last_look(
    session: ReadSession, login: str, deed: str, agency_code: str, subject_id: str | None, since: datetime
) -> AuditEntry | None:
    """This log-in's last look at this thing since then."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.login == login, AuditEntry.at > since, AuditEntry.deed == deed)
        .where(AuditEntry.agency_code == agency_code, AuditEntry.subject_id.is_not_distinct_from(subject_id))
        .order_by(AuditEntry.at.desc())
        .limit(1)
    )
    return await session.scalar(statement)


async def looks_at(
    session: ReadSession, agency_codes: Collection[str], but_not_by: str, since: datetime, limit: int
) -> Sequence[AuditEntry]:
    """Looks of other log-ins at something of these agencies, the newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.agency_code.in_(agency_codes), AuditEntry.at >= since)
        .where(_LOOKS, AuditEntry.login != but_not_by)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def forget_looks(session: WriteSession, before: datetime) -> int:
    """How many went."""
    return await session.change(delete(AuditEntry).where(_LOOKS, AuditEntry.at < before))


async def looks_before(session: ReadSession, before: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(AuditEntry).where(_LOOKS, AuditEntry.at < before)) or 0
