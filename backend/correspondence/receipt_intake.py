"""Stores the receipts that can be believed as facts. Part of one unit of work."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from backend.correspondence import fact_queries
from backend.correspondence.aliased import named_in
from backend.correspondence.intake import Intake, alias_book, book_of, store
from backend.correspondence.receipts import facts_of_receipts, receipts_in
from backend.correspondence.terms import FactKind
from backend.db import WriteSession

_log = logging.getLogger("congvu.intake")


async def take_in_receipts(session: WriteSession, records: Sequence[Mapping[str, Any]]) -> Intake:
    """The receipts among journal records, once the letters among them are stored: one may be about another."""
    records = [record for record in records if record.get("kind") == FactKind.RECEIPT]
    receipts = receipts_in((await alias_book(session, named_in(records))).records(records))
    if not receipts:
        return Intake(frozenset(), 0)
    ids = [receipt.original_message_id for receipt in receipts]
    checked = await fact_queries.facts_of_message_ids(session, ids, (FactKind.CHECKED,))
    book = await book_of(session, {address for one in receipts for address in (one.final, *one.boxes)})
    believed = facts_of_receipts(receipts, checked, book)
    if believed.unknown or believed.forged:
        _log.info(
            "not believed: %d receipts about no letter, %d of nobody it went to", believed.unknown, believed.forged
        )
    return await store(session, believed.facts)
