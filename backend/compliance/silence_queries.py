"""All SQL of boxes that fell silent."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.sql.elements import ColumnElement

from backend.compliance.fallen_silent import Way
from backend.compliance.silence_models import SilentMailbox
from backend.correspondence.models import Fact
from backend.correspondence.months import month_of
from backend.correspondence.terms import FactKind
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first
from backend.workingtime.hours import in_vietnam

Key = tuple[str, str, str]  # (agency, box, way)
_CAME = (FactKind.IN_MAILBOX, FactKind.HANDED_OVER)
_TELLS = {Way.CAME: (*_CAME, FactKind.BOUNCED, FactKind.ACCEPTED), Way.SENT: (FactKind.CHECKED,)}
_DATA = Fact.data
_WAY = case((Fact.kind == FactKind.CHECKED, Way.SENT.value), else_=Way.CAME.value)
_BOX = case((Fact.kind == FactKind.CHECKED, _DATA["from"]["box"].as_string()), else_=_DATA["to"]["box"].as_string())


async def last_of_boxes(session: ReadSession, since: datetime) -> dict[Key, datetime]:
    """When each box last got and last sent a letter since then; whoever did neither is absent."""
    found = (
        select(Fact.agency_code, _BOX.label("box"), _WAY.label("way"), Fact.at)
        .where(Fact.kind.in_((*_CAME, FactKind.CHECKED)), *_since(since))
        .subquery()
        .c
    )
    of = (found.agency_code, found.box, found.way)
    rows = await session.execute(select(*of, func.max(found.at)).where(found.box.is_not(None)).group_by(*of))
    return {(code, box, way): last for code, box, way, last in rows}


async def told_until(session: ReadSession, since: datetime) -> dict[Way, datetime]:
    """Up to when it is known what came to anybody, and what anybody sent; absent: nothing is known since then."""
    found: dict[Way, datetime] = {}
    for way, kinds in _TELLS.items():
        last = await session.scalar(select(func.max(Fact.at)).where(Fact.kind.in_(kinds), *_since(since)))
        if last is not None:
            found[way] = last
    return found


async def moments_of(session: ReadSession, agency_code: str, since: datetime) -> dict[Key, list[datetime]]:
    """When letters came to each box of this agency, and went from it, in order."""
    found: dict[Key, list[datetime]] = defaultdict(list)
    its = (Fact.agency_code == agency_code, Fact.kind.in_((*_CAME, FactKind.CHECKED)), *_since(since))
    for box, way, at in await session.execute(select(_BOX, _WAY, Fact.at).where(*its).order_by(Fact.at)):
        found[agency_code, box, way].append(at)
    return found


async def standing(session: ReadSession) -> Sequence[SilentMailbox]:
    """Those silent now, the longest before the others."""
    statement = select(SilentMailbox).where(SilentMailbox.ended_at.is_(None))
    return (await session.scalars(statement.order_by(SilentMailbox.since, SilentMailbox.box, SilentMailbox.way))).all()


async def silences_since(session: ReadSession, agency_code: str, since: datetime) -> Sequence[SilentMailbox]:
    """Those that are over too."""
    its = (SilentMailbox.agency_code == agency_code, SilentMailbox.since >= since)
    return (await session.scalars(select(SilentMailbox).where(*its))).all()


async def note(session: WriteSession, row: SilentMailbox) -> bool:
    """Whether this unit of work is the one that tells of it."""
    columns = SilentMailbox.__table__.columns.keys()
    return await insert_first(session, SilentMailbox, {name: getattr(row, name) for name in columns})


async def count_standing(session: ReadSession) -> int:
    found = select(func.count()).select_from(SilentMailbox).where(SilentMailbox.ended_at.is_(None))
    return await session.scalar(found) or 0


def _since(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return Fact.at >= moment, Fact.month >= month_of(in_vietnam(moment).date())
