"""When to look again after there was nothing to do."""

from datetime import timedelta

import pytest

from backend.worker.idle import Idle
from tests.unit.worker.conftest import MONDAY

FOUND_NOTHING = Idle(MONDAY, (7, "log of 10 bytes"))


@pytest.mark.parametrize(
    ("seconds", "stands", "goes_on"),
    [
        (0, (7, "log of 10 bytes"), True),
        (9.9, (7, "log of 10 bytes"), True),
        (10, (7, "log of 10 bytes"), False),
        (-1, (7, "log of 10 bytes"), False),  # the clock was set back
        (1, (8, "log of 10 bytes"), False),  # somebody committed
        (1, (7, "log of 11 bytes"), False),
    ],
)
def test_it_goes_on_for_ten_seconds_if_nothing_was_committed_or_written(
    seconds: float, stands: tuple[int, str], goes_on: bool
) -> None:
    assert FOUND_NOTHING.goes_on(MONDAY + timedelta(seconds=seconds), stands) is goes_on


def test_where_the_database_does_not_tell_nobody_waits() -> None:
    assert not Idle(MONDAY, (None, None)).goes_on(MONDAY, (None, None))
