"""Table of what letters were written in: of an agency and a day, of no letter and nobody."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import AGENCY_CODE_LENGTH, Base


class CharsetDay(Base):
    """Letters that an agency's own boxes, and boxes of its posts, sent on a day through the gate."""

    __tablename__ = "charset_day"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # in Vietnam
    charset: Mapped[str] = mapped_column(String(12), primary_key=True)  # LetterCharset
    letters: Mapped[int]
