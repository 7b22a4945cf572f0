"""At each check of an agency's working day: tells its people of what comes due. Never at night, nor on days off."""

from datetime import datetime

from backend.clock import Clock
from backend.correspondence import escalating
from backend.db import Database
from backend.directory import queries
from backend.directory import service as directory
from backend.worker.idle import Idle
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import day_after, in_vietnam
from backend.workingtime.windows import Window, windows_on


class Escalation:
    """What was told stands in the database; here only which checks this process is done with."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._done: dict[str, datetime] = {}  # by agency code: the start of the last check
        self._idle: Idle | None = None

    async def tell_due(self) -> int:
        """Tell what is due at the checks that go on now; returns how many mails were queued. A check that nobody was
        there for is made up for at the next one.

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
            windows = windows_on(today, calendar)
            window = next((one for one in windows if one.start <= now < one.end), None)
            if window is not None and self._done.get(agency) != window.start:
                mails += await self._tell(agency, window, calendar, now)
                self._done[agency] = window.start
            next_at = min([next_at, *(one.start for one in windows if one.start > now)])
        self._idle = Idle(now, next_at, stands)
        return mails

    async def _tell(self, agency: str, window: Window, calendar: Calendar, now: datetime) -> int:
        async with self._database.read() as session:
            if not await escalating.is_anything_to_tell(session, agency, window, calendar):
                return 0
        async with self._database.write() as session:
            return await escalating.tell(session, agency, window, calendar, now)
