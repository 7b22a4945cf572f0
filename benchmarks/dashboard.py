"""`dashboard`: what a head waits for at `/bang-dieu-hanh` with 10 million letters behind it.

In real Chromium, against the real backend on SQLite; the peer is the same page of the same province with a thousand
letters, visited turn by turn.

How the letters are made, and of how many only figures stand there, is told in dashboard_province.py. Three pages: a
head's own agency, the whole province of six months, the whole province of two years, which is the most that can be
asked. Beside what the visitor waits for stands what the backend's processors take for the page alone, so that a busy
machine can be told from a slow page. The script's size is what goes over the wire, packed as web servers do.
"""

import asyncio
import gzip
import os
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, sync_playwright

from backend.clock import SystemClock
from benchmarks.backend_process import answers, free_port, prepare, processor_seconds, running, serve, wait_until_up
from benchmarks.dashboard_province import CODES, HEADS, PROVINCE, fill, visit
from benchmarks.dashboard_visit import Felt, felt
from deploy.demo.bootstrap import node
from deploy.demo.layout import CHECKOUT
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

MANY, FEW = 10_000_000, 1_000
ROUNDS, REQUESTS = 5, 5  # visits of each page; requests of each page without a browser
PAGES = {  # name: whose page, what is asked
    "own agency": (CODES[0], ""),
    "whole province": (PROVINCE, "?pham-vi=ca-duoi"),
    "whole province, two years": (PROVINCE, "?pham-vi=ca-duoi&thang=24"),
}
Result = TypeVar("Result")
SCRIPT = CHECKOUT / "backend" / "web" / "static" / "dashboard.js"
PAINT, INTERACTION = "largest contentful paint", "interaction to next paint, worst"


@dataclass(frozen=True, slots=True)
class Served:
    """A backend that serves one province, and its visitors' cookies by agency."""

    pid: int
    origin: str
    tokens: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a page takes of the backend: milliseconds until it is there, and of the processors."""

    wall: float
    processors: float


def run() -> Iterator[dict[str, object]]:
    node.build_dashboard(CHECKOUT)
    yield _figure("script", len(gzip.compress(SCRIPT.read_bytes())) / 1000, "kB gzip", None, 1)
    with tempfile.TemporaryDirectory(prefix="congvu-bench-", dir=os.environ.get("TMPDIR")) as folder, ExitStack() as up:
        files = [_filled(Path(folder) / str(letters), letters) for letters in (MANY, FEW)]
        many, few = (up.enter_context(_served(file)) for file in files)
        yield from _first_requests(many, few)
        playwright = up.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        for name, (code, query) in PAGES.items():
            yield from _requests(name, code, query, many, few)
            yield from _visits(browser, name, code, query, many, few)


def _filled(root: Path, letters: int) -> Path:
    root.mkdir()
    file = root / "congvu.db"
    asyncio.run(fill(file, letters, SystemClock().now()))
    return file


@contextmanager
def _served(file: Path) -> Iterator[Served]:
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    prepare(file.parent, database_url=f"sqlite+aiosqlite:///{file}", public_url=origin)
    now = SystemClock().now()
    tokens = {code: asyncio.run(visit(file, login, now)) for code, login in HEADS.items()}
    with running(serve(file.parent, "web", port)) as process:
        wait_until_up(process, partial(answers, port))
        yield Served(process.pid, origin, tokens)


def _first_requests(many: Served, few: Served) -> Iterator[dict[str, object]]:
    """Of a backend that has just come up: what it reads and compiles once is in it."""
    first = [_answered(one, CODES[0], "") for one in (many, few)]
    yield from _of_backend("own agency, first request after start", [first[0]], [first[1]])


def _requests(name: str, code: str, query: str, many: Served, few: Served) -> Iterator[dict[str, object]]:
    ours, theirs = _in_turn(lambda one: _answered(one, code, query), many, few, REQUESTS)
    yield from _of_backend(name, ours, theirs)


def _visits(
    browser: Browser, name: str, code: str, query: str, many: Served, few: Served
) -> Iterator[dict[str, object]]:
    ours, theirs = _in_turn(lambda one: felt(browser, one.origin, query, one.tokens[code]), many, few, ROUNDS)
    read: Mapping[str, Callable[[Felt], float]] = {
        PAINT: lambda one: one.largest_paint,
        "first byte": lambda one: one.first_byte,
        "page's own processor time": lambda one: one.processors,
        INTERACTION: lambda one: one.worst_interaction,
    }
    for what, value in read.items():
        yield _compared(f"{name}: {what}", [value(one) for one in ours], [value(one) for one in theirs], "ms")
    without = [sum(not one.has_pictures for one in each) for each in (ours, theirs)]
    yield _figure(f"{name}: visits whose script gave up waiting for its figures", without[0], "", without[1], len(ours))


def _in_turn(
    work: Callable[[Served], Result], many: Served, few: Served, rounds: int
) -> tuple[list[Result], list[Result]]:
    """After one round that warms up; who begins changes every round."""
    found: dict[str, list[Result]] = {many.origin: [], few.origin: []}
    for number in range(rounds + 1):
        for one in (many, few) if number % 2 else (few, many):
            result = work(one)
            if number:
                found[one.origin].append(result)
    return found[many.origin], found[few.origin]


def _answered(served: Served, code: str, query: str) -> Answered:
    address = f"{served.origin}/bang-dieu-hanh{query}"
    request = urllib.request.Request(address, headers={"Cookie": f"congvu={served.tokens[code]}"})
    before, started = processor_seconds(served.pid), time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        page = answer.read()
    wall = time.perf_counter() - started
    if b"data-about" not in page:
        raise RuntimeError("the page shows no figures")
    return Answered(wall * 1000, (processor_seconds(served.pid) - before) * 1000)


def _of_backend(name: str, ours: Sequence[Answered], theirs: Sequence[Answered]) -> Iterator[dict[str, object]]:
    yield _compared(f"{name}: backend", [one.wall for one in ours], [one.wall for one in theirs], "ms")
    taken, peer = ([one.processors for one in each] for each in (ours, theirs))
    yield _compared(f"{name}: backend, of the processors", taken, peer, "ms")


def _compared(name: str, ours: Sequence[float], theirs: Sequence[float], unit: str) -> dict[str, object]:
    return _figure(name, statistics.median(ours), unit, statistics.median(theirs), len(ours))


def _figure(name: str, value: float, unit: str, peer: float | None, count: int) -> dict[str, object]:
    return {
        "name": f"dashboard ({name})",
        "value": round(value, 1),
        "unit": unit,
        "peer": None if peer is None else f"the same page with {FEW} letters",
        "peer_value": None if peer is None else round(peer, 1),
        "ratio": round(value / peer, 2) if peer else None,
        "n": count,
    }
