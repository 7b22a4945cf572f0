"""Story: a PostgreSQL database that was made with the Vietnamese order of words. An empty one is refused, with the
command that makes a right one; one that has been filled goes on, and the doctor tells."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.db.collation import MADE_SO
from backend.db.migrate import has_other_order, migrate
from backend.db.moving import empty_target
from backend.doctor.stored import database_faults
from backend.errors import UsageError
from backend.settings import Settings
from deploy.private_postgres import private_postgres
from tests.e2e.aside import aside
from tests.unit.doctor.telling import told


@pytest.fixture(scope="module")
def plain() -> Iterator[str]:
    with private_postgres("plain", durable=False) as urls:
        assert urls, "no PostgreSQL server is installed"
        yield urls[0]


@pytest.fixture
def vietnamese(plain: str) -> Iterator[str]:
    run(plain, "create database vietnamese template template0 locale_provider icu icu_locale 'vi'")
    yield plain.replace("/plain?", "/vietnamese?")
    run(plain, "drop database vietnamese")


def run(url: str, statement: str) -> None:
    async def work() -> None:
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    aside(asyncio.run, work())


async def hold(url: str) -> None:
    async with empty_target(url):
        pass


def test_an_empty_one_is_refused_with_what_makes_a_right_one(vietnamese: str) -> None:
    for refused in (migrate, hold):
        with pytest.raises(UsageError) as error:
            aside(asyncio.run, refused(vietnamese))
        assert MADE_SO in str(error.value)


def test_one_that_has_been_filled_goes_on_and_the_doctor_tells(vietnamese: str, plain: str, tmp_path: Path) -> None:
    aside(asyncio.run, migrate(plain))
    run(vietnamese, "create table what_was_there (id integer)")
    aside(asyncio.run, migrate(vietnamese))

    assert aside(asyncio.run, has_other_order(vietnamese))
    for url, reasons in ((vietnamese, ["ordered_otherwise"]), (plain, [])):
        settings = Settings(state_dir=tmp_path).changed(database_url=url)
        assert told("database", aside(asyncio.run, database_faults(settings))) == reasons
    run(vietnamese, "drop table what_was_there")
    with pytest.raises(UsageError, match="--to: orders words by a language's rules"):
        aside(asyncio.run, hold(vietnamese))
