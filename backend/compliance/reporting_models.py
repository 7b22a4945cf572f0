"""Tables of quarterly reports on their way from a draft to what was sent; of letters to agencies that fall short."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.compliance.report_files import SHA256_LENGTH
from backend.db.base import AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH

QUARTER_LENGTH = 6  # "2026Q4"
STATE_LENGTH = 10


class QuarterlyReport(Base):
    """The province's report of a quarter. Its files are kept as they were drafted, approved and sent: figures move on,
    a paper does not."""

    __tablename__ = "quarterly_report"

    quarter: Mapped[str] = mapped_column(String(QUARTER_LENGTH), primary_key=True)
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))  # ReportState
    taken_at: Mapped[datetime | None]  # when the figures were read; null until there is a draft
    docx: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    pdf: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    xlsx: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    docx_sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH), default="")  # hexadecimal
    pdf_sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH), default="")
    named: Mapped[list[str]] = mapped_column(default=list)  # codes of agencies in its Nơi nhận, the addressee first
    approved_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    approved_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    sent_at: Mapped[datetime | None]
    sent_to: Mapped[list[str]] = mapped_column(default=list)  # codes of the agencies it was mailed to


class QuarterlyLetter(Base):
    """A draft of a letter to an agency that falls short, made with the report's draft; once somebody noted that it was
    sent it stays as it was."""

    __tablename__ = "quarterly_letter"

    quarter: Mapped[str] = mapped_column(String(QUARTER_LENGTH), primary_key=True)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    reasons: Mapped[list[str]]  # the sentences it tells of
    docx: Mapped[bytes] = mapped_column(LargeBinary)
    sent_on: Mapped[date | None]  # as somebody noted it
    noted_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id
    noted_at: Mapped[datetime | None]
