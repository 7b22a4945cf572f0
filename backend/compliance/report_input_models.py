"""The table of what somebody stated for quarterly reports beside what is counted."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.compliance.report_inputs import TEXT_LIMIT
from backend.db.base import Base
from backend.db.ids import ID_LENGTH, new_id

KIND_LENGTH = 10


class ReportInput(Base):
    """A price, a target or an outage. A row is never changed: a wrong one is withdrawn, and stays for reports of
    before."""

    __tablename__ = "report_input"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))  # InputKind
    what: Mapped[str] = mapped_column(String(TEXT_LIMIT))
    number: Mapped[int | None]  # đồng or per cent; of an outage none
    source: Mapped[str] = mapped_column(String(TEXT_LIMIT))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which it holds no more
    begins_at: Mapped[datetime | None]  # of an outage
    ends_at: Mapped[datetime | None]
    entered_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    withdrawn_at: Mapped[datetime | None]
