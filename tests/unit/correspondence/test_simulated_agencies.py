"""Agencies whose true speed is known, looked at while many of their letters are open: do the figures find it?

An interval at 95 % may miss the truth in 5 % of the runs. Over 400 runs that is 20, with a standard deviation of 4.4:
more than 35 misses, or fewer than 5, would be no chance (|z| > 3.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest

from backend.correspondence.histogram import EXACT, Histogram
from backend.correspondence.on_time import Dues
from backend.correspondence.response_time import Percentile, Share, answered_within, on_time_share, response_time

RUNS, HOUR = 400, 3600
TERM, WATCHED = 40 * HOUR, 160 * HOUR  # due after 40 hours; watched for four weeks of them
MISSES = range(5, 36)
Hours: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Watched:
    """Letters of one agency, in seconds: when they came, and how long each would wait, whether we see it or not."""

    arrived: Hours
    waits: Hours

    @property
    def answered(self) -> npt.NDArray[np.bool_]:
        return self.arrived + self.waits <= WATCHED

    def histogram(self) -> Histogram:
        seen = self.answered
        return Histogram.of(self.waits[seen], (WATCHED - self.arrived)[~seen])

    def on_time(self) -> Share:
        seen, due = self.answered, self.arrived + TERM
        return on_time_share(Dues.of(due[seen], (self.waits <= TERM)[seen]), list(due[~seen].astype(int)), WATCHED)


TRUE_MEDIAN, SPREAD = 20 * HOUR, 1.0
TRUE_P90 = TRUE_MEDIAN * float(np.exp(1.2815516 * SPREAD))
TRUE_SHARE = 0.7558914  # of a log-normal wait below 40 h: Φ(ln 2)


def agencies(letters: int) -> Iterator[Watched]:
    chance = np.random.default_rng(20260105)
    for _ in range(RUNS):
        waits = TRUE_MEDIAN * np.exp(SPREAD * chance.standard_normal(letters))
        yield Watched(chance.uniform(0, WATCHED, letters), waits)


def misses(found: Percentile, truth: float) -> bool:
    return not (found.low or 0) <= truth <= (float("inf") if found.high is None else found.high)


def share_misses(found: Share, truth: float) -> bool:
    assert found.low is not None
    assert found.high is not None
    return not found.low <= truth <= found.high


@pytest.mark.parametrize("letters", [60, 4 * EXACT])
def test_the_truth_lies_in_the_intervals_as_often_as_they_promise(letters: int) -> None:
    counted = {"median": 0, "p90": 0, "on time": 0, "within": 0}
    for agency in agencies(letters):
        histogram = agency.histogram()
        result = response_time(histogram.waits())
        counted["median"] += misses(result.median, TRUE_MEDIAN)
        counted["p90"] += misses(result.p90, TRUE_P90)
        counted["on time"] += share_misses(agency.on_time(), TRUE_SHARE)
        counted["within"] += share_misses(answered_within(histogram, TERM), TRUE_SHARE)

    assert all(missed in MISSES for missed in counted.values()), counted


def test_dropping_the_unanswered_flatters_and_counting_them_does_not() -> None:
    honest, naive = [], []
    for agency in agencies(300):
        honest.append(response_time(agency.histogram().waits()).median.value or 0)
        naive.append(median(agency.waits[agency.answered]))

    assert abs(np.mean(honest) - TRUE_MEDIAN) < 0.02 * TRUE_MEDIAN
    assert np.mean(naive) < 0.9 * TRUE_MEDIAN


def test_counting_answers_before_they_are_due_would_flatter() -> None:
    early, ours = [], []
    for agency in agencies(300):
        seen, over = agency.answered, agency.arrived + TERM < WATCHED
        early.append((agency.waits <= TERM)[seen].sum() / (seen | over).sum())
        ours.append(agency.on_time().value or 0.0)

    assert np.mean(early) > TRUE_SHARE + 0.02
    assert abs(np.mean(ours) - TRUE_SHARE) < 0.01
