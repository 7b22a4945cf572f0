"""All SQL of issuance."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.clock import VIETNAM
from backend.compliance.models import (
    IssuanceCall,
    IssuedDocument,
    IssuedLine,
    IssuedMessage,
    PublishedLink,
    RegisterEntry,
)
from backend.correspondence.call_queries import Calls
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first

_CHUNK = 400
CALLS = Calls(IssuanceCall, IssuanceCall.state, IssuanceCall.not_before, IssuanceCall.at)


async def document_of(session: ReadSession, agency_code: str, fingerprint: str) -> IssuedDocument | None:
    statement = select(IssuedDocument).where(
        IssuedDocument.agency_code == agency_code, IssuedDocument.fingerprint == fingerprint
    )
    return await session.scalar(statement)


async def unsent_document(session: ReadSession, agency_code: str, symbol: str, year: int) -> IssuedDocument | None:
    """The paper with this number and symbol, if no letter is known to have carried it."""
    carried = select(IssuedMessage.document_id).where(
        IssuedMessage.agency_code == agency_code, IssuedMessage.document_id == IssuedDocument.id
    )
    statement = select(IssuedDocument).where(
        IssuedDocument.agency_code == agency_code,
        IssuedDocument.symbol == symbol,
        IssuedDocument.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
        ~carried.exists(),
    )
    return await session.scalar(statement.order_by(IssuedDocument.recorded_at.desc()).limit(1))


async def document(session: ReadSession, agency_code: str, document_id: str) -> IssuedDocument | None:
    return await session.get(IssuedDocument, (agency_code, document_id))


async def documents(
    session: ReadSession, agency_code: str, since: date, until: date, limit: int | None
) -> Sequence[IssuedDocument]:
    """Issued, or recorded, on one of these days in Vietnam, both included; the latest first. `limit` None: all."""
    begins, ends = (datetime.combine(day, time.min, VIETNAM) for day in (since, until + timedelta(days=1)))
    in_time = or_(
        IssuedDocument.issued_on.between(since, until),
        and_(IssuedDocument.recorded_at >= begins, IssuedDocument.recorded_at < ends),
    )
    statement = (
        select(IssuedDocument)
        .where(IssuedDocument.agency_code == agency_code, in_time)
        .order_by(IssuedDocument.issued_on.desc(), IssuedDocument.recorded_at.desc(), IssuedDocument.id)
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def lines(session: ReadSession, agency_code: str, ids: Collection[str]) -> dict[str, list[IssuedLine]]:
    """By document, in their order."""
    statement = (
        select(IssuedLine)
        .where(IssuedLine.agency_code == agency_code, IssuedLine.document_id.in_(ids))
        .order_by(IssuedLine.document_id, IssuedLine.ordinal)
    )
    found: dict[str, list[IssuedLine]] = defaultdict(list)
    for row in await session.scalars(statement):
        found[row.document_id].append(row)
    return found


async def messages(session: ReadSession, agency_code: str, ids: Collection[str]) -> dict[str, list[str]]:
    """Message-IDs of the letters that carried each document."""
    statement = (
        select(IssuedMessage.document_id, IssuedMessage.message_id)
        .where(IssuedMessage.agency_code == agency_code, IssuedMessage.document_id.in_(ids))
        .order_by(IssuedMessage.found_at, IssuedMessage.message_id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for document_id, message_id in await session.execute(statement):
        found[document_id].append(message_id)
    return found


async def links(session: ReadSession, agency_code: str, ids: Collection[str]) -> dict[str, PublishedLink]:
    statement = select(PublishedLink).where(
        PublishedLink.agency_code == agency_code, PublishedLink.document_id.in_(ids)
    )
    return {row.document_id: row for row in await session.scalars(statement)}


async def note_message(
    session: WriteSession, agency_code: str, document_id: str, message_id: str, now: datetime
) -> bool:
    """Whether it was not known yet."""
    values = {"agency_code": agency_code, "document_id": document_id, "message_id": message_id, "found_at": now}
    return await insert_first(session, IssuedMessage, values)


async def is_look_due(session: ReadSession, now: datetime) -> bool:
    statement = select(IssuedDocument.id).where(IssuedDocument.next_look_at <= now).limit(1)
    return await session.scalar(statement) is not None


async def due_for_look(session: WriteSession, now: datetime, limit: int) -> Sequence[IssuedDocument]:
    """Those whose turn it is longest. Other workers' picks are passed over."""
    statement = (
        select(IssuedDocument)
        .where(IssuedDocument.next_look_at <= now)
        .order_by(IssuedDocument.next_look_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(statement)).all()


async def next_check_at(session: ReadSession) -> datetime | None:
    """When the next link is to be looked at, which may have been long ago; None: there is none."""
    return await session.scalar(select(PublishedLink.next_check_at).order_by(PublishedLink.next_check_at).limit(1))


async def next_check(session: WriteSession, now: datetime) -> PublishedLink | None:
    """The link whose check is longest due. Other workers' picks are passed over."""
    statement = (
        select(PublishedLink).where(PublishedLink.next_check_at <= now).order_by(PublishedLink.next_check_at).limit(1)
    )
    return await session.scalar(statement.with_for_update(skip_locked=True))


async def register_entries(session: ReadSession, agency_code: str, since: date, until: date) -> Sequence[RegisterEntry]:
    """Of papers issued on one of these days, both included, in order."""
    statement = (
        select(RegisterEntry)
        .where(RegisterEntry.agency_code == agency_code, RegisterEntry.issued_on.between(since, until))
        .order_by(RegisterEntry.issued_on, RegisterEntry.symbol)
    )
    return (await session.scalars(statement)).all()


async def register_entry(session: ReadSession, agency_code: str, year: int, symbol: str) -> RegisterEntry | None:
    return await session.get(RegisterEntry, (agency_code, year, symbol))


async def store_register(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows, and known ones as they are now; reasons that were stated stay."""
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    for start in range(0, len(rows), _CHUNK):
        statement = insert(RegisterEntry).values(list(rows[start : start + _CHUNK]))
        changed = {
            name: statement.excluded[name] for name in ("issued_on", "kind", "copies", "mailable", "imported_at")
        }
        await session.change(
            statement.on_conflict_do_update(index_elements=["agency_code", "year", "symbol"], set_=changed)
        )


async def remove_register_entry(session: WriteSession, agency_code: str, year: int, symbol: str) -> None:
    await session.change(
        delete(RegisterEntry).where(
            RegisterEntry.agency_code == agency_code, RegisterEntry.year == year, RegisterEntry.symbol == symbol
        )
    )


async def symbols_registered(session: ReadSession, agency_code: str, year: int) -> set[str]:
    statement = select(RegisterEntry.symbol).where(RegisterEntry.agency_code == agency_code, RegisterEntry.year == year)
    return set(await session.scalars(statement))


async def symbols_of_year(session: ReadSession, agency_code: str, year: int) -> set[str]:
    """Numbers and symbols of all papers of a year: of the register, and issued through the panel."""
    issued = select(IssuedDocument.symbol).where(
        IssuedDocument.agency_code == agency_code,
        IssuedDocument.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return {*await symbols_registered(session, agency_code, year), *await session.scalars(issued)}


async def claim_event(session: WriteSession, values: dict[str, Any]) -> bool:
    """Whether this unit of work is the one that tells of it."""
    return await insert_first(session, IssuanceCall, values)
