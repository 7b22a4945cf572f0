"""The clocks of stored letters by the calendars of today, from their segments, many at once. Pure.

What changes is working seconds and due dates alone; whose turn it was and when is as the facts have it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backend.correspondence.clocks import SECONDS, Clocks, Counted, DueKind, Stretches, Turns, numbered
from backend.correspondence.histogram import Integers
from backend.workingtime.calendar import Calendar

MOMENTS = ("received_at", "acknowledged_at", "answered_at", "settled_at", "due_at", "receipt_due_at")
Key = tuple[str, str]  # (agency code, letter id)


class StoredKind(NamedTuple):
    """What many letters have in common."""

    due: DueKind
    waiting: bool
    deadline_id: str | None


@dataclass(frozen=True, slots=True)
class StoredLetters:
    """What the clocks of letters are counted from, and what they came to, column by column, in order of their keys.
    `kinds`: each once; `kind_of`: which of them a letter is. `numbers`: `month`, `version` and `place` (of the row),
    `MOMENTS` (microseconds since 1970 in UTC) and `SECONDS`, `NONE` for null."""

    agencies: Sequence[str]
    ids: Sequence[str]
    kinds: Sequence[StoredKind]
    kind_of: Integers
    numbers: Mapping[str, Integers]
    stretches: Stretches

    def __len__(self) -> int:
        return len(self.ids)

    def key(self, place: int) -> Key:
        return self.agencies[place], self.ids[place]


class ClockRow(NamedTuple):
    """A letter's key, `SECONDS` and `DUES`."""

    agency_code: str
    id: str
    acknowledged_seconds: int | None
    working_seconds: int | None
    settled_seconds: int | None
    own_seconds: int | None
    sender_seconds: int | None
    other_seconds: int | None
    deadline_id: str | None
    due_at: datetime | None
    receipt_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Changed:
    """Letters whose clocks come to something else now, in order of their keys; as which version of the row each was
    read, and where it lay. `months`: those whose figures count them, with the agency."""

    rows: Sequence[ClockRow]
    versions: Sequence[int]
    places: Sequence[int]
    months: frozenset[tuple[str, int]]


class Recount:
    """Counts by the calendars of the moment; the tables it makes of them serve every portion."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        self._calendars = calendars
        self._clocks = Clocks()

    def changed(self, letters: StoredLetters) -> Changed:
        rows: list[ClockRow] = []
        versions: list[int] = []
        lay: list[int] = []
        months: set[tuple[str, int]] = set()
        for calendar, places in self._by_calendar(letters.agencies):
            counted = self._clocks.counted(calendar, _turns(letters, places))
            differing = np.flatnonzero(_differs(letters, places, counted))
            changed = places[differing]
            rows += _rows(letters, changed, counted, differing.tolist())
            versions += letters.numbers["version"][changed].tolist()
            lay += letters.numbers["place"][changed].tolist()
            numbers = letters.numbers["month"][changed].tolist()
            waiting = np.array([kind.waiting for kind in letters.kinds])[letters.kind_of[changed]].tolist()
            months |= {
                (letters.agencies[place], month)
                for place, month, waits in zip(changed.tolist(), numbers, waiting, strict=True)
                if not waits
            }
        order = sorted(range(len(rows)), key=lambda number: rows[number][:2])
        return Changed(
            [rows[number] for number in order],
            [versions[number] for number in order],
            [lay[number] for number in order],
            frozenset(months),
        )

    def _by_calendar(self, agencies: Sequence[str]) -> Iterator[tuple[Calendar, Integers]]:
        """The places of the letters that count by each calendar."""
        ids = {agency: id(self._calendars[agency]) for agency in set(agencies)}
        if len(set(ids.values())) == 1:
            yield self._calendars[agencies[0]], np.arange(len(agencies))
            return
        of_letters = np.fromiter(map(ids.__getitem__, agencies), np.int64, len(agencies))
        for one in sorted(set(ids.values())):
            places = np.flatnonzero(of_letters == one)
            yield self._calendars[agencies[int(places[0])]], places


def _turns(letters: StoredLetters, places: Integers) -> Turns:
    whole = places.size == len(letters)
    received, acknowledged, answered, settled = (letters.numbers[name][places] for name in MOMENTS[:4])
    kinds, kind_of = numbered(kind.due for kind in letters.kinds)
    return Turns(
        received=received,
        acknowledged=acknowledged,
        answered=answered,
        settled=settled,
        stretches=letters.stretches if whole else letters.stretches.within(places, len(letters)),
        kinds=kinds,
        kind_of=kind_of[letters.kind_of[places]],
    )


def _differs(letters: StoredLetters, places: Integers, counted: Counted) -> npt.NDArray[np.bool_]:
    stored = {name: letters.numbers[name][places] for name in (*SECONDS, *MOMENTS[4:])}
    due, receipt = np.array([(one.due, one.receipt_due) for one in counted.dues], np.int64)[counted.due_of].T
    had = [kind.deadline_id for kind in letters.kinds]
    _, terms = numbered([*had, *(one.deadline_id for one in counted.dues)])
    differs: npt.NDArray[np.bool_] = terms[letters.kind_of[places]] != terms[len(had) :][counted.due_of]
    differs |= (due != stored["due_at"]) | (receipt != stored["receipt_due_at"])
    for name in SECONDS:
        differs |= counted.seconds[name] != stored[name]
    return differs


def _rows(letters: StoredLetters, places: Integers, counted: Counted, numbers: list[int]) -> Iterator[ClockRow]:
    """Of the letters at these places, which have these numbers among those counted."""
    told = zip(places.tolist(), counted.seconds_of(numbers), counted.dues_of(numbers), strict=True)
    for place, times, dues in told:
        yield ClockRow._make((*letters.key(place), *times, *dues))
