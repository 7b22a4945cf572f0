"""All SQL of what letters were written in."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.compliance.charset_counts import CharsetCounts, DayKey
from backend.compliance.charset_models import CharsetDay
from backend.db import ReadSession, WriteSession
from backend.db.listed import among

_KEY = ("agency_code", "day", "charset")


async def add(session: WriteSession, counts: Mapping[DayKey, int]) -> None:
    """To what stands under each key."""
    if not counts:
        return
    insert = sqlite.insert(CharsetDay) if session.dialect == "sqlite" else postgresql.insert(CharsetDay)
    both = {"letters": CharsetDay.letters + insert.excluded.letters}
    rows = [dict(zip(_KEY, key, strict=True)) | {"letters": number} for key, number in sorted(counts.items())]
    await session.change(insert.on_conflict_do_update(index_elements=_KEY, set_=both), rows)


async def counts(session: ReadSession, codes: Collection[str], since: date, until: date) -> dict[str, CharsetCounts]:
    """By agency, of the days from `since` to `until`, both included; agencies without any are absent."""
    statement = (
        select(CharsetDay.agency_code, CharsetDay.charset, func.sum(CharsetDay.letters))
        .where(among(session, CharsetDay.agency_code, codes), CharsetDay.day.between(since, until))
        .group_by(CharsetDay.agency_code, CharsetDay.charset)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, charset, letters in await session.execute(statement):
        found[code][charset] = int(letters)
    return {code: CharsetCounts(**of_agency) for code, of_agency in found.items()}


async def first_day(session: ReadSession) -> date | None:
    """Of which any letter of any agency was counted."""
    return await session.scalar(select(func.min(CharsetDay.day)))
