"""What whoever wrote a letter may know of it: the same words for every letter, whatever it is about.

A letter that is for named receivers only has the line, the due date and the steps that an ordinary letter has; that it
was passed on to another agency, and a term that a valid paper started, would tell what it is.

Source: Luật 25/2018/QH14, Điều 22 and 25; Luật 02/2011/QH13, Điều 8; Luật 91/2025/QH15.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from backend.correspondence import queries, wording
from backend.correspondence.deadlines import due_of
from backend.correspondence.keeping import Kept, kept_for
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.reference_code import tidy
from backend.correspondence.terms import LIVING, Because, LetterState, SenderClass, Standing
from backend.db import ReadSession
from backend.directory import service as directory
from backend.directory.successors import Moved, moved_to
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import in_vietnam

MOST_HANDS = 5  # agencies a letter is followed through
_STATES = {
    Standing.SENDERS_TURN: LetterState.WAITING,
    Standing.PASSED_ON: LetterState.PASSED_ON,
    Standing.ANSWERED: LetterState.ANSWERED,
    Standing.SETTLED: LetterState.CLOSED,
    Standing.NO_ANSWER: LetterState.CLOSED,
    Standing.RETURNED: LetterState.CLOSED,
    Standing.MERGED: LetterState.CLOSED,
}
_OF_MOVED = {Because.ASKED_SENDER: "moved", Because.PASSED_ON: "coming"}
_PASSING = (Because.PASSED_ON, Because.CAME_BACK)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """Something that happened, in neutral words (`wording.step`)."""

    at: datetime
    what: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`unit_name`: who answers; `passed_to`: set where that is another agency than the one written to."""

    state: LetterState
    unit_name: str
    passed_to: str
    received_at: datetime
    due_at: datetime | None
    how_due: str
    how_due_en: str
    steps: tuple[ShownStep, ...]
    moved: Moved | None  # the agency or its box is no more: where to write instead


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """What the status page may show, and nothing more. `letter_id` and `sender_id` are for what its buttons do."""

    letter_id: str
    reference_code: str
    shown: Shown
    asks_satisfaction: bool
    satisfied: bool | None
    opted_out: bool
    may_tell_successor: bool
    agency_code: str  # of who answers
    sender_id: str
    sender_class: SenderClass

    @property
    def is_waited_for(self) -> bool:
        """Whether the agency has still to answer."""
        return self.shown.state in (LetterState.RECEIVED, LetterState.HANDLED)

    @property
    def due_on(self) -> date | None:
        return in_vietnam(self.shown.due_at).date() if self.shown.due_at else None


async def status_of(session: ReadSession, code: str, token: str, now: datetime) -> LetterStatus | None:
    """A letter's state for whoever holds its code and token; None for a wrong code, a wrong token and an expired one.

    The token's hash is what is looked up: how long that takes tells nothing about codes, and a code alone asks nothing.
    """
    rows = await queries.letter_of_token(session, token_hash(token))
    expected = rows[1].code if rows else ""
    matches = hmac.compare_digest(expected.encode(), tidy(code).encode())
    hands = await _hands(session, rows[0]) if rows else []
    if rows is None or not matches or _is_over(hands[-1], now):
        return None
    shown, last = await shown_of(session, rows[0], now), hands[-1]
    another = shown.moved is not None and shown.moved.is_another
    return LetterStatus(
        letter_id=last.id,
        reference_code=expected,
        shown=shown,
        asks_satisfaction=last.answered_at is not None and last.standing in (Standing.ANSWERED, Standing.SETTLED),
        satisfied=last.satisfied,
        opted_out=rows[2].opted_out_at is not None,
        may_tell_successor=another and last.standing != Standing.PASSED_ON,
        agency_code=last.agency_code,
        sender_id=rows[0].correspondent_id,
        sender_class=SenderClass(last.sender_class),
    )


