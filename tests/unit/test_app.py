"""The composition root: roles live and end together, and the database is waited for."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from backend import app
from backend.app import RoleEnded, run_together, wait_for_database, web_role
from backend.clock import FixedClock
from backend.db import Database
from backend.db.migrate import is_current
from backend.errors import UsageError
from backend.settings import Settings
from tests.unit.small_province import NOW, built


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


async def until_told(stop: asyncio.Event) -> None:
    await stop.wait()


async def crash(stop: asyncio.Event) -> None:
    raise KeyError("of a role")


async def return_early(stop: asyncio.Event) -> None:
    return


async def deaf(stop: asyncio.Event) -> None:
    await asyncio.Event().wait()


async def test_roles_end_together_when_told(stop: asyncio.Event) -> None:
    asyncio.get_running_loop().call_soon(stop.set)

    await run_together({"web": until_told(stop), "worker": until_told(stop)}, stop)


async def test_a_crash_of_one_role_stops_the_others_and_is_not_swallowed(stop: asyncio.Event) -> None:
    with pytest.raises(KeyError):
        await run_together({"web": until_told(stop), "worker": crash(stop)}, stop)

    assert stop.is_set()


async def test_a_role_that_returns_unasked_is_an_error(stop: asyncio.Event) -> None:
    with pytest.raises(RoleEnded, match="worker"):
        await run_together({"web": until_told(stop), "worker": return_early(stop)}, stop)


async def test_a_role_that_does_not_stop_is_cut_off(
    stop: asyncio.Event, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "STOP_WITHIN", timedelta(milliseconds=10))
    stop.set()

    await run_together({"web": until_told(stop), "milter": deaf(stop)}, stop)
    assert "role milter did not stop in time" in caplog.text


async def test_sqlite_is_migrated_at_the_start(tmp_path: Path, stop: asyncio.Event) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/congvu.db"

    assert await wait_for_database(url, stop) is True
    assert await is_current(url)


class Told(logging.Handler):
    """Sets an event at the first thing logged."""

    def __init__(self) -> None:
        super().__init__()
        self.anything = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.anything.set()


async def test_a_locked_database_is_waited_for(
    tmp_path: Path, stop: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PAUSE_SECONDS", 0.01)
    told = Told()
    logging.getLogger("congvu.serve").addHandler(told)
    lock = sqlite3.connect(tmp_path / "congvu.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")

    waiting = asyncio.create_task(wait_for_database(f"sqlite+aiosqlite:///{tmp_path}/congvu.db", stop))
    await told.anything.wait()
    assert not waiting.done()

    lock.close()
    assert await waiting is True
    logging.getLogger("congvu.serve").removeHandler(told)


async def test_waiting_for_the_database_ends_when_told(tmp_path: Path, stop: asyncio.Event) -> None:
    stop.set()

    assert await wait_for_database(f"sqlite+aiosqlite:///{tmp_path}/congvu.db", stop) is False


async def test_a_folder_that_does_not_exist_is_said_at_once(tmp_path: Path, stop: asyncio.Event) -> None:
    with pytest.raises(UsageError, match="folder does not exist"):
        await wait_for_database(f"sqlite+aiosqlite:///{tmp_path}/missing/congvu.db", stop)


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    await built(tmp_path / "congvu.db")
    settings = Settings(state_dir=tmp_path)
    database = Database(settings.database)
    application = web_role(settings, database, FixedClock(NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://congvu.test") as client:
        yield client
    await database.close()


async def test_the_web_role_is_put_together_from_all_its_parts(client: httpx.AsyncClient) -> None:
    statuses = {path: (await client.get(path)).status_code for path in ("/", "/tra-cuu", "/xac-nhan/X", "/healthz")}

    assert set(statuses.values()) == {200}
    assert (await client.post("/graphql", json={"id": "x"})).status_code == 401
    assert (await client.post("/session/plugin", json={})).status_code == 401
    assert (await client.post("/gate/declarations", json={})).status_code == 401
    assert (await client.get("/rules/bundle")).status_code == 503
