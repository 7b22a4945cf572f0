"""Reminds an agency's people of a box that was not looked into while letters waited: each of them once, by mail."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from backend.compliance import checking
from backend.compliance import mailbox_check_queries as queries
from backend.compliance.check_models import MailboxReminder
from backend.compliance.reminders import Reminder, over_by, reminder_of
from backend.correspondence import escalating, notices
from backend.correspondence.escalation import Audience, next_worked
from backend.correspondence.terms import NoticeKind
from backend.db import ReadSession, WriteSession
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who was reminded of a missed window, and when."""

    agency_code: str
    mailbox: str
    window_start: datetime
    audience: Audience
    missed: int
    letters: int
    reminded_at: datetime


async def reminders(session: ReadSession, agency_code: str, calendar: Calendar, now: datetime) -> list[Reminder]:
    """What there is to remind of now: of boxes whose last window was missed and in which letters still lie unopened.
    Nothing outside the agency's working hours."""
    if next_worked(now, calendar) > now:
        return []
    today = in_vietnam(now).date()
    days = await checking.checks_between(session, agency_code, calendar.last_working_day(today - ONE_DAY), today, now)
    found = []
    for number, box in enumerate(days[-1].boxes):
        windows = [window for day in days for window in day.boxes[number].windows]
        reminder = reminder_of(box.mailbox, over_by(windows, now))
        if reminder is not None and box.waiting:
            found.append(reminder)
    return found


async def remind(session: WriteSession, agency_code: str, calendar: Calendar, now: datetime) -> int:
    """Queue what there is to remind of and was not yet; returns how many mails. Whoever is on duty today is told: where
    no deputy is named, the head."""
    staff = await escalating.staff_of(session, agency_code, now)
    mails: dict[str, list[Reminder]] = defaultdict(list)
    for one in await reminders(session, agency_code, calendar, now):
        named = [Audience.HEAD if not staff.deputy else audience for audience in one.audiences]
        for audience in dict.fromkeys(named):
            told = [address for address in staff.addresses((audience,)) if one not in mails[address]]
            if told and await queries.claim_reminder(session, _row(agency_code, one, audience, now)):
                for address in told:
                    mails[address].append(one)
    for address, told_of in mails.items():
        if told_of:
            _queue(session, agency_code, address, told_of, now)
    await session.flush()
    return sum(bool(told_of) for told_of in mails.values())


async def reminded_between(
    session: ReadSession, agency_codes: Sequence[str], since: date, until: date
) -> list[Reminded]:
    """Reminders of these days, both included, in order of time."""
    rows = await queries.reminders(session, agency_codes, at(since, time()), at(until + ONE_DAY, time()))
    return [_reminded(row) for row in rows]


def _queue(session: WriteSession, agency_code: str, address: str, told_of: Sequence[Reminder], now: datetime) -> None:
    boxes = [
        {
            "mailbox": one.mailbox,
            "from": one.window.start.isoformat(),
            "to": one.window.end.isoformat(),
            "missed": one.missed,
            "letters": one.letters,
        }
        for one in told_of
    ]
    key = f"{in_vietnam(now):%Y%m%d%H%M}.{address.replace('@', '.')}"
    kind = NoticeKind.CHECK_REMINDER
    session.add(notices.mail(agency_code, "", kind, key, {"boxes": boxes}, address, now))


def _row(agency_code: str, one: Reminder, audience: Audience, now: datetime) -> dict[str, object]:
    return {
        "agency_code": agency_code,
        "mailbox": one.mailbox,
        "window_start": one.window.start,
        "audience": audience.value,
        "missed": one.missed,
        "letters": one.letters,
        "reminded_at": now,
    }


def _reminded(row: MailboxReminder) -> Reminded:
    return Reminded(
        row.agency_code,
        row.mailbox,
        row.window_start,
        Audience(row.audience),
        row.missed,
        row.letters,
        row.reminded_at,
    )
