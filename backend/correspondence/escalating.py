"""Tells an agency's people of what comes due: at most one mail an address and check, each thing once a level."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from backend.correspondence import escalation_queries, notices
from backend.correspondence.escalation import TOLD_AT, Audience, Level, Staff, Told, next_worked, reached_by
from backend.correspondence.terms import NoticeKind
from backend.db import ReadSession, WriteSession
from backend.db.ids import new_id
from backend.directory import queries as directory
from backend.directory import service as directory_service
from backend.directory.terms import OfficialRole
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam
from backend.workingtime.windows import Window

OLDEST = timedelta(days=60)  # what was due before that was told of long ago, or is older than the product
MOST_LISTED = 60  # things in one mail; the others are counted in it


async def is_anything_to_tell(session: ReadSession, agency_code: str, window: Window, calendar: Calendar) -> bool:
    standing, known = await _reached(session, agency_code, window, calendar)
    return any(one not in known for one in standing)


async def tell(session: WriteSession, agency_code: str, window: Window, calendar: Calendar, now: datetime) -> int:
    """Queue the digests of one check: what had reached a level when it began and was not told of; returns how many.

    What was done meanwhile is left out, here and once more when the mail is worded.
    """
    standing, known = await _reached(session, agency_code, window, calendar)
    staff = await staff_of(session, agency_code, now)
    fresh = [
        one
        for one in standing
        if one not in known
        and staff.addresses(TOLD_AT[one.level])
        and await escalation_queries.claim_told(session, agency_code, one, now)
    ]
    mails = 0
    for address in staff.addresses(TOLD_AT[Level.LATER]):
        theirs = [one for one in fresh if address in staff.addresses(TOLD_AT[one.level])]
        before = [one for one in standing if one in known and address in staff.addresses(TOLD_AT[one.level])]
        if theirs:
            _queue(session, agency_code, theirs, len(before), address, now)
            mails += 1
    await session.flush()
    return mails


async def may_go_at(session: ReadSession, agency_code: str, now: datetime) -> datetime:
    """When a digest that could not be sent at its check may go: now, or when the agency works again."""
    return next_worked(now, (await directory_service.calendars(session, [agency_code]))[agency_code])


async def staff_of(session: ReadSession, agency_code: str, now: datetime) -> Staff:
    """The agency's published mailbox, which its clerk reads, and the own boxes of deputy and head."""
    roles = {Audience.DEPUTY: OfficialRole.DEPUTY, Audience.HEAD: OfficialRole.HEAD}
    today = in_vietnam(now).date()
    boxes = await directory.staff_boxes(session, agency_code, list(roles.values()), today)
    clerk = (await directory.published_agency_boxes(session, today)).get(agency_code)
    return Staff((clerk,) if clerk else (), boxes.get(OfficialRole.DEPUTY, ()), boxes.get(OfficialRole.HEAD, ()))


async def _reached(
    session: ReadSession, agency_code: str, window: Window, calendar: Calendar
) -> tuple[list[Told], set[Told]]:
    """What stands at a level, the most urgent first, and what of it was told."""
    tomorrow = calendar.next_working_day(in_vietnam(window.start).date())
    until = at(tomorrow + ONE_DAY, time())
    rows = await escalation_queries.due_between(session, agency_code, window.start - OLDEST, until)
    reached = [
        one for row in rows for one in reached_by(row, window.start, calendar) if one.due_at >= window.start - OLDEST
    ]
    known = await escalation_queries.told(session, agency_code, {one.letter_id for one in reached})
    return sorted(reached, key=lambda one: (one.due_at, one.letter_id, one.kind)), known


def _queue(
    session: WriteSession, agency_code: str, told: Sequence[Told], before: int, address: str, now: datetime
) -> None:
    data = {
        "told": [one.data for one in told[:MOST_LISTED]],
        "more": max(len(told) - MOST_LISTED, 0),
        "before": before,
    }
    session.add(notices.mail(agency_code, "", NoticeKind.DIGEST, new_id(), data, address, now))
