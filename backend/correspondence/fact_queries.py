"""All SQL of outsiders, facts and where their sources have been read to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    delete,
    func,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy import cast as sql_cast

from backend.clock import VIETNAM
from backend.correspondence.chunks import chunks
from backend.correspondence.facts import NewFact
from backend.correspondence.groups import listed_groups, listed_keys, looked_up, of_listed
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import Correspondent, Fact, FactParty, SourcePosition
from backend.correspondence.months import month_of
from backend.correspondence.terms import FactKind, FactSource, Group
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first
from backend.db.listed import among

_FactKey = tuple[str, int, str, int]
_FACT_KEY = (Fact.agency_code, Fact.month, Fact.source, Fact.sequence)
_PARTY_KEY = (FactParty.agency_code, FactParty.month, FactParty.source, FactParty.sequence)
_NAMES = ("agency_code", "month", "source", "sequence", "kind", "at", "queue_id", "message_id", "data")
_COLUMNS = tuple(table_of(Fact).c[name] for name in _NAMES)  # rows, not objects: a log's batch asks for thousands
_DERIVED_FROM = {
    kind.value: kind
    for kind in (FactKind.CHECKED, FactKind.IN_MAILBOX, FactKind.HANDED_OVER, FactKind.ACCEPTED, FactKind.ACT)
}
_CALENDARS = 20_310_023  # names an advisory lock, in this database ours alone
_IS_REFUSAL = text("kind IN ('refused', 'removed')")  # said as the index says it
_KINDS = {kind.value: kind for kind in FactKind}
_NOBODY = frozenset[str]()
_IN_TIME = attrgetter("at", "agency_code", "sequence")
_SOURCES = {source.value: source for source in FactSource}
_OF_ITS_FACT = and_(*(party == fact for party, fact in zip(_PARTY_KEY, _FACT_KEY, strict=True)))


async def correspondents_by_address(session: ReadSession, addresses: Iterable[str]) -> dict[str, str]:
    """Correspondent ids by lower-case address; unknown addresses are absent."""
    statement = select(Correspondent.address, Correspondent.id)
    rows = await session.execute(statement.where(among(session, Correspondent.address, addresses)))
    return {address: id_ for address, id_ in rows if address}


async def correspondents_by_agency(session: ReadSession, codes: Iterable[str]) -> dict[str, str]:
    """Correspondent ids by agency code; agencies nobody exchanged letters with are absent."""
    found: dict[str, str] = {}
    for chunk in chunks(codes):
        statement = select(Correspondent.agency_code, Correspondent.id).where(Correspondent.agency_code.in_(chunk))
        found |= {code: id_ for code, id_ in await session.execute(statement) if code}
    return found


async def correspondents(session: ReadSession, ids: Iterable[str]) -> dict[str, Correspondent]:
    found: dict[str, Correspondent] = {}
    for chunk in chunks(ids):
        rows = await session.scalars(select(Correspondent).where(Correspondent.id.in_(chunk)))
        found |= {row.id: row for row in rows}
    return found


async def keep_calendars(session: WriteSession) -> None:
    """Nobody begins to bring letters to changed calendars while this unit of work derives by those of now."""
    if session.dialect == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock_shared(_CALENDARS)))


async def await_derivations(session: WriteSession) -> None:
    """Wait for units of work that derive by the calendars of before; those that begin later read today's."""
    if session.dialect == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(_CALENDARS)))


async def lock_parties(session: WriteSession, ids: Iterable[str]) -> dict[str, str]:
    """The sender class of these counterparts by id. Until the unit of work ends nobody else derives letters of theirs:
    who asks later waits, and then sees the facts that this unit stores."""
    statement = select(Correspondent.id, Correspondent.sender_class).where(among(session, Correspondent.id, ids))
    ordered = statement.order_by(Correspondent.id).with_for_update(key_share=True)
    return dict((await session.execute(ordered)).all())


async def known_correspondents(session: ReadSession) -> Sequence[Correspondent]:
    """Everyone outside the directory whose address is still kept."""
    return (await session.scalars(select(Correspondent).where(Correspondent.address.is_not(None)))).all()


async def facts_of_queue_ids(
    session: ReadSession, queue_ids: Iterable[str], kinds: Collection[FactKind], months: Collection[int]
) -> dict[str, list[NewFact]]:
    """The facts of these kinds and months with these queue ids, by queue id, in order of time."""
    found: dict[str, list[NewFact]] = defaultdict(list)
    condition = and_(among(session, Fact.queue_id, queue_ids), in_months(Fact.month, months))
    for fact in await _facts_where(session, condition, kinds):
        found[fact.queue_id or ""].append(fact)
    return found


