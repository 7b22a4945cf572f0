"""Stores what happened as facts: once, however often it is handed in. Each function is part of one unit of work."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.correspondence import bulk_queries, fact_queries, queries
from backend.correspondence.aliased import Alias, AliasBook, named_by, named_in
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
from backend.correspondence.months import months_between
from backend.correspondence.past_letters import PastLetter, sequence_of
from backend.correspondence.sender_class import SenderRules, sender_class_of
from backend.correspondence.terms import FactKind, FactSource, Group, Period, SenderClass
from backend.db import WriteSession
from backend.db.collector import collector_paused
from backend.db.ids import new_id
from backend.db.insert_first import insert_first
from backend.directory import queries as directory
from backend.directory.terms import MailboxEntry
from backend.workingtime.hours import ONE_DAY, in_vietnam

QUEUED_AT_MOST = timedelta(days=100)  # Postfix gives up after 5, unless it was told otherwise
_OF_A_QUEUE = (
    FactKind.CHECKED,
    FactKind.NAMED,
    FactKind.ACCEPTED,
    FactKind.HANDED_OVER,
    FactKind.IN_MAILBOX,
    FactKind.BOUNCED,
)
_ByQueue = dict[str, list[NewFact]]
_Word = tuple[FactKind, str, str | None, datetime, tuple[str | None, ...]]
_log = logging.getLogger("congvu.intake")


@dataclass(frozen=True, slots=True)
class Intake:
    """`groups`: whose letters have to be derived anew. `sequence`: the last number given to a fact of the source."""

    groups: frozenset[Group]
    facts: int
    sequence: int = 0


async def take_in_records(session: WriteSession, records: Sequence[Mapping[str, Any]], rules: SenderRules) -> Intake:
    """Journal records (or imported letters in their form) as facts; one that cannot be read is logged and left out."""
    with collector_paused():
        records = (await alias_book(session, named_in(records))).records(records)
        book = await _book(session, records, rules)
        facts: list[NewFact] = []
        for record in records:
            try:
                facts += facts_of_record(record, book)
            except UnreadableRecord as error:
                _log.error("%s", error.message)
        return await store(session, facts)


async def take_in_past_letters(session: WriteSession, letters: Sequence[PastLetter], rules: SenderRules) -> Intake:
    """Imported or watched letters with their deliveries as facts; those that are known already change nothing."""
    aliases = await alias_book(session, named_in(letter.record for letter in letters))
    records = aliases.records([letter.record for letter in letters])
    book = await _book(session, records, rules)
    facts: list[NewFact] = []
    for letter, record in zip(letters, records, strict=True):
        checked = facts_of_record(record, book)
        facts += checked
        for delivery in aliases.deliveries(letter.deliveries):
            facts += facts_of_delivery(delivery, sequence_of(delivery), checked, book, record["source"])
    return await store(session, facts)


async def take_in_deliveries(session: WriteSession, deliveries: Sequence[Delivery], sequence: int) -> Intake:
    """Postfix's lines about letters that are known, numbered on from `sequence`; all other lines leave no trace.

    The records of these letters have been taken in before: the milter writes them before Postfix can log anything.
    """
    with collector_paused():
        deliveries = (await alias_book(session, named_by(deliveries))).deliveries(deliveries)
        queue_ids = [delivery.queue_id for delivery in deliveries]
        months = _months_around([delivery.at for delivery in deliveries])
        known, accepted, told = _apart(await fact_queries.facts_of_queue_ids(session, queue_ids, _OF_A_QUEUE, months))
        own = await queries.owners_of_our_mail(session, [one.message_id for one in deliveries if one.message_id])
        of_letters = [one for one in deliveries if one.queue_id in known]
        book = await book_of(session, named_by(of_letters))
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
                fresh = [fact for fact in fresh if _word(fact) not in told]
            if fresh and delivery.kind is FactKind.ACCEPTED:
                accepted.setdefault(delivery.queue_id, []).extend(fresh)
            sequence += bool(fresh)
            facts += fresh
        stored = await store(session, facts)
        return Intake(stored.groups, stored.facts, sequence)


def _apart(facts: Mapping[str, Sequence[NewFact]]) -> tuple[_ByQueue, _ByQueue, set[_Word]]:
    """Letters and names of mails, and when they were queued, each by queue id; and every word this log said before."""
    known: _ByQueue = {}
    accepted: _ByQueue = {}
    told: set[_Word] = set()
    for queue_id, of_queue in facts.items():
        for fact in of_queue:
            if fact.kind in (FactKind.CHECKED, FactKind.NAMED):
                known.setdefault(queue_id, []).append(fact)
            elif fact.source is FactSource.POSTFIX:
                told.add(_word(fact))
            if fact.kind is FactKind.ACCEPTED:
                accepted.setdefault(queue_id, []).append(fact)
    return known, accepted, told


def _word(fact: NewFact) -> _Word:
    """What a line says: the same for a line that is read again, because its log was copied or put back."""
    to = fact.data["to"]
    named = (to.get("agency"), to.get("box"), to.get("correspondent")) if isinstance(to, dict) else ()
    return fact.kind, fact.agency_code, fact.queue_id, fact.at, named


async def take_in_acts(session: WriteSession, facts: Sequence[NewFact]) -> Intake:
    """What people did (`acts.act_fact`); an act that is known already changes nothing."""
    return await store(session, facts)


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
        parties=frozenset(filter(None, (correspondent_id,))),
    )


def _repeats(delivery: Delivery, letters: Sequence[NewFact], accepted: Sequence[NewFact]) -> bool:
    """Postfix says "queue active" again each time it tries a deferred letter."""
    return delivery.kind is FactKind.ACCEPTED and any(
        fact.at >= letter.at - LOG_SLACK for fact in accepted for letter in letters
    )


async def store(session: WriteSession, facts: Sequence[NewFact]) -> Intake:
    """Those of the facts that are new, each once."""
    stored = await bulk_queries.stored_keys(session, facts)
    fresh: dict[bulk_queries.FactKey, NewFact] = {}
    for fact in facts:
        key = bulk_queries.key_of(fact)
        if key not in stored:
            fresh.setdefault(key, fact)
    await session.flush()
    await bulk_queries.insert_facts(session, list(fresh.values()))
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


async def alias_book(session: WriteSession, named: Iterable[str]) -> AliasBook:
    """Where those of these addresses led that are other addresses of mailboxes."""
    rows = await directory.aliases(session, {form for address in named for form in forms_of(address)})
    return AliasBook(Alias(row.alias, row.address, row.valid_from, row.valid_to) for row in rows)


async def _boxes(session: WriteSession, addresses: Iterable[str]) -> dict[str, MailboxEntry]:
    forms = {form for address in addresses for form in forms_of(address)}
    return await directory.former_mailboxes(session, forms) | await directory.mailboxes(session, forms)


async def _outsiders(
    session: WriteSession, addresses: Collection[str], boxes: Mapping[str, MailboxEntry], rules: SenderRules
) -> dict[str, str]:
    """Correspondent ids of everyone among these who has no official mailbox; new ones are added."""
    outside = [address for address in sorted(addresses) if not any(form in boxes for form in forms_of(address))]
    known = await fact_queries.correspondents_by_address(session, outside)
    fresh = [address for address in outside if address not in known]
    if not fresh:
        return known
    rows = [(new_id(), one, sender_class_of(one, rules, in_directory=False).value) for one in fresh]
    await bulk_queries.insert_correspondents(session, rows)
    return known | await fact_queries.correspondents_by_address(session, fresh)


async def _agencies(session: WriteSession, codes: Collection[str]) -> dict[str, str]:
    """Correspondent ids of these agencies; new ones are added."""
    known = await fact_queries.correspondents_by_agency(session, codes)
    fresh = sorted(set(codes) - known.keys())
    if not fresh:
        return known
    for code in fresh:
        row = {"id": new_id(), "agency_code": code, "sender_class": SenderClass.AGENCY.value}
        await insert_first(session, Correspondent, row)  # another worker may be quicker
    return known | await fact_queries.correspondents_by_agency(session, fresh)


async def book_of(session: WriteSession, named: Collection[str]) -> AddressBook:
    """Who these addresses are; nobody is added: whom a delivery or receipt is about came with the letter."""
    boxes = await _boxes(session, named)
    return AddressBook(
        boxes=boxes,
        outsiders=await fact_queries.correspondents_by_address(session, named),
        agencies=await fact_queries.correspondents_by_agency(session, {box.agency.code for box in boxes.values()}),
    )


def _months_around(moments: Sequence[datetime]) -> list[int]:
    """In which facts lie of letters that a mail server had in its queue then."""
    if not moments:
        return []
    first, last = min(moments) - QUEUED_AT_MOST, max(moments) + ONE_DAY
    return months_between(Period(in_vietnam(first).date(), in_vietnam(last).date()))
