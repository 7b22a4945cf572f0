"""All SQL that stores facts: thousands in a few statements, each once."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from backend.correspondence.chunks import chunks
from backend.correspondence.facts import NewFact
from backend.correspondence.many_rows import Rows, add_rows
from backend.correspondence.models import Correspondent, Fact, FactParty
from backend.correspondence.terms import FactSource
from backend.db import ReadSession, WriteSession
from backend.db.listed import among

FactKey = tuple[str, FactSource, int]  # (agency code, source, sequence)
# Their sequence is made of what the letter says, so a second copy may have another month; its queue id tells.
NUMBERED_BY_CONTENT = frozenset({FactSource.IMPORT, FactSource.IMAP})
_KEY = ("agency_code", "month", "source", "sequence")
_FACT = (*_KEY, "kind", "at", "queue_id", "message_id", "data")


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
    numbers: defaultdict[tuple[FactSource, int], list[int]] = defaultdict(list)
    agencies: defaultdict[tuple[FactSource, int], set[str]] = defaultdict(set)
    for fact in facts:
        if fact.source not in NUMBERED_BY_CONTENT:
            place = fact.source, fact.month
            numbers[place].append(fact.sequence)
            agencies[place].add(fact.agency_code)
    for (source, month), known in numbers.items():
        statement = select(Fact.agency_code, Fact.sequence).where(
            among(session, Fact.agency_code, agencies[source, month]),
            Fact.month == month,
            Fact.source == source,
            Fact.sequence.between(min(known), max(known)),
        )
        found |= {(code, source, number) for code, number in await session.execute(statement)}
    return found


async def insert_facts(session: WriteSession, facts: Sequence[NewFact]) -> None:
    """Store facts with their parties; what is there already stays as it is."""
    keys = [(fact.agency_code, fact.month, fact.source, fact.sequence) for fact in facts]
    said = ((fact.kind, fact.at, fact.queue_id, fact.message_id, fact.data) for fact in facts)
    await add_rows(session, Fact, _FACT, [(*key, *of_it) for key, of_it in zip(keys, said, strict=True)])
    parties = [(*key, party) for key, fact in zip(keys, facts, strict=True) for party in sorted(fact.parties)]
    await add_rows(session, FactParty, (*_KEY, "correspondent_id"), parties)


async def insert_correspondents(session: WriteSession, rows: Rows) -> None:
    """Each its id, address and sender class."""
    await add_rows(session, Correspondent, ("id", "address", "sender_class"), rows)
