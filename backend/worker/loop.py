"""The worker role: rounds of shipping, sending and upkeep until told to stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from backend import process_memory
from backend.access.gate_token import ensure_gate_token
from backend.clock import Clock
from backend.db import Database
from backend.errors import Unavailable
from backend.pacing import until_next
from backend.settings import Settings
from backend.worker import worker_metrics
from backend.worker.address_confirming import AddressConfirming
from backend.worker.alert_calls import AlertCalls
from backend.worker.canary import CanaryLetters
from backend.worker.escalation import Escalation
from backend.worker.gate_file import GateFileWriter
from backend.worker.idle import LOOK_AGAIN_EVERY, LOOK_AHEAD, Idle, Pace
from backend.worker.issuance import Issuance
from backend.worker.mailbox_checks import MailboxChecks
from backend.worker.outbox import OutboxSender
from backend.worker.reporting import Reporting
from backend.worker.seams import Seams
from backend.worker.shipping import Shipping
from backend.worker.upkeep import Upkeep
from backend.workingtime.hours import day_after

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 5.0  # while the database does not answer
ESCALATE_EVERY = timedelta(minutes=1)  # a check begins at a minute
REPORT = "report", timedelta(seconds=5)  # somebody who wants a draft anew waits for it
JOIN = "join", timedelta(seconds=5)
NOT_IN_EACH_LOOK = (REPORT, JOIN)
COUNT_CHECKS_EVERY = timedelta(seconds=2)  # some agencies each time, until all are counted
CONFIRM_EVERY = timedelta(minutes=5)  # fifty mailboxes each time, until all were asked
FORGET_EVERY = timedelta(hours=1)
FORGET_LETTERS_EVERY = timedelta(days=1)  # it looks through all senders
WARN_EVERY = timedelta(days=1)
MONTHS_EVERY = timedelta(hours=6)
SILENCE_EVERY = timedelta(hours=1)  # it reads a fortnight of facts
RESTS_AFTER = timedelta(seconds=10)  # without anything to do
RESTS_AGAIN_AFTER = timedelta(minutes=10)  # what is done now and then takes memory too
_log = logging.getLogger("congvu.worker")


async def run_worker(settings: Settings, database: Database, clock: Clock, stop: asyncio.Event, seams: Seams) -> None:
    """Work until `stop` is set. A database or disk that does not answer is waited for; whatever else fails ends the
    role, and a restart goes on where the last committed unit of work ended."""
    worker, resting, pace = Worker(settings, database, clock, seams), _Resting(database, clock), Pace(clock)
    pause_seconds = FIRST_PAUSE_SECONDS
    while not stop.is_set():
        try:
            busy = await worker.round()
            await resting.after_round(busy=busy)
            if busy:
                pace.was_busy()
            wait_seconds, pause_seconds = 0.0 if busy else until_next(pace.seconds()), FIRST_PAUSE_SECONDS
            worker_metrics.note_round(done=True)
        except (Unavailable, OSError) as error:  # a locked database, a full disk: they pass, and nothing is lost
            why = error.message if isinstance(error, Unavailable) else error.strerror
            _log.warning("waiting (%s): %s; again in %.0f s", type(error).__name__, why, pause_seconds)
            worker_metrics.note_round(done=False)
            wait_seconds, pause_seconds = pause_seconds, min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)
        await _sleep(stop, wait_seconds)


class Worker:
    """One round after the other; what is due less often is done in a round whose time has come."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, seams: Seams) -> None:
        self._settings = settings
        self._clock = clock
        self._gate_file = GateFileWriter(settings, database)
        self._canaries = CanaryLetters(settings, database, clock, seams)
        self._shipping = Shipping(settings, database, clock, seams, self._canaries)
        self._outbox = OutboxSender(settings, database, clock, seams.mailer)
        self._calls = AlertCalls(settings, database, clock, seams.caller)
        self._escalation = Escalation(database, clock)
        self._checks = MailboxChecks(database, clock)
        self._issuance = Issuance(database, clock, seams)
        self._confirming = AddressConfirming(database, clock, wanted=settings.confirm_addresses)
        self._reporting = Reporting(database, clock, settings.report_agency, settings.report_inputs)
        self._upkeep = Upkeep(settings, database, clock)
        self._done_at: dict[str, datetime] = {}
        self._database = database
        self._sources_stand = seams.sources_stand
        self._idle: Idle | None = None
        self._settled: dict[str, int | None] = {}  # by what depends on the database alone: how that stood

    async def round(self) -> bool:
        """Do what there is to do; whether there is more at once.

        Raises:
            Unavailable: the database does not answer.
        """
        now, stands = self._clock.now(), (self._database.changes(), self._files_stand())
        if self._idle is not None and self._idle.goes_on(now, stands):
            await self._now_and_then("canaries", LOOK_AGAIN_EVERY, self._canaries.go_on)
            await self._do_now_and_then()
            return False
        self._idle = None
        busy = await self._do_all()
        if not busy:  # figures are read once everything known is counted
            await self._now_and_then(*REPORT, self._reporting.draft)
            self._idle = Idle(now, await self._next_look(now), stands)
        return busy

    def _files_stand(self) -> object:
        """What there is to read, and whether what others read of us is there."""
        return self._sources_stand(), self._settings.gate_token.exists(), self._settings.gate_file.exists()

    async def _next_look(self, now: datetime) -> datetime:
        """When to look again after the look of `now`, if nothing is committed or written until then."""
        later = min(now + LOOK_AHEAD, day_after(now))
        is_due = self._shipping.is_waiting or self._database.changes() is None  # then nobody asks
        async with self._database.read() as session:
            for part in (self._outbox, self._calls, self._issuance, self._reporting):
                is_due = is_due or await part.is_anything_due(session, later)
        left_out = [self._done_at[name] + every for name, every in NOT_IN_EACH_LOOK if self._done_at[name] < now]
        return min([now + LOOK_AGAIN_EVERY if is_due else later, *left_out])

    async def _do_all(self) -> bool:
        """A look at everything; whether there is more. What falls due here by the clock alone, `_next_look` knows."""
        ensure_gate_token(self._settings.gate_token)
        await self._gate_file.write_if_changed(self._clock.now())
        more = await self._if_committed("ground", self._upkeep.follow_ground)
        shipped = await self._shipping.ship()
        await self._outbox.settle_doubts(shipped.log_read_at)
        sent = await self._outbox.send_waiting()
        counted = await self._if_committed("figures", self._upkeep.count_figures)
        await self._calls.make_waiting()
        await self._canaries.go_on()
        await self._issuance.follow()
        await self._now_and_then(*JOIN, partial(self._if_committed, "join", self._upkeep.join_gates))
        await self._do_now_and_then()
        return more or shipped.anything or sent > 0 or counted

    async def _do_now_and_then(self) -> None:
        await self._now_and_then("escalate", ESCALATE_EVERY, self._escalation.tell_due)
        await self._now_and_then("remind", ESCALATE_EVERY, self._checks.remind)
        await self._now_and_then("count checks", COUNT_CHECKS_EVERY, self._checks.count)
        await self._now_and_then("confirm", CONFIRM_EVERY, self._confirming.ask)
        await self._now_and_then("forget", FORGET_EVERY, self._upkeep.forget)
        await self._now_and_then("forget papers", FORGET_EVERY, self._upkeep.forget_papers)
        await self._now_and_then("forget letters", FORGET_LETTERS_EVERY, self._upkeep.forget_letters)
        await self._now_and_then("warn", WARN_EVERY, self._upkeep.warn)
        await self._now_and_then("silence", SILENCE_EVERY, self._upkeep.note_silence)
        await self._now_and_then("months", MONTHS_EVERY, self._upkeep.keep_months)

    async def _if_committed(self, name: str, work: Callable[[], Awaitable[int]]) -> bool:
        """Do what depends on the database alone, unless nothing was committed since it found nothing; whether it found
        anything."""
        stands = self._database.changes()
        if stands is not None and self._settled.get(name) == stands:
            return False
        found = await work()
        self._settled[name] = None if found else stands
        return found > 0

    async def _now_and_then(self, name: str, every: timedelta, work: Callable[[], Awaitable[object]]) -> None:
        now = self._clock.now()
        if name not in self._done_at or now - self._done_at[name] >= every:
            await work()
            self._done_at[name] = now


class _Resting:
    """After each piece of work, and now and then: what it took of memory goes back to the machine."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._rests_at = clock.now() + RESTS_AFTER

    async def after_round(self, *, busy: bool) -> None:
        now = self._clock.now()
        if busy:
            self._rests_at = now + RESTS_AFTER
        elif self._rests_at <= now:
            self._rests_at = now + RESTS_AGAIN_AFTER
            await self._database.rest()
            process_memory.give_back()


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    """At least one turn of the event loop; at most until `stop`."""
    try:
        async with asyncio.timeout(max(seconds, 0.001)):
            await stop.wait()
    except TimeoutError:
        return
