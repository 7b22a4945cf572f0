"""Working time and due dates of very many letters at once, by their agency's calendar. Pure.

Letters as they are derived from facts and letters that are stored are counted by the same code: what the facts say of a
letter's turns comes in, its seconds and due dates come out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

import numpy as np

from backend.correspondence.deadlines import due_of, receipt_due
from backend.correspondence.histogram import Integers
from backend.correspondence.terms import SenderClass, Turn
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import WorkedTime, microseconds, working_seconds
from backend.workingtime.day_table import DAY, EPOCH, MICROSECOND, SECOND, wall_clock
from backend.workingtime.deadline import due_on

SECONDS = (
    "acknowledged_seconds",
    "working_seconds",
    "settled_seconds",
    "own_seconds",
    "sender_seconds",
    "other_seconds",
)
DUES = ("deadline_id", "due_at", "receipt_due_at")
NONE = -(2**63)  # a moment or a time that is not there
TURNS = {Turn.AGENCY.value: 0, Turn.SENDER.value: 1, Turn.OTHER_AGENCY.value: 2}
_ORDINAL = date(1970, 1, 1).toordinal()
DueKind = tuple[str, bool, str, date | None, date | None]  # class, awaits an answer, matter, valid paper, named day
_DueKey = tuple[DueKind, int, bool]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Stretches:
    """Segments: of which letter, whose turn (`TURNS`), from when, to when (`NONE`: it lasts)."""

    of_letter: Integers
    turns: Integers
    starts: Integers
    ends: Integers

    def within(self, places: Integers, count: int) -> "Stretches":
        """Those of some of `count` letters, which are numbered anew."""
        numbers = np.full(count, -1, np.int64)
        numbers[places] = np.arange(places.size)
        renumbered = numbers[self.of_letter]
        mine = renumbered >= 0
        return Stretches(renumbered[mine], self.turns[mine], self.starts[mine], self.ends[mine])


@dataclass(frozen=True, slots=True)
class Turns:
    """What the clocks of letters of one calendar are counted from. Moments: microseconds since 1970 in UTC, `NONE` for
    none."""

    received: Integers
    acknowledged: Integers
    answered: Integers
    settled: Integers
    stretches: Stretches
    kinds: Sequence[DueKind]  # each once
    kind_of: Integers  # which of them a letter is


@dataclass(frozen=True, slots=True)
class Due:
    """By when a sender is answered, by which row of rules/deadlines, and by when an agency is told of receipt; moments
    also in microseconds."""

    deadline_id: str | None
    due_at: datetime | None
    receipt_due_at: datetime | None
    due: int
    receipt_due: int

    @property
    def columns(self) -> tuple[str | None, datetime | None, datetime | None]:
        """As in `DUES`."""
        return self.deadline_id, self.due_at, self.receipt_due_at


@dataclass(frozen=True, slots=True)
class Counted:
    """What letters come to, each in its place. `seconds` by column, `NONE` for null; `due_of`: which of the `dues`."""

    seconds: Mapping[str, Integers]
    dues: Sequence[Due]
    due_of: Integers

    def seconds_of(self, places: Sequence[int]) -> Iterable[tuple[int | None, ...]]:
        """In the order of `SECONDS`."""
        columns = (self.seconds[name][places].tolist() for name in SECONDS)
        return zip(*([None if one == NONE else one for one in column] for column in columns), strict=True)

    def dues_of(self, places: Sequence[int]) -> Iterable[tuple[str | None, datetime | None, datetime | None]]:
        """As in `DUES`."""
        columns = [due.columns for due in self.dues]
        return [columns[one] for one in self.due_of[places].tolist()]


class Clocks:
    """Counts by some calendars; the tables it makes of them serve every call."""

    def __init__(self) -> None:
        self._calendars: dict[int, _OneCalendar] = {}

    def counted(self, calendar: Calendar, turns: Turns) -> Counted:
        one = self._calendars.setdefault(id(calendar), _OneCalendar(calendar))
        return Counted(one.seconds(turns), *one.dues(turns))


class _OneCalendar:
    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar  # kept, so that its id stays its own
        self._worked = WorkedTime(calendar)
        self._closes: dict[int, int] = {}
        self._dues: dict[_DueKey, Due] = {}

    def seconds(self, turns: Turns) -> dict[str, Integers]:
        of_turn = partial(_of_turn, self._worked, turns)
        received, told = turns.received, turns.acknowledged
        to_receipt = self._worked.between(received, np.where(told == NONE, received, told)) // SECOND
        return {
            "acknowledged_seconds": np.where(told == NONE, NONE, to_receipt),
            "working_seconds": np.where(turns.answered == NONE, NONE, of_turn(Turn.AGENCY, turns.answered)),
            "settled_seconds": np.where(turns.settled == NONE, NONE, of_turn(Turn.AGENCY, turns.settled)),
            "own_seconds": of_turn(Turn.AGENCY, None),
            "sender_seconds": of_turn(Turn.SENDER, None),
            "other_seconds": of_turn(Turn.OTHER_AGENCY, None),
        }

    def dues(self, turns: Turns) -> tuple[list[Due], Integers]:
        """Letters of one kind that came on one day, before the end of its hours or after, are due together."""
        days, into_day = np.divmod(wall_clock(turns.received), DAY)
        distinct, day_of = np.unique(days, return_inverse=True)
        for day in set(distinct.tolist()) - self._closes.keys():
            self._closes[day] = _closing(day, self._calendar)
        after = into_day >= np.array([self._closes[day] for day in distinct.tolist()], np.int64)[day_of]
        together = (turns.kind_of * distinct.size + day_of) * 2 + after
        keys, firsts, due_of = np.unique(together, return_index=True, return_inverse=True)
        firsts_of = zip(keys.tolist(), firsts.tolist(), strict=True)
        return [self._due_of(turns, int(days[first]), first, bool(key & 1)) for key, first in firsts_of], due_of

    def _due_of(self, turns: Turns, day: int, place: int, after: bool) -> Due:
        key = turns.kinds[turns.kind_of[place]], day, after
        if key not in self._dues:
            self._dues[key] = _due(key[0], EPOCH + int(turns.received[place]) * MICROSECOND, self._calendar)
        return self._dues[key]


def numbered(values: Iterable[_Value]) -> tuple[list[_Value], Integers]:
    """Each value once, and which of them stands where."""
    known: dict[_Value, int] = {}
    places = [known.setdefault(value, len(known)) for value in values]
    return list(known), np.array(places, np.int64)


def array_of(moments: Sequence[datetime | None]) -> Integers:
    return np.array([NONE if one is None else microseconds(one) for one in moments], np.int64)


def _of_turn(worked: WorkedTime, turns: Turns, turn: Turn, until: Integers | None) -> Integers:
    """Working seconds of somebody's turns, of those that are over and of what lies before `until`."""
    stretches, count = turns.stretches, turns.received.size
    cut = stretches.ends
    if until is not None:
        bound = until[stretches.of_letter]
        cut = np.where(cut == NONE, bound, np.minimum(cut, bound))
    kept = (stretches.turns == TURNS[turn.value]) & (cut != NONE) & (cut > stretches.starts)
    if not kept.any():
        return np.zeros(count, np.int64)
    return working_seconds(worked, stretches.of_letter[kept], stretches.starts[kept], cut[kept], count)


