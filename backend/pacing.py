"""Pauses that end together: to wake up costs a process that has nothing to do more than what it then looks at."""

import time


def until_next(seconds: float) -> float:
    """How long to pause, so that all who pause for so many seconds, or a multiple, go on at the same moment: at most
    that long."""
    return seconds - time.monotonic() % seconds
