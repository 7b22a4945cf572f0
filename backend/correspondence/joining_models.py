"""Who may be one person to an agency: an index of the acts that said so, written with them and never forgotten."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH


class JoinedCorrespondent(Base):
    """Letters of the two were once said to be about one thing. What was taken back stays here: the two are still
    derived together, and found to be two."""

    __tablename__ = "joined_correspondent"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondent_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    other_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
