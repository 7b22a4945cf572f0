"""Of which figures a letter is part, so that every figure can show the letters it is made of. Pure.

The law: of each part there are as many letters as its figure says (`figure.figure_of`).
"""

from collections.abc import Iterator
from enum import StrEnum

from backend.correspondence.tally import Finished, place_of
from backend.correspondence.terms import AnsweredBy


class FigurePart(StrEnum):
    COUNT = "count"  # n: median, 90th percentile and the split of time are of these
    ANSWERED = "answered"
    OPEN = "open"
    CLOSED = "closed"  # came to an end without an answer
    ELSEWHERE = "elsewhere"  # answered by another channel
    REOPENED = "reopened"  # and came to an end again
    DUE = "due"  # of which the share in time is told
    IN_TIME = "in_time"
    LATE = "late"
    NOT_YET_DUE = "not_yet_due"
    UNDATED = "undated"
    PASSED_ON = "passed_on"
    NO_ANSWER = "no_answer"
    RETURNED = "returned"
    MERGED = "merged"


def parts_of(letter: Finished, now: int, *, waiting: bool) -> frozenset[FigurePart]:
    """`now`: Unix seconds, at which the figure is read. `waiting`: it is counted, and has no answer yet."""
    place = FigurePart.OPEN if waiting else FigurePart(place_of(letter))
    if place not in (FigurePart.OPEN, FigurePart.ANSWERED, FigurePart.CLOSED):
        return frozenset({place})
    return frozenset({FigurePart.COUNT, place, *_of_its_end(letter, place), *_of_its_term(letter, now)})


def is_in_time(letter: Finished, now: int) -> bool | None:
    """None: it is not in the share, for its due date has not passed, or nothing says by when."""
    if letter.due_at is None or int(letter.due_at.timestamp()) >= now:
        return None
    return letter.answered_at is not None and letter.answered_at <= letter.due_at


def _of_its_end(letter: Finished, place: FigurePart) -> Iterator[FigurePart]:
    if place is FigurePart.OPEN:
        return
    if letter.reopened > 0:
        yield FigurePart.REOPENED
    if place is FigurePart.ANSWERED and letter.answered_by == AnsweredBy.ELSEWHERE:
        yield FigurePart.ELSEWHERE


def _of_its_term(letter: Finished, now: int) -> Iterator[FigurePart]:
    in_time = is_in_time(letter, now)
    if in_time is not None:
        yield FigurePart.DUE
        yield FigurePart.IN_TIME if in_time else FigurePart.LATE
    else:
        yield FigurePart.UNDATED if letter.due_at is None else FigurePart.NOT_YET_DUE
