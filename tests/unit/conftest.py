"""A small province in a database of its own for every test that asks for one, and the moment it is looked at."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from backend.clock import FixedClock
from backend.db import Database
from tests.unit.small_province import NOW, built, opened

# No test asserts a time: a busy machine makes any example slow.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def province_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("province") / "province.db"
    asyncio.run(built(file))
    return file


@pytest.fixture
async def database(province_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    async for database in opened(province_file, tmp_path):
        yield database


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)
