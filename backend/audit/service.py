"""Writes the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.audit.models import AuditEntry
from backend.db import WriteSession


def record(
    session: WriteSession,
    deed: str,
    *,
    at: datetime,
    login: str = "",
    person_id: str | None = None,
    agency_code: str = "",
    subject_id: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry to the unit of work. `data` holds identifiers and counts only."""
    session.add(
        AuditEntry(
            at=at,
            login=login,
            person_id=person_id,
            deed=deed,
            agency_code=agency_code,
            subject_id=subject_id,
            data=dict(data or {}),
        )
    )
