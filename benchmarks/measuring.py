"""Two ways of doing one thing, timed turn by turn: whatever else the machine does meets both."""

import statistics
import time
from collections.abc import Callable


def interleaved(ours: Callable[[], object], peer: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of each over `rounds`, after one round that warms up; who begins changes every round."""
    seconds: dict[Callable[[], object], list[float]] = {ours: [], peer: []}
    ours(), peer()
    for number in range(rounds):
        for work in (ours, peer) if number % 2 else (peer, ours):
            started = time.perf_counter()
            work()
            seconds[work].append(time.perf_counter() - started)
    return statistics.median(seconds[ours]), statistics.median(seconds[peer])
