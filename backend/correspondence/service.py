"""Letters and their clocks, for those who answer; what the sender may know is in `status`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from backend.correspondence import merging, queries, wording
from backend.correspondence.acts import LetterAct, tidy_symbol
from backend.correspondence.box_states import BoxState, are_forgotten, box_states
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.queries import LetterRows
from backend.correspondence.terms import (
    AnsweredBy,
    Expected,
    Language,
    Letter,
    LetterClock,
    SenderClass,
    Standing,
    Turn,
)
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.errors import NotFound
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import ONE_DAY, at, in_vietnam, working_time_between
from backend.workingtime.steps import Step, steps_between

UNTOLD = (Standing.OPEN, Standing.SENDERS_TURN, Standing.NOT_AWAITED)
_EXPECTED = {
    Standing.OPEN: Expected.ANSWER,
    Standing.SENDERS_TURN: Expected.SENDER,
    Standing.PASSED_ON: Expected.OTHER_AGENCY,
}


class LetterNotFound(NotFound):
    code = "letter_not_found"


async def open_letters(session: ReadSession, agency_code: str, now: datetime) -> list[Letter]:
    """An agency's letters that await an answer, the earliest due first; those for named receivers are left out."""
    return await _letters(session, agency_code, await queries.open_letters(session, agency_code), now)


async def shielded_letters(session: ReadSession, agency_code: str, now: datetime) -> list[Letter]:
    """The agency's letters for its named receivers only. The caller checks that the asker is one."""
    return await _letters(session, agency_code, await queries.shielded_letters(session, agency_code), now)


async def letters_by_message(
    session: ReadSession, agency_code: str, message_ids: Collection[str], now: datetime
) -> list[Letter]:
    """What is known of the messages of a mailbox's list; those that opened no letter, or are for named receivers, are
    absent."""
    return await _letters(
        session, agency_code, await queries.letters_of_messages(session, agency_code, message_ids), now
    )


async def letters_of_papers(
    session: ReadSession, agency_code: str, symbols: Collection[str], now: datetime
) -> list[Letter]:
    """Letters whose paper has one of these numbers and symbols ("123/UBND-VX"): one that cites it may answer them."""
    found = await queries.letters_of_papers(session, agency_code, [tidy_symbol(symbol) for symbol in symbols])
    return await _letters(session, agency_code, found, now)


async def due_letters(session: ReadSession, agency_code: str, now: datetime) -> list[Letter]:
    """What today asks for: answers, receipts and inside tasks that are due today or were due before."""
    return await _letters(session, agency_code, await queries.due_before(session, agency_code, _end_of_day(now)), now)


async def number_due(session: ReadSession, agency_code: str, now: datetime) -> int:
    """How many letters `due_letters` gives; none of them is read."""
    return await queries.number_due_before(session, agency_code, _end_of_day(now))


def _end_of_day(now: datetime) -> datetime:
    return at(in_vietnam(now).date() + ONE_DAY, time())


async def letters_of_ids(session: ReadSession, agency_code: str, ids: Collection[str], now: datetime) -> list[Letter]:
    """These of the agency's letters in order of arrival; those for named receivers are left out."""
    found = await queries.letters_of_ids(session, agency_code, ids)
    ordered = sorted(found.values(), key=lambda rows: (rows[0].received_at, rows[0].id))
    return await _letters(session, agency_code, ordered, now)


async def _letters(session: ReadSession, agency_code: str, found: Sequence[LetterRows], now: datetime) -> list[Letter]:
    calendar = (await directory.calendars(session, [agency_code]))[agency_code]
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
    how_due, how_due_en = (wording.how_due_of(row, calendar, language) for language in Language)
    merged = tuple(await merging.merged_with(session, row))
    return LetterClock(_letter(rows, segments, calendar, now), tuple(steps), how_due, how_due_en, merged)


async def place_of(session: ReadSession, letter_id: str) -> Correspondence:
    """Whose letter it is, and whether it is for named receivers only.

    Raises:
        LetterNotFound: no letter has this id.
    """
    rows = await queries.letter(session, letter_id)
    if rows is None:
        raise LetterNotFound("no letter has this id")
    return rows[0]


@dataclass(frozen=True, slots=True)
class LetterHistory:
    """`acts`: those that hold, the earliest first. `names`: of officials, by id. `boxes`: the agency's own.
    `boxes_forgotten`: the letter is older than what boxes did is kept."""

    acts: tuple[LetterAct, ...]
    names: Mapping[str, str]
    boxes: tuple[BoxState, ...]
    boxes_forgotten: bool


async def letter_history(session: ReadSession, letter_id: str, now: datetime) -> LetterHistory:
    """What people and mailboxes of the agency did about a letter. The caller checks that it is the agency that asks.

    Raises:
        LetterNotFound: no letter has this id.
    """
    row = await place_of(session, letter_id)
    acts = tuple(await merging.acts_about(session, row))
    names = await directory_queries.official_names(session, {act.by for act in acts})
    return LetterHistory(acts, names, tuple(await box_states(session, row)), are_forgotten(row, now))


def _letter(rows: LetterRows, segments: Sequence[CorrespondenceSegment], calendar: Calendar, now: datetime) -> Letter:
    row, reference, sender, agency_name = rows
    return Letter(
        id=row.id,
        agency_code=row.agency_code,
        reference_code=reference.code,
        sender_class=SenderClass(row.sender_class),
        sender=sender.address or agency_name or "",
        mailbox=row.mailbox,
        message_id=row.message_id,
        received_at=row.received_at,
        standing=Standing(row.standing),
        expected=expected_of(row),
        awaits_answer=row.awaits_answer,
        matter=row.matter,
        urgency=row.urgency,
        due_at=row.due_at,
        receipt_due_at=row.receipt_due_at,
        task_due_on=row.task_due_on,
        acknowledged_at=row.acknowledged_at,
        answered_at=row.answered_at,
        answered_by=AnsweredBy(row.answered_by) if row.answered_by else None,
        settled_at=row.settled_at,
        working_seconds=int(_waited(row, segments, calendar, now).total_seconds()),
        overdue=row.due_at is not None and (row.answered_at or now) > row.due_at,
        disputed=row.disputed,
        shielded=row.shielded,
        closed_because=row.closed_because,
        passed_to=row.passed_to,
        came_from=row.came_from,
        recalled=row.recalled,
        register_number=row.register_number,
        paper_symbol=row.paper_symbol,
        paper_on=row.paper_on,
        dossiers=tuple(row.dossiers.split()),
        satisfied=row.satisfied,
    )


def expected_of(row: Correspondence) -> Expected:
    """What is expected next of the letter's agency."""
    if row.sender_class == SenderClass.AGENCY and row.acknowledged_at is None and row.standing in UNTOLD:
        return Expected.ACKNOWLEDGE
    return _EXPECTED.get(Standing(row.standing), Expected.NOTHING)


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
