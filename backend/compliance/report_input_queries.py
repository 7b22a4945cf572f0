"""SQL of what somebody stated for quarterly reports."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from backend.compliance.report_input_models import ReportInput
from backend.db import ReadSession, WriteSession


async def standing(session: ReadSession, now: datetime) -> Sequence[ReportInput]:
    """Those entered by `now` and not withdrawn by then, in the order they were entered."""
    is_left = or_(ReportInput.withdrawn_at.is_(None), ReportInput.withdrawn_at > now)
    statement = select(ReportInput).where(ReportInput.entered_at <= now, is_left)
    return (await session.scalars(statement.order_by(ReportInput.entered_at, ReportInput.id))).all()


async def withdraw(session: WriteSession, row_id: str, person_id: str, now: datetime) -> bool:
    """False: there is no such row, or somebody did it before."""
    its = (ReportInput.id == row_id, ReportInput.withdrawn_at.is_(None))
    return await session.change(update(ReportInput).where(*its).values(withdrawn_by=person_id, withdrawn_at=now)) == 1
