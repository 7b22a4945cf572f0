"""Reads the audit log."""

from collections.abc import Sequence

from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.db import ReadSession


async def latest(session: ReadSession, deed: str, limit: int) -> Sequence[AuditEntry]:
    """The last entries of a deed, the latest first."""
    statement = select(AuditEntry).where(AuditEntry.deed == deed).order_by(AuditEntry.at.desc(), AuditEntry.id)
    return (await session.scalars(statement.limit(limit))).all()
