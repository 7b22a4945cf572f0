"""The clocks of stored letters by another calendar, from their segments, many at once. Pure.

What changes is working seconds and due dates alone; whose turn it was and when is as the facts have it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from backend.correspondence.histogram import Integers
from backend.correspondence.letter_columns import due_columns
from backend.correspondence.terms import SenderClass, Turn
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import WorkedTime, microseconds, working_seconds

SECONDS = (
    "acknowledged_seconds",
    "working_seconds",
    "settled_seconds",
    "own_seconds",
    "sender_seconds",
    "other_seconds",
)
DUES = ("deadline_id", "due_at", "receipt_due_at")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
NONE = -(2**63)  # a moment or a time that is not there
MOMENTS = ("received_at", "acknowledged_at", "answered_at", "settled_at", "due_at", "receipt_due_at")
_DAY, _OFFSET = 86_400 * _SECOND, 7 * 3_600 * _SECOND  # letters are younger than Vietnam's one offset
_ORDINAL = date(1970, 1, 1).toordinal()
_TURNS = {Turn.AGENCY.value: 0, Turn.SENDER.value: 1, Turn.OTHER_AGENCY.value: 2}
_Columns = Mapping[str, Sequence[Any]]
_DueKey = tuple[str, bool, str, date | None, date | None, int, bool]


class StoredClock(NamedTuple):
    """What a letter's clocks are counted from beside its segments, and what they came to. Moments: microseconds since
    1970 in UTC, `NONE` for none."""

    agency_code: str
    id: str
    month: int
    waiting: bool
    awaits_answer: bool
    sender_class: str
    matter: str
    valid_paper_on: date | None
    due_named_on: date | None
    received_at: int
    acknowledged_at: int
    answered_at: int
    settled_at: int
    acknowledged_seconds: int
    working_seconds: int
    settled_seconds: int
    own_seconds: int
    sender_seconds: int
    other_seconds: int
    deadline_id: str | None
    due_at: int
    receipt_due_at: int


class StoredSegment(NamedTuple):
    agency_code: str
    correspondence_id: str
    turn: str
    started_at: int
    ended_at: int


class Recount:
    """Counts by the calendars of the moment; the tables it makes of them serve every portion."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        self._calendars = calendars
        self._worked = {id(calendar): WorkedTime(calendar) for calendar in calendars.values()}
        self._dues: dict[int, dict[_DueKey, _Due]] = defaultdict(dict)

    def changed(self, letters: Sequence[StoredClock], segments: Sequence[StoredSegment]) -> Iterator[dict[str, Any]]:
        """Rows of `store_clocks` for those of these letters whose clocks come to something else now."""
        by_calendar: dict[int, list[int]] = defaultdict(list)
        for place, letter in enumerate(letters):
            by_calendar[id(self._calendars[letter[0]])].append(place)
        stretches = _Stretches.of(letters, segments)
        for places in by_calendar.values():
            group = letters if len(places) == len(letters) else [letters[place] for place in places]
            yield from self._changed(group, stretches.within(places, len(letters)))

    def _changed(self, letters: Sequence[StoredClock], stretches: "_Stretches") -> Iterator[dict[str, Any]]:
        """Of letters that count by one calendar."""
        calendar = self._calendars[letters[0].agency_code]
        stored: _Columns = dict(zip(StoredClock._fields, zip(*letters, strict=True), strict=True))
        moments = {name: np.array(stored[name], np.int64) for name in MOMENTS}
        seconds = _seconds(self._worked[id(calendar)], moments, stretches, len(letters))
        dues = self._due(letters, stored, moments["received_at"], calendar)
        differs = np.array([due.id for due in dues], object) != np.array(stored["deadline_id"], object)
        for name in DUES[1:]:
            differs |= np.array([getattr(due, name) for due in dues], np.int64) != moments[name]
        for name in SECONDS:
            differs |= seconds[name] != np.array(stored[name], np.int64)
        for place in np.flatnonzero(differs).tolist():
            letter, due = letters[place], dues[place]
            found = {name: _or_none(int(column[place])) for name, column in seconds.items()}
            yield {"agency_code": letter.agency_code, "id": letter.id, **found, **due.columns}

    def _due(
        self, letters: Sequence[StoredClock], stored: _Columns, received: Integers, calendar: Calendar
    ) -> list["_Due"]:
        """Letters of one kind that came on one day, before the end of its hours or after, are due together."""
        known = self._dues[id(calendar)]
        days, into_day = np.divmod(received + _OFFSET, _DAY)
        closes = {day: _closing(day, calendar) for day in np.unique(days).tolist()}
        after = into_day >= np.array([closes[day] for day in days.tolist()], np.int64)
        kinds = (stored[name] for name in ("sender_class", "awaits_answer", "matter", "valid_paper_on", "due_named_on"))
        columns: tuple[Sequence[Any], ...] = (*kinds, days.tolist(), after.tolist())
        keys: list[_DueKey] = list(zip(*columns, strict=True))
        for place, key in enumerate(keys):
            if key not in known:
                one = letters[place]
                received_at = _EPOCH + timedelta(microseconds=one.received_at)
                kind, paper = SenderClass(one.sender_class), one.valid_paper_on
                named, awaits = one.due_named_on, one.awaits_answer
                known[key] = _Due.of(
                    due_columns(kind, one.matter, received_at, paper, named, calendar, awaits_answer=awaits)
                )
        return [known[key] for key in keys]


