"""What whoever wrote a letter may know of it: the same words for every letter, whatever it is about.

A letter that is for named receivers only has the line, the due date and the steps that an ordinary letter has; that it
was passed on to another agency, and a term that a valid paper started, would tell what it is.

Source: Luật 25/2018/QH14, Điều 22 and 25; Luật 02/2011/QH13, Điều 8; Luật 91/2025/QH15.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.correspondence import queries, wording
from backend.correspondence.deadlines import due_of
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.reference_code import tidy
from backend.correspondence.terms import Because, LetterState, SenderClass, Standing
from backend.db import ReadSession
from backend.directory import service as directory
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import in_vietnam

TOKEN_LIFETIME = timedelta(days=90)  # after the answer; a letter without an answer keeps its token
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


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """What the status page may show, and nothing more. `letter_id` is for what the page's buttons do."""

    letter_id: str
    reference_code: str
    shown: Shown
    asks_satisfaction: bool
    satisfied: bool | None
    opted_out: bool

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
    if rows is None or not matches or _is_over(rows[0], now):
        return None
    row, sender = rows[0], rows[2]
    return LetterStatus(
        letter_id=row.id,
        reference_code=expected,
        shown=await shown_of(session, row, now),
        asks_satisfaction=row.answered_at is not None and row.standing in (Standing.ANSWERED, Standing.SETTLED),
        satisfied=row.satisfied,
        opted_out=sender.opted_out_at is not None,
    )


async def shown_of(session: ReadSession, row: Correspondence, now: datetime) -> Shown:
    """What is shown of a letter, followed to the agency that answers it."""
    hands = [row]
    while len(hands) < MOST_HANDS and hands[-1].standing == Standing.PASSED_ON and not row.shielded:
        there = await queries.letter_taken_over(session, hands[-1])
        if there is None or any(one.agency_code == there.agency_code for one in hands):
            break
        hands.append(there)
    last = hands[-1]
    calendar = (await directory.calendars(session, [last.agency_code]))[last.agency_code]
    names = [(await directory.agency_by_code(session, one.agency_code)).name for one in hands]
    every = [(await queries.segments(session, one.agency_code, [one.id]))[one.id] for one in hands]
    steps = [step for one, its, name in zip(hands, every, names, strict=True) for step in _steps(one, its, name)]
    return Shown(
        state=_state(last),
        unit_name=names[-1],
        passed_to=names[-1] if len(hands) > 1 else "",
        received_at=row.received_at,
        due_at=_due(last, calendar),
        how_due=_how_due(last, calendar, "vi"),
        how_due_en=_how_due(last, calendar, "en"),
        steps=tuple(sorted((step for step in steps if step.at <= now), key=lambda step: step.at)),
    )


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
    return wording.how_due(row.received_at, due_of(SenderClass(row.sender_class), row.received_at, calendar), language)


def _steps(row: Correspondence, segments: Sequence[CorrespondenceSegment], unit_name: str) -> Iterator[ShownStep]:
    for one in segments:
        because = Because(one.because)
        if not (row.shielded and because in _PASSING):
            yield ShownStep(one.started_at, because, unit_name)
    if row.acknowledged_at is not None:
        yield ShownStep(row.acknowledged_at, "acknowledged", unit_name)
    if row.answered_at is not None:
        yield ShownStep(row.answered_at, "answered", unit_name)


def _is_over(row: Correspondence, now: datetime) -> bool:
    ended = row.standing not in queries.LIVING
    return ended and row.answered_at is not None and now >= row.answered_at + TOKEN_LIFETIME
