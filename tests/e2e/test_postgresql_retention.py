"""On PostgreSQL too, figures and counts say after the deletion what they said before, with two workers at it."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend.compliance.forgetting import forget_personal_data
from backend.compliance.subject_export import by_purpose, export, subject_of
from backend.correspondence import box_day_queries, figure_queries
from backend.correspondence.models import Correspondence, Fact, SealedMonth
from backend.db import Database
from backend.directory.corrections import Chooser, remember
from backend.worker.upkeep import Upkeep
from deploy.private_postgres import private_postgres
from tests.unit.journal_lines import CITIZEN
from tests.unit.small_province import FINANCE, OFFICIAL_BOX, SCIENCE, built
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office
from tests.unit.worker.test_forgetting_letters import MUCH_LATER, answer_three, box_events, citizens, count


@pytest.fixture
def postgres() -> Iterator[str]:
    with private_postgres("congvu", durable=False) as urls:
        assert urls, "no PostgreSQL server is installed"
        yield urls[0]


async def test_two_workers_delete_what_is_over_and_no_figure_changes(postgres: str, tmp_path: Path) -> None:
    await built(postgres)
    office = Office(tmp_path, Database(postgres), FakeMailServer())
    try:
        await answer_three(office)
        before = await citizens(office)
        office.clock.set(MUCH_LATER)
        workers = [Upkeep(office.settings, office.database, office.clock) for _ in range(2)]
        await asyncio.gather(*(worker.forget_letters() for worker in workers))
        assert (await count(office, Correspondence), await count(office, SealedMonth)) == (0, 2)
        async with office.database.write() as session:
            await figure_queries.mark_stale(session, [(SCIENCE, 202601)])
        await office.rounds(2)
        after = await citizens(office)
    finally:
        await office.database.close()

    assert before.count == 2
    assert after == before


async def test_what_is_held_about_a_person_is_found_there_too(postgres: str, tmp_path: Path) -> None:
    await built(postgres)
    office = Office(tmp_path, Database(postgres), FakeMailServer())
    try:
        await answer_three(office)
        async with office.database.write() as session:
            await remember(session, "Sở Tài chính", [FINANCE], Chooser(SCIENCE, OFFICIAL_BOX, "AN"), MONDAY)
        async with office.database.read() as session:
            sender = await export(session, await subject_of(session, CITIZEN, MONDAY), MONDAY)
            official = await export(session, await subject_of(session, OFFICIAL_BOX, MONDAY), MONDAY)
    finally:
        await office.database.close()

    held = {one.table: len(one.rows) for one in sender.found if one.rows}
    assert (held["correspondence"], held["letter_reference"], held["acknowledgement"]) == (1, 1, 1)
    assert held["fact"] >= 4
    assert by_purpose(official).keys() == {"officials", "choices"}


async def test_openings_are_counted_by_day_once_by_two_workers(postgres: str, tmp_path: Path) -> None:
    await built(postgres)
    office = Office(tmp_path, Database(postgres), FakeMailServer())

    async def forget() -> None:
        async with office.database.write() as session:
            await forget_personal_data(session, MONDAY + timedelta(days=91))

    try:
        await box_events(office)
        facts = await count(office, Fact)
        await asyncio.gather(forget(), forget())
        assert await count(office, Fact) == facts - 3
        async with office.database.read() as session:
            assert await box_day_queries.box_totals(session) == {"inbound": 2, "opened": 1}
    finally:
        await office.database.close()
