"""What is stored of derived letters: their clocks in working time, and by when they are due. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from backend.correspondence.clocks import NONE, TURNS, Clocks, Stretches, Turns, array_of, numbered
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.histogram import Integers
from backend.correspondence.terms import LIVING, Standing
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import microseconds
from backend.workingtime.day_table import DAY, wall_clock

_MONTHS_TO_1970 = 1970 * 12


class LetterRow(NamedTuple):
    """The columns of `Correspondence` but for its key."""

    correspondent_id: str
    sender_class: str
    mailbox: str
    message_id: str
    received_at: datetime
    month: int
    standing: str
    waiting: bool
    turn_since: datetime | None
    awaits_answer: bool
    may_acknowledge: bool
    shielded: bool
    disputed: bool
    reopened: int
    satisfied: bool | None
    matter: str
    urgency: str
    valid_paper_on: date | None
    due_named_on: date | None
    task_due_on: date | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None
    answer_message_id: str | None
    settled_at: datetime | None
    closed_because: str
    passed_to: str
    came_from: str
    first_received_at: datetime | None
    merged_into: str
    recalled: str
    register_number: str
    paper_symbol: str
    paper_on: date | None
    dossiers: str
    acknowledged_seconds: int | None
    working_seconds: int | None
    settled_seconds: int | None
    own_seconds: int
    sender_seconds: int
    other_seconds: int
    deadline_id: str | None
    due_at: datetime | None
    receipt_due_at: datetime | None


def rows_of(letters: Sequence[tuple[str, DerivedLetter]], calendar: Calendar, clocks: Clocks) -> Iterator[LetterRow]:
    """A row a letter. `letters`: of agencies with this calendar, each with its correspondent's id."""
    turns = _turns([letter for _, letter in letters])
    counted = clocks.counted(calendar, turns)
    seconds = counted.seconds_of(range(len(letters)))
    months = _months(turns.received).tolist()
    dues = counted.dues_of(range(len(letters)))
    for (party, letter), month, times, due in zip(letters, months, seconds, dues, strict=True):
        yield LetterRow._make((*_said(party, letter, month), *times, *due))


def standing_of(letter: DerivedLetter) -> Standing:
    standing = letter.life.standing
    unasked = not letter.awaits_answer and standing in (Standing.OPEN, Standing.SENDERS_TURN)
    return Standing.NOT_AWAITED if unasked else standing


def is_waiting(letter: DerivedLetter) -> bool:
    """Whether figures count it as one without an answer yet."""
    is_counted = letter.awaits_answer and not letter.shielded
    return is_counted and letter.life.answered_at is None and letter.life.standing in LIVING


def _said(party: str, letter: DerivedLetter, month: int) -> tuple[object, ...]:
    """Long because it is the list of the columns that the facts alone fill."""
    life = letter.life
    return (
        party,
        letter.sender_class.value,
        letter.mailbox,
        letter.message_id,
        letter.received_at,
        month,
        standing_of(letter).value,
        is_waiting(letter),
        life.segments[-1].start if life.segments[-1].end is None else None,
        letter.awaits_answer,
        letter.may_acknowledge,
        letter.shielded,
        letter.disputed,
        life.reopened,
        letter.satisfied,
        letter.matter,
        letter.urgency,
        letter.valid_paper_on,
        _named(letter),
        letter.task_due_on,
        life.acknowledged_at,
        life.answered_at,
        life.answered_by.value if life.answered_by else None,
        life.answer_message_id,
        life.settled_at,
        letter.closed_because,
        letter.passed_to,
        letter.came_from,
        letter.first_received_at,
        letter.merged_into,
        letter.recalled,
        letter.register_number,
        letter.paper_symbol,
        letter.paper_on,
        " ".join(letter.dossiers),
    )


def _turns(letters: Sequence[DerivedLetter]) -> Turns:
    lives = [letter.life for letter in letters]
    stretches = [
        (
            place,
            TURNS[segment.turn.value],
            microseconds(segment.start),
            NONE if segment.end is None else microseconds(segment.end),
        )
        for place, life in enumerate(lives)
        for segment in life.segments
    ]
    kinds, kind_of = numbered(
        (letter.sender_class.value, letter.awaits_answer, letter.matter, letter.valid_paper_on, _named(letter))
        for letter in letters
    )
    return Turns(
        received=array_of([letter.received_at for letter in letters]),
        acknowledged=array_of([life.acknowledged_at for life in lives]),
        answered=array_of([life.answered_at for life in lives]),
        settled=array_of([life.settled_at for life in lives]),
        stretches=Stretches(*np.array(stretches, np.int64).reshape(-1, 4).T),
        kinds=kinds,
        kind_of=kind_of,
    )


def _months(received: Integers) -> Integers:
    """YYYYMM in Vietnam's time."""
    days = (wall_clock(received) // DAY).astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype(np.int64) + _MONTHS_TO_1970
    return months // 12 * 100 + months % 12 + 1


def _named(letter: DerivedLetter) -> date | None:
    return letter.extended_to or letter.asked_due_on
