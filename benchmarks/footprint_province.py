"""What one process with SQLite takes for a province: 30,000 officials and a million letters that came, with 800,000
answers, every one of them taken in by the worker from a journal and a mail log, as in a year of service but in one go.
Letters a second and bytes a letter count the answers too.

Memory while it takes them in, and after a new start, when the directory has been searched; seconds from the start to
the first answer; processor time of five minutes in which nobody asks anything, as at night: after ten quiet minutes.
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from backend.clock import SystemClock
from benchmarks.backend_process import (
    answers,
    free_port,
    megabytes,
    prepare,
    processor_seconds,
    resident_megabytes,
    running,
    serve,
    serve_bare,
    wait_until_up,
)

OFFICIALS, LETTERS, DAYS = 30_000, 1_000_000, 365
LAST_DAYS_AGO = 10  # older letters are not acknowledged: no mail is sent for them
LOOK_SECONDS, STILL_SECONDS, IDLE_SECONDS, LATE_SECONDS = 1.0, 20.0, 300.0, 7_200.0
STILL = 0.03  # of one processor
QUIET_BEFORE_SECONDS = 630.0
SEARCHED = ("so y te", "nguyen thi ha", "phuong", "van thu", "0208")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Megabytes and seconds; `idle` in per cent of one processor, and that of a server with one bare route at the same
    time, `taken_in` in letters a second, `disk` in bytes a letter: what the database grew by."""

    taking_in: float
    at_rest: float
    with_extractors: float
    start: float
    idle: float
    idle_bare: float
    taken_in: float
    disk: float


def measured(root: Path) -> Footprint:
    """
    Raises:
        CalledProcessError: the province could not be made or imported.
        RuntimeError: the backend does not come up.
        TimeoutError: it does not come to rest.
    """
    until = (SystemClock().now() - timedelta(days=LAST_DAYS_AGO)).date()
    state = root / "state"
    prepare(root, postfix_log=str(state / "mail.log"), smtp_port=9)
    size = ("--officials", str(OFFICIALS), "--letters", str(LETTERS), "--days", str(DAYS), "--until", str(until))
    written = _congvu(root, "load", "generate", str(state), *size)
    _congvu(root, "directory", "import", str(state / "directory"))
    empty = _stored_bytes(state)
    port = free_port()
    with running(serve(root, "web,milter,worker", port)) as process:
        wait_until_up(process, partial(answers, port))
        began = time.monotonic()
        taking_in = max(_until_at_rest(process))
        seconds = time.monotonic() - began - STILL_SECONDS
    start, idle, bare, rest, whole = started_again(root)
    disk = (_stored_bytes(state) - empty) / written
    return Footprint(taking_in, rest, whole, start, idle, bare, written / seconds, disk)


def started_again(root: Path) -> tuple[float, float, float, float, float]:
    """Of a province that was taken in: seconds to the first answer; then, at rest, per cent of one processor, its own
    and the bare server's, and megabytes without and with the extractors.

    Raises:
        RuntimeError, TimeoutError: as `measured`.
    """
    port, started = free_port(), time.perf_counter()
    with running(serve(root, "web,milter,worker", port)) as process:
        wait_until_up(process, partial(answers, port))
        start = time.perf_counter() - started
        for words in SEARCHED:
            _ask(f"http://127.0.0.1:{port}/directory?q={words.replace(' ', '+')}")
        deque(_until_at_rest(process), 0)
        bare_port = free_port()
        with running(serve_bare(bare_port)) as bare:
            wait_until_up(bare, partial(answers, bare_port))
            time.sleep(QUIET_BEFORE_SECONDS)
            before = [processor_seconds(one.pid) for one in (process, bare)]
            time.sleep(IDLE_SECONDS)
            spent = [processor_seconds(one.pid) for one in (process, bare)]
        idle, idle_bare = (100 * (now - then) / IDLE_SECONDS for then, now in zip(before, spent, strict=True))
        return start, idle, idle_bare, resident_megabytes(process.pid), megabytes(process.pid)


def _stored_bytes(state: Path) -> int:
    return sum(file.stat().st_size for file in state.glob("congvu.db*"))


def _until_at_rest(process: "subprocess.Popen[bytes]") -> Iterator[float]:
    """Megabytes now and then, until the processors have been left nearly alone for a while: all is counted then."""
    began, spent = time.monotonic(), deque([processor_seconds(process.pid)], round(STILL_SECONDS / LOOK_SECONDS))
    while len(spent) < (spent.maxlen or 0) or spent[-1] - spent[0] > STILL_SECONDS * STILL:
        if time.monotonic() - began > LATE_SECONDS:
            raise TimeoutError("the backend does not come to rest")
        time.sleep(LOOK_SECONDS)
        yield resident_megabytes(process.pid)
        spent.append(processor_seconds(process.pid))


def _congvu(root: Path, *arguments: str) -> int:
    """The last number that the command prints, which of `load generate` is that of letters."""
    settings = os.environ | {"CONGVU_SETTINGS": str(root / "congvu.toml")}
    command = [sys.executable, "-m", "backend", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=settings)
    numbers = [int(word) for word in done.stdout.replace(",", " ").split() if word.isdecimal()]
    return numbers[-1] if numbers else 0


def _ask(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        answer.read()
