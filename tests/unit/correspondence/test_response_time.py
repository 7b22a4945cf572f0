"""Medians and percentiles that letters without an answer never flatter."""

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.histogram import Histogram, Waits
from backend.correspondence.response_time import Percentile, ResponseTime, Share, answered_within, response_time

HOURS = st.integers(0, 200)


def waits(answered: list[int], still_open: list[int] | None = None, never: int = 0) -> Waits:
    """Letters by the hours they waited."""
    answers, waiting = [3600 * hours for hours in answered], [3600 * hours for hours in still_open or []]
    return Histogram.of(answers, waiting, never).waits()


def median(result: ResponseTime) -> float | None:
    return None if result.median.value is None else result.median.value / 3600


def p90(result: ResponseTime) -> float | None:
    return None if result.p90.value is None else result.p90.value / 3600


def test_no_letters_give_no_figures() -> None:
    result = response_time(waits([]))

    assert (result.count, result.answered) == (0, 0)
    assert result.median == result.p90 == Percentile(None, None, None)


def test_when_all_are_answered_the_median_is_the_ordinary_one() -> None:
    assert median(response_time(waits([1, 2, 3, 4, 100]))) == 3
    assert median(response_time(waits([1, 2, 3, 4]))) == 2
    assert p90(response_time(waits(list(range(1, 11))))) == 9


def test_the_unanswered_push_the_median_up_instead_of_being_dropped() -> None:
    # Textbook case: answers after 1, 3, 5; open since 2, 4, 6. S: 5/6, 5/6·3/4 = 0.625, 0.625·1/2 = 0.3125.
    assert median(response_time(waits([1, 3, 5], [2, 4, 6]))) == 5
    assert median(response_time(waits([1, 3, 5]))) == 3


def test_a_median_the_open_letters_leave_undecided_is_none() -> None:
    result = response_time(waits([1], [2, 3, 4]))

    assert (median(result), p90(result)) == (None, None)
    assert (result.count, result.answered) == (4, 1)


def test_an_answer_and_an_open_letter_of_the_same_age_count_the_answer_first() -> None:
    assert median(response_time(waits([5], [5]))) == 5


def test_no_share_is_told_for_longer_than_any_letter_has_waited() -> None:
    """Seven letters of a minute ago say nothing of what will have been answered in thirty days."""
    new = Histogram.of([], [60] * 7)

    assert (answered_within(new, 60).value, answered_within(new, 61)) == (0.0, Share(7))
    assert answered_within(Histogram.of([10, 90], [60] * 2), 1_000).value == 1.0  # the last to wait was answered
    assert answered_within(Histogram.of([10], never=3), 1_000).value == 0.25  # these never will be


@given(st.lists(HOURS, min_size=1, max_size=60))
def test_without_open_letters_it_is_the_plain_quantile(answered: list[int]) -> None:
    ordered, result = sorted(answered), response_time(waits(answered))

    assert median(result) == ordered[ceil(len(ordered) * 5 / 10) - 1]
    assert p90(result) == ordered[ceil(len(ordered) * 9 / 10) - 1]


@given(st.lists(HOURS, max_size=30), st.lists(HOURS, min_size=1, max_size=30))
def test_an_open_letter_never_makes_a_figure_better(answered: list[int], still_open: list[int]) -> None:
    dropped, honest = response_time(waits(answered)), response_time(waits(answered, still_open))

    for flattered, true in ((median(dropped), median(honest)), (p90(dropped), p90(honest))):
        assert true is None or (flattered is not None and true >= flattered)


@given(st.lists(HOURS, max_size=30), st.lists(HOURS, min_size=1, max_size=30), st.data())
def test_the_longer_the_open_letters_wait_the_worse_the_figures(
    answered: list[int], still_open: list[int], data: st.DataObject
) -> None:
    older = list(still_open)
    older[data.draw(st.integers(0, len(older) - 1))] += data.draw(st.integers(1, 50))

    before, after = response_time(waits(answered, still_open)), response_time(waits(answered, older))
    for earlier, later in ((median(before), median(after)), (p90(before), p90(after))):
        assert later is None or (earlier is not None and later >= earlier)
