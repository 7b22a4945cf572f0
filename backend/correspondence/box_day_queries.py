"""What boxes' servers tell is counted by day, and then deleted: the counts stay and add up to what was there before.

Of an agency's and role boxes the counts are by box; of all personal boxes of an agency there is one count together.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from backend.clock import VIETNAM
from backend.correspondence.models import BoxDay, Fact, FactParty
from backend.correspondence.terms import FactKind
from backend.db import ReadSession, WriteSession

_IS_BOX_EVENT = text("kind IN ('opened', 'mdn_sent', 'counted')")  # said as the index says it
_FACT_KEY = (Fact.agency_code, Fact.month, Fact.source, Fact.sequence)
_PARTY_KEY = (FactParty.agency_code, FactParty.month, FactParty.source, FactParty.sequence)
_DayKey = tuple[str, date, str, str]


def whole_days(before: datetime) -> datetime:
    """The beginning of that day in Vietnam's time: a day is deleted when all of it is old."""
    return before.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


async def box_events_before(session: ReadSession, before: datetime) -> int:
    old = (_IS_BOX_EVENT, Fact.at < whole_days(before))
    return await session.scalar(select(func.count()).select_from(Fact).where(*old)) or 0


async def forget_box_events(session: WriteSession, before: datetime) -> int:
    """Delete them, and count by day what this unit of work deleted: of two workers each event is counted by one."""
    old = (_IS_BOX_EVENT, Fact.at < whole_days(before))
    await session.change(delete(FactParty).where(tuple_(*_PARTY_KEY).in_(select(*_FACT_KEY).where(*old))))
    gone = delete(Fact).where(*old).returning(Fact.agency_code, Fact.kind, Fact.at, Fact.data)
    rows = (await session.execute(gone)).all()
    await _add(session, Counter(_day_key(*row) for row in rows))
    return len(rows)


async def box_totals(session: ReadSession) -> dict[str, int]:
    """How often each happened in all, whether its details are still there or only counts by day."""
    totals: Counter[str] = Counter()
    kept = await session.execute(select(BoxDay.what, func.sum(BoxDay.number)).group_by(BoxDay.what))
    totals.update({what: int(number) for what, number in kept})
    rows = await session.execute(select(Fact.kind, Fact.data).where(_IS_BOX_EVENT))
    totals.update(_what(kind, data) for kind, data in rows)
    return dict(sorted(totals.items()))


def _day_key(agency_code: str, kind: str, at: datetime, data: Mapping[str, Any]) -> _DayKey:
    to = data.get("to")
    box = to.get("box", "") if isinstance(to, Mapping) else ""
    return agency_code, at.astimezone(VIETNAM).date(), box, _what(kind, data)


def _what(kind: str, data: Mapping[str, Any]) -> str:
    return str(data.get("direction") or kind) if kind == FactKind.COUNTED else kind


async def _add(session: WriteSession, counts: Mapping[_DayKey, int]) -> None:
    names = ("agency_code", "day", "box", "what")
    rows = [dict(zip(names, key, strict=True)) | {"number": number} for key, number in sorted(counts.items())]
    if not rows:
        return
    added = sqlite.insert(BoxDay) if session.dialect == "sqlite" else postgresql.insert(BoxDay)
    both = {"number": BoxDay.number + added.excluded.number}
    await session.change(added.on_conflict_do_update(index_elements=names, set_=both), rows)
