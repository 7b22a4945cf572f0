"""Tables of those who keep the system running: what went wrong, who is on duty, what was handed over."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

WORDS_LENGTH = 180  # what is seen is an outage's name in the quarterly report, and that takes 200
NOTE_LENGTH = 500
WORD_LENGTH = 12


class Incident(Base):
    """Of the agency whose people look after it. What was said when it was opened, and when it was closed, stays."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_agency_code_closed_at", "agency_code", "closed_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    service: Mapped[str] = mapped_column(String(WORD_LENGTH))  # incidents.Service
    severity: Mapped[str] = mapped_column(String(WORD_LENGTH))  # incidents.Severity
    seen: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    began_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    opened_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
    cause: Mapped[str | None] = mapped_column(String(WORDS_LENGTH))
    mended_by_what: Mapped[str | None] = mapped_column(String(WORDS_LENGTH))
    closed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    closed_at: Mapped[datetime | None]
    outage_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    outage_at: Mapped[datetime | None]  # when it was entered for the quarterly report


class IncidentNote(Base):
    """Written once, never changed."""

    __tablename__ = "incident_note"
    __table_args__ = (Index("ix_incident_note_incident_id", "incident_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    incident_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("incident.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(NOTE_LENGTH))
    noted_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    noted_at: Mapped[datetime]


class DutyTurn(Base):
    """Who is on duty in [begins_at, ends_at). Never changed; one that has not begun may be withdrawn, and is kept."""

    __tablename__ = "duty_turn"
    __table_args__ = (Index("ix_duty_turn_agency_code_ends_at", "agency_code", "ends_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    withdrawn_at: Mapped[datetime | None]


class DutyHandover(Base):
    """The sheet of one turn, as it was when it was made."""

    __tablename__ = "duty_handover"
    __table_args__ = (
        Index("ix_duty_handover_turn_id", "turn_id", unique=True),
        Index("ix_duty_handover_agency_code_made_at", "agency_code", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    turn_id: Mapped[str] = mapped_column(String(ID_LENGTH))  # duty_turn.id
    since_at: Mapped[datetime]  # the turn's beginning
    made_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    made_at: Mapped[datetime]
    sheet: Mapped[dict[str, Any]]  # handing_over.sheet_of
    words: Mapped[str] = mapped_column(String(NOTE_LENGTH))  # for the next; "" for none
    taken_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    taken_at: Mapped[datetime | None]
