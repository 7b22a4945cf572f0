"""`ingest`: facts stored in a second, from the journal's records and Postfix's lines to the last index, in batches.

Peer, batch by batch in the same run: the same rows, finished beforehand, as fast as the driver alone stores them in
tables of the same shape (PostgreSQL: COPY; SQLite: executemany of a bare INSERT), so that the ratio says how much of
the time is ours. Growth is measured against itself: what ten times the facts take, which is ten times as long if
nothing depends on what is stored already. A batch is taken in again at the end, which stores nothing.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from backend.clock import SystemClock
from backend.correspondence import intake
from backend.correspondence.facts import Delivery
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.terms import FactKind
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.models import Agency, Mailbox
from benchmarks.ingest_peers import Peer, PostgresPeer, SqlitePeer
from benchmarks.measuring import Clock
from deploy.private_postgres import private_postgres

AGENCIES, LETTERS_A_BATCH = 300, 2_000
FACTS_A_BATCH = 3 * LETTERS_A_BATCH
SIZES = (2, 17, 167)  # batches: ten thousand facts and a little more, ten and a hundred times as many
LATEST = 5  # batches, whose median is the rate at the largest size
BEGAN_AT = datetime(2026, 1, 5, tzinfo=UTC)
_Batch = tuple[int, tuple[Clock, Clock]]  # facts, what they take of us and what of the peer
RULES = SenderRules(frozenset({"thainguyen.gov.vn"}), frozenset())


@dataclass(frozen=True, slots=True)
class Batch:
    records: list[dict[str, Any]]
    deliveries: list[Delivery]


def run() -> Iterator[dict[str, object]]:
    """Each rate is the median batch's among the last ones. That of processor time says what the two ways cost where
    others work on the same machine."""
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder:
        urls = [f"sqlite+aiosqlite:///{Path(folder) / name}" for name in ("congvu.db", "peer.db")]
        yield from _figures("SQLite", "the driver's executemany", *urls)
    with private_postgres("congvu", "peer") as urls:
        if not urls or not find_spec("asyncpg"):
            sys.stderr.write("ingest: no PostgreSQL here (Debian: postgresql-15; Python: asyncpg), left out\n")
        else:
            yield from _figures("PostgreSQL", "the driver's COPY", *urls)


def _figures(name: str, peer: str, url: str, peer_url: str) -> Iterator[dict[str, object]]:
    measured = asyncio.run(_measured(url, peer_url))
    ours, theirs = (_rate(measured[-LATEST:], which) for which in (0, 1))
    yield _figure(f"{peer}, {name}", ours, theirs)
    ours, theirs = (_processor_rate(measured, which) for which in (0, 1))
    yield _figure(f"{peer}, {name}", ours, theirs, "facts a second of processor time")
    for fewer, more in pairwise(SIZES):
        yield from _growth(name, measured[:fewer], measured[:more])


def _growth(name: str, fewer: Sequence[_Batch], more: Sequence[_Batch]) -> Iterator[dict[str, object]]:
    """Seconds of many facts beside those of a tenth of them; the ratio is 1 where a fact takes as long."""
    times = len(more) / len(fewer)
    for unit in ("s", "s of processor time"):
        few, many = (
            sum(batch[1][0].wall if unit == "s" else batch[1][0].processors for batch in batches)
            for batches in (fewer, more)
        )
        yield {
            "name": "ingest (growth)",
            "value": round(many, 2),
            "unit": unit,
            "peer": f"{len(fewer) * FACTS_A_BATCH:,} facts {times:.1f} times, {name}",
            "peer_value": round(few * times, 2),
            "ratio": round(many / few / times, 2),
            "n": len(more) * FACTS_A_BATCH,
        }


def _rate(batches: Sequence[_Batch], which: int) -> float:
    return statistics.median(batch[0] / batch[1][which].wall for batch in batches)


def _processor_rate(batches: Sequence[_Batch], which: int) -> float:
    """Of all batches together: a server's processor time is counted in hundredths of a second."""
    return sum(batch[0] for batch in batches) / sum(batch[1][which].processors for batch in batches)