async def facts_of_message_ids(
    session: ReadSession, message_ids: Iterable[str], kinds: Collection[FactKind]
) -> dict[str, list[NewFact]]:
    """The facts of these kinds about these messages, by Message-ID, in order of time."""
    found: dict[str, list[NewFact]] = defaultdict(list)
    for fact in await _facts_where(session, among(session, Fact.message_id, message_ids), kinds):
        found[fact.message_id or ""].append(fact)
    return found


async def _facts_where(
    session: ReadSession, condition: ColumnElement[bool], kinds: Collection[FactKind]
) -> list[NewFact]:
    """In order of time. Columns, not objects: a log's batch asks for thousands.

    The kinds are picked out here: with them in the condition SQLite walks the index of kinds, through all facts.
    """
    statement = select(*_COLUMNS, FactParty.correspondent_id).outerjoin(FactParty, _OF_ITS_FACT).where(condition)
    found: dict[_FactKey, NewFact] = {}
    for code, month, source, sequence, name, *told, party in await session.execute(statement):
        kind = _KINDS.get(name)
        if kind is not None and kind in kinds:
            key = code, month, source, sequence
            parties = found[key].parties if key in found else _NOBODY
            at, queue_id, message_id, data = told
            every = parties | {party} if party else parties
            found[key] = NewFact(code, _SOURCES[source], sequence, kind, at, data, queue_id, message_id, every)
    return sorted(found.values(), key=_IN_TIME)


async def facts_of_groups(session: ReadSession, groups: Collection[Group]) -> dict[Group, list[NewFact]]:
    """Everything letters are derived from, by group; groups without facts are absent."""
    found: dict[Group, list[NewFact]] = defaultdict(list)
    parties: dict[str, frozenset[str]] = {}
    rows = await (_rows_by_month if session.dialect == "postgresql" else _rows_at_once)(session, groups)
    for party, agency, _, source, number, name, at, queue_id, message_id, data in rows:
        kind = _DERIVED_FROM.get(name)
        if kind is not None:
            alone = parties.get(party) or parties.setdefault(party, frozenset({party}))
            fact = NewFact(agency, _SOURCES[source], number, kind, at, data, queue_id, message_id, alone)
            found[agency, party].append(fact)
    return found


def statement_of_groups(session: ReadSession, groups: Collection[Group]) -> Select[*tuple[Any, ...]]:
    """A group's facts are found from its parties on, each by its key."""
    facts, parties, listed = table_of(Fact), table_of(FactParty), listed_groups(session, groups)
    is_of_party = and_(*(facts.c[name] == parties.c[name] for name in _NAMES[:4]))
    columns = [parties.c.correspondent_id, *_COLUMNS]
    both = parties.join(facts, is_of_party)
    rows, found = looked_up(session, listed, columns, both, of_listed(parties.c, listed))
    return select(*found).select_from(rows)


async def _rows_at_once(session: ReadSession, groups: Collection[Group]) -> Iterable[Sequence[Any]]:
    return await session.execute(statement_of_groups(session, groups))


async def _rows_by_month(session: ReadSession, groups: Collection[Group]) -> Iterable[Sequence[Any]]:
    """The parties first, then their facts with the months named: PostgreSQL looks into no other month's partition.

    In one statement it would plan the way into each of them, which takes a hundred times as long as to go it.
    """
    parties, listed = table_of(FactParty), listed_groups(session, groups)
    columns = [parties.c[name] for name in (*_NAMES[:4], "correspondent_id")]
    rows, found = looked_up(session, listed, columns, parties, of_listed(parties.c, listed))
    of_key: dict[_FactKey, list[str]] = defaultdict(list)
    for *key, party in await session.execute(select(*found).select_from(rows)):
        of_key[cast("_FactKey", tuple(key))].append(party)
    facts = await session.execute(_of_keys(session, list(of_key))) if of_key else ()
    return ((party, *row) for row in facts for party in of_key[row[0], row[1], row[2], row[3]])


def _of_keys(session: ReadSession, keys: Sequence[_FactKey]) -> Select[*tuple[Any, ...]]:
    """On PostgreSQL."""
    facts = table_of(Fact)
    listed = listed_keys(_NAMES[:4], [tuple(map(str, key)) for key in keys]).subquery("listed")
    is_it = and_(*(facts.c[name] == sql_cast(listed.c[name], facts.c[name].type) for name in _NAMES[:4]))
    named = in_months(facts.c.month, {key[1] for key in keys})
    rows, found = looked_up(session, listed, list(_COLUMNS), facts, and_(named, is_it))
    return select(*found).select_from(rows)


def in_months(column: SQLColumnExpression[int], months: Collection[int]) -> ColumnElement[bool]:
    """Written into the statement: what PostgreSQL knows when it plans it leaves no other partition to look into."""
    return column.in_([literal_column(str(int(month))) for month in sorted(months)])


