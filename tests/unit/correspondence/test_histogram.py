"""Waits that add up: a group's histogram is the sum of its parts', and its percentiles are near the letters'."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.histogram import EXACT, LONGEST, Histogram, merged
from backend.correspondence.response_time import response_time

SECONDS = st.one_of(st.integers(0, 200), st.integers(0, 2_000_000), st.integers(0, LONGEST))
MANY = st.lists(SECONDS, max_size=400)


def percentile_disc(values: list[int], tenths: int) -> int:
    """As PostgreSQL defines it."""
    return sorted(values)[ceil(len(values) * tenths / 10) - 1]


@given(st.lists(st.tuples(MANY, MANY, st.integers(0, 50)), min_size=1, max_size=6))
def test_merging_parts_gives_the_bytes_of_the_whole(parts: list[tuple[list[int], list[int], int]]) -> None:
    answered = [wait for part in parts for wait in part[0]]
    censored = [wait for part in parts for wait in part[1]]
    whole = Histogram.of(answered, censored, sum(part[2] for part in parts))

    assert bytes(merged(Histogram.of(*part) for part in parts)) == bytes(whole)
    pairwise = Histogram.of()
    for part in reversed(parts):
        pairwise = merged([pairwise, Histogram.of(*part)])
    assert bytes(pairwise) == bytes(whole)


@given(st.lists(SECONDS, min_size=1, max_size=2000))
def test_percentiles_are_within_two_percent_at_any_group_size(values: list[int]) -> None:
    result = response_time(Histogram.of(values).waits())

    for found, tenths in ((result.median.value, 5), (result.p90.value, 9)):
        exact = percentile_disc(values, tenths)
        assert found is not None
        assert abs(found - exact) <= 0.02 * exact
        assert len(values) > EXACT or found == exact


@given(MANY, MANY, st.integers(0, 300))
def test_it_is_read_back_as_it_was_written(answered: list[int], censored: list[int], never: int) -> None:
    histogram = Histogram.of(answered, censored, never)
    read = Histogram.read(bytes(histogram))

    assert read == histogram
    assert read.count == len(answered) + len(censored) + never


def test_a_month_of_a_busy_agency_takes_less_than_a_page() -> None:
    assert len(bytes(Histogram.of([60 * number * number for number in range(2000)]))) < 2000


def test_a_version_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="version 9"):
        Histogram.read(b"\x09" + bytes(Histogram.of())[1:])
