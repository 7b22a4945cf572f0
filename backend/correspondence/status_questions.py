"""Letters that only ask where another letter stands ("TÌNH TRẠNG <mã>"): answered by mail to whoever wrote that letter.

The rules of automatic answers hold: none to automatic mail, none to a sender the gate does not believe, few a day, each
question once. A question nobody may ask (a wrong code, another's letter) is a letter like any other: somebody reads it.

Source: RFC 3834, section 2.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from backend.correspondence import fact_queries, notices, queries
from backend.correspondence.facts import author_of
from backend.correspondence.models import Correspondence
from backend.correspondence.reference_code import is_well_formed
from backend.correspondence.terms import FactKind, NoticeKind
from backend.db import WriteSession
from backend.workingtime.hours import at, in_vietnam

MOST_PER_DAY = 3  # answers to one sender


async def answer(session: WriteSession, records: Sequence[Mapping[str, Any]], now: datetime) -> list[Mapping[str, Any]]:
    """Queue an answer to each question among these journal records; the records, in which only questions that were
    someone's to ask are still said to ask something."""
    settled: list[Mapping[str, Any]] = []
    for record in records:
        if not record.get("status_asked") or record.get("kind") != FactKind.CHECKED:
            settled.append(record)
            continue
        row = await _letter_asked_for(session, record)
        if row is not None:
            await _answer(session, row, record, now)
        settled.append({**record, "status_asked": row is not None})
    return settled


async def _letter_asked_for(session: WriteSession, record: Mapping[str, Any]) -> Correspondence | None:
    """The letter with this code, if the same address wrote it and this mail is a person's own."""
    code, author = str(record["status_asked"]), author_of(record)
    believed = record["automatic"]["may_acknowledge"] and author == str(record["sender"]).lower()
    row = await queries.letter_of_code(session, code) if believed and is_well_formed(code) else None
    if row is None:
        return None
    known = await fact_queries.correspondents_by_address(session, [author])
    return row if known.get(author) == row.correspondent_id else None


async def _answer(session: WriteSession, row: Correspondence, record: Mapping[str, Any], now: datetime) -> None:
    today = at(in_vietnam(now).date(), time())
    if await queries.notices_since(session, row.correspondent_id, NoticeKind.STATUS, today) < MOST_PER_DAY:
        said = {"in_reply_to": record["message_id"] or ""}
        await notices.queue(session, row, NoticeKind.STATUS, str(record["id"]), said, now)
