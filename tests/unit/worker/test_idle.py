"""When to look again after there was nothing to do."""

from datetime import timedelta

import pytest

from backend.clock import FixedClock
from backend.worker.idle import Idle, Pace
from tests.unit.worker.conftest import MONDAY

FOUND_NOTHING = Idle(MONDAY, MONDAY + timedelta(seconds=30), (7, "log of 10 bytes"))


@pytest.mark.parametrize(
    ("seconds", "stands", "goes_on"),
    [
        (0, (7, "log of 10 bytes"), True),
        (29.9, (7, "log of 10 bytes"), True),
        (30, (7, "log of 10 bytes"), False),
        (-1, (7, "log of 10 bytes"), False),  # the clock was set back
        (1, (8, "log of 10 bytes"), False),  # somebody committed
        (1, (7, "log of 11 bytes"), False),
    ],
)
def test_it_goes_on_until_a_time_comes_or_something_is_committed_or_written(
    seconds: float, stands: tuple[int, str], goes_on: bool
) -> None:
    assert FOUND_NOTHING.goes_on(MONDAY + timedelta(seconds=seconds), stands) is goes_on


def test_where_the_database_does_not_tell_nobody_waits() -> None:
    assert not Idle(MONDAY, MONDAY + timedelta(hours=1), (None, None)).goes_on(MONDAY, (None, None))


def test_a_worker_with_nothing_to_do_looks_twice_a_second_after_a_minute_every_two_and_after_ten_every_four() -> None:
    clock = FixedClock(MONDAY)
    pace = Pace(clock)
    waits = {}
    for second in (0, 59, 60, 599, 600):
        clock.set(MONDAY + timedelta(seconds=second))
        waits[second] = pace.seconds()
    assert waits == {0: 0.5, 59: 0.5, 60: 2.0, 599: 2.0, 600: 4.0}

    pace.was_busy()
    assert pace.seconds() == 0.5


def test_a_clock_that_is_set_back_makes_nobody_wait_longer() -> None:
    clock = FixedClock(MONDAY)
    pace = Pace(clock)
    clock.set(MONDAY - timedelta(hours=1))
    assert pace.seconds() == 0.5
    clock.set(MONDAY - timedelta(minutes=59))
    assert pace.seconds() == 2.0
