"""Follows issued documents: finds the letters that carried them, and notes what other systems are to be told.

A document is looked at often while it is young and ever more seldom later: after a twentieth of its age.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.classification import queries as classification
from backend.compliance import queries
from backend.compliance.coverage import events_of
from backend.compliance.models import IssuedDocument
from backend.compliance.terms import Event
from backend.correspondence import fact_queries, sent_letters
from backend.correspondence.sent_letters import SentLetter
from backend.correspondence.terms import OutboxState
from backend.db import WriteSession

AT_ONCE = 20
FOLLOWED = timedelta(days=90)
SOONEST, LATEST = timedelta(seconds=5), timedelta(days=1)
BEFORE_RECORDING = timedelta(days=30)  # a letter may have gone before the paper was recorded
LEASE = timedelta(minutes=2)  # a call begun that long ago is over, however it ended
FIRST_PAUSE, LONGEST_PAUSE, GIVEN_UP = timedelta(seconds=15), timedelta(minutes=30), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Call:
    """What another system is told. The same event has the same `id` at every attempt. `recipient`: an agency's code, ""
    where the event is the whole document's or the recipient is none of the directory."""

    agency_code: str
    document_id: str
    ordinal: int
    event: Event
    at: datetime
    symbol: str
    kind: str
    issued_on: str
    recipient: str
    attempt: int

    @property
    def id(self) -> str:
        return f"{self.agency_code}.{self.document_id}.{self.ordinal}.{self.event}"


async def look(session: WriteSession, now: datetime, *, call: bool) -> int:
    """Look at the documents whose turn it is; how many. `call`: another system wants to be told."""
    rows = await queries.due_for_look(session, now, AT_ONCE)
    for row in rows:
        await _find_letters(session, row, now)
        if call:
            await _note_events(session, row, now)
        age = now - row.recorded_at
        row.next_look_at = now + min(max(age / 20, SOONEST), LATEST) if age < FOLLOWED else None
    return len(rows)


async def claim_call(session: WriteSession, now: datetime) -> Call | None:
    """Take the next call that may be made now; None if there is none. After three days nobody is called any more."""
    while (row := await queries.CALLS.next(session, now)) is not None:
        document = await queries.document(session, row.agency_code, row.document_id)
        row.attempts += 1
        if document is None or now - row.at > GIVEN_UP:
            row.state, row.settled_at, row.outcome = OutboxState.FAILED, now, "too late"
            await session.flush()
            continue
        row.state, row.not_before = OutboxState.CLAIMED, now + LEASE
        lines = (await queries.lines(session, row.agency_code, [row.document_id])).get(row.document_id, [])
        return Call(
            agency_code=row.agency_code,
            document_id=row.document_id,
            ordinal=row.ordinal,
            event=Event(row.event),
            at=row.at,
            symbol=document.symbol,
            kind=document.kind,
            issued_on=document.issued_on.isoformat(),
            recipient=next((line.recipient_code for line in lines if line.ordinal == row.ordinal), ""),
            attempt=row.attempts,
        )
    return None


async def note_called(session: WriteSession, call: Call, outcome: str, now: datetime) -> None:
    await _settle(session, call, state=OutboxState.SENT, outcome=outcome, settled_at=now)


async def note_unanswered(session: WriteSession, call: Call, outcome: str, now: datetime) -> None:
    """Again after 15, 30, 60 … seconds, at most half an hour, for three days."""
    pause = min(FIRST_PAUSE * 2 ** min(call.attempt - 1, 10), LONGEST_PAUSE)
    await _settle(session, call, state=OutboxState.WAITING, outcome=outcome, not_before=now + pause)


async def _settle(session: WriteSession, call: Call, **values: object) -> None:
    await queries.CALLS.settle(session, (call.agency_code, call.document_id, call.ordinal, call.event), **values)


async def _find_letters(session: WriteSession, row: IssuedDocument, now: datetime) -> None:
    since = row.recorded_at - BEFORE_RECORDING
    checks = await classification.submissions_of(session, row.agency_code, row.fingerprint, since)
    for message_id in await fact_queries.messages_of_checks(session, row.agency_code, checks):
        await queries.note_message(session, row.agency_code, row.id, message_id, now)


async def _note_events(session: WriteSession, row: IssuedDocument, now: datetime) -> None:
    ids = (await queries.messages(session, row.agency_code, [row.id])).get(row.id, [])
    letters = await sent_letters.sent_letters(session, row.agency_code, ids)
    recipients = [one for letter in letters for one in letter.recipients]
    for line in (await queries.lines(session, row.agency_code, [row.id])).get(row.id, []):
        for event, at in events_of(line.recipient_code, line.address, recipients).items():
            await _claim(session, row, line.ordinal, event, at, now)
    for at in _recalled_at(letters):
        await _claim(session, row, 0, Event.RECALLED, at, now)


async def _claim(
    session: WriteSession, row: IssuedDocument, ordinal: int, event: Event, at: datetime, now: datetime
) -> None:
    await queries.claim_event(
        session,
        {
            "agency_code": row.agency_code,
            "document_id": row.id,
            "ordinal": ordinal,
            "event": event,
            "at": at,
            "state": OutboxState.WAITING,
            "attempts": 0,
            "not_before": now,
        },
    )


def _recalled_at(letters: Sequence[SentLetter]) -> list[datetime]:
    """The first time anything was said of it afterwards, if ever."""
    moments = [act.at for letter in letters for act in letter.recalls]
    return [min(moments)] if moments else []
