"""Waiting for something that the run cannot hear of."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
LOOK_AGAIN_SECONDS = 0.1


class Impatient(Exception):
    """It did not come in time; the message says what."""


def wait_for(look: Callable[[], Value | None], what: str, seconds: float) -> Value:
    """Look until there is something (neither None, False nor empty).

    Raises:
        Impatient: not within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise Impatient(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(LOOK_AGAIN_SECONDS)
    return seen
