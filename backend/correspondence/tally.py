"""What the letters of one group come to: numbers, waits and dues that add up over groups. Pure.

In n: letters answered, letters still open, and letters that came to an end without an answer. Set aside, never in n and
always told: those passed on to another agency, needing no answer, returned, or merged into another letter. An answer
that has gone out counts whatever was noted about the letter later.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from backend.correspondence import histogram, on_time
from backend.correspondence.histogram import Histogram
from backend.correspondence.on_time import Dues
from backend.correspondence.terms import AnsweredBy, Standing

GroupKey = tuple[str, str]  # (sender class, matter)

_SET_ASIDE = {
    Standing.PASSED_ON: "passed_on",
    Standing.NO_ANSWER: "no_answer",
    Standing.RETURNED: "returned",
    Standing.MERGED: "merged",
}


class Finished(Protocol):
    """A letter that awaited an answer and is not waiting any more."""

    @property
    def sender_class(self) -> str: ...
    @property
    def matter(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def answered_by(self) -> str | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def reopened(self) -> int: ...
    @property
    def working_seconds(self) -> int | None: ...
    @property
    def own_seconds(self) -> int: ...
    @property
    def sender_seconds(self) -> int: ...
    @property
    def other_seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """`closed`: came to an end without an answer. `elsewhere`: of those answered, by another channel. `undated`: of
    those in n, without a due date. The seconds are of letters in n: working time of each side."""

    answered: int = 0
    closed: int = 0
    elsewhere: int = 0
    reopened: int = 0
    undated: int = 0
    passed_on: int = 0
    no_answer: int = 0
    returned: int = 0
    merged: int = 0
    own_seconds: int = 0
    sender_seconds: int = 0
    other_seconds: int = 0


COUNTED = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, slots=True)
class Tally:
    counts: Counts
    waits: Histogram
    dues: Dues
    # To the second, of a group that is looked at alone and has no open letters.
    median_seconds: int | None = None
    p90_seconds: int | None = None

    @property
    def count(self) -> int:
        return self.counts.answered + self.counts.closed


def merged(parts: Sequence[Tally]) -> Tally:
    if len(parts) == 1:
        return parts[0]
    numbers = {name: sum(getattr(part.counts, name) for part in parts) for name in COUNTED}
    return Tally(
        Counts(**numbers),
        histogram.merged(part.waits for part in parts),
        on_time.merged(part.dues for part in parts),
    )


def tallied(letters: Iterable[Finished]) -> dict[GroupKey, Tally]:
    groups: dict[GroupKey, list[Finished]] = defaultdict(list)
    for letter in letters:
        groups[letter.sender_class, letter.matter].append(letter)
    return {key: _tally(group) for key, group in groups.items()}


def place_of(letter: Finished) -> str:
    """As what a letter is counted: the name of a field of `Counts`."""
    aside = _SET_ASIDE.get(Standing(letter.standing))
    if letter.answered_at is not None and aside != "merged":
        return "answered"
    return aside or "closed"


def _tally(letters: Sequence[Finished]) -> Tally:
    numbers, waits, moments, in_time = dict.fromkeys(COUNTED, 0), [], [], []
    for letter in letters:
        place = place_of(letter)
        numbers[place] += 1
        if place not in ("answered", "closed"):
            continue
        numbers["reopened"] += letter.reopened > 0
        numbers["elsewhere"] += place == "answered" and letter.answered_by == AnsweredBy.ELSEWHERE
        numbers["undated"] += letter.due_at is None
        own = letter.own_seconds if letter.working_seconds is None else letter.working_seconds
        numbers["own_seconds"] += own
        numbers["sender_seconds"] += letter.sender_seconds
        numbers["other_seconds"] += letter.other_seconds
        if place == "answered":
            waits.append(own)
        if letter.due_at is not None:
            moments.append(int(letter.due_at.timestamp()))
            in_time.append(letter.answered_at is not None and letter.answered_at <= letter.due_at)
    return _exact(Counts(**numbers), waits, Dues.of(moments, in_time))


def _exact(counts: Counts, waits: list[int], dues: Dues) -> Tally:
    """With the percentiles to the second: the n-th of all letters in order, those never answered last."""
    ordered, count = sorted(waits), counts.answered + counts.closed

    def percentile(tenths: int) -> int | None:
        rank = -(-count * tenths // 10)
        return ordered[rank - 1] if 0 < rank <= len(ordered) else None

    return Tally(counts, Histogram.of(waits, never=counts.closed), dues, percentile(5), percentile(9))
