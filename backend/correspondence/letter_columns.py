"""What is stored of a derived letter: its clocks in working time, and by when it is due. Pure."""

from datetime import datetime
from typing import Any

from backend.correspondence.deadlines import due_of, receipt_due
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.life import Segment
from backend.correspondence.terms import SenderClass, Standing, Turn
from backend.workingtime.calendar import Calendar
from backend.workingtime.deadline import due_on
from backend.workingtime.hours import in_vietnam, working_time_between


def columns_of(letter: DerivedLetter, calendar: Calendar) -> dict[str, Any]:
    """The columns of `Correspondence` but for its key and sender."""
    life = letter.life
    deadline_id, due_at = _due(letter, calendar)
    from_agency = letter.sender_class is SenderClass.AGENCY
    local = in_vietnam(letter.received_at)
    return {
        "sender_class": letter.sender_class.value,
        "mailbox": letter.mailbox,
        "message_id": letter.message_id,
        "received_at": letter.received_at,
        "month": local.year * 100 + local.month,
        "standing": standing_of(letter).value,
        "awaits_answer": letter.awaits_answer,
        "may_acknowledge": letter.may_acknowledge,
        "shielded": letter.shielded,
        "disputed": letter.disputed,
        "reopened": life.reopened,
        "satisfied": letter.satisfied,
        "matter": letter.matter,
        "urgency": letter.urgency,
        "valid_paper_on": letter.valid_paper_on,
        "deadline_id": deadline_id,
        "due_at": due_at,
        "receipt_due_at": receipt_due(letter.received_at, calendar) if from_agency else None,
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
    }


def standing_of(letter: DerivedLetter) -> Standing:
    standing = letter.life.standing
    unasked = not letter.awaits_answer and standing in (Standing.OPEN, Standing.SENDERS_TURN)
    return Standing.NOT_AWAITED if unasked else standing


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
        "sender_seconds": seconds_of_turn(life.segments, Turn.SENDER, None, calendar),
        "other_seconds": seconds_of_turn(life.segments, Turn.OTHER_AGENCY, None, calendar),
    }


def _due(letter: DerivedLetter, calendar: Calendar) -> tuple[str | None, datetime | None]:
    """The row of rules/deadlines and the moment; a day that somebody named goes before the row."""
    term = (
        None
        if letter.sender_class is SenderClass.AGENCY
        else due_of(letter.sender_class, letter.received_at, calendar, letter.matter, letter.valid_paper_on)
    )
    named = letter.extended_to or letter.asked_due_on
    if named is not None:
        return (term.term.id if term else None), due_on(named, calendar)
    return (term.term.id, term.counted.due_at) if term else (None, None)
