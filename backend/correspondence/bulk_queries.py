"""All SQL that stores facts: thousands in a few statements, each once.

PostgreSQL gets one statement with an array a column, SQLite one prepared statement for all rows: on both several times
the rate of one object a row.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import JSON, Column, Table, cast, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.correspondence.chunks import chunks
from backend.correspondence.facts import NewFact
from backend.correspondence.models import Correspondent, Fact, FactParty
from backend.correspondence.terms import FactSource
from backend.db import ReadSession, WriteSession

FactKey = tuple[str, FactSource, int]  # (agency code, source, sequence)
# Their sequence is made of what the letter says, so a second copy may have another month; its queue id tells.
NUMBERED_BY_CONTENT = frozenset({FactSource.IMPORT})
_Row = Mapping[str, Any]


def key_of(fact: NewFact) -> FactKey:
    return fact.agency_code, fact.source, fact.sequence


async def stored_keys(session: ReadSession, facts: Collection[NewFact]) -> set[FactKey]:
    """Which of these facts are stored already, and perhaps some of their neighbours."""
    by_content = [fact.queue_id or "" for fact in facts if fact.source in NUMBERED_BY_CONTENT]
    return await _of_queue_ids(session, by_content) | await _of_ranges(session, facts)


async def _of_queue_ids(session: ReadSession, queue_ids: Collection[str]) -> set[FactKey]:
    found: set[FactKey] = set()
    for chunk in chunks(queue_ids):
        statement = select(Fact.agency_code, Fact.source, Fact.sequence).where(Fact.queue_id.in_(chunk))
        found |= {(code, FactSource(source), number) for code, source, number in await session.execute(statement)}
    return found


async def _of_ranges(session: ReadSession, facts: Collection[NewFact]) -> set[FactKey]:
    """Sources that count upwards: what a batch may meet lies between its first number and its last."""
    found: set[FactKey] = set()
    numbers: dict[tuple[FactSource, int], list[int]] = defaultdict(list)
    agencies: dict[tuple[FactSource, int], set[str]] = defaultdict(set)
    for fact in facts:
        if fact.source not in NUMBERED_BY_CONTENT:
            numbers[fact.source, fact.month].append(fact.sequence)
            agencies[fact.source, fact.month].add(fact.agency_code)
    for (source, month), known in numbers.items():
        for chunk in chunks(agencies[source, month]):
            statement = select(Fact.agency_code, Fact.sequence).where(
                Fact.agency_code.in_(chunk),
                Fact.month == month,
                Fact.source == source,
                Fact.sequence.between(min(known), max(known)),
            )
            found |= {(code, source, number) for code, number in await session.execute(statement)}
    return found


async def insert_facts(session: WriteSession, facts: Sequence[NewFact]) -> None:
    """Store facts with their parties; what is there already stays as it is."""
    keys = [
        {"agency_code": fact.agency_code, "month": fact.month, "source": fact.source.value, "sequence": fact.sequence}
        for fact in facts
    ]
    rows = [
        {
            **key,
            "kind": fact.kind.value,
            "at": fact.at,
            "queue_id": fact.queue_id,
            "message_id": fact.message_id,
            "data": fact.data,
        }
        for key, fact in zip(keys, facts, strict=True)
    ]
    parties = [
        {**key, "correspondent_id": party}
        for key, fact in zip(keys, facts, strict=True)
        for party in sorted(fact.parties)
    ]
    await _insert(session, _table(Fact), rows)
    await _insert(session, _table(FactParty), parties)


async def insert_correspondents(session: WriteSession, rows: Sequence[_Row]) -> None:
    await _insert(session, _table(Correspondent), rows)


def _table(model: type[Fact | FactParty | Correspondent]) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is no table")
    return table


async def _insert(session: WriteSession, table: Table, rows: Sequence[_Row]) -> None:
    """Rows have the same columns; those whose key is taken are left out."""
    if not rows:
        return
    columns = [table.columns[name] for name in rows[0]]
    if session.dialect == "sqlite":
        await session.change(sqlite.insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])
        return
    arrays = select(*(_unnested(column, [row[column.name] for row in rows]) for column in columns))
    statement = postgresql.insert(table).from_select([column.name for column in columns], arrays)
    await session.change(statement.on_conflict_do_nothing())


def _unnested(column: Column[Any], values: list[Any]) -> Any:
    """The column's values as one parameter; JSON goes as text, for arrays of JSON would be encoded value by value."""
    if isinstance(column.type, JSON):
        texts = [orjson.dumps(value).decode() for value in values]
        return cast(func.unnest(literal(texts, postgresql.ARRAY(postgresql.TEXT()))), JSON)
    return func.unnest(literal(values, postgresql.ARRAY(column.type)))
