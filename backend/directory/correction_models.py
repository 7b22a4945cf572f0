"""What agencies chose for entries of "Nơi nhận" that the directory alone does not settle."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

ENTRY_LENGTH = 300


class RecipientCorrection(Base):
    """A choice by name: for the agency it stands until it is taken back or another follows. `codes`: who was chosen."""

    __tablename__ = "recipient_correction"
    __table_args__ = (Index("ix_recipient_correction_agency_code_entry", "agency_code", "entry"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), ForeignKey("agency.code"))
    entry: Mapped[str] = mapped_column(String(ENTRY_LENGTH))  # folded: backend.directory.recipients.folded_entry
    codes: Mapped[list[str]]
    chosen_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("official.id"))
    chosen_login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    chosen_at: Mapped[datetime]
    revoked_by: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("official.id"))
    revoked_at: Mapped[datetime | None]
