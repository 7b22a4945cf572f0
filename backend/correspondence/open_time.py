"""How long letters that are still open have waited by a moment, many at once. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

import numpy as np

from backend.correspondence.figure import OpenLetter
from backend.correspondence.terms import Standing
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import WorkedTime, microseconds


class Waiting(Protocol):
    """A letter without an answer: whose turn it is, since when, and the working seconds of the turns before."""

    @property
    def agency_code(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def turn_since(self) -> datetime | None: ...
    @property
    def own_seconds(self) -> int: ...
    @property
    def sender_seconds(self) -> int: ...
    @property
    def other_seconds(self) -> int: ...
    @property
    def due_at(self) -> datetime | None: ...


_Letter = TypeVar("_Letter", bound=Waiting)


def waited_by(
    letters: Iterable[_Letter], calendars: Mapping[str, Calendar], now: datetime
) -> list[tuple[_Letter, OpenLetter]]:
    """Each letter with its time so far. `calendars` by agency code."""
    by_calendar: dict[int, list[_Letter]] = defaultdict(list)
    for letter in letters:
        by_calendar[id(calendars[letter.agency_code])].append(letter)
    waited: list[tuple[_Letter, OpenLetter]] = []
    for group in by_calendar.values():
        seconds = _running_turn(group, calendars[group[0].agency_code], now)
        waited += [(letter, _so_far(letter, turn)) for letter, turn in zip(group, seconds, strict=True)]
    return waited


def _running_turn(letters: Sequence[Waiting], calendar: Calendar, now: datetime) -> list[int]:
    starts = np.array([microseconds(letter.turn_since or now) for letter in letters], np.int64)
    worked = WorkedTime(calendar).between(starts, np.full(len(letters), microseconds(now), np.int64))
    return [int(one) for one in worked // 1_000_000]


def _so_far(letter: Waiting, turn: int) -> OpenLetter:
    is_senders = letter.standing == Standing.SENDERS_TURN
    return OpenLetter(
        own_seconds=letter.own_seconds + (0 if is_senders else turn),
        sender_seconds=letter.sender_seconds + (turn if is_senders else 0),
        other_seconds=letter.other_seconds,
        due_at=None if letter.due_at is None else int(letter.due_at.timestamp()),
    )
