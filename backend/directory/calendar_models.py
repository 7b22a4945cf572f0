"""Tables of the working time that agencies set themselves."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.directory.agency_models import DECISION_LENGTH, NAME_LENGTH, SOURCE_LENGTH


class AgencyWeek(Base):
    """The working week an agency, and every one below it, keeps from a day on; without a row, the shipped default
    (rules/calendar). Which of several counts: backend.directory.working_calendar."""

    __tablename__ = "agency_week"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    season: Mapped[str] = mapped_column(String(12), primary_key=True, default="", server_default="")  # "04-16..10-15"
    valid_to: Mapped[date | None]  # the first day on which it no longer holds
    hours: Mapped[str] = mapped_column(String(400))  # "mon-fri 07:30-11:30 13:00-17:00", see backend.workingtime.week
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))


class AgencyDay(Base):
    """A day that a decision sets apart for an agency and every one below it."""

    __tablename__ = "agency_day"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # SetDay
    hours: Mapped[str] = mapped_column(String(100))  # "07:30-11:30"; "" without hours of its own
    stands_for: Mapped[date | None]  # the day it was exchanged with
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    decision_number: Mapped[str] = mapped_column(String(DECISION_LENGTH))
    entered_at: Mapped[datetime]


class AgencyTerm(Base):
    """In how many working days an agency, and every one below it, answers ordinary letters from a day on, by a decision
    of its own; without a row, the shipped ordinary term (rules/deadlines)."""

    __tablename__ = "agency_term"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]  # the first day on which it no longer holds
    days: Mapped[int]
    decision_number: Mapped[str] = mapped_column(String(DECISION_LENGTH))
