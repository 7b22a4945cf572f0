"""Stores what happened as facts: once, however often it is handed in. Each function is part of one unit of work."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.correspondence import fact_queries, queries
from backend.correspondence.chunks import chunks
from backend.correspondence.facts import (
    LOG_SLACK,
    AddressBook,
    Delivery,
    NewFact,
    UnreadableRecord,
    addresses_in,
    facts_of_delivery,
    facts_of_record,
    forms_of,
    letters_of_delivery,
)
from backend.correspondence.models import Correspondent
from backend.correspondence.past_letters import PastLetter, sequence_of
from backend.correspondence.sender_class import SenderRules, sender_class_of
from backend.correspondence.terms import FactKind, FactSource, Group, SenderClass
from backend.db import WriteSession
from backend.db.ids import new_id
from backend.directory import queries as directory
from backend.directory.terms import MailboxEntry

_log = logging.getLogger("congvu.intake")


@dataclass(frozen=True, slots=True)
class Intake:
    """`groups`: whose letters have to be derived anew. `sequence`: the last number given to a fact of the source."""

    groups: frozenset[Group]
    facts: int
    sequence: int = 0


async def take_in_records(session: WriteSession, records: Sequence[Mapping[str, Any]], rules: SenderRules) -> Intake:
    """Journal records (or imported letters in their form) as facts; one that cannot be read is logged and left out."""
    book = await _book(session, records, rules)
    facts: list[NewFact] = []
    for record in records:
        try:
            facts += facts_of_record(record, book)
        except UnreadableRecord as error:
            _log.error("%s", error.message)
    return await _store(session, facts)


async def take_in_past_letters(session: WriteSession, letters: Sequence[PastLetter], rules: SenderRules) -> Intake:
    """Imported letters with their deliveries as facts; those that are known already change nothing."""
    book = await _book(session, [letter.record for letter in letters], rules)
    facts: list[NewFact] = []
    for letter in letters:
        checked = facts_of_record(letter.record, book)
        facts += checked
        for delivery in letter.deliveries:
            facts += facts_of_delivery(delivery, sequence_of(delivery), checked, book, FactSource.IMPORT)
    return await _store(session, facts)


async def take_in_deliveries(session: WriteSession, deliveries: Sequence[Delivery], sequence: int) -> Intake:
    """Postfix's lines about letters that are known, numbered on from `sequence`; all other lines leave no trace.

    The records of these letters have been taken in before: the milter writes them before Postfix can log anything.
    """
    queue_ids = [delivery.queue_id for delivery in deliveries]
    known = await fact_queries.facts_of_queue_ids(session, queue_ids, (FactKind.CHECKED, FactKind.NAMED))
    accepted = await fact_queries.facts_of_queue_ids(session, queue_ids, (FactKind.ACCEPTED,))
    own = await queries.owners_of_our_mail(session, [one.message_id for one in deliveries if one.message_id])
    book = await _book_of(session, [one for one in deliveries if one.queue_id in known])
    facts: list[NewFact] = []
    for delivery in deliveries:
        if delivery.kind is FactKind.NAMED:
            mail = own.get(delivery.message_id or "")
            fresh = [_named(delivery, *mail, sequence + 1)] if mail else []
            known.setdefault(delivery.queue_id, []).extend(fresh)
        else:
            letters = letters_of_delivery(delivery, known.get(delivery.queue_id, []))
            fresh = facts_of_delivery(delivery, sequence + 1, letters, book)
            fresh = [] if _repeats(delivery, letters, accepted.get(delivery.queue_id, [])) else fresh
        if fresh and delivery.kind is FactKind.ACCEPTED:
            accepted.setdefault(delivery.queue_id, []).extend(fresh)
        sequence += bool(fresh)
        facts += fresh
    stored = await _store(session, facts)
    return Intake(stored.groups, stored.facts, sequence)


async def take_in_acts(session: WriteSession, facts: Sequence[NewFact]) -> Intake:
    """What people did (`acts.act_fact`); an act that is known already changes nothing."""
    return await _store(session, facts)


def _named(delivery: Delivery, agency_code: str, correspondent_id: str, sequence: int) -> NewFact:
    return NewFact(
        agency_code=agency_code,
        source=FactSource.POSTFIX,
        sequence=sequence,
        kind=FactKind.NAMED,
        at=delivery.at,
        queue_id=delivery.queue_id,
        message_id=delivery.message_id,
        data={"to": []},
        parties=frozenset({correspondent_id}),
    )


def _repeats(delivery: Delivery, letters: Sequence[NewFact], accepted: Sequence[NewFact]) -> bool:
    """Postfix says "queue active" again each time it tries a deferred letter."""
    return delivery.kind is FactKind.ACCEPTED and any(
        fact.at >= letter.at - LOG_SLACK for fact in accepted for letter in letters
    )


async def _store(session: WriteSession, facts: Sequence[NewFact]) -> Intake:
    stored = await fact_queries.existing_keys(session, facts)
    fresh: dict[tuple[str, FactSource, int], NewFact] = {}
    for fact in facts:
        key = (fact.agency_code, fact.source, fact.sequence)
        if key not in stored:
            fresh.setdefault(key, fact)
    parties = fact_queries.add_facts(session, fresh.values())
    await session.flush()
    session.add_all(parties)
    await session.flush()
    groups = frozenset(group for fact in fresh.values() for group in fact.groups)
    return Intake(groups, len(fresh))


async def _book(session: WriteSession, records: Sequence[Mapping[str, Any]], rules: SenderRules) -> AddressBook:
    """Everyone these records name; counterparts that are new are added."""
    addresses = addresses_in(records)
    boxes = await _boxes(session, addresses)
    return AddressBook(
        boxes=boxes,
        outsiders=await _outsiders(session, addresses, boxes, rules),
        agencies=await _agencies(session, {box.agency.code for box in boxes.values()}),
    )


async def _boxes(session: WriteSession, addresses: Iterable[str]) -> dict[str, MailboxEntry]:
    found: dict[str, MailboxEntry] = {}
    for chunk in chunks(form for address in addresses for form in forms_of(address)):
        found |= await directory.former_mailboxes(session, chunk)
        found |= await directory.mailboxes(session, chunk)
    return found


async def _outsiders(
    session: WriteSession, addresses: Collection[str], boxes: Mapping[str, MailboxEntry], rules: SenderRules
) -> dict[str, str]:
    """Correspondent ids of everyone among these who has no official mailbox; new ones are added."""
    outside = [address for address in sorted(addresses) if not any(form in boxes for form in forms_of(address))]
    known = await fact_queries.correspondents_by_address(session, outside)
    for address in outside:
        if address not in known:
            known[address] = new_id()
            sender_class = sender_class_of(address, rules, in_directory=False)
            session.add(Correspondent(id=known[address], address=address, sender_class=sender_class))
    return known


async def _agencies(session: WriteSession, codes: Collection[str]) -> dict[str, str]:
    """Correspondent ids of these agencies; new ones are added."""
    known = await fact_queries.correspondents_by_agency(session, codes)
    for code in sorted(set(codes) - known.keys()):
        known[code] = new_id()
        session.add(Correspondent(id=known[code], agency_code=code, sender_class=SenderClass.AGENCY))
    return known


async def _book_of(session: WriteSession, deliveries: Sequence[Delivery]) -> AddressBook:
    """Whom deliveries name; all of them were added with the letters."""
    named = {name for one in deliveries for name in (one.recipient, one.original_recipient) if name}
    boxes = await _boxes(session, named)
    return AddressBook(
        boxes=boxes,
        outsiders=await fact_queries.correspondents_by_address(session, named),
        agencies=await fact_queries.correspondents_by_agency(session, {box.agency.code for box in boxes.values()}),
    )