async def shown_of(session: ReadSession, row: Correspondence, now: datetime) -> Shown:
    """What is shown of a letter, followed to the agency that answers it, and to the letter it is counted with."""
    kept = await queries.letter(session, row.merged_into) if row.merged_into else None
    if kept is not None:
        return await _shown_with(session, row, kept[0], now)
    hands = await _hands(session, row)
    last = hands[-1]
    calendar = (await directory.calendars(session, [last.agency_code]))[last.agency_code]
    names = [(await directory.agency_by_code(session, one.agency_code)).name for one in hands]
    every = [(await queries.segments(session, one.agency_code, [one.id]))[one.id] for one in hands]
    moved = await moved_to(session, last.agency_code, last.mailbox, in_vietnam(now).date())
    moved = moved if last.answered_at is None else None
    steps = [
        step
        for one, its, name in zip(hands, every, names, strict=True)
        for step in _steps(one, its, name, moved=moved is not None)
    ]
    return Shown(
        state=LetterState.MOVED if moved else _state(last),
        unit_name=names[-1],
        passed_to=names[-1] if len(hands) > 1 else "",
        received_at=row.received_at,
        due_at=None if moved else _due(last, calendar),
        how_due="" if moved else _how_due(last, calendar, "vi"),
        how_due_en="" if moved else _how_due(last, calendar, "en"),
        steps=tuple(sorted((step for step in steps if step.at <= now), key=lambda step: step.at)),
        moved=moved,
    )


async def _shown_with(session: ReadSession, row: Correspondence, kept: Correspondence, now: datetime) -> Shown:
    """As the letter stands that this one is counted with, which may have come from another address: of that one's life
    what happened since this one came."""
    shown = await shown_of(session, kept, now)
    came = ShownStep(row.received_at, Because.ARRIVED, shown.unit_name)
    since = (step for step in shown.steps if step.at > row.received_at)
    return replace(shown, received_at=row.received_at, how_due="", how_due_en="", steps=(came, *since))


async def _hands(session: ReadSession, row: Correspondence) -> list[Correspondence]:
    """The letter at each agency it was passed on to, the first one first; one for named receivers is not followed."""
    hands = [row]
    while len(hands) < MOST_HANDS and hands[-1].standing == Standing.PASSED_ON and not row.shielded:
        there = await queries.letter_taken_over(session, hands[-1])
        if there is None or any(one.agency_code == there.agency_code for one in hands):
            break
        hands.append(there)
    return hands


def line(shown: Shown, language: str) -> str:
    """The one line that says where a letter stands."""
    return wording.state(shown.state, language) + (wording.passed(shown.passed_to, language) if shown.passed_to else "")


def token_hash(token: str) -> str:
    """What is stored of a status token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _state(row: Correspondence) -> LetterState:
    if row.shielded and row.standing == Standing.PASSED_ON:
        return LetterState.HANDLED
    begun = row.register_number or row.task_due_on or row.reopened or row.came_from
    return _STATES.get(Standing(row.standing), LetterState.HANDLED if begun else LetterState.RECEIVED)


def _due(row: Correspondence, calendar: Calendar) -> datetime | None:
    if not row.shielded or row.due_at is None:
        return row.due_at
    return due_of(SenderClass(row.sender_class), row.received_at, calendar).counted.due_at


def _how_due(row: Correspondence, calendar: Calendar, language: str) -> str:
    if not row.shielded or row.due_at is None:
        return wording.how_due_of(row, calendar, language)
    counted = due_of(SenderClass(row.sender_class), row.received_at, calendar)
    return wording.how_due(in_vietnam(row.received_at).date(), counted, language)


def _steps(
    row: Correspondence, segments: Sequence[CorrespondenceSegment], unit_name: str, *, moved: bool
) -> Iterator[ShownStep]:
    """`moved`: the sender was asked to write elsewhere, and the agency there was told, if the sender wished it."""
    for one in segments:
        because = Because(one.because)
        if because is Because.ARRIVED and row.came_from:
            yield ShownStep(one.started_at, "taken_over", unit_name)
        elif moved:
            yield ShownStep(one.started_at, _OF_MOVED.get(because, because), unit_name)
        elif not (row.shielded and because in _PASSING):
            yield ShownStep(one.started_at, because, unit_name)
    if row.acknowledged_at is not None and row.acknowledged_at != row.answered_at:
        yield ShownStep(row.acknowledged_at, "acknowledged", unit_name)
    if row.answered_at is not None:
        yield ShownStep(row.answered_at, "answered", unit_name)


def _is_over(row: Correspondence, now: datetime) -> bool:
    """A letter without an answer keeps its token."""
    ended = row.standing not in LIVING
    return ended and row.answered_at is not None and now >= row.answered_at + kept_for(Kept.STATUS_LINKS, now)
