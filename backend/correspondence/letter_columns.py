"""What is stored of a derived letter: its clocks in working time, and by when it is due. Pure."""

from datetime import date, datetime
from typing import Any

from backend.correspondence.deadlines import due_of, receipt_due
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.life import Segment
from backend.correspondence.terms import LIVING, SenderClass, Standing, Turn
from backend.workingtime.calendar import Calendar
from backend.workingtime.deadline import due_on
from backend.workingtime.hours import in_vietnam, working_time_between


def columns_of(letter: DerivedLetter, calendar: Calendar) -> dict[str, Any]:
    """The columns of `Correspondence` but for its key and sender."""
    life = letter.life
    local = in_vietnam(letter.received_at)
    return {
        "sender_class": letter.sender_class.value,
        "mailbox": letter.mailbox,
        "message_id": letter.message_id,
        "received_at": letter.received_at,
        "month": local.year * 100 + local.month,
        "standing": standing_of(letter).value,
        "waiting": is_waiting(letter),
        "turn_since": life.segments[-1].start if life.segments[-1].end is None else None,
        "awaits_answer": letter.awaits_answer,
        "may_acknowledge": letter.may_acknowledge,
        "shielded": letter.shielded,
        "disputed": letter.disputed,
        "reopened": life.reopened,
        "satisfied": letter.satisfied,
        "matter": letter.matter,
        "urgency": letter.urgency,
        "valid_paper_on": letter.valid_paper_on,
        "due_named_on": _named(letter),
        **due_columns(
            letter.sender_class,
            letter.matter,
            letter.received_at,
            letter.valid_paper_on,
            _named(letter),
            calendar,
            awaits_answer=letter.awaits_answer,
        ),
        "task_due_on": letter.task_due_on,
        "acknowledged_at": life.acknowledged_at,
        "answered_at": life.answered_at,
        "answered_by": life.answered_by.value if life.answered_by else None,
        "answer_message_id": life.answer_message_id,
        "settled_at": life.settled_at,
        **_clocks(letter, calendar),
        "closed_because": letter.closed_because,
        "passed_to": letter.passed_to,
        "came_from": letter.came_from,
        "first_received_at": letter.first_received_at,
        "merged_into": letter.merged_into,
        "recalled": letter.recalled,
        "register_number": letter.register_number,
        "paper_symbol": letter.paper_symbol,
        "paper_on": letter.paper_on,
        "dossiers": " ".join(letter.dossiers),
    }


def standing_of(letter: DerivedLetter) -> Standing:
    standing = letter.life.standing
    unasked = not letter.awaits_answer and standing in (Standing.OPEN, Standing.SENDERS_TURN)
    return Standing.NOT_AWAITED if unasked else standing


def is_waiting(letter: DerivedLetter) -> bool:
    """Whether figures count it as one without an answer yet."""
    is_counted = letter.awaits_answer and not letter.shielded
    return is_counted and letter.life.answered_at is None and letter.life.standing in LIVING


def seconds_of_turn(segments: list[Segment], turn: Turn, until: datetime | None, calendar: Calendar) -> int:
    """Working seconds of somebody's turns, of those that are over and of what lies before `until`."""
    seconds = 0.0
    for segment in segments:
        end = min(filter(None, (segment.end, until)), default=None)
        if segment.turn is turn and end is not None and end > segment.start:
            seconds += working_time_between(segment.start, end, calendar).total_seconds()
    return int(seconds)


def _clocks(letter: DerivedLetter, calendar: Calendar) -> dict[str, int | None]:
    life = letter.life

    def own_until(moment: datetime | None) -> int | None:
        return None if moment is None else seconds_of_turn(life.segments, Turn.AGENCY, moment, calendar)

    acknowledged = life.acknowledged_at
    to_receipt = working_time_between(letter.received_at, acknowledged, calendar) if acknowledged else None
    return {
        "acknowledged_seconds": None if to_receipt is None else int(to_receipt.total_seconds()),
        "working_seconds": own_until(life.answered_at),
        "settled_seconds": own_until(life.settled_at),
        "own_seconds": seconds_of_turn(life.segments, Turn.AGENCY, None, calendar),
        "sender_seconds": seconds_of_turn(life.segments, Turn.SENDER, None, calendar),
        "other_seconds": seconds_of_turn(life.segments, Turn.OTHER_AGENCY, None, calendar),
    }


def due_columns(
    sender_class: SenderClass,
    matter: str,
    received_at: datetime,
    valid_paper_on: date | None,
    named_on: date | None,
    calendar: Calendar,
    *,
    awaits_answer: bool,
) -> dict[str, Any]:
    """By when the sender is answered, by which row of rules/deadlines, and by when an agency is told of receipt. A day
    that somebody named goes before the row; a letter about a one-stop dossier has no term beside the dossier's."""
    from_agency = sender_class is SenderClass.AGENCY
    counted = awaits_answer and not from_agency
    term = due_of(sender_class, received_at, calendar, matter, valid_paper_on) if counted else None
    by_term = term.counted.due_at if term else None
    return {
        "deadline_id": term.term.id if term else None,
        "due_at": by_term if named_on is None else due_on(named_on, calendar),
        "receipt_due_at": receipt_due(received_at, calendar) if from_agency else None,
    }


def _named(letter: DerivedLetter) -> date | None:
    return letter.extended_to or letter.asked_due_on
