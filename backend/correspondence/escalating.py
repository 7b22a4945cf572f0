"""Tells an agency's people of what comes due: at most one mail an address and check, each thing once a level."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from backend.correspondence import escalation_queries, notices, queries
from backend.correspondence.escalation import TOLD_AT, Audience, Level, Staff, Told, reached_by
from backend.correspondence.terms import NoticeKind
from backend.db import ReadSession, WriteSession
from backend.db.ids import new_id
from backend.directory import queries as directory
from backend.directory.terms import OfficialRole
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam
from backend.workingtime.windows import Window

FARTHEST = timedelta(days=25)  # no run of days off is longer; what is due later is not due soon
MOST_LISTED = 60  # things in one mail; the others are counted in it


async def agencies_owing(session: ReadSession, now: datetime) -> list[str]:
    """Agencies of which somebody may have to be told something."""
    return await escalation_queries.agencies_owing(session, now + FARTHEST)


async def tell(session: WriteSession, agency_code: str, window: Window, calendar: Calendar, now: datetime) -> int:
    """Queue the digests of one check: what had reached a level when it began and was not told of; returns how many.

    What was done meanwhile is left out, here and once more when the mail is worded.
    """
    standing = await _standing(session, agency_code, window, calendar)
    known = await escalation_queries.told(session, agency_code, {one.letter_id for one in standing})
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


async def staff_of(session: ReadSession, agency_code: str, now: datetime) -> Staff:
    """The agency's published mailbox, which its clerk reads, and the own boxes of deputy and head."""
    roles = {Audience.DEPUTY: OfficialRole.DEPUTY, Audience.HEAD: OfficialRole.HEAD}
    boxes = await directory.staff_boxes(session, agency_code, list(roles.values()), in_vietnam(now).date())
    clerk = (await directory.published_agency_boxes(session)).get(agency_code)
    return Staff((clerk,) if clerk else (), boxes.get(OfficialRole.DEPUTY, ()), boxes.get(OfficialRole.HEAD, ()))


async def _standing(session: ReadSession, agency_code: str, window: Window, calendar: Calendar) -> list[Told]:
    """The most urgent first."""
    tomorrow = calendar.next_working_day(in_vietnam(window.start).date())
    rows = await queries.due_before(session, agency_code, at(tomorrow + ONE_DAY, time()))
    reached = [one for found in rows for one in reached_by(found[0], window.start, calendar)]
    return sorted(reached, key=lambda one: (one.due_at, one.letter_id, one.kind))


def _queue(
    session: WriteSession, agency_code: str, told: Sequence[Told], before: int, address: str, now: datetime
) -> None:
    data = {
        "told": [one.data for one in told[:MOST_LISTED]],
        "more": max(len(told) - MOST_LISTED, 0),
        "before": before,
    }
    session.add(notices.mail(agency_code, "", NoticeKind.DIGEST, new_id(), data, address, now))
