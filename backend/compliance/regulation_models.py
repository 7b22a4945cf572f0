"""The table of regulations that were signed: number, day, and from when each is in force."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.ids import ID_LENGTH, new_id

NUMBER_LENGTH = 60


class SignedRegulation(Base):
    """A decision that issued the regulation on official mail, or the list of kinds that must be mailed; as it was
    entered after its signing. Nothing is changed in it: a later one takes its place from its own first day on."""

    __tablename__ = "signed_regulation"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    paper: Mapped[str] = mapped_column(String(10))  # RegulationPaper
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH))
    signed_on: Mapped[date]
    valid_from: Mapped[date]
    entered_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    entered_at: Mapped[datetime]
