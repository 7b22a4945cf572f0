"""The statistic for citizens never says more than the letters do."""

from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.histogram import Histogram
from backend.correspondence.public_statistic import UsualTime, usual_time_of

HOUR, DAY = 3600, 8 * 3600


def test_it_names_the_fewest_days_that_four_in_five_took() -> None:
    waits = Histogram.of([3 * HOUR] * 50 + [12 * HOUR] * 32 + [100 * HOUR] * 18)

    assert usual_time_of(waits, DAY) == UsualTime(days=90, percent=82, working_days=2, letters=100)


def test_letters_still_open_or_closed_without_an_answer_pull_it_down() -> None:
    assert usual_time_of(Histogram.of([3 * HOUR] * 60, [100 * HOUR] * 15, 25), DAY) == UsualTime(90, 60, 5, 100)


def test_without_a_usual_time_it_says_how_many_kept_to_five_days() -> None:
    assert usual_time_of(Histogram.of([3 * HOUR] * 10, never=90), DAY) == UsualTime(90, 10, 5, 100)


def test_of_letters_that_all_came_today_nothing_is_said() -> None:
    assert usual_time_of(Histogram.of([HOUR] * 5, [2 * HOUR] * 15), DAY) is None


@given(st.lists(st.integers(0, 400 * HOUR), min_size=20, max_size=100))
def test_per_cents_are_never_rounded_up(waits: list[int]) -> None:
    found = usual_time_of(Histogram.of(waits), DAY)

    assert found is not None
    share = sum(wait <= found.working_days * DAY for wait in waits) / len(waits)
    assert found.percent <= 100 * share + 1e-6
