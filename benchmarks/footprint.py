"""`footprint`: memory of a running backend and how long it takes from its start to its first answer.

Memory is the proportional set size of the process and its children (extractors), so that pages they share count once.
The peer, measured in the same rounds, is the least that the same server software needs: uvicorn with one bare route.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import footprint_province
from benchmarks.backend_process import (
    answers,
    free_port,
    megabytes,
    prepare,
    running,
    serve,
    serve_bare,
    wait_until_up,
)

ROUNDS = 3
PEER = "uvicorn with one bare route"
SETTLE_SECONDS = 2.0  # extractors are started beside the first answer
Measured = tuple[float, float]  # megabytes, seconds


def run() -> Iterator[dict[str, object]]:
    """Of an empty backend and of the milter alone, medians over the rounds; then of one with a province in it."""
    with tempfile.TemporaryDirectory(prefix="congvu-bench-", dir="/tmp") as folder:
        root = Path(folder)
        prepare(root)
        everything: list[Measured] = []
        milter: list[Measured] = []
        bare: list[Measured] = []
        for _ in range(ROUNDS):
            port = free_port()
            everything.append(_measured(serve(root, "web,milter,worker", port), partial(answers, port)))
            bare.append(_measured(serve_bare(port), partial(answers, port)))
            milter.append(_measured(serve(root, "milter", port), (root / "state/milter.sock").is_socket))
    yield _figure("memory, all roles", "MB", 0, everything, bare)
    yield _figure("memory, milter alone", "MB", 0, milter, bare)
    yield _figure("start to first answer, all roles", "s", 1, everything, bare)
    yield from _of_a_province()


def _of_a_province() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-", dir=os.environ.get("TMPDIR")) as folder:
        found = footprint_province.measured(Path(folder))
    for what, value, peer, unit in (
        ("memory", found.at_rest, None, "MB"),
        ("memory, extractors included", found.with_extractors, None, "MB"),
        ("memory while a year is taken in", found.taking_in, None, "MB"),
        ("start to first answer", found.start, None, "s"),
        ("idle", found.idle, found.idle_bare, "% of a processor"),
        ("taken in", found.taken_in, None, "letters/s"),
        ("disk", found.disk, None, "bytes a letter"),
    ):
        yield _of_many(what, value, peer, unit)


def _of_many(what: str, value: float, peer: float | None, unit: str) -> dict[str, object]:
    letters, officials = footprint_province.LETTERS, footprint_province.OFFICIALS
    return {
        "name": f"footprint ({letters / 1e6:g} million letters, {officials:,} officials: {what})",
        "value": round(value, 2),
        "unit": unit,
        "peer": PEER if peer else None,
        "peer_value": round(peer, 2) if peer else None,
        "ratio": round(value / peer, 2) if peer else None,
        "n": letters,
    }


def _figure(
    name: str, unit: str, index: int, measured: Sequence[Measured], peers: Sequence[Measured]
) -> dict[str, object]:
    value, peer_value = (statistics.median(one[index] for one in each) for each in (measured, peers))
    return {
        "name": f"footprint ({name})",
        "value": round(value, 2),
        "unit": unit,
        "peer": PEER,
        "peer_value": round(peer_value, 2),
        "ratio": round(value / peer_value, 2),
        "n": len(measured),
    }


def _measured(command: Sequence[str], is_up: Callable[[], bool]) -> Measured:
    started = time.monotonic()
    with running(command) as process:
        wait_until_up(process, is_up)
        seconds = time.monotonic() - started
        time.sleep(SETTLE_SECONDS)
        return megabytes(process.pid), seconds


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
