"""Letters, clocks and a citizen's look at one letter."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from backend.clock import VIETNAM
from backend.correspondence import queries, wording
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.queries import LetterRows
from backend.correspondence.reference_code import tidy
from backend.correspondence.terms import Letter, LetterClock, LetterState, LetterStatus, SenderClass, Turn
from backend.db import ReadSession
from backend.directory import service as directory
from backend.errors import NotFound
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import in_vietnam, working_time_between
from backend.workingtime.steps import Step, steps_between

TOKEN_LIFETIME = timedelta(days=90)  # after the answer; a letter without an answer keeps its token


class LetterNotFound(NotFound):
    code = "letter_not_found"


async def open_letters(session: ReadSession, agency_code: str, now: datetime) -> list[Letter]:
    """An agency's letters that await an answer, the earliest due first."""
    calendar = (await directory.calendars(session, [agency_code]))[agency_code]
    found = await queries.open_letters(session, agency_code)
    segments = await queries.segments(session, agency_code, [rows[0].id for rows in found])
    return [_letter(rows, segments[rows[0].id], calendar, now) for rows in found]


async def letter_clock(session: ReadSession, letter_id: str, now: datetime) -> LetterClock:
    """How a letter's time was counted. The caller checks that `letter.agency_code` is the caller's to see.

    Raises:
        LetterNotFound: no letter has this id.
    """
    rows = await queries.letter(session, letter_id)
    if rows is None:
        raise LetterNotFound("no letter has this id")
    row = rows[0]
    calendar = (await directory.calendars(session, [row.agency_code]))[row.agency_code]
    segments = (await queries.segments(session, row.agency_code, [row.id]))[row.id]
    steps = list(_steps(segments, row.answered_at or now, calendar))
    return LetterClock(_letter(rows, segments, calendar, now), tuple(steps), wording.how_due_of(row, calendar))


async def status_of(session: ReadSession, code: str, token: str, now: datetime) -> LetterStatus | None:
    """A letter's state for whoever holds its code and token; None for a wrong code, a wrong token and an expired one.

    The token's hash is what is looked up: how long that takes tells nothing about codes, and a code alone asks nothing.
    """
    rows = await queries.letter_of_token(session, token_hash(token))
    expected = rows[1].code if rows else ""
    matches = hmac.compare_digest(expected.encode(), tidy(code).encode())
    if rows is None or not matches or _is_over(rows[0], now):
        return None
    row = rows[0]
    agency = await directory.agency_by_code(session, row.agency_code)
    state = LetterState.RECEIVED if row.answered_at is None else LetterState.ANSWERED
    return LetterStatus(expected, state, agency.name, row.due_at.astimezone(VIETNAM).date() if row.due_at else None)


def token_hash(token: str) -> str:
    """What is stored of a status token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_over(row: Correspondence, now: datetime) -> bool:
    return row.answered_at is not None and now >= row.answered_at + TOKEN_LIFETIME


def _letter(rows: LetterRows, segments: Sequence[CorrespondenceSegment], calendar: Calendar, now: datetime) -> Letter:
    row, reference, sender = rows
    return Letter(
        id=row.id,
        agency_code=row.agency_code,
        reference_code=reference.code,
        sender_class=SenderClass(row.sender_class),
        sender=sender.address or "",
        mailbox=row.mailbox,
        received_at=row.received_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        working_seconds=int(_waited(row, segments, calendar, now).total_seconds()),
        overdue=row.due_at is not None and (row.answered_at or now) > row.due_at,
        message_id=row.message_id,
    )


def _waited(
    row: Correspondence, segments: Sequence[CorrespondenceSegment], calendar: Calendar, now: datetime
) -> timedelta:
    """The agency's turns, to the answer or to now."""
    if row.working_seconds is not None:
        return timedelta(seconds=row.working_seconds)
    turns = [one for one in segments if one.turn == Turn.AGENCY]
    return sum((working_time_between(one.started_at, one.ended_at or now, calendar) for one in turns), timedelta())


def _steps(segments: Sequence[CorrespondenceSegment], until: datetime, calendar: Calendar) -> Iterator[Step]:
    """The time from receipt to `until`: the agency's turns by working hours, those of others as one step each."""
    for one in segments:
        end = min(one.ended_at or until, until)
        if one.started_at >= end:
            continue
        if one.turn == Turn.AGENCY:
            yield from steps_between(one.started_at, end, calendar)
        else:
            start, finish = in_vietnam(one.started_at), in_vietnam(end)
            yield Step(start, finish, counted=False, reason=wording.turn(Turn(one.turn)))
