"""How far something due has come towards its term and past it, and who is told of that. Pure.

A level is reached at a moment that calendar and term alone decide, so it does not matter when anybody looks. SOON
begins with the working day before the day of the term: whoever is told at its first check has that day and the last.

Source: Chỉ thị, khoản 2 điểm d; NĐ 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c; manner of NĐ 61/2018/NĐ-CP (before the term).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Self

from backend.correspondence.models import Correspondence
from backend.correspondence.queries import LetterRows
from backend.correspondence.terms import Standing
from backend.workingtime.calendar import Calendar
from backend.workingtime.deadline import due_on
from backend.workingtime.hours import ONE_DAY, at, in_vietnam


class Level(StrEnum):
    SOON = "soon"  # within one working day before the term
    LATE = "late"  # the term has come
    LATER = "later"  # one working day after it


class DueKind(StrEnum):
    ANSWER = "answer"
    RECEIPT = "receipt"  # to tell the sending agency the same day that its paper arrived
    TASK = "task"  # given out inside the agency


class Audience(StrEnum):
    CLERK = "clerk"
    DEPUTY = "deputy"
    HEAD = "head"


TOLD_AT: Mapping[Level, tuple[Audience, ...]] = {
    Level.SOON: (Audience.CLERK,),
    Level.LATE: (Audience.CLERK, Audience.DEPUTY),
    Level.LATER: (Audience.CLERK, Audience.DEPUTY, Audience.HEAD),
}
EVERYBODY = tuple(Audience)
_OWING = (Standing.OPEN, Standing.SENDERS_TURN, Standing.NOT_AWAITED)


@dataclass(frozen=True, slots=True)
class Staff:
    """An agency's addresses by who reads there; an empty one: nobody is."""

    clerk: tuple[str, ...] = ()
    deputy: tuple[str, ...] = ()
    head: tuple[str, ...] = ()

    def addresses(self, audiences: tuple[Audience, ...]) -> tuple[str, ...]:
        """Each address once. Where no deputy is named the head is told instead."""
        by_audience = {Audience.CLERK: self.clerk, Audience.DEPUTY: self.deputy or self.head, Audience.HEAD: self.head}
        return tuple(dict.fromkeys(address for one in audiences for address in by_audience[one]))


@dataclass(frozen=True, slots=True)
class DueThing:
    """Something an agency owes for a letter. `since`: before that nobody could know of it."""

    kind: DueKind
    due_at: datetime
    since: datetime


def level_at(due_at: datetime, moment: datetime, calendar: Calendar) -> Level | None:
    """The level that something due has reached; None: there is more than a working day left.

    Raises:
        ValueError: a moment is naive, or the calendar has no working day within ten years.
    """
    if moment >= later_from(due_at, calendar):
        return Level.LATER
    if moment >= due_at:
        return Level.LATE
    return Level.SOON if moment >= soon_from(due_at, calendar) else None


def soon_from(due_at: datetime, calendar: Calendar) -> datetime:
    """The first moment of the last working day before the day of the term."""
    return at(calendar.last_working_day(in_vietnam(due_at).date() - ONE_DAY), time())


def later_from(due_at: datetime, calendar: Calendar) -> datetime:
    """The end of working hours of the first working day after the day of the term."""
    return due_on(calendar.next_working_day(in_vietnam(due_at).date()), calendar)


@dataclass(frozen=True, slots=True)
class Told:
    """Something of one letter that has reached a level."""

    letter_id: str
    kind: DueKind
    level: Level
    due_at: datetime

    @property
    def data(self) -> dict[str, str]:
        return {"letter": self.letter_id, "kind": self.kind, "level": self.level, "due": self.due_at.isoformat()}

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        due_at = datetime.fromisoformat(data["due"])
        return cls(data["letter"], DueKind(data["kind"]), Level(data["level"]), due_at)


def next_worked(moment: datetime, calendar: Calendar) -> datetime:
    """This moment if it lies in working hours, else when the next ones begin.

    Raises:
        ValueError: the moment is naive, or there is no working day within ten years.
    """
    local = in_vietnam(moment)
    for begins, finishes in calendar.spans_on(local.date()):
        if local < at(local.date(), finishes):
            return max(local, at(local.date(), begins))
    following = calendar.next_working_day(local.date())
    return at(following, calendar.spans_on(following)[0][0])


def things_due(row: Correspondence, calendar: Calendar) -> list[DueThing]:
    """What the agency owes for this letter now; nothing for one that is for named receivers only."""
    if row.shielded or row.standing not in _OWING:
        return []
    things = []
    if row.due_at is not None and row.standing == Standing.OPEN:
        things.append(DueThing(DueKind.ANSWER, row.due_at, row.received_at))
    if row.receipt_due_at is not None and row.acknowledged_at is None:
        things.append(DueThing(DueKind.RECEIPT, row.receipt_due_at, row.received_at))
    if row.task_due_on is not None and row.settled_at is None:
        things.append(DueThing(DueKind.TASK, due_on(row.task_due_on, calendar), row.received_at))
    return things


def reached_by(row: Correspondence, moment: datetime, calendar: Calendar) -> list[Told]:
    """What of the letter stands at which level at this moment."""
    known = [thing for thing in things_due(row, calendar) if thing.since <= moment]
    levels = [(thing, level_at(thing.due_at, moment, calendar)) for thing in known]
    return [Told(row.id, thing.kind, level, thing.due_at) for thing, level in levels if level is not None]


def is_owed(told: Told, rows: LetterRows | None, calendar: Calendar) -> bool:
    """Whether what was to be told of still is: the letter is there, and the same thing is due at the same moment."""
    due = things_due(rows[0], calendar) if rows else []
    return any((thing.kind, thing.due_at) == (told.kind, told.due_at) for thing in due)
