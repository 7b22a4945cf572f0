"""Two ways of doing one thing, timed turn by turn: whatever else the machine does meets both; and what one thing takes
of the processors, whoever else has them."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds: of the wall, and of processors, our own and those of a private PostgreSQL (`url`) together."""

    wall: float
    processors: float

    @classmethod
    def now(cls, url: str = "") -> "Clock":
        return cls(time.perf_counter(), time.process_time() + _server_seconds(url))

    def __sub__(self, earlier: "Clock") -> "Clock":
        return Clock(self.wall - earlier.wall, self.processors - earlier.processors)

    def __add__(self, other: "Clock") -> "Clock":
        return Clock(self.wall + other.wall, self.processors + other.processors)


def _server_seconds(url: str) -> float:
    """Those of the server and every process it started; 0 for a database without one."""
    home = url.partition("?host=")[2]
    if not home:
        return 0.0
    server = (Path(home) / "data" / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if server in (file.parent.name, fields[1]):
            ticks += int(fields[11]) + int(fields[12])  # user, system; proc(5), counted from the field after the name
    return ticks / os.sysconf("SC_CLK_TCK")


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
