"""What the worker does about issued papers: finds the letters that carried them, tells other systems."""

import logging
from datetime import UTC, datetime

import orjson

from backend.clock import Clock
from backend.compliance import following, queries
from backend.compliance.following import Call
from backend.db import Database, ReadSession
from backend.worker.seams import Caller, Outcome, Seams

MOST_CALLS = 5  # in one round: then facts are shipped again
_log = logging.getLogger("congvu.worker")


class Issuance:
    def __init__(self, database: Database, clock: Clock, seams: Seams) -> None:
        self._database = database
        self._clock = clock
        self._caller = seams.issuance_caller

    async def follow(self) -> None:
        """One round.

        Raises:
            Unavailable: the database does not answer.
        """
        await self._look()
        if self._caller is not None:
            await self._make_calls(self._caller)

    async def is_anything_due(self, session: ReadSession, by: datetime) -> bool:
        """Whether a paper's letters are to be looked for by then, or a system is to be told."""
        if await queries.is_look_due(session, by):
            return True
        return self._caller is not None and await queries.CALLS.is_waiting(session, by)

    async def _look(self) -> None:
        now = self._clock.now()
        async with self._database.read() as session:
            if not await queries.is_look_due(session, now):
                return
        async with self._database.write() as session:
            await following.look(session, now, call=self._caller is not None)

    async def _make_calls(self, caller: Caller) -> None:
        """The claim is committed before the call; one whose outcome could not be noted is made again under its id."""
        for _ in range(MOST_CALLS):
            call = await self._claim()
            if call is None:
                return
            sent = await caller.call(call.id, body_of(call))
            async with self._database.write() as session:
                note = following.note_called if sent.outcome is Outcome.SENT else following.note_unanswered
                await note(session, call, sent.note, self._clock.now())
            _log.info("call %s: %s %s", call.id, sent.outcome, sent.note)

    async def _claim(self) -> Call | None:
        now = self._clock.now()
        async with self._database.read() as session:
            if not await queries.CALLS.is_waiting(session, now):
                return None
        async with self._database.write() as session:
            return await following.claim_call(session, now)


def body_of(call: Call) -> bytes:
    """Number and symbol, never a subject; a recipient by its agency's code."""
    said = {
        "event": call.event,
        "at": call.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "agency": call.agency_code,
        "document": call.document_id,
        "symbol": call.symbol,
        "kind": call.kind,
        "issued_on": call.issued_on,
        "recipient": call.recipient or None,
    }
    return orjson.dumps(said)