async def groups_after(session: ReadSession, after: Group, limit: int) -> list[Group]:
    """The next groups that have facts, in order, after this one."""
    statement = (
        select(FactParty.agency_code, FactParty.correspondent_id)
        .where(tuple_(FactParty.agency_code, FactParty.correspondent_id) > after)
        .distinct()
        .order_by(FactParty.agency_code, FactParty.correspondent_id)
        .limit(limit)
    )
    return [(agency, party) for agency, party in await session.execute(statement)]


async def acts_of_group(session: ReadSession, agency_code: str, correspondent_id: str) -> list[NewFact]:
    """What people did about one counterpart's letters to an agency, in order of time."""
    statement = (
        select(Fact)
        .join(FactParty, _OF_ITS_FACT)
        .where(
            FactParty.agency_code == agency_code,
            FactParty.correspondent_id == correspondent_id,
            Fact.kind == FactKind.ACT,
        )
        .order_by(Fact.at, Fact.sequence)
    )
    return [_as_new_fact(row, frozenset({correspondent_id})) for row in await session.scalars(statement)]


async def groups_of_parties(session: ReadSession, parties: Iterable[str]) -> list[Group]:
    """The groups of these counterparts that have facts."""
    found: list[Group] = []
    for chunk in chunks(parties):
        statement = select(FactParty.agency_code, FactParty.correspondent_id).distinct()
        rows = await session.execute(statement.where(FactParty.correspondent_id.in_(chunk)))
        found += [(agency, party) for agency, party in rows]
    return found


async def is_accepted(session: ReadSession, message_id: str) -> bool:
    """Whether Postfix has ever queued a message with this id."""
    statement = select(Fact.sequence).where(Fact.message_id == message_id, Fact.kind == FactKind.ACCEPTED).limit(1)
    return await session.scalar(statement) is not None


async def messages_of_checks(session: ReadSession, agency_code: str, checks: Mapping[str, datetime]) -> list[str]:
    """Message-IDs of the agency's letters with these verdicts, each given with the moment it was checked."""
    found: list[str] = []
    months = in_months(Fact.month, {month_of(at.astimezone(VIETNAM).date()) for at in checks.values()})
    for chunk in chunks(checks.values()):
        statement = select(Fact.message_id, Fact.data).where(
            Fact.agency_code == agency_code, months, Fact.kind == FactKind.CHECKED, Fact.at.in_(chunk)
        )
        rows = await session.execute(statement)
        found += [message_id for message_id, data in rows if message_id and data["id"] in checks]
    return found


async def position(session: ReadSession, name: str) -> SourcePosition | None:
    return await session.get(SourcePosition, name)


async def take_turn(session: WriteSession, name: str, position: str, first: int, now: datetime) -> int | None:
    """The last sequence number given to a fact of this source (`first`: to none yet); nobody else stores anything of it
    until the unit of work ends. None if it has been read further, or elsewhere, than `position` ("": not at all)."""
    of_source = select(SourcePosition).where(SourcePosition.name == name).with_for_update()
    standing = await session.scalar(of_source)
    if standing is None:
        none = {"name": name, "position": "", "sequence": first, "read_at": now}
        await insert_first(session, SourcePosition, none)
        standing = await session.scalar(of_source)
    return standing.sequence if standing is not None and standing.position == position else None


async def read_at(session: ReadSession, prefix: str) -> dict[str, datetime]:
    """When sources were read last, of those whose names begin so."""
    statement = select(SourcePosition.name, SourcePosition.read_at).where(SourcePosition.name.startswith(prefix))
    return dict((await session.execute(statement)).all())


async def store_position(session: WriteSession, name: str, value: str, sequence: int, now: datetime) -> None:
    standing = await session.get(SourcePosition, name)
    if standing is None:
        session.add(SourcePosition(name=name, position=value, sequence=sequence, read_at=now))
    else:
        standing.position, standing.sequence, standing.read_at = value, sequence, now


async def forget_position(session: WriteSession, name: str) -> None:
    await session.change(delete(SourcePosition).where(SourcePosition.name == name))


async def refusals_before(session: ReadSession, before: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(Fact).where(_IS_REFUSAL, Fact.at < before)) or 0


async def forget_refusals(session: WriteSession, before: datetime) -> int:
    return await session.change(delete(Fact).where(_IS_REFUSAL, Fact.at < before))


def _as_new_fact(row: Fact, parties: frozenset[str]) -> NewFact:
    return NewFact(
        agency_code=row.agency_code,
        source=FactSource(row.source),
        sequence=row.sequence,
        kind=FactKind(row.kind),
        at=row.at,
        data=row.data,
        queue_id=row.queue_id,
        message_id=row.message_id,
        parties=parties,
    )
