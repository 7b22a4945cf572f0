"""All SQL of the checks of an agency's boxes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, false, func, null, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.clock import VIETNAM
from backend.compliance.box_traces import BoxFact, LetterRow
from backend.compliance.check_models import MailboxCount, MailboxDay, MailboxReminder
from backend.compliance.models import DeclaredCheck
from backend.correspondence.models import Correspondence, Fact
from backend.correspondence.terms import FactKind, FactSource
from backend.db import ReadSession, WriteSession
from backend.db.base import Base
from backend.db.insert_first import insert_first
from backend.db.listed import among
from backend.directory.models import Mailbox
from backend.directory.terms import MailboxKind

_OF_LETTERS = (FactKind.IN_MAILBOX, FactKind.HANDED_OVER, FactKind.OPENED, FactKind.MDN_SENT, FactKind.ACT)


async def agency_boxes(session: ReadSession, agency_codes: Collection[str]) -> dict[str, list[str]]:
    """Each agency's own mailboxes that are in use, by address; not those of its officials or posts."""
    statement = select(Mailbox.agency_code, Mailbox.address).where(
        among(session, Mailbox.agency_code, agency_codes),
        Mailbox.kind == MailboxKind.AGENCY,
        Mailbox.withdrawn_at.is_(None),
    )
    found: dict[str, list[str]] = {code: [] for code in agency_codes}
    for code, address in await session.execute(statement.order_by(Mailbox.address)):
        found[code].append(address)
    return found


async def facts(
    session: ReadSession, agency_code: str, months: Collection[int], since: datetime, day: datetime, until: datetime
) -> list[BoxFact]:
    """What happened to the agency's letters in [since, until), and what its boxes sent by hand in [day, until), in
    order of time. Of what facts hold only the box and the letter are read: the rest is most of it."""
    data = Fact.data
    is_sent = Fact.kind == FactKind.CHECKED
    by_hand = and_(
        data["direction"].as_string() == "submission", func.coalesce(data["automatic"].as_boolean(), false()).is_(False)
    )
    box = case((is_sent, data["from"]["box"].as_string()), else_=data["to"]["box"].as_string())
    named = and_(Fact.kind == FactKind.ACT, func.coalesce(data["by"].as_string(), "") != "")
    noted = case((named, data["letter"].as_string()), else_=null())
    statement = select(Fact.kind, Fact.source, Fact.at, Fact.message_id, box, noted).where(
        Fact.agency_code == agency_code,
        Fact.month.in_(months),
        Fact.at < until,
        or_(
            and_(Fact.kind.in_(_OF_LETTERS), Fact.at >= since, or_(Fact.kind != FactKind.ACT, named)),
            and_(is_sent, Fact.at >= day, by_hand),
        ),
    )
    found = [BoxFact(*row) for row in await session.execute(statement)]
    return sorted(found, key=lambda fact: fact.at)


async def letters(session: ReadSession, agency_code: str, since: datetime, ids: Collection[str]) -> list[LetterRow]:
    """Letters that came since then and were answered, or are for named receivers alone, and these."""
    columns = (
        Correspondence.id,
        Correspondence.mailbox,
        Correspondence.message_id,
        Correspondence.answered_at,
        Correspondence.shielded,
    )
    told = or_(Correspondence.answered_at.is_not(None), Correspondence.shielded.is_(True))
    wanted = or_(and_(Correspondence.received_at >= since, told), among(session, Correspondence.id, ids))
    rows = await session.execute(select(*columns).where(Correspondence.agency_code == agency_code, wanted))
    return [LetterRow(*row) for row in rows]


async def declared(
    session: ReadSession, agency_codes: Collection[str], since: datetime, until: datetime
) -> Sequence[DeclaredCheck]:
    statement = select(DeclaredCheck).where(
        among(session, DeclaredCheck.agency_code, agency_codes),
        DeclaredCheck.declared_at >= since,
        DeclaredCheck.declared_at < until,
    )
    return (await session.scalars(statement.order_by(DeclaredCheck.declared_at, DeclaredCheck.id))).all()


