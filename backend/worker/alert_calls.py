"""Rings whoever is on duty: one call a letter to the gateway, repeated until it answers."""

import logging
from datetime import UTC, datetime

import orjson

from backend.clock import Clock
from backend.correspondence import alerting, escalation_queries
from backend.correspondence.alerting import Call
from backend.db import Database, ReadSession
from backend.settings import Settings
from backend.worker import worker_metrics
from backend.worker.seams import Caller, Outcome

MOST_IN_ONE_ROUND = 5  # then facts are shipped again
_log = logging.getLogger("congvu.worker")


class AlertCalls:
    def __init__(self, settings: Settings, database: Database, clock: Clock, caller: Caller | None) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._caller = caller

    async def make_waiting(self) -> None:
        """Make the calls whose time has come. The claim is committed before the call; one that nobody answered, or
        whose outcome could not be noted, is made again under the same id, by which the gateway knows it.

        Raises:
            Unavailable: the database does not answer.
        """
        for _ in range(MOST_IN_ONE_ROUND):
            if self._caller is None or (call := await self._claim()) is None:
                return
            sent = await self._caller.call(call.id, body_of(call, self._settings))
            async with self._database.write() as session:
                note = alerting.note_called if sent.outcome is Outcome.SENT else alerting.note_unanswered
                await note(session, call, sent.note, self._clock.now())
            worker_metrics.note_call(sent.outcome)
            _log.info("call %s: %s %s", call.id, sent.outcome, sent.note)

    async def is_anything_due(self, session: ReadSession, by: datetime) -> bool:
        """Whether somebody is to be called by then."""
        return self._caller is not None and await escalation_queries.CALLS.is_waiting(session, by)

    async def _claim(self) -> Call | None:
        now = self._clock.now()
        async with self._database.read() as session:
            if not await escalation_queries.CALLS.is_waiting(session, now):
                return None
        async with self._database.write() as session:
            return await alerting.claim_call(session, now)


def body_of(call: Call, settings: Settings) -> bytes:
    """No subject and no sender: what a text message may show on a locked telephone."""
    origins = settings.webmail_origins
    said = {
        "agency": call.agency_code,
        "urgency": call.urgency,
        "reference_code": call.reference_code,
        "received_at": call.received_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "link": origins[0] if origins else settings.public_url,
    }
    return orjson.dumps(said)