def _due(kind: DueKind, received_at: datetime, calendar: Calendar) -> Due:
    """A day that somebody named goes before the row; a letter about a one-stop dossier has no term beside the
    dossier's."""
    name, awaits_answer, matter, valid_paper_on, named_on = kind
    sender_class = SenderClass(name)
    from_agency = sender_class is SenderClass.AGENCY
    counted = awaits_answer and not from_agency
    term = due_of(sender_class, received_at, calendar, matter, valid_paper_on) if counted else None
    by_term = term.counted.due_at if term else None
    moments = (
        by_term if named_on is None else due_on(named_on, calendar),
        receipt_due(received_at, calendar) if from_agency else None,
    )
    due_at, receipt_due_at = (None if moment is None else moment.astimezone(UTC) for moment in moments)
    due, receipt = array_of((due_at, receipt_due_at)).tolist()
    return Due(term.term.id if term else None, due_at, receipt_due_at, due, receipt)


def _closing(day: int, calendar: Calendar) -> int:
    """When a day's hours end, in microseconds after midnight; a day off never closes."""
    spans = calendar.spans_on(date.fromordinal(day + _ORDINAL))
    if not spans:
        return DAY
    end = spans[-1][1]
    return ((end.hour * 60 + end.minute) * 60 + end.second) * SECOND
