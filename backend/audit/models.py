"""Who looked at or changed what: append only."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id


class AuditEntry(Base):
    """`data` holds identifiers and counts only: no mail content, subject, file name or citizen's address."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_agency_code_at", "agency_code", "at"),
        Index("ix_audit_entry_login_at", "login", "at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # empty: a command or the worker
    person_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    deed: Mapped[str] = mapped_column(String(60))  # e.g. "letters.listed", "directory.imported"
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))  # empty: none in particular
    subject_id: Mapped[str | None] = mapped_column(String(60))  # the letter, declaration, import … it was about
    data: Mapped[dict[str, Any]]
