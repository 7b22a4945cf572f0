"""Looks after the boxes' five checks a day: reminds after a missed window, and counts each day's for the map."""

from datetime import date, datetime, timedelta

from backend.clock import Clock
from backend.compliance import check_days, reminding
from backend.compliance.quarterly_gaps import checks_known_since
from backend.compliance.reminders import LOGS_COME_WITHIN
from backend.db import Database
from backend.directory import queries
from backend.directory import service as directory
from backend.worker.idle import Idle
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import at, day_after, in_vietnam
from backend.workingtime.windows import windows_on

COUNT_EVERY = timedelta(hours=1)
AGENCIES_AT_ONCE = 10
LOOKED_AT_ONCE = 200  # agencies of which it is asked whether anything has changed, where nothing had of those before
COUNTED_BACK = timedelta(days=62)  # what the map shows, and the month before


class MailboxChecks:
    """Reminders and counts stand in the database; here only what this process is done with."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._judged: dict[str, tuple[date, int]] = {}  # by agency code: the day, and how many windows were over
        self._idle: Idle | None = None
        self._to_count: list[str] = []
        self._looked_at_once = LOOKED_AT_ONCE
        self._begun_at: datetime | None = None

    async def remind(self) -> int:
        """Remind where a window is over since the last look; returns how many mails were queued. What nobody was there
        to tell at night, or while the worker stood still, is made up for.

        Raises:
            Unavailable: the database does not answer.
        """
        now, stands = self._clock.now(), (self._database.changes(), None)
        if self._idle is not None and self._idle.goes_on(now, stands):
            return 0
        today = in_vietnam(now).date()
        async with self._database.read() as session:
            calendars = await directory.calendars(session, await queries.parents(session))
        mails, next_at = 0, day_after(now)
        for agency, calendar in calendars.items():
            judged_at = [window.end + LOGS_COME_WITHIN for window in windows_on(today, calendar)]
            over = sum(moment <= now for moment in judged_at)
            if self._judged.get(agency) != (today, over) and _works(calendar, now):
                mails += await self._remind(agency, calendar, now)
                self._judged[agency] = (today, over)
            begins_at = [at(today, begins) for begins, _ in calendar.spans_on(today)]
            next_at = min([next_at, *(moment for moment in [*judged_at, *begins_at] if moment > now)])
        self._idle = Idle(now, next_at, stands)
        return mails

    async def _remind(self, agency: str, calendar: Calendar, now: datetime) -> int:
        async with self._database.read() as session:
            if not await reminding.reminders(session, agency, calendar, now):
                return 0
        async with self._database.write() as session:
            return await reminding.remind(session, agency, calendar, now)

    async def count(self) -> None:
        """Count some agencies, until all were: the last two days every hour, all that are known once a day, of those
        of which anything has changed. How far it came stands in the database, so a restart counts nothing twice.

        Raises:
            Unavailable: the database does not answer.
        """
        now = self._clock.now()
        today = in_vietnam(now).date()
        if not self._to_count and (self._begun_at is None or now - self._begun_at >= COUNT_EVERY):
            self._begun_at = now
            async with self._database.read() as session:
                self._to_count = sorted(await queries.parents(session))
        some = self._to_count[: self._looked_at_once]
        if some:
            first = max(today - COUNTED_BACK, checks_known_since(now))
            async with self._database.read() as session:
                counted = await check_days.count_due(session, some, first, now, AGENCIES_AT_ONCE)
            if counted.counts:
                async with self._database.write() as session:
                    await check_days.put_counted(session, counted)
            del self._to_count[: counted.done]
            self._looked_at_once = AGENCIES_AT_ONCE if counted.counts else LOOKED_AT_ONCE


def _works(calendar: Calendar, now: datetime) -> bool:
    local = in_vietnam(now)
    return any(begins <= local.time() < finishes for begins, finishes in calendar.spans_on(local.date()))