def _figure(peer: str, value: float, peer_value: float, unit: str = "facts/s") -> dict[str, object]:
    return {
        "name": "ingest",
        "value": round(value),
        "unit": unit,
        "peer": peer,
        "peer_value": round(peer_value),
        "ratio": round(value / peer_value, 2),
        "n": SIZES[-1] * FACTS_A_BATCH,
    }


async def _measured(url: str, peer_url: str) -> list[_Batch]:
    """For each batch its facts, what they take of us and what of the peer."""
    for one in (url, peer_url):
        await migrate(one)
    database, peer = Database(url), await _peer(url, peer_url)
    await _fill(database)
    measured: list[_Batch] = []
    last = 0
    for number in range(SIZES[-1]):
        batch, first = _batch(number * LETTERS_A_BATCH), last
        started = Clock.now(url)
        facts, last = await _take_in(database, batch, first)
        taken = Clock.now(url) - started
        letters = batch.records[0]["seq"], batch.records[-1]["seq"]
        peers = await peer.store({"milter": letters, "postfix": (first + 1, last)})
        measured.append((facts, (taken, peers)))
    again, _ = await _take_in(database, _batch(0), 0)
    assert again == 0, f"{again} facts were stored twice"
    await database.close()
    await peer.close()
    return measured


async def _peer(url: str, peer_url: str) -> Peer:
    if url.startswith("sqlite"):
        return SqlitePeer(*(Path(one.partition("///")[2]) for one in (url, peer_url)))
    return await PostgresPeer.connected(url, peer_url)


async def _fill(database: Database) -> None:
    now = SystemClock().now()
    async with database.write() as session:
        codes = [f"H55.{number}" for number in range(AGENCIES)]
        session.add_all([Agency(code=code, name=f"Cơ quan {code}", kind="department") for code in codes])
        await session.flush()
        session.add_all(
            [
                Mailbox(address=_box(number), agency_code=code, kind="agency", published_at=now)
                for number, code in enumerate(codes)
            ]
        )


def _box(number: int) -> str:
    return f"coquan{number}@thainguyen.gov.vn"


def _batch(first: int) -> Batch:
    """Letters of citizens, a fifth of them from somebody who has not written before."""
    records, deliveries = [], []
    for number in range(first, first + LETTERS_A_BATCH):
        at = BEGAN_AT + timedelta(seconds=number)
        records.append(_record(number, at))
        queue_id = f"4Q{number:012d}"
        deliveries.append(Delivery(FactKind.ACCEPTED, at, queue_id))
        deliveries.append(Delivery(FactKind.IN_MAILBOX, at, queue_id, _box(number % AGENCIES)))
    return Batch(records, deliveries)


def _record(number: int, at: datetime) -> dict[str, Any]:
    sender = f"congdan{number // 5}@nguoidan.example"
    return {
        "seq": number + 1,
        "at": at.isoformat(),
        "kind": "checked",
        "id": f"VERDICT{number}",
        "direction": "inbound",
        "queue_id": f"4Q{number:012d}",
        "login": None,
        "webmail": False,
        "sender": sender,
        "author": sender,
        "recipients": [_box(number % AGENCIES)],
        "message_id": f"{number}.thu@nguoidan.example",
        "in_reply_to": [],
        "references": [],
        "date": at.isoformat(),
        "automatic": {"automatic": False, "may_acknowledge": True, "reason": ""},
        "verdict": {"action": "allow", "obligation": "none", "kind": None, "bundle": "1", "rules": [], "state": "none"},
        "attachments": [],
        "size_bytes": 2048,
    }


async def _take_in(database: Database, batch: Batch, sequence: int) -> tuple[int, int]:
    """One unit of work; how many facts were new, and the last number given."""
    async with database.write() as session:
        records = await intake.take_in_records(session, batch.records, RULES)
        deliveries = await intake.take_in_deliveries(session, batch.deliveries, sequence)
    return records.facts + deliveries.facts, deliveries.sequence
