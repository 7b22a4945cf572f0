"""`report`: what the quarterly report of a province of two hundred agencies takes, from the database to its figures.

Most of it is the five checks of every day of every box, counted from facts. The peer reads each day by itself, as a
screen asks for one day; it does so for every twentieth agency, and both have to say the same of those.
"""

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from backend.compliance import checking
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_reading import quarterly_figures
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.db import Database, ReadSession
from backend.workingtime.hours import ONE_DAY
from benchmarks.measuring import Clock
from benchmarks.report_province import TAKEN_AT, fill

AGENCIES, LETTERS = 204, 500  # letters of each agency in the quarter
EVERY = 20  # agencies, of which the peer reads one
QUARTER = Quarter(2026, 1)


def run() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        taken, whole, peer = asyncio.run(_measured(f"sqlite+aiosqlite:///{Path(folder) / 'congvu.db'}"))
    for what, seconds in (("report", taken.wall), ("report, of the processors", taken.processors)):
        yield _figure(what, seconds, None, None)
    yield _figure("report, checks alone, of the processors", whole.processors, "each day by itself", peer.processors)


def _figure(name: str, seconds: float, peer: str | None, peer_seconds: float | None) -> dict[str, object]:
    return {
        "name": name,
        "value": round(seconds, 2),
        "unit": f"s for {AGENCIES} agencies with {LETTERS} letters each",
        "peer": peer,
        "peer_value": peer_seconds and round(peer_seconds, 2),
        "ratio": peer_seconds and round(peer_seconds / seconds, 1),
        "n": AGENCIES,
    }


async def _measured(url: str) -> tuple[Clock, Clock, Clock]:
    """What the report takes; what its checks take, read at once and day by day, as if of all agencies."""
    await fill(url, AGENCIES, LETTERS)
    database = Database(url)
    async with database.read() as session:
        started = Clock.now()
        found = await quarterly_figures(session, QUARTER, None, TAKEN_AT, lambda _done, _of: None)
        taken = Clock.now() - started
        together, alone = await _checks(session, found)
    await database.close()
    return taken, together, alone


async def _checks(session: ReadSession, found: QuarterlyFigures) -> tuple[Clock, Clock]:
    since = found.gaps.checks_since or QUARTER.period.since
    until = QUARTER.period.until
    together, alone = Clock(0, 0), Clock(0, 0)
    some = found.agencies[::EVERY]
    for one in some:
        started = Clock.now()
        read = await checking.checks_between(session, one.code, since, until, TAKEN_AT)
        between = Clock.now()
        days = [since + ONE_DAY * number for number in range((until - since).days + 1)]
        singly = [await checking.checks(session, one.code, day, TAKEN_AT) for day in days]
        together, alone = together + (between - started), alone + (Clock.now() - between)
        states = Counter(window.state.value for day in singly for box in day.boxes for window in box.windows)
        if read != singly or (one.checks.kept, one.checks.missed) != (states["kept"], states["missed"]):
            raise RuntimeError(f"{one.code}: the two ways differ")
    share = len(found.agencies) / len(some)
    return _times(together, share), _times(alone, share)


def _times(clock: Clock, share: float) -> Clock:
    return Clock(clock.wall * share, clock.processors * share)
