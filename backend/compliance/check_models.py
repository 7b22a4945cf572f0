"""Tables of what became of mailbox checks: a day's windows counted, and who was reminded of a missed one.

Both name an agency and its own box, never a person."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base

MARK_LENGTH = 32


class MailboxDay(Base):
    """The windows of one day over all boxes of an agency, as they stood at `counted_at` (derived: counted anew in the
    night after anything changed that it is counted from, so that a corrected calendar and a fact that came late are in
    it the day after)."""

    __tablename__ = "mailbox_day"
    __table_args__ = (Index("ix_mailbox_day_day", "day"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kept: Mapped[int]
    declared: Mapped[int]  # of those kept, by somebody's own word alone
    missed: Mapped[int]
    unseen: Mapped[int]
    counted_at: Mapped[datetime]


class MailboxCount(Base):
    """When an agency's days were counted, all of them and the last two, and a mark of what they were counted from:
    while that stays the same there is nothing to count anew."""

    __tablename__ = "mailbox_count"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    all_from: Mapped[str] = mapped_column(String(MARK_LENGTH))
    all_at: Mapped[datetime]
    last_from: Mapped[str] = mapped_column(String(MARK_LENGTH))
    last_at: Mapped[datetime]


class MailboxReminder(Base):
    """That the agency's deputy or head was reminded of a missed window. The key decides that each is told once."""

    __tablename__ = "mailbox_reminder"
    __table_args__ = (Index("ix_mailbox_reminder_reminded_at", "reminded_at"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(10), primary_key=True)  # Audience: deputy or head
    missed: Mapped[int]  # windows missed in a row, this one counted
    letters: Mapped[int]  # that lay unopened at its end
    reminded_at: Mapped[datetime]
