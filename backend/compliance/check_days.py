"""Each day's windows of every agency, counted and kept: what the province's map of checks is drawn from.

A count is dated and never final: every night all days whose details are still there are counted anew, and today's and
yesterday's every hour, so that corrected calendars and facts that came late are in it soon. Details are deleted after a
while; the last count of such a day stays.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from backend.compliance import checking
from backend.compliance import mailbox_check_queries as queries
from backend.compliance.check_models import MailboxDay
from backend.compliance.mailbox_checks import CheckState, WindowCheck
from backend.db import ReadSession, WriteSession
from backend.workingtime.hours import in_vietnam


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
