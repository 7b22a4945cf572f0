"""Who has read which guide, by their own word: one's own list, and how many of an agency (Chỉ thị, khoản 5 điểm d).

Of agencies with fewer than `SMALLEST` readers others are told only that; there is no sum from which to subtract.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.compliance.models import GuideReading
from backend.correspondence.suppression import SMALLEST
from backend.db import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Readers:
    """Log-ins of an agency that have read any, and all, of the guides asked about; None: fewer than `SMALLEST`."""

    any: int | None
    all: int | None


async def note(session: WriteSession, login: str, agency_code: str, guide: str, now: datetime) -> None:
    """Once; the first time stands."""
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    values = {"login": login, "guide": guide, "agency_code": agency_code, "read_at": now}
    await session.change(insert(GuideReading).values(**values).on_conflict_do_nothing())


async def of_login(session: ReadSession, login: str) -> dict[str, datetime]:
    """When each guide was read."""
    statement = select(GuideReading.guide, GuideReading.read_at).where(GuideReading.login == login)
    return dict((await session.execute(statement)).all())


async def readers(
    session: ReadSession, codes: Collection[str], own: Collection[str], guides: Collection[str]
) -> Mapping[str, Readers]:
    """Of the agencies of which anybody has read any of these guides. `own`: whose numbers are told however small."""
    read = func.count().label("read")
    by_login = (
        select(GuideReading.agency_code, GuideReading.login, read)
        .where(GuideReading.agency_code.in_(codes), GuideReading.guide.in_(guides))
        .group_by(GuideReading.agency_code, GuideReading.login)
        .subquery()
    )
    whole = func.count().filter(by_login.c.read == len(guides))
    counted = select(by_login.c.agency_code, func.count(), whole).group_by(by_login.c.agency_code)
    return {
        code: Readers(one, all_) if code in own else Readers(_enough(one), _enough(all_))
        for code, one, all_ in (await session.execute(counted)).all()
    }


async def forget_readings(session: WriteSession, read_before: datetime) -> int:
    return await session.change(delete(GuideReading).where(GuideReading.read_at < read_before))


async def readings_before(session: ReadSession, then: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(GuideReading).where(GuideReading.read_at < then)) or 0


def _enough(count: int) -> int | None:
    return count if count >= SMALLEST else None
