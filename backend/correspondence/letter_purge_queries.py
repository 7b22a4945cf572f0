"""All SQL by which letters whose time is over are found, their months sealed, and everything kept of them deleted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, and_, delete, func, select, tuple_

from backend.correspondence.groups import listed_groups, looked_up, of_listed
from backend.correspondence.letter_queries import drop_letters
from backend.correspondence.many_rows import drop_rows, table_of
from backend.correspondence.models import (
    Acknowledgement,
    Correspondence,
    Correspondent,
    EscalationTold,
    Fact,
    FactParty,
    JoinedCorrespondent,
    LetterReference,
    LetterToken,
    Outbox,
    SealedMonth,
    StaleFigures,
    UrgentAlert,
)
from backend.correspondence.months import bounds
from backend.correspondence.stored_clocks import Key
from backend.correspondence.terms import LIVING, Group
from backend.db import ReadSession, WriteSession

_PURGE = 20_310_024  # names an advisory lock, in this database ours alone
_GROUP = ("agency_code", "correspondent_id")
_LETTER = ("agency_code", "correspondence_id")
_OF_LETTERS = (LetterReference, LetterToken, Acknowledgement, EscalationTold, UrgentAlert, Outbox)


class Kept(NamedTuple):
    """A letter of a group whose time may be over. `lives`: it still awaits something, so its time is not."""

    key: Key
    group: Group
    month: int
    lives: bool


async def old_groups(session: ReadSession, cut: int, after: Group, limit: int) -> list[Group]:
    """The next groups, in order, of which no fact is of the month `cut` (YYYYMM) or later."""
    agency, party = FactParty.agency_code, FactParty.correspondent_id
    statement = (
        select(agency, party)
        .where(tuple_(agency, party) > after)
        .group_by(agency, party)
        .having(func.max(FactParty.month) < cut)
        .order_by(agency, party)
        .limit(limit)
    )
    return [(code, one) for code, one in await session.execute(statement)]


async def newer(session: ReadSession, cut: int, groups: Collection[Group]) -> set[Group]:
    """Which of these groups have a fact of the month `cut` or later."""
    of, listed = table_of(FactParty).c, listed_groups(session, groups)
    is_newer = and_(of_listed(of, listed), of.month >= cut)
    rows, found = looked_up(session, listed, [of.agency_code, of.correspondent_id], table_of(FactParty), is_newer)
    statement: Select[*tuple[Any, ...]] = select(*found).select_from(rows)
    return {(row[0], row[1]) for row in await session.execute(statement.distinct())}


async def letters_of(session: ReadSession, groups: Collection[Group]) -> list[Kept]:
    of, listed = table_of(Correspondence).c, listed_groups(session, groups)
    columns = [of.agency_code, of.id, of.correspondent_id, of.month, of.standing, of.waiting]
    rows, found = looked_up(session, listed, columns, table_of(Correspondence), of_listed(of, listed))
    statement: Select[*tuple[Any, ...]] = select(*found).select_from(rows)
    return [
        Kept((agency, id_), (agency, party), month, waiting or standing in LIVING)
        for agency, id_, party, month, standing, waiting in await session.execute(statement)
    ]


async def waiting_months(session: ReadSession, codes: Collection[str], cut: int) -> set[tuple[str, int]]:
    """Months before `cut` in which a letter of these agencies waits: figures of them are not final."""
    month = (Correspondence.agency_code, Correspondence.month)
    statement = select(*month).where(Correspondence.waiting, Correspondence.month < cut).distinct()
    return {(code, number) for code, number in await session.execute(statement) if code in codes}


async def alone(session: WriteSession) -> None:
    """No other worker deletes letters or seals months until this unit of work ends."""
    if session.dialect == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(_PURGE)))


async def seal(session: WriteSession, months: Collection[tuple[str, int]], now: datetime) -> None:
    """What was marked to be counted anew in these months is counted: they never are again."""
    for code, month in months:
        await session.change(delete(StaleFigures).where(StaleFigures.agency_code == code, StaleFigures.month == month))
        session.add(SealedMonth(agency_code=code, month=month, sealed_at=now))
    await session.flush()


async def delete_letters(session: WriteSession, groups: Collection[Group], letters: Sequence[Kept]) -> None:
    """Everything of these letters, and the way from their senders to facts."""
    keys = [letter.key for letter in letters]
    for table in _OF_LETTERS:
        await drop_rows(session, table, _LETTER, keys)
    await drop_letters(session, keys)
    rows = sorted(groups)
    await drop_rows(session, FactParty, _GROUP, rows)
    await drop_rows(session, JoinedCorrespondent, _GROUP, rows)


async def left_of(session: ReadSession, groups: Collection[Group], letters: Sequence[Kept]) -> dict[str, int]:
    """How much is there of them, by table; tables without any are absent."""
    found = {}
    for model in (Correspondence, FactParty, JoinedCorrespondent):
        found[model.__tablename__] = await _count_of_groups(session, table_of(model), groups)
    ids = {letter.key[1] for letter in letters}
    for of_letter in _OF_LETTERS:
        statement = select(func.count()).select_from(of_letter).where(of_letter.correspondence_id.in_(ids))
        found[of_letter.__tablename__] = await session.scalar(statement) or 0
    return {name: count for name, count in found.items() if count}


async def _count_of_groups(session: ReadSession, table: Table, groups: Collection[Group]) -> int:
    listed = listed_groups(session, groups)
    rows = select(func.count()).select_from(listed.join(table, of_listed(table.c, listed)))
    return await session.scalar(rows) or 0


async def forget_facts_of_nobody(session: WriteSession, cut: int) -> int:
    """Facts of months before `cut` that belong to no letter any more, mails of ours about none, who wrote none."""
    gone = await session.change(delete(Fact).where(*_of_nobody(cut)))
    ended = bounds(cut)[0]
    await session.change(delete(Outbox).where(Outbox.correspondence_id == "", Outbox.settled_at < ended))
    has_facts = select(FactParty.correspondent_id)
    erased = and_(Correspondent.address.is_(None), Correspondent.agency_code.is_(None))
    await session.change(delete(Correspondent).where(erased, Correspondent.id.not_in(has_facts)))
    return gone


async def facts_of_nobody(session: ReadSession, cut: int) -> int:
    return await session.scalar(select(func.count()).select_from(Fact).where(*_of_nobody(cut))) or 0


def _of_nobody(cut: int) -> tuple[ColumnElement[bool], ...]:
    party = table_of(FactParty).c
    names = ("agency_code", "month", "source", "sequence")
    is_of = and_(*(party[name] == getattr(Fact, name) for name in names))
    return (Fact.month < cut, ~select(party.correspondent_id).where(is_of).exists())
