"""SQL of quarterly reports on their way. A state is left only by whoever finds the report in it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import LargeBinary, select, update
from sqlalchemy.orm import defer

from backend.compliance.reporting_models import QuarterlyReport
from backend.correspondence.models import Fact
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first

_FILES = [defer(getattr(QuarterlyReport, name), raiseload=True) for name in ("docx", "pdf", "xlsx")]


async def every(session: ReadSession) -> Sequence[QuarterlyReport]:
    """Without their files, the latest first."""
    statement = select(QuarterlyReport).options(*_FILES).order_by(QuarterlyReport.quarter.desc())
    return (await session.scalars(statement)).all()


async def one(session: ReadSession, quarter: str) -> QuarterlyReport | None:
    """Without its files."""
    return await session.scalar(select(QuarterlyReport).options(*_FILES).where(QuarterlyReport.quarter == quarter))


async def file(session: ReadSession, quarter: str, kind: str) -> bytes | None:
    """`kind`: docx, pdf or xlsx. None where there is none yet."""
    column = QuarterlyReport.__table__.c[kind]
    if not isinstance(column.type, LargeBinary):
        raise KeyError(kind)
    return await session.scalar(select(column).where(QuarterlyReport.quarter == quarter)) or None


async def wanted(session: ReadSession, state: str) -> str | None:
    """The earliest quarter in this state."""
    statement = select(QuarterlyReport.quarter).where(QuarterlyReport.state == state)
    return await session.scalar(statement.order_by(QuarterlyReport.quarter).limit(1))


async def is_anything_told(session: ReadSession, agency_codes: Collection[str], months: Collection[int]) -> bool:
    """Whether there is a fact of any of these agencies in any of these months."""
    statement = select(Fact.month).where(Fact.agency_code.in_(agency_codes), Fact.month.in_(months)).limit(1)
    return await session.scalar(statement) is not None


async def add(session: WriteSession, quarter: str, state: str) -> bool:
    """False: there is one already."""
    nothing = {"docx": b"", "pdf": b"", "xlsx": b"", "docx_sha256": "", "pdf_sha256": "", "named": [], "sent_to": []}
    return await insert_first(session, QuarterlyReport, {"quarter": quarter, "state": state, **nothing})


async def leave(session: WriteSession, quarter: str, standing: str, **values: Any) -> bool:
    """Set the values of a report that stands in this state; False: it does not."""
    its = (QuarterlyReport.quarter == quarter, QuarterlyReport.state == standing)
    return await session.change(update(QuarterlyReport).where(*its).values(**values)) == 1
