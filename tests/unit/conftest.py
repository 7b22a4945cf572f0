"""A small province in a database of its own for every test that asks for one, and the moment it is looked at."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from backend.clock import FixedClock
from backend.db import Database
from backend.db.migrate import migrate
from deploy.private_postgres import private_postgres
from tests.unit.fresh_databases import FreshDatabases, SqliteFiles, copied
from tests.unit.postgres_databases import PostgresDatabases
from tests.unit.small_province import NOW, built

# No test asserts a time: a busy machine makes any example slow. The examples are the same in every run, so that whether
# it passes does not hang on luck; HYPOTHESIS_PROFILE=searching looks for others.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeated", settings.get_profile("searching"), derandomize=True)
# On PostgreSQL a law is tried few times that was tried in full on SQLite.
settings.register_profile("few", settings.get_profile("repeated"), max_examples=5)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeated")
settings.load_profile(PROFILE)


POSTGRESQL = pytest.StashKey[tuple[ExitStack, str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what they are made of")


def pytest_configure(config: pytest.Config) -> None:
    """One server for all that run: its address goes to the workers of pytest-xdist."""
    for name in ("sqlite", "postgresql"):
        config.addinivalue_line("markers", f"{name}: tells of this database alone")
    if config.getoption("database") == "postgresql" and PROFILE == "repeated":
        settings.load_profile("few")
    if config.getoption("database") == "postgresql" and not hasattr(config, "workerinput"):
        running = ExitStack()
        [url] = running.enter_context(private_postgres("postgresql", durable=False))
        config.stash[POSTGRESQL] = running, url


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    if POSTGRESQL in node.config.stash:
        node.workerinput["postgresql"] = node.config.stash[POSTGRESQL][1]


def pytest_unconfigure(config: pytest.Config) -> None:
    if POSTGRESQL in config.stash:
        config.stash[POSTGRESQL][0].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks for a database, and nothing that tells of the other one alone."""
    database = config.getoption("database")
    other = "postgresql" if database == "sqlite" else "sqlite"
    chosen = [one for one in items if not one.get_closest_marker(other) and (database == "sqlite" or _asks(one))]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(chosen)])
    items[:] = chosen


def _asks(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and "databases" in item.fixturenames


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FreshDatabases]:
    if request.config.getoption("database") == "sqlite":
        yield SqliteFiles(tmp_path_factory.mktemp("databases"))
        return
    told = getattr(request.config, "workerinput", None)
    url = told["postgresql"] if told else request.config.stash[POSTGRESQL][1]
    made = PostgresDatabases(url, told["workerid"] if told else "alone")
    yield made
    made.close()


@pytest.fixture(scope="session")
def migrated(databases: FreshDatabases) -> str:
    """The template of a database that holds nothing."""
    url = databases.lasting()
    asyncio.run(migrate(url))
    return url


@pytest.fixture(scope="session")
def province_template(databases: FreshDatabases) -> str:
    """The small province, to be copied."""
    url = databases.lasting()
    asyncio.run(built(url))
    return url


@pytest.fixture
def empty_url(databases: FreshDatabases, migrated: str) -> Iterator[str]:
    with copied(databases, migrated) as url:
        yield url


@pytest.fixture
def url(databases: FreshDatabases, province_template: str) -> Iterator[str]:
    """A small province of the test's own."""
    with copied(databases, province_template) as url:
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """The test's own `url`, open."""
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)
