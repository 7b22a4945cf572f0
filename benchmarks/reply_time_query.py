"""`reply-time-query`: what the database takes for the figures of one agency and of a province's month, at 10 million
letters, and whether that grows with them.

A PostgreSQL of our own, one database of 1 million letters and one of 10; per month both have the same. Every statement
of the question is run again with EXPLAIN (ANALYZE, BUFFERS); database time is planning and execution of all of them.
Peers, in the same run and turn by turn: `percentile_cont` over the letters themselves, and DuckDB's `quantile_cont`
over a copy of them (in a process and a venv of its own; left out where it cannot be installed). Those two must agree.
Merged percentiles, which are what we answer with, are compared with `percentile_disc` over the letters, and DuckDB's
with it, for groups of one agency and of many. The peers leave open letters out; we count how long they wait so far.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

from backend.correspondence import figure_queries
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import response_times
from backend.correspondence.histogram import Histogram, merged
from backend.correspondence.months import bounds, first_day, first_day_after
from backend.correspondence.response_time import response_time
from backend.correspondence.terms import Period
from backend.db import Database
from backend.workingtime.hours import ONE_DAY
from benchmarks.duckdb_peer import CONTINUOUS, DISCRETE, DuckDB, Percentiles, duckdb, refuse_other_percentiles
from benchmarks.many_letters import CODES, PROVINCE, end_of, fill, months, plain
from deploy.private_postgres import private_postgres

SIZES = (1_000_000, 10_000_000)
ROUNDS = 9
NAME = "reply-time-query"
_RAW = """
SELECT sender_class, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY working_seconds) FROM correspondence
WHERE agency_code = ANY($1::text[]) AND month = $2 AND received_at >= $3 AND received_at < $4 AND NOT waiting
GROUP BY sender_class
"""
_EXACT = """
SELECT percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY working_seconds) FROM correspondence
WHERE agency_code = ANY($1::text[]) AND month = $2 AND sender_class = $3 AND NOT waiting
"""


@dataclass(slots=True)
class Measured:
    """Per round: database time, pages, and the whole call with what our own code does, in ms; the peers' time."""

    database: list[float] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    call: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    duckdb: list[float] = field(default_factory=list)


def run() -> Iterator[dict[str, object]]:
    with private_postgres(*(f"letters{size}" for size in SIZES)) as urls:
        if not urls:
            raise RuntimeError("no PostgreSQL server is installed here")
        yield from asyncio.run(_figures(urls))


async def _figures(urls: Sequence[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    pages: dict[str, list[int]] = {"one agency": [], "province, month": []}
    for size, url in zip(SIZES, urls, strict=True):
        await fill(url, size)
        with duckdb() as other:
            if other is not None:
                await _copy(url, other)
            for scope, codes in (("one agency", CODES[:1]), ("province, month", CODES)):
                measured = await _measured(url, size, codes, other)
                pages[scope].append(int(statistics.median(measured.pages)))
                found += _times(scope, measured, size)
            error = await _largest_error(url, size, other)
        found.append(_line("merged percentiles", error, "%", "percentile_disc", 0, size))
    found += [
        _line(f"{scope}, pages", of[1], "pages", "of 1 million letters", of[0], SIZES[1]) for scope, of in pages.items()
    ]
    return found


def _times(scope: str, measured: Measured, size: int) -> Iterator[dict[str, object]]:
    value = statistics.median(measured.database)
    peers = {"percentile_cont over the letters": measured.raw, "DuckDB over a copy of the letters": measured.duckdb}
    for peer, times in peers.items():
        if times:
            yield _line(f"{scope}, database time", value, "ms", peer, statistics.median(times), size)
    yield _line(f"{scope}, whole call", statistics.median(measured.call), "ms", None, None, size)


async def _copy(url: str, other: DuckDB) -> None:
    connection = await asyncpg.connect(plain(url))
    await other.copy(connection)
    await connection.close()


async def _measured(url: str, size: int, codes: Sequence[str], other: DuckDB | None) -> Measured:
    month = months(size)[-1]
    period = Period(first_day(month), first_day_after(month) - ONE_DAY)
    asked = codes[0] if len(codes) == 1 else PROVINCE
    question = FigureQuestion(asked, period, below=len(codes) > 1)
    database, connection, measured = Database(url), await asyncpg.connect(plain(url)), Measured()
    raw_values = [list(codes), month, *bounds(month)]
    if other is not None:
        _, theirs = other.percentiles(codes, month, CONTINUOUS)
        refuse_other_percentiles(theirs, dict(await connection.fetch(_RAW, *raw_values)))
    for number in range(ROUNDS + 1):
        with _statements() as statements:
            started = time.perf_counter()
            async with database.read() as session:
                await response_times(session, question, {asked}, end_of(month))
            call = 1000 * (time.perf_counter() - started)
        milliseconds, pages = 0.0, 0
        for statement, values in statements:
            taken, read = await _explained(connection, statement, values)
            milliseconds, pages = milliseconds + taken, pages + read
        raw, _ = await _explained(connection, _RAW, raw_values)
        duckdb_ms = None if other is None else other.percentiles(codes, month, CONTINUOUS)[0]
        if number:  # the first warms up
            measured.database.append(milliseconds)
            measured.pages.append(pages)
            measured.call.append(call)
            measured.raw.append(raw)
            measured.duckdb += [] if duckdb_ms is None else [duckdb_ms]
    await connection.close()
    await database.close()
    return measured


@contextmanager
def _statements() -> Iterator[list[tuple[str, Sequence[Any]]]]:
    """What is sent to the database meanwhile."""
    found: list[tuple[str, Sequence[Any]]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        found.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def _explained(connection: asyncpg.Connection, statement: str, values: Sequence[Any]) -> tuple[float, int]:
    """Milliseconds of planning and execution, and pages touched."""
    plan = json.loads(await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", *values))[0]
    pages = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return plan["Planning Time"] + plan["Execution Time"], pages


async def _largest_error(url: str, size: int, other: DuckDB | None) -> float:
    """Over every class, for one agency and for several together, of a month without open letters where there is one."""
    month, worst = months(size)[-2], 0.0
    database, connection = Database(url), await asyncpg.connect(plain(url))
    for count in (1, 2, 5, 20, 60, len(CODES)):
        async with database.read() as session:
            rows = await figure_queries.figures(session, CODES[:count], month, month, None)
        server: Percentiles = {}
        for sender_class in ("citizen", "business", "agency"):
            whole = merged(Histogram.read(row.waits) for row in rows if row.sender_class == sender_class)
            ours = response_time(whole.waits())
            exact = await connection.fetchval(_EXACT, CODES[:count], month, sender_class)
            server[sender_class] = exact
            for mine, theirs in zip((ours.median.value, ours.p90.value), exact, strict=True):
                worst = max(worst, 100 * abs((mine or 0) - theirs) / theirs)
        if other is not None:
            refuse_other_percentiles(other.percentiles(CODES[:count], month, DISCRETE)[1], server)
    await connection.close()
    await database.close()
    return worst


def _line(
    what: str, value: float, unit: str, peer: str | None, peer_value: float | None, size: int
) -> dict[str, object]:
    return {
        "name": f"{NAME} ({what})",
        "value": round(value, 2),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 2),
        "ratio": round(value / peer_value, 4) if peer_value else None,
        "n": size,
    }
