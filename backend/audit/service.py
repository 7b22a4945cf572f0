"""Writes the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from backend.audit.models import AuditEntry
from backend.db import WriteSession


class Named(Protocol):
    """A log-in, and the person among those who share it."""

    @property
    def login(self) -> str: ...
    @property
    def person_id(self) -> str: ...


class Subject(Protocol):
    """A row that belongs to an agency."""

    @property
    def id(self) -> str: ...
    @property
    def agency_code(self) -> str: ...


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


def record_deed(
    session: WriteSession, deed: str, row: Subject, who: Named, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """What somebody did, by name, with something of an agency's."""
    record(
        session,
        deed,
        at=at,
        login=who.login,
        person_id=who.person_id,
        agency_code=row.agency_code,
        subject_id=row.id,
        data=data,
    )
