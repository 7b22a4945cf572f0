"""The database part of `recompute`, on a PostgreSQL of our own: letters a second, every portion a unit of work.

First as a calendar changes: of stored letters with their segments, when every letter's time changes (the first count of
made-up letters), when one late day off changes those it touches (a quarter of the letters of its month), and when none
does, which is reading and counting alone. Then as deriving changes: facts replayed into letters that stand already.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from typing import Any

from sqlalchemy import func, select

from backend.correspondence import intake
from backend.correspondence.facts import Delivery
from backend.correspondence.models import Correspondence
from backend.correspondence.recompute import BEFORE_ALL, recompute_portion
from backend.correspondence.recounting import recount_of_today, recount_portion
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.terms import FactKind
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.models import Agency, AgencyDay, Mailbox
from benchmarks.many_letters import A_MONTH, PROVINCE, fill, plain
from benchmarks.measuring import Clock
from deploy.private_postgres import private_postgres

LATE_DAY_OFF = date(2023, 1, 11)
REPLAYED, A_BATCH, SENDERS = 10_000, 1_000, 4_000
RULES = SenderRules(frozenset({"thainguyen.gov.vn"}), frozenset())
BEGAN_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
BOX = "sokhcn@thainguyen.gov.vn"
Rate = tuple[str, Clock, int]  # of what, what it takes, letters


def rates() -> Iterator[Rate]:
    """Nothing where there is no server or no driver."""
    with private_postgres("stored", "facts") as urls:
        if urls and find_spec("asyncpg"):
            yield from asyncio.run(_recounted(urls[0]))
            yield from asyncio.run(_replayed(urls[1]))


async def _recounted(url: str) -> list[Rate]:
    await fill(url, A_MONTH, unused=())
    await _add_segments(url)
    database = Database(url)
    every = await _recount(database)
    await _vacuum(url)  # as the server itself does after so many changes
    async with database.write() as session:
        day_off = AgencyDay(
            agency_code=PROVINCE,
            day=LATE_DAY_OFF,
            kind="off",
            hours="",
            stands_for=None,
            name="nghỉ bù",
            decision_number="1/QĐ",
            entered_at=BEGAN_AT,
        )
        session.add(day_off)
    some = await _recount(database)
    none = await _recount(database)
    await database.close()
    return [
        ("stored segments, no letter changed", none, A_MONTH),
        ("stored segments, one late day off", some, A_MONTH),
        ("stored segments, every letter changed", every, A_MONTH),
    ]


async def _vacuum(url: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(plain(url))
    await connection.execute("VACUUM (ANALYZE) correspondence")
    await connection.close()


async def _add_segments(url: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(plain(url))
    await connection.execute(
        "INSERT INTO correspondence_segment SELECT agency_code, id, 0, 'agency', received_at, answered_at, 'arrived' "
        "FROM correspondence"
    )
    await connection.execute("VACUUM (ANALYZE) correspondence_segment")
    await connection.close()


async def _recount(database: Database) -> Clock:
    started, after = Clock.now(database.url), BEFORE_ALL
    async with database.read() as session:
        recount = await recount_of_today(session)
    while True:
        async with database.write() as session:
            last = await recount_portion(session, recount, after)
        if last is None:
            return Clock.now(database.url) - started
        after = last


async def _replayed(url: str) -> list[Rate]:
    """Every letter has been checked and delivered, and answered a day later: four facts."""
    await migrate(url)
    database = Database(url)
    async with database.write() as session:
        session.add(Agency(code=PROVINCE, name="Tỉnh", kind="province_committee"))
        await session.flush()
        session.add(Mailbox(address=BOX, agency_code=PROVINCE, kind="agency", published_at=BEGAN_AT))
    for first in range(0, REPLAYED, A_BATCH):
        numbers = range(first, first + A_BATCH)
        async with database.write() as session:
            records = [record for number in numbers for record in _records(number)]
            await intake.take_in_records(session, records, RULES)
            deliveries = [delivery for number in numbers for delivery in _deliveries(number)]
            await intake.take_in_deliveries(session, deliveries, 2 * first)
    fresh = await _replay(database)  # letters are written; the second time they stand already
    async with database.read() as session:
        letters = await session.scalar(select(func.count()).select_from(Correspondence))
    if letters != REPLAYED:
        raise RuntimeError(f"{letters} letters came of {REPLAYED}")
    again = await _replay(database)
    await database.close()
    return [("full replay of facts", again, REPLAYED), ("full replay of facts, no letter stands yet", fresh, REPLAYED)]


async def _replay(database: Database) -> Clock:
    started, after = Clock.now(database.url), BEFORE_ALL
    while True:
        async with database.write() as session:
            last = await recompute_portion(session, after, BEGAN_AT)
        if last is None:
            return Clock.now(database.url) - started
        after = last


def _records(number: int) -> list[dict[str, Any]]:
    """A letter and its answer, as the journal has them; senders write several times."""
    sender, at = f"congdan{number % SENDERS}@nguoidan.example", _received_at(number)
    letter = _record(2 * number, at, sender, BOX, [])
    return [letter, _record(2 * number + 1, at + timedelta(days=1), BOX, sender, [letter["message_id"]])]


def _record(number: int, at: datetime, sender: str, recipient: str, answers: list[str]) -> dict[str, Any]:
    return {
        "seq": number + 1,
        "at": at.isoformat(),
        "kind": "checked",
        "id": f"v{number}",
        "direction": "submission" if answers else "inbound",
        "queue_id": f"4Q{number:012d}",
        "login": BOX if answers else None,
        "webmail": False,
        "sender": sender,
        "recipients": [recipient],
        "message_id": f"{number}@mail.example",
        "in_reply_to": answers,
        "references": answers,
        "date": at.isoformat(),
        "automatic": {"automatic": False, "may_acknowledge": True, "reason": ""},
        "verdict": {"action": "allow", "obligation": "none", "kind": None, "bundle": "1", "rules": [], "state": "none"},
        "attachments": [],
        "size_bytes": 2048,
    }


def _deliveries(number: int) -> list[Delivery]:
    at, sender = _received_at(number), f"congdan{number % SENDERS}@nguoidan.example"
    return [
        Delivery(FactKind.IN_MAILBOX, at, f"4Q{2 * number:012d}", BOX),
        Delivery(FactKind.HANDED_OVER, at + timedelta(days=1), f"4Q{2 * number + 1:012d}", sender),
    ]


def _received_at(number: int) -> datetime:
    return BEGAN_AT + timedelta(minutes=3 * number)
