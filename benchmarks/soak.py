"""`soak`: a province's day, compressed: a hundred thousand letters through the real servers, in the shape of a day,
while people look up, open and store mail. Then every letter is accounted for.

Counted: letters whose facts, acknowledgements or refusals are not exactly what they must be; lines of warnings and
worse in every log; what each role's memory still grows by in the second half of the run. `LETTERS=2000` makes it short.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.backend_process import processor_seconds
from benchmarks.soak_account import breaches, complaints, leaks, look, stored_bytes, wait_until_still
from benchmarks.soak_day import Course, People, send_all
from benchmarks.soak_letters import Writer, planned
from benchmarks.soak_memory import Growth, MemoryWatch, growth
from benchmarks.soak_servers import ROLES, Servers, servers

LETTERS, SEED = 100_000, 1
TOLD_LINES = 20


@dataclass(frozen=True, slots=True)
class Soaked:
    """`seconds`: until the last letter was taken, and until the last was accounted for. `processors`: seconds of each
    role; `disk`: bytes the database grew by."""

    letters: int
    seconds: tuple[float, float]
    breaches: list[str]
    complaints: list[str]
    course: Course
    growth: dict[str, Growth]
    processors: dict[str, float]
    disk: int


def run() -> Iterator[dict[str, object]]:
    found = whole_day(int(os.environ.get("LETTERS") or LETTERS))
    for line in [*found.breaches[:TOLD_LINES], *found.complaints[:TOLD_LINES]]:
        sys.stderr.write(f"{line}\n")
    yield from figures(found)


def whole_day(count: int) -> Soaked:
    """So many letters, on servers of its own.

    Raises:
        Refused: a package is missing, or a server does not start.
        TimeoutError: they do not come to rest.
    """
    with tempfile.TemporaryDirectory() as folder, servers() as up:
        return _soaked(up, count, Path(folder))


def _soaked(up: Servers, count: int, folder: Path) -> Soaked:
    letters, writer, course = planned(count, list(up.agencies), SEED), Writer(folder), Course()
    pids = {role: up.pids[role] for role in ROLES}
    before, disk = {role: processor_seconds(pid) for role, pid in pids.items()}, stored_bytes(up)
    began = time.monotonic()
    with MemoryWatch(pids, lambda: len(course.codes)) as memory:
        with People(up, course):
            send_all(up, letters, writer, course)
            sent = time.monotonic() - began
        wait_until_still(up)
    taken = {role: processor_seconds(pid) - before[role] for role, pid in pids.items()}
    return Soaked(
        count,
        (sent, time.monotonic() - began),
        [
            *breaches(letters, course.codes, up.agencies, look(up)),
            *(f"{times} × {what}" for what, times in course.troubles.items()),
            *leaks(up),
        ],
        complaints(up),
        course,
        {role: growth(samples) for role, samples in memory.samples.items()},
        taken,
        stored_bytes(up) - disk,
    )


def figures(found: Soaked) -> Iterator[dict[str, object]]:
    yield _figure("letters", found.letters, "", found)
    yield _figure("letters not accounted for, doubled or wrongly judged", len(found.breaches), "", found)
    yield _figure("warnings and errors in the logs", len(found.complaints), "", found)
    for role, one in found.growth.items():
        yield _figure(
            f"memory of the {role}, growth in the second half", one.per_ten_thousand, "MB for 10,000 letters", found
        )
        yield _figure(f"memory of the {role}, most", one.highest, "MB", found)
    yield _figure("taken", found.letters / found.seconds[0], "letters/s", found)
    yield _figure(
        "after the last letter, until all is stored and acknowledged", found.seconds[1] - found.seconds[0], "s", found
    )
    yield _figure("told to come again", found.course.postponed, "times", found)
    for role, seconds in found.processors.items():
        yield _figure(f"{role}, of the processors", 1000 * seconds / found.letters, "ms a letter", found)
    yield _figure("disk of the database", found.disk / found.letters, "bytes a letter", found)
    for what, times in sorted(found.course.done.items()):
        yield _figure(what, times, "", found)


def _figure(what: str, value: float, unit: str, found: Soaked) -> dict[str, object]:
    alone = {"peer": None, "peer_value": None, "ratio": None}
    return {"name": f"soak ({what})", "value": round(value, 2), "unit": unit, **alone, "n": found.letters}