async def declare(session: WriteSession, **values: Any) -> bool:
    """Whether it was not declared before under this id."""
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    return await session.change(insert(DeclaredCheck).values(**values).on_conflict_do_nothing()) == 1


async def first_told(session: ReadSession, agency_codes: Collection[str]) -> dict[str, datetime]:
    """Since when anything is told of each agency's letters; what was imported of earlier times tells of no box."""
    found = {}
    for code in agency_codes:  # two looks at the beginning of a key are less than one through all facts
        told = (Fact.agency_code == code, Fact.source != FactSource.IMPORT)
        month = await session.scalar(select(func.min(Fact.month)).where(*told))
        if month is not None:
            first = await session.scalar(select(func.min(Fact.at)).where(*told, Fact.month == month))
            found.update({code: first} if first is not None else {})
    return found


async def claim_reminder(session: WriteSession, values: dict[str, object]) -> bool:
    """Whether this unit of work is the one that reminds."""
    return await insert_first(session, MailboxReminder, values)


async def reminders(
    session: ReadSession, agency_codes: Collection[str], since: datetime, until: datetime
) -> Sequence[MailboxReminder]:
    statement = select(MailboxReminder).where(
        among(session, MailboxReminder.agency_code, agency_codes),
        MailboxReminder.reminded_at >= since,
        MailboxReminder.reminded_at < until,
    )
    order = (MailboxReminder.reminded_at, MailboxReminder.mailbox, MailboxReminder.audience)
    return (await session.scalars(statement.order_by(*order))).all()


async def put_days(session: WriteSession, rows: Sequence[dict[str, object]]) -> None:
    """In place of what was counted before."""
    await _put(session, MailboxDay, ("agency_code", "day"), rows)


async def put_counts(session: WriteSession, rows: Sequence[dict[str, object]]) -> None:
    await _put(session, MailboxCount, ("agency_code",), rows)


async def _put(
    session: WriteSession, table: type[Base], key: tuple[str, ...], rows: Sequence[dict[str, object]]
) -> None:
    if not rows:
        return
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    statement = insert(table)
    fresh = {name: statement.excluded[name] for name in rows[0] if name not in key}
    await session.change(statement.on_conflict_do_update(index_elements=list(key), set_=fresh), list(rows))


async def days(session: ReadSession, agency_codes: Collection[str], since: date, until: date) -> Sequence[MailboxDay]:
    statement = select(MailboxDay).where(
        among(session, MailboxDay.agency_code, agency_codes), MailboxDay.day.between(since, until)
    )
    return (await session.scalars(statement.order_by(MailboxDay.agency_code, MailboxDay.day))).all()


async def day_sums(session: ReadSession, day: date) -> tuple[int, int, int]:
    """Over all agencies: windows of the day that were kept, missed, and that nobody could see."""
    sums = [func.coalesce(func.sum(column), 0) for column in (MailboxDay.kept, MailboxDay.missed, MailboxDay.unseen)]
    row = (await session.execute(select(*sums).where(MailboxDay.day == day))).one()
    return int(row[0]), int(row[1]), int(row[2])


async def forget_checks(session: WriteSession, then: datetime) -> int:
    """Who said that a box was looked into, how it stood, and who was reminded, is kept no longer."""
    return sum([await session.change(delete(table).where(old)) for table, old in _old(then)])


async def checks_before(session: ReadSession, then: datetime) -> int:
    counts = [await session.scalar(select(func.count()).select_from(table).where(old)) for table, old in _old(then)]
    return sum(count or 0 for count in counts)


def _old(then: datetime) -> list[tuple[type[Base], ColumnElement[bool]]]:
    return [
        (DeclaredCheck, DeclaredCheck.declared_at < then),
        (MailboxDay, MailboxDay.day < then.astimezone(VIETNAM).date()),
        (MailboxReminder, MailboxReminder.reminded_at < then),
    ]
