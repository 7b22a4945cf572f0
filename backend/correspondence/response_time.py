"""Figures over response times that the unanswered never flatter. Pure.

A letter without an answer has waited *at least* as long as it has waited: it is censored, not dropped. Dropping it
shows only the quick answers (in a simulation a median of 7 h instead of 20 h).

Source: Kaplan and Meier 1958 (the product-limit estimate).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

ROUNDING = 1e-9  # of a product of at most millions of factors


@dataclass(frozen=True, slots=True, order=True)
class Wait:
    """How long one letter waited, in working time: to its answer, or so far."""

    duration: timedelta
    answered: bool


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """`median` and `p90` are None while the letters still open leave them undecided."""

    count: int
    answered: int
    open: int
    oldest_open: timedelta | None
    median: timedelta | None
    p90: timedelta | None


def response_time(waits: Iterable[Wait]) -> ResponseTime:
    """Figures of a set of letters; of none, all counts are 0 and everything else is None."""
    ordered = sorted(waits, key=lambda wait: wait.duration)
    still_open = [wait.duration for wait in ordered if not wait.answered]
    steps = list(_answered_shares(ordered))
    return ResponseTime(
        count=len(ordered),
        answered=len(ordered) - len(still_open),
        open=len(still_open),
        oldest_open=max(still_open, default=None),
        median=_first_with(steps, 0.5),
        p90=_first_with(steps, 0.9),
    )


def _answered_shares(ordered: Sequence[Wait]) -> Iterator[tuple[timedelta, float]]:
    """After each duration at which a letter was answered, the share answered by then (product-limit estimate).

    At equal durations answers count before letters still open, as the estimate defines it.
    """
    waiting, unanswered = len(ordered), 1.0
    for duration, group in groupby(ordered, key=lambda wait: wait.duration):
        waits = list(group)
        answers = sum(wait.answered for wait in waits)
        if answers:
            unanswered *= (waiting - answers) / waiting
            yield duration, 1 - unanswered
        waiting -= len(waits)


def _first_with(steps: Sequence[tuple[timedelta, float]], share: float) -> timedelta | None:
    """The shortest time within which at least this share of letters is answered."""
    return next((duration for duration, answered in steps if answered >= share - ROUNDING), None)
