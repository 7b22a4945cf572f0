"""SQL of the audit log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.db import ReadSession


async def of_login(session: ReadSession, login: str, since: datetime, limit: int) -> Sequence[AuditEntry]:
    """What was done under a log-in since then, the newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.login == login, AuditEntry.at >= since)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def latest(session: ReadSession, deed: str, limit: int) -> Sequence[AuditEntry]:
    """The last entries of a deed, the latest first."""
    statement = select(AuditEntry).where(AuditEntry.deed == deed).order_by(AuditEntry.at.desc(), AuditEntry.id)
    return (await session.scalars(statement.limit(limit))).all()
