"""Medians and percentiles that letters without an answer never flatter."""

from datetime import timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.response_time import Wait, response_time

HOURS = st.integers(0, 200)


def waits(answered: list[int], still_open: list[int] | None = None) -> list[Wait]:
    """Letters by the hours they waited."""
    return [Wait(timedelta(hours=hours), answered=True) for hours in answered] + [
        Wait(timedelta(hours=hours), answered=False) for hours in still_open or []
    ]


def hours(duration: timedelta | None) -> float | None:
    return None if duration is None else duration / timedelta(hours=1)


def test_no_letters_give_no_figures() -> None:
    result = response_time([])

    assert (result.count, result.answered, result.open) == (0, 0, 0)
    assert (result.median, result.p90, result.oldest_open) == (None, None, None)


def test_when_all_are_answered_the_median_is_the_ordinary_one() -> None:
    assert hours(response_time(waits([1, 2, 3, 4, 100])).median) == 3
    assert hours(response_time(waits([1, 2, 3, 4])).median) == 2
    assert hours(response_time(waits(list(range(1, 11)))).p90) == 9


def test_the_unanswered_push_the_median_up_instead_of_being_dropped() -> None:
    # Textbook case: answers after 1, 3, 5; open since 2, 4, 6. S: 5/6, 5/6·3/4 = 0.625, 0.625·1/2 = 0.3125.
    assert hours(response_time(waits([1, 3, 5], [2, 4, 6])).median) == 5
    assert hours(response_time(waits([1, 3, 5])).median) == 3


def test_a_median_the_open_letters_leave_undecided_is_none() -> None:
    result = response_time(waits([1], [2, 3, 4]))

    assert (result.median, result.p90) == (None, None)
    assert (result.count, result.answered, result.open) == (4, 1, 3)
    assert hours(result.oldest_open) == 4


def test_an_answer_and_an_open_letter_of_the_same_age_count_the_answer_first() -> None:
    assert hours(response_time(waits([5], [5])).median) == 5


@given(st.lists(HOURS, min_size=1, max_size=60))
def test_without_open_letters_it_is_the_plain_quantile(answered: list[int]) -> None:
    ordered, result = sorted(answered), response_time(waits(answered))

    assert hours(result.median) == ordered[ceil(len(ordered) * 5 / 10) - 1]
    assert hours(result.p90) == ordered[ceil(len(ordered) * 9 / 10) - 1]


@given(st.lists(HOURS, max_size=30), st.lists(HOURS, min_size=1, max_size=30))
def test_an_open_letter_never_makes_a_figure_better(answered: list[int], still_open: list[int]) -> None:
    dropped, honest = response_time(waits(answered)), response_time(waits(answered, still_open))

    for flattered, true in ((dropped.median, honest.median), (dropped.p90, honest.p90)):
        assert true is None or (flattered is not None and true >= flattered)


@given(st.lists(HOURS, max_size=30), st.lists(HOURS, min_size=1, max_size=30), st.data())
def test_the_longer_the_open_letters_wait_the_worse_the_figures(
    answered: list[int], still_open: list[int], data: st.DataObject
) -> None:
    older = list(still_open)
    older[data.draw(st.integers(0, len(older) - 1))] += data.draw(st.integers(1, 50))

    before, after = response_time(waits(answered, still_open)), response_time(waits(answered, older))
    for earlier, later in ((before.median, after.median), (before.p90, after.p90)):
        assert later is None or (earlier is not None and later >= earlier)