@dataclass(frozen=True, slots=True)
class _Due:
    columns: Mapping[str, Any]
    id: str | None
    due_at: int
    receipt_due_at: int

    @classmethod
    def of(cls, columns: Mapping[str, Any]) -> "_Due":
        moments = [NONE if columns[name] is None else microseconds(columns[name]) for name in DUES[1:]]
        return cls(columns, columns["deadline_id"], *moments)


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Segments: of which letter, whose turn, from when, to when (`NONE`: it lasts)."""

    of_letter: Integers
    turns: Integers
    starts: Integers
    ends: Integers

    @classmethod
    def of(cls, letters: Sequence[StoredClock], segments: Sequence[StoredSegment]) -> "_Stretches":
        numbers = {(letter[0], letter[1]): place for place, letter in enumerate(letters)}
        columns: list[Sequence[Any]] = list(zip(*segments, strict=True)) or [()] * len(StoredSegment._fields)
        agencies, ids, turns, starts, ends = columns
        keys = zip(agencies, ids, strict=True)
        return cls(
            np.array([numbers[key] for key in keys], np.int64),
            np.array([_TURNS[turn] for turn in turns], np.int64),
            np.array(starts, np.int64),
            np.array(ends, np.int64),
        )

    def within(self, places: Sequence[int], count: int) -> "_Stretches":
        """Those of some of the letters, which are numbered anew."""
        numbers = np.full(count, -1, np.int64)
        numbers[places] = np.arange(len(places))
        renumbered = numbers[self.of_letter]
        mine = renumbered >= 0
        return _Stretches(renumbered[mine], self.turns[mine], self.starts[mine], self.ends[mine])


def _seconds(
    worked: WorkedTime, moments: Mapping[str, Integers], stretches: _Stretches, count: int
) -> dict[str, Integers]:
    """By column; `NONE` for null."""

    def of_turn(turn: Turn, until: Integers | None) -> Integers:
        lasts = stretches.ends == NONE
        if until is None:
            cut = stretches.ends
        else:
            bound = until[stretches.of_letter]
            cut = np.where(lasts, bound, np.minimum(stretches.ends, bound))
        kept = (stretches.turns == _TURNS[turn.value]) & (cut != NONE) & (cut > stretches.starts)
        return working_seconds(worked, stretches.of_letter[kept], stretches.starts[kept], cut[kept], count)

    def to(moment: str) -> Integers:
        return np.where(moments[moment] == NONE, NONE, of_turn(Turn.AGENCY, moments[moment]))

    received, told = moments["received_at"], moments["acknowledged_at"]
    to_receipt = worked.between(received, np.where(told == NONE, received, told)) // _SECOND
    return {
        "acknowledged_seconds": np.where(told == NONE, NONE, to_receipt),
        "working_seconds": to("answered_at"),
        "settled_seconds": to("settled_at"),
        "own_seconds": of_turn(Turn.AGENCY, None),
        "sender_seconds": of_turn(Turn.SENDER, None),
        "other_seconds": of_turn(Turn.OTHER_AGENCY, None),
    }


def _closing(day: int, calendar: Calendar) -> int:
    """When a day's hours end, in microseconds after midnight; a day off never closes."""
    spans = calendar.spans_on(date.fromordinal(day + _ORDINAL))
    if not spans:
        return _DAY
    end = spans[-1][1]
    return ((end.hour * 60 + end.minute) * 60 + end.second) * _SECOND


def _or_none(number: int) -> int | None:
    return None if number == NONE else number
