"""What stays of details that are deleted: counts by day, and which months' figures are never counted again."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base


class BoxDay(Base):
    """How often something happened at an agency's box on a day of Vietnam's time. `box` is empty for what passed the
    personal boxes of the agency's officials: all of them together, never one."""

    __tablename__ = "box_day"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)  # FactKind, "counted" with the letter's direction
    number: Mapped[int]


class SealedMonth(Base):
    """Letters of this month of an agency were deleted: its rows of `figure` stand for good."""

    __tablename__ = "sealed_month"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # YYYYMM in Vietnam's time
    sealed_at: Mapped[datetime]
