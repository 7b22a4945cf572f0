"""Each day's windows of every agency, counted and kept: what the province's map of checks is drawn from.

A count is dated and never final: every night all days whose details are still there are counted anew, and today's and
yesterday's every hour, so that corrected calendars and facts that came late are in it soon: of the agencies of which
anything changed that their days are counted from, or a window is over since. Details are deleted after a while; the
last count of such a day stays.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.compliance import check_mark_queries, checking
from backend.compliance import mailbox_check_queries as queries
from backend.compliance.check_models import MailboxCount, MailboxDay
from backend.compliance.mailbox_checks import CheckState, WindowCheck
from backend.db import ReadSession, WriteSession
from backend.directory import service as directory
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, in_vietnam
from backend.workingtime.windows import windows_on


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows to be put, and how many of the agencies asked for are done with, from the first one on."""

    days: Sequence[dict[str, object]]
    counts: Sequence[dict[str, object]]
    done: int


async def count_due(
    session: ReadSession, agency_codes: Sequence[str], first: date, now: datetime, at_most: int
) -> Counted:
    """Of each agency the days from `first` on that may have changed since then; at most so many agencies'."""
    marks = await check_mark_queries.marks(session, agency_codes, first)
    counted = await check_mark_queries.counts(session, agency_codes)
    calendars = await directory.calendars(session, agency_codes)
    due: dict[date, list[str]] = defaultdict(list)
    counts: list[dict[str, object]] = []
    done = 0
    for code in agency_codes:
        if len(counts) == at_most:
            break
        done += 1
        since = _due_since(counted.get(code), marks[code], calendars[code], first, now)
        if since is not None:
            due[since].append(code)
            counts.append(_count(code, counted.get(code), marks[code], now))
    today = in_vietnam(now).date()
    days = [row for since, codes in due.items() for row in await count_days(session, codes, since, today, now)]
    return Counted(days, counts, done)


async def put_counted(session: WriteSession, counted: Counted) -> None:
    await queries.put_days(session, counted.days)
    await queries.put_counts(session, counted.counts)


def _due_since(count: MailboxCount | None, mark: str, calendar: Calendar, first: date, now: datetime) -> date | None:
    """The first day to be counted anew; None where there is none. Once a day all days, at other times two: of what has
    not changed, only those that were not over."""
    today = in_vietnam(now).date()
    if count is None:
        return first
    counted_on = in_vietnam(count.all_at).date()
    if counted_on != today:
        return first if count.all_from != mark else max(first, min(counted_on, in_vietnam(count.last_at).date()))
    over = any(count.last_at < window.end <= now for window in windows_on(today, calendar))
    return max(first, today - ONE_DAY) if over or count.last_from != mark else None


def _count(code: str, count: MailboxCount | None, mark: str, now: datetime) -> dict[str, object]:
    row: dict[str, object] = {"agency_code": code, "all_from": mark, "all_at": now, "last_from": mark, "last_at": now}
    if count is None or in_vietnam(count.all_at).date() != in_vietnam(now).date():
        return row
    return row | {"all_from": count.all_from, "all_at": count.all_at}


async def count_days(
    session: ReadSession, agency_codes: Collection[str], since: date, until: date, now: datetime
) -> list[dict[str, object]]:
    """Of the days from `since` to `until`, both included, as rows to be put. What goes on counts for nothing, and days
    before anything was told of an agency's letters are left out: that nothing waited then is not known."""
    told = await queries.first_told(session, agency_codes)
    asked = await checking.ask(session, list(told), since, until)
    found = {code: await checking.checks_asked(session, code, asked, now) for code in told}
    return [
        _row(code, one.day, [window for box in one.boxes for window in box.windows], now)
        for code, days in found.items()
        for one in days
        if one.day >= in_vietnam(told[code]).date()
    ]


async def put_days(session: WriteSession, rows: Sequence[dict[str, object]]) -> None:
    await queries.put_days(session, rows)


async def days_between(
    session: ReadSession, agency_codes: Collection[str], since: date, until: date
) -> list[MailboxDay]:
    """Days on which nothing was asked for, or nobody counted, are absent."""
    rows = await queries.days(session, agency_codes, since, until)
    return [row for row in rows if row.kept + row.missed + row.unseen]


def _row(code: str, day: date, windows: Collection[WindowCheck], now: datetime) -> dict[str, object]:
    states = [window.state for window in windows]
    return {
        "agency_code": code,
        "day": day,
        "kept": states.count(CheckState.KEPT),
        "declared": sum(window.self_declared for window in windows),
        "missed": states.count(CheckState.MISSED),
        "unseen": states.count(CheckState.UNSEEN),
        "counted_at": now,
    }
