"""Tables of courses on official mail: who holds one, who has a seat, who came (Chỉ thị, khoản 5 điểm d)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

WORDS_LENGTH = 120


class TrainingCourse(Base):
    """Of the agency that holds it, for its people and those of the agencies below."""

    __tablename__ = "training_course"
    __table_args__ = (Index("ix_training_course_held_at", "held_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    title: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    place: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    held_at: Mapped[datetime]  # when it begins
    seats: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    cancelled_at: Mapped[datetime | None]


class CourseSeat(Base):
    """`came`: None until the organiser has said. Others see how many of an agency came, never who."""

    __tablename__ = "course_seat"
    __table_args__ = (Index("ix_course_seat_agency_code", "agency_code"),)

    course_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("training_course.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)  # official.id
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))  # the person's, when the seat was taken
    taken_at: Mapped[datetime]
    came: Mapped[bool | None]
    noted_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
