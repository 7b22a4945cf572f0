"""Waits for what another process will do: looks again until it is so, never sleeps a fixed while."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
WITHIN_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.1


def eventually(look: Callable[[], T], what: str, within_seconds: float = WITHIN_SECONDS) -> T:
    """The first result that counts as true.

    Raises:
        AssertionError: there was none in time; says `what` was awaited.
    """
    deadline = time.monotonic() + within_seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {within_seconds:.0f} seconds: {what}"
        time.sleep(LOOK_AGAIN_SECONDS)
    return found
