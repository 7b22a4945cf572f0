"""A small province in a database of its own for every test that asks for one, and the moment it is looked at."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from backend.clock import FixedClock
from backend.db import Database
from tests.unit.small_province import NOW, built, opened

# No test asserts a time: a busy machine makes any example slow. The examples are the same in every run, so that whether
# it passes does not hang on luck; HYPOTHESIS_PROFILE=searching looks for others.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeated", settings.get_profile("searching"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeated"))


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
