"""All SQL of boxes that fell silent."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from backend.compliance.fallen_silent import Way
from backend.compliance.silence_models import SilentMailbox
from backend.correspondence.models import Fact
from backend.correspondence.months import month_of
from backend.correspondence.terms import FactKind
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first
from backend.db.listed import among
from backend.directory.models import Mailbox
from backend.directory.terms import MailboxKind
from backend.workingtime.hours import in_vietnam

Key = tuple[str, str, str]  # (agency, box, way)
_CAME = (FactKind.IN_MAILBOX, FactKind.HANDED_OVER)
_TELLS = {Way.CAME: (*_CAME, FactKind.BOUNCED, FactKind.ACCEPTED), Way.SENT: (FactKind.CHECKED,)}
_DATA = Fact.data
_WAY = case((Fact.kind == FactKind.CHECKED, Way.SENT.value), else_=Way.CAME.value)
_BOX = case((Fact.kind == FactKind.CHECKED, _DATA["from"]["box"].as_string()), else_=_DATA["to"]["box"].as_string())


async def published(session: ReadSession, day: date) -> set[tuple[str, str]]:
    """Shared boxes, by agency and address; whether an official writes much is nobody's business."""
    stands = (
        Mailbox.published_at.is_not(None),
        Mailbox.kind != MailboxKind.PERSONAL,
        or_(Mailbox.published_from.is_(None), Mailbox.published_from <= day),
        or_(Mailbox.published_to.is_(None), Mailbox.published_to > day),
    )
    return {
        (code, box) for code, box in await session.execute(select(Mailbox.agency_code, Mailbox.address).where(*stands))
    }


async def last_of_boxes(session: ReadSession, codes: Collection[str], since: datetime) -> dict[Key, datetime]:
    """When each box of these agencies last got and last sent a letter since then; whoever did neither is absent."""
    found = (
        select(Fact.agency_code, _BOX.label("box"), _WAY.label("way"), Fact.at)
        .where(Fact.kind.in_((*_CAME, FactKind.CHECKED)), *_since(session, codes, since))
        .subquery()
        .c
    )
    of = (found.agency_code, found.box, found.way)
    rows = await session.execute(select(*of, func.max(found.at)).where(found.box.is_not(None)).group_by(*of))
    return {(code, box, way): last for code, box, way, last in rows}


async def told_until(session: ReadSession, codes: Collection[str], since: datetime) -> dict[Way, datetime]:
    """Up to when it is known what came to any of these agencies, and what any sent; absent: nothing is known since
    then."""
    found: dict[Way, datetime] = {}
    for way, kinds in _TELLS.items():
        last = await session.scalar(
            select(func.max(Fact.at)).where(Fact.kind.in_(kinds), *_since(session, codes, since))
        )
        if last is not None:
            found[way] = last
    return found


async def moments_of(session: ReadSession, keys: Collection[Key], since: datetime) -> dict[Key, list[datetime]]:
    """When letters came to these boxes, and went from them, in order; of both ways, whichever is asked for."""
    codes, boxes = {code for code, _, _ in keys}, {box for _, box, _ in keys}
    of = (Fact.kind.in_((*_CAME, FactKind.CHECKED)), among(session, _BOX, boxes), *_since(session, codes, since))
    found: dict[Key, list[datetime]] = defaultdict(list)
    rows = await session.execute(select(Fact.agency_code, _BOX, _WAY, Fact.at).where(*of).order_by(Fact.at))
    for code, box, way, at in rows:
        found[code, box, way].append(at)
    return found


async def standing(session: ReadSession) -> Sequence[SilentMailbox]:
    """Those silent now, the longest before the others."""
    statement = select(SilentMailbox).where(SilentMailbox.ended_at.is_(None))
    return (await session.scalars(statement.order_by(SilentMailbox.since, SilentMailbox.box, SilentMailbox.way))).all()


async def silences_since(session: ReadSession, codes: Collection[str], since: datetime) -> Sequence[SilentMailbox]:
    """Those that are over too."""
    its = (among(session, SilentMailbox.agency_code, codes), SilentMailbox.since >= since)
    return (await session.scalars(select(SilentMailbox).where(*its))).all()


async def end(session: WriteSession, key: Key, since: datetime, ended_at: datetime) -> None:
    """Of one that stands; one that another worker ended is left as it is."""
    code, box, way = key
    its = (SilentMailbox.agency_code == code, SilentMailbox.box == box, SilentMailbox.way == way)
    one = update(SilentMailbox).where(*its, SilentMailbox.since == since, SilentMailbox.ended_at.is_(None))
    await session.change(one.values(ended_at=ended_at))


async def note(session: WriteSession, row: SilentMailbox) -> bool:
    """Whether this unit of work is the one that tells of it."""
    columns = SilentMailbox.__table__.columns.keys()
    return await insert_first(session, SilentMailbox, {name: getattr(row, name) for name in columns})


async def count_standing(session: ReadSession) -> int:
    found = select(func.count()).select_from(SilentMailbox).where(SilentMailbox.ended_at.is_(None))
    return await session.scalar(found) or 0


def _since(session: ReadSession, codes: Collection[str], moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """Agency and month are how facts are found: without an agency, SQLite reads them all."""
    month = month_of(in_vietnam(moment).date())
    return among(session, Fact.agency_code, codes), Fact.month >= month, Fact.at >= moment
