"""The worker tells once of a published box that fell silent, and of its end."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backend.compliance import silence_queries, silence_watching
from backend.compliance.silence_models import SilentMailbox
from backend.correspondence.models import Fact
from backend.db import Database
from backend.directory.models import Mailbox
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, HEAD_BOX, SCIENCE
from tests.unit.worker.conftest import Office

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"


async def letters(database: Database, kind: str, code: str, box: str, last: int, hours: tuple[int, ...]) -> None:
    """Each hour of every day of January 2026 up to the `last`."""
    party = "from" if kind == "checked" else "to"
    async with database.write() as session:
        for day in range(1, last + 1):
            for hour in hours:
                session.add(
                    Fact(
                        agency_code=code,
                        month=202601,
                        source=box,
                        sequence=100 * day + hour,
                        kind=kind,
                        at=vietnam(f"2026-01-{day:02} {hour:02}:00"),
                        queue_id=None,
                        message_id=None,
                        data={party: {"box": box}},
                    )
                )


async def look(database: Database, moment: str) -> int:
    async with database.read() as session:
        found = await silence_watching.look(session, vietnam(moment))
    async with database.write() as session:
        return await silence_watching.note(session, found)


async def rows(database: Database) -> list[SilentMailbox]:
    async with database.read() as session:
        return list(await session.scalars(select(SilentMailbox).order_by(SilentMailbox.since)))


@pytest.fixture
async def province(office: Office) -> Database:
    """Finance gets letters to the end of the month; Science's box, which got as many, none after the 20th. A personal
    box is silent too."""
    await letters(office.database, "in_mailbox", FINANCE, FINANCE_BOX, 31, (8, 10, 14, 16))
    await letters(office.database, "in_mailbox", SCIENCE, CLERK_BOX, 20, (8, 10, 14, 16))
    await letters(office.database, "in_mailbox", SCIENCE, HEAD_BOX, 20, (8, 10, 14, 16))
    return office.database


async def test_a_box_that_fell_silent_is_told_once_and_a_personal_one_never(province: Database) -> None:
    assert await look(province, "2026-01-21 07:00") == 0
    assert await look(province, "2026-01-31 17:00") == 1
    assert await look(province, "2026-01-31 18:00") == 0

    [row] = await rows(province)
    assert (row.agency_code, row.box, row.way) == (SCIENCE, CLERK_BOX, "came")
    assert (row.since, row.found_at, row.ended_at) == (
        vietnam("2026-01-20 16:00"),
        vietnam("2026-01-31 17:00"),
        None,
    )
    assert row.gaps > 30


async def test_of_two_workers_that_look_together_one_tells_and_an_end_stays_the_first(province: Database) -> None:
    async with province.read() as session:
        found = await silence_watching.look(session, vietnam("2026-01-31 17:00"))
    async with province.write() as session:
        assert [await silence_watching.note(session, found) for _ in range(2)] == [1, 0]

    key = (SCIENCE, CLERK_BOX, "came")
    async with province.write() as session:
        for moment in ("2026-01-31 18:00", "2026-01-31 19:00"):
            await silence_queries.end(session, key, vietnam("2026-01-20 16:00"), vietnam(moment))
    assert [row.ended_at for row in await rows(province)] == [vietnam("2026-01-31 18:00")]


async def test_a_box_that_sent_and_sends_no_more_is_told_by_its_way(office: Office) -> None:
    await letters(office.database, "checked", FINANCE, FINANCE_BOX, 31, (8, 10, 14, 16))
    await letters(office.database, "checked", SCIENCE, CLERK_BOX, 20, (8, 10, 14, 16))
    await look(office.database, "2026-01-31 17:00")
    assert [(row.box, row.way) for row in await rows(office.database)] == [(CLERK_BOX, "sent")]


async def test_while_no_log_is_read_nobody_falls_silent(office: Office) -> None:
    await letters(office.database, "in_mailbox", FINANCE, FINANCE_BOX, 20, (8, 10, 14, 16))
    await letters(office.database, "in_mailbox", SCIENCE, CLERK_BOX, 20, (8, 10, 14, 16))
    assert await look(office.database, "2026-01-31 17:00") == 0


async def test_the_next_letter_ends_it_and_a_box_withdrawn_is_told_no_more(province: Database) -> None:
    await look(province, "2026-01-31 17:00")
    async with province.write() as session:
        came = vietnam("2026-01-31 17:30")
        new = {"source": "new", "sequence": 1, "kind": "in_mailbox", "at": came, "queue_id": None, "message_id": None}
        session.add(Fact(agency_code=SCIENCE, month=202601, data={"to": {"box": CLERK_BOX}}, **new))
    await look(province, "2026-01-31 18:00")
    assert [row.ended_at for row in await rows(province)] == [vietnam("2026-01-31 17:30")]
    async with province.read() as session:
        assert await silence_queries.count_standing(session) == 0


async def test_a_box_that_is_published_no_more_is_no_longer_told(province: Database) -> None:
    await look(province, "2026-01-31 17:00")
    async with province.write() as session:
        await session.execute(update(Mailbox).where(Mailbox.address == CLERK_BOX).values(published_at=None))
    await look(province, "2026-01-31 18:00")
    assert [row.ended_at for row in await rows(province)] == [vietnam("2026-01-31 18:00")]
    assert await look(province, "2026-01-31 19:00") == 0


async def test_the_worker_looks_by_itself(province: Database, office: Office) -> None:
    office.clock.set(vietnam("2026-01-31 17:00") + timedelta(minutes=1))
    await office.rounds()
    assert [row.box for row in await rows(province)] == [CLERK_BOX]
