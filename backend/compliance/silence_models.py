"""The table of boxes that fell silent."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base

WAY_LENGTH = 10


class SilentMailbox(Base):
    """A silence of an agency's or a role's published box. The key says that each silence is told once."""

    __tablename__ = "silent_mailbox"
    __table_args__ = (Index("ix_silent_mailbox_ended_at", "ended_at"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    box: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    way: Mapped[str] = mapped_column(String(WAY_LENGTH), primary_key=True)  # fallen_silent.Way
    since: Mapped[datetime] = mapped_column(primary_key=True)  # its last letter
    found_at: Mapped[datetime]
    longest_seconds: Mapped[int]  # working time: the longest gap before
    gaps: Mapped[int]  # of how many
    ended_at: Mapped[datetime | None]  # a letter came or went, or the box is published no more
