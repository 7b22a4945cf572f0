"""SQL of letters to agencies that fall short."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import defer

from backend.compliance.reporting_models import QuarterlyLetter
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first

_DOCX = defer(QuarterlyLetter.docx, raiseload=True)


async def every(session: ReadSession) -> dict[str, list[QuarterlyLetter]]:
    """Without their files, by quarter and code of the agency."""
    statement = select(QuarterlyLetter).options(_DOCX).order_by(QuarterlyLetter.quarter, QuarterlyLetter.agency_code)
    found: dict[str, list[QuarterlyLetter]] = defaultdict(list)
    for row in await session.scalars(statement):
        found[row.quarter].append(row)
    return found


async def files(session: ReadSession, quarter: str, agency_code: str | None = None) -> dict[str, bytes]:
    """By code of the agency."""
    asked = [QuarterlyLetter.quarter == quarter]
    asked += [] if agency_code is None else [QuarterlyLetter.agency_code == agency_code]
    statement = select(QuarterlyLetter.agency_code, QuarterlyLetter.docx).where(*asked)
    rows = await session.execute(statement.order_by(QuarterlyLetter.agency_code))
    return {code: bytes(docx) for code, docx in rows}


async def sent_between(session: ReadSession, since: date, until: date, now: datetime) -> dict[str, tuple[date, ...]]:
    """By agency the days, both ends included, as far as they were noted by `now`."""
    statement = (
        select(QuarterlyLetter.agency_code, QuarterlyLetter.sent_on)
        .where(QuarterlyLetter.sent_on.between(since, until), QuarterlyLetter.noted_at <= now)
        .order_by(QuarterlyLetter.agency_code, QuarterlyLetter.sent_on)
    )
    found: dict[str, tuple[date, ...]] = {}
    for code, day in await session.execute(statement):
        found[code] = (*found.get(code, ()), *([day] if day else []))
    return found


async def forget_unsent(session: WriteSession, quarter: str) -> None:
    its = (QuarterlyLetter.quarter == quarter, QuarterlyLetter.sent_on.is_(None))
    await session.change(delete(QuarterlyLetter).where(*its))


async def add(session: WriteSession, row: Mapping[str, Any]) -> None:
    """Unless one of the same quarter and agency stands there."""
    await insert_first(session, QuarterlyLetter, row)


async def note(session: WriteSession, quarter: str, agency_code: str, **values: Any) -> bool:
    """False: there is no such letter."""
    its = (QuarterlyLetter.quarter == quarter, QuarterlyLetter.agency_code == agency_code)
    return await session.change(update(QuarterlyLetter).where(*its).values(**values)) == 1


def codes_of(letters: Mapping[str, Sequence[QuarterlyLetter]]) -> set[str]:
    return {row.agency_code for rows in letters.values() for row in rows}
