"""On PostgreSQL each month of facts is a partition: nothing is copied or lost, other months are not looked into, and
what is empty for good is dropped."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from backend.correspondence import fact_month_queries, fact_queries
from backend.correspondence.fact_months import keep_months
from backend.correspondence.models import Fact
from backend.db import Base, Database, moving
from backend.db.engines import write_engine
from backend.db.migrate import migrate
from backend.worker.upkeep import Upkeep
from deploy.private_postgres import private_postgres
from tests.unit.db.test_migrations import load_models
from tests.unit.small_province import SCIENCE, built
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office
from tests.unit.worker.test_forgetting_letters import MUCH_LATER, answer_three, citizens

DATABASES = ("filled", "lived", "pruned", "compared")
MARCH = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    with private_postgres(*DATABASES, durable=False) as found:
        assert found, "no PostgreSQL server is installed"
        yield dict(zip(DATABASES, found, strict=True))


async def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    async with database.read() as session:
        return [tuple(row) for row in await session.execute(text(statement))]


def a_fact(sequence: int, month: int, at: datetime = MARCH) -> Fact:
    key = {"agency_code": SCIENCE, "month": month, "source": "milter", "sequence": sequence}
    return Fact(**key, kind="checked", at=at, data={}, queue_id=f"4Q{sequence}", message_id=f"{sequence}@mail.example")


async def store(database: Database, *facts: Fact) -> None:
    async with database.write() as session:
        session.add_all(facts)


async def test_the_table_that_was_becomes_a_partition_as_it_is(urls: dict[str, str]) -> None:
    await migrate(urls["filled"], "0027")
    database = Database(urls["filled"])
    await store(database, *(a_fact(number, 202601 + number % 3) for number in range(1, 7)))
    before = await rows(database, "select * from fact order by sequence")
    [file] = await rows(database, "select pg_relation_filenode('fact')")

    await migrate(urls["filled"])

    assert await rows(database, "select * from fact_before order by sequence") == before
    assert await rows(database, "select pg_relation_filenode('fact_before')") == [file]
    indexes = "select count(*) from pg_inherits i join pg_index x on x.indexrelid = i.inhrelid where indrelid = {}"
    assert await rows(database, indexes.format("'fact_before'::regclass")) == [(5,)]  # found, not made anew
    assert await rows(database, "select count(*) from pg_constraint where conname = 'ck_fact_before'") == [(0,)]
    await store(database, a_fact(7, 202602))
    assert await rows(database, "select count(*) from fact_before") == [(7,)]
    await database.close()


async def test_a_month_nobody_expected_loses_nothing_is_told_and_gets_its_partition(
    urls: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    await built(urls["lived"])
    database = Database(urls["lived"])
    await store(database, a_fact(1, 203001), a_fact(2, 203001), a_fact(3, 202603))
    assert await rows(database, "select count(*) from fact_other") == [(3,)]

    with caplog.at_level(logging.WARNING, "congvu.partitions"):
        await keep_months(database, MARCH)

    assert "3 facts of months without a partition: 202603, 203001" in caplog.text
    assert await rows(database, "select month from fact_203001") == [(203001,), (203001,)]
    assert await rows(database, "select count(*) from fact_other") == [(0,)]
    async with database.read() as session:
        assert await fact_month_queries.without_partition(session, [202603, 202604, 202605, 202606]) == []
    assert len(await rows(database, "select * from fact")) == 3
    await database.close()


async def test_letters_taken_in_look_into_months_near_them_only(urls: dict[str, str], tmp_path: Path) -> None:
    await built(urls["pruned"])
    database = Database(urls["pruned"])
    old = [201901, 201902, 202001]
    async with database.write() as session:
        await fact_month_queries.make(session, [*old, 202509, 202510, 202511, 202512, 202601, 202602])
    await store(database, *(a_fact(month, month) for month in old))
    office = Office(tmp_path, database, FakeMailServer())
    await office.rounds(1)  # what is done now and then, it does first
    await database.close()  # a server counts for good what a connection did when it ends
    await rows(database, "select pg_stat_reset()")

    office.letter(1, MONDAY)
    await office.rounds(2)
    [letter] = await office.letters()
    async with database.write() as session:
        facts = await fact_queries.facts_of_groups(session, [(SCIENCE, letter.correspondent_id)])
    assert [fact.message_id for fact in facts[SCIENCE, letter.correspondent_id]] == ["1@mail.example"] * 2
    await database.close()
    seen = await looked_at(urls["pruned"])
    assert seen["fact_202601"] > 0
    assert {seen[f"fact_{month}"] for month in old} == {0}


async def looked_at(url: str) -> dict[str, int]:
    """How often each partition was read from, by the server's own count."""
    database = Database(url)
    said = "select relname, seq_scan + coalesce(idx_scan, 0) from pg_stat_user_tables where relname like 'fact\\_%'"
    found = {str(name): int(number) for name, number in await rows(database, said)}
    await database.close()
    return found


async def test_what_is_empty_for_good_is_dropped_and_no_figure_changes(urls: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, Database(urls["lived"]), FakeMailServer())
    async with office.database.write() as session:
        await fact_month_queries.make(session, [202601, 202602])
    await answer_three(office)
    before = await citizens(office)
    assert (await rows(office.database, "select count(*) from fact_202601"))[0] > (0,)
    office.clock.set(MUCH_LATER)
    upkeep = Upkeep(office.settings, office.database, office.clock)
    await upkeep.keep_months()
    async with office.database.read() as session:
        assert "fact_202601" in await fact_month_queries.ends(session)  # there are facts in it

    await upkeep.forget_letters()
    await upkeep.keep_months()

    async with office.database.read() as session:
        left = await fact_month_queries.ends(session)
    assert not {"fact_202601", "fact_202602"} & left.keys()
    assert {"fact_203001", "fact_203303"} <= left.keys()
    assert await citizens(office) == before
    assert before.count == 2
    await office.database.close()


async def test_the_migrated_schema_is_the_models_schema_there_too(urls: dict[str, str]) -> None:
    load_models()
    await migrate(urls["compared"])

    def differences(connection: Connection) -> list[object]:
        parts = moving.partitions(connection)
        options = {"include_name": lambda name, kind, _of: kind != "table" or name not in parts}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))

    engine = write_engine(urls["compared"])
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()

    assert found == []
