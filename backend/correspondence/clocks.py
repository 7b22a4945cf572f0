"""The clocks of stored letters by another calendar, from their segments, many at once. Pure.

What changes is working seconds and due dates alone; whose turn it was and when is as the facts have it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from backend.correspondence.histogram import Integers
from backend.correspondence.letter_columns import due_columns
from backend.correspondence.terms import SenderClass, Turn
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import WorkedTime, microseconds, working_seconds
from backend.workingtime.hours import in_vietnam

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
_NEVER = np.iinfo(np.int64).max
_TURNS = {Turn.AGENCY: 0, Turn.SENDER: 1, Turn.OTHER_AGENCY: 2}
_DueKey = tuple[str, str, date | None, date | None, date, bool]


class StoredClock(NamedTuple):
    """What a letter's clocks are counted from beside its segments, and what they came to. Moments: microseconds since
    1970 in UTC."""

    agency_code: str
    id: str
    month: int
    waiting: bool
    sender_class: str
    matter: str
    valid_paper_on: date | None
    due_named_on: date | None
    received_at: int
    acknowledged_at: int | None
    answered_at: int | None
    settled_at: int | None
    acknowledged_seconds: int | None
    working_seconds: int | None
    settled_seconds: int | None
    own_seconds: int
    sender_seconds: int
    other_seconds: int
    deadline_id: str | None
    due_at: int | None
    receipt_due_at: int | None


class StoredSegment(NamedTuple):
    agency_code: str
    correspondence_id: str
    turn: str
    started_at: int
    ended_at: int | None


class Recount:
    """Counts by the calendars of the moment; the tables it makes of them serve every portion."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        self._calendars = calendars
        self._worked = {id(calendar): WorkedTime(calendar) for calendar in calendars.values()}
        self._dues: dict[int, dict[_DueKey, dict[str, Any]]] = defaultdict(dict)
        self._closing: dict[int, dict[date, datetime | None]] = defaultdict(dict)

    def changed(self, letters: Sequence[StoredClock], segments: Sequence[StoredSegment]) -> Iterator[dict[str, Any]]:
        """Rows of `store_clocks` for those of these letters whose clocks come to something else now."""
        by_calendar: dict[int, list[int]] = defaultdict(list)
        for place, letter in enumerate(letters):
            by_calendar[id(self._calendars[letter.agency_code])].append(place)
        of_letter = _places(letters, segments)
        for key, places in by_calendar.items():
            group = [letters[place] for place in places]
            seconds = self._seconds(self._worked[key], group, segments, _renumbered(of_letter, places, len(letters)))
            for number, letter in enumerate(group):
                found = {name: _whole(column[number]) for name, column in seconds.items()} | self._due(letter)
                if any(found[name] != getattr(letter, name) for name in SECONDS) or _due_differs(letter, found):
                    yield {"agency_code": letter.agency_code, "id": letter.id, **found}

    def _seconds(
        self, worked: WorkedTime, letters: Sequence[StoredClock], segments: Sequence[StoredSegment], places: Integers
    ) -> dict[str, Integers]:
        """By column; -1 for null."""
        of = places[places >= 0]
        mine = np.flatnonzero(places >= 0).tolist()
        turns = np.array([_TURNS[Turn(segments[one].turn)] for one in mine], np.int64)
        starts = np.array([segments[one].started_at for one in mine], np.int64)
        ends = np.array([_or_never(segments[one].ended_at) for one in mine], np.int64)
        received = np.array([letter.received_at for letter in letters], np.int64)

        def of_turn(turn: int, until: Integers | None) -> Integers:
            cut = ends if until is None else np.minimum(ends, until[of])
            kept = (turns == turn) & (cut < _NEVER) & (cut > starts)
            return working_seconds(worked, of[kept], starts[kept], cut[kept], len(letters))

        found = {"own_seconds": of_turn(0, None), "sender_seconds": of_turn(1, None), "other_seconds": of_turn(2, None)}
        for name, moment in (("working_seconds", "answered_at"), ("settled_seconds", "settled_at")):
            until = np.array([_or_never(getattr(letter, moment)) for letter in letters], np.int64)
            found[name] = np.where(until < _NEVER, of_turn(0, until), -1)
        told = np.array([_or_never(letter.acknowledged_at) for letter in letters], np.int64)
        to_receipt = worked.between(received, np.where(told < _NEVER, told, received)) // _SECOND
        return found | {"acknowledged_seconds": np.where(told < _NEVER, to_receipt, -1)}

    def _due(self, letter: StoredClock) -> dict[str, Any]:
        """Letters of one kind that came on one day, before the end of its hours or after, are due together."""
        calendar = self._calendars[letter.agency_code]
        received_at = _EPOCH + timedelta(microseconds=letter.received_at)
        day = in_vietnam(received_at).date()
        closing = self._closing[id(calendar)]
        if day not in closing:
            spans = calendar.spans_on(day)
            closing[day] = datetime.combine(day, spans[-1][1], in_vietnam(received_at).tzinfo) if spans else None
        closes = closing[day]
        named, paper = letter.due_named_on, letter.valid_paper_on
        key = (letter.sender_class, letter.matter, paper, named, day, closes is not None and received_at >= closes)
        known = self._dues[id(calendar)]
        if key not in known:
            kind = SenderClass(letter.sender_class)
            known[key] = due_columns(kind, letter.matter, received_at, paper, named, calendar)
        return known[key]


def _places(letters: Sequence[StoredClock], segments: Sequence[StoredSegment]) -> Integers:
    """Of which of the letters each segment is."""
    numbers = {(letter.agency_code, letter.id): place for place, letter in enumerate(letters)}
    return np.array([numbers[one.agency_code, one.correspondence_id] for one in segments], np.int64)


def _renumbered(of_letter: Integers, places: Sequence[int], count: int) -> Integers:
    """The same, counted within some of the letters; -1 for segments of the others."""
    numbers = np.full(count, -1, np.int64)
    numbers[places] = np.arange(len(places))
    return numbers[of_letter]


def _or_never(moment: int | None) -> int:
    return _NEVER if moment is None else moment


def _whole(seconds: np.int64) -> int | None:
    return None if seconds < 0 else int(seconds)


def _due_differs(letter: StoredClock, found: Mapping[str, Any]) -> bool:
    moments = (None if found[name] is None else microseconds(found[name]) for name in DUES[1:])
    return (letter.deadline_id, letter.due_at, letter.receipt_due_at) != (found["deadline_id"], *moments)
