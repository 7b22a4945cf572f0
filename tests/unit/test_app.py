"""The composition root: roles live and end together, and the database is waited for."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from backend import app
from backend.app import RoleEnded, run_together, wait_for_database, web_role
from backend.clock import FixedClock
from backend.db import Database, migrate
from backend.db.migrate import is_current
from backend.directory.search import DirectorySearch
from backend.settings import Settings
from tests.unit.small_province import NOW


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
    monkeypatch.setattr(migrate, "PATIENCE_MILLISECONDS", 10)
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
    with pytest.raises(FileNotFoundError):
        await wait_for_database(f"sqlite+aiosqlite:///{tmp_path}/missing/congvu.db", stop)


@pytest.fixture
async def client(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(state_dir=tmp_path, database_url=database.url)
    search = DirectorySearch(database, FixedClock(NOW))
    application = web_role(settings, database, FixedClock(NOW), search)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://congvu.test") as client:
        yield client
    await search.close()


ANONYMOUS = {
    ("GET", "/"): 200,
    ("GET", "/dang-nhap"): 200,
    ("POST", "/dang-nhap"): 401,
    ("POST", "/dang-xuat"): 303,  # nothing to end
    ("GET", "/dang-nhap/khan-cap"): 200,
    ("POST", "/dang-nhap/khan-cap"): 401,
    ("GET", "/cong-khai"): 200,
    ("GET", "/mail/config-v1.1.xml"): 404,  # no servers are set here
    ("GET", "/.well-known/autoconfig/mail/config-v1.1.xml"): 404,
    ("POST", "/autodiscover/autodiscover.xml"): 415,  # XML only
    ("POST", "/Autodiscover/Autodiscover.xml"): 415,
    ("GET", "/vuong-mac"): 200,  # a form to sign in
    ("POST", "/vuong-mac"): 403,
    ("POST", "/vuong-mac/dang-nhap"): 401,
    ("POST", "/vuong-mac/dang-xuat"): 303,
    ("GET", "/truc"): 200,  # a form to sign in
    ("POST", "/truc"): 403,
    ("POST", "/truc/dang-nhap"): 401,
    ("POST", "/truc/dang-xuat"): 303,
    ("GET", "/huong-dan/da-doc"): 200,  # a form to sign in
    ("POST", "/huong-dan/da-doc"): 403,
    ("POST", "/huong-dan/da-doc/dang-nhap"): 401,
    ("POST", "/huong-dan/da-doc/dang-xuat"): 303,
    ("GET", "/huong-dan/lop-hoc"): 200,  # a form to sign in
    ("POST", "/huong-dan/lop-hoc"): 403,
    ("POST", "/huong-dan/lop-hoc/dang-nhap"): 401,
    ("POST", "/huong-dan/lop-hoc/dang-xuat"): 303,
    ("GET", "/huong-dan"): 200,
    ("GET", "/huong-dan/{name}"): 404,  # no guide is called X
    ("GET", "/huong-dan/hinh/{name}"): 404,
    ("GET", "/huong-dan/vi-sao"): 200,
    ("GET", "/huong-dan/vi-sao/{code}"): 404,
    ("GET", "/tra-cuu"): 200,
    ("POST", "/tra-cuu"): 200,  # "nothing found"
    ("POST", "/tra-cuu/y-kien"): 200,  # nothing found, nothing done
    ("GET", "/du-lieu-ca-nhan"): 200,
    ("POST", "/tra-cuu/du-lieu"): 200,
    ("GET", "/du-lieu-ca-nhan/cua-toi"): 200,  # a form to sign in
    ("POST", "/du-lieu-ca-nhan/cua-toi"): 403,
    ("POST", "/du-lieu-ca-nhan/cua-toi.json"): 403,
    ("GET", "/du-lieu-ca-nhan/danh-gia-tac-dong.docx"): 200,
    ("GET", "/du-lieu-ca-nhan/khi-lo-du-lieu.docx"): 200,
    ("POST", "/du-lieu-ca-nhan/cua-toi/dang-nhap"): 401,
    ("POST", "/du-lieu-ca-nhan/cua-toi/dang-xuat"): 303,
    ("GET", "/du-lieu-ca-nhan/yeu-cau"): 200,  # a form to sign in
    ("POST", "/du-lieu-ca-nhan/yeu-cau"): 403,
    ("POST", "/du-lieu-ca-nhan/yeu-cau/dang-nhap"): 401,
    ("POST", "/du-lieu-ca-nhan/yeu-cau/dang-xuat"): 303,
    ("GET", "/xac-nhan/{code}"): 200,  # a form to sign in
    ("POST", "/xac-nhan/{code}"): 403,
    ("POST", "/xac-nhan/{code}/dang-nhap"): 401,
    ("POST", "/xac-nhan/{code}/dang-xuat"): 303,  # nothing to end
    ("GET", "/dia-chi"): 404,  # without a token there is no such page
    ("POST", "/dia-chi"): 404,
    ("GET", "/cho-phep"): 200,  # a form to sign in
    ("POST", "/cho-phep"): 403,
    ("POST", "/cho-phep/dang-nhap"): 401,
    ("POST", "/cho-phep/dang-xuat"): 303,
    ("GET", "/quy-tac"): 200,  # a form to sign in
    ("POST", "/quy-tac"): 403,
    ("POST", "/quy-tac/dang-nhap"): 401,
    ("POST", "/quy-tac/dang-xuat"): 303,
    ("GET", "/nhat-ky"): 200,  # a form to sign in
    ("POST", "/nhat-ky/dang-nhap"): 401,
    ("POST", "/nhat-ky/dang-xuat"): 303,
    ("POST", "/tien-ich/ket-thuc"): 403,
    ("GET", "/extension/authorize"): 400,  # by an extension only
    ("POST", "/extension/authorize"): 400,
    ("POST", "/extension/authorize/dang-nhap"): 401,
    ("POST", "/extension/authorize/dang-xuat"): 303,
    ("GET", "/extension/updates.xml"): 404,  # there is no packed extension here
    ("GET", "/extension/updates.json"): 404,
    ("GET", "/extension/files/{name}"): 404,
    ("GET", "/bang-dieu-hanh"): 200,  # a form to sign in
    ("GET", "/bang-dieu-hanh/{name}.csv"): 401,
    ("GET", "/bang-dieu-hanh/nam-lan-kiem-tra"): 200,  # a form to sign in
    ("POST", "/bang-dieu-hanh/nam-lan-kiem-tra/dang-nhap"): 401,
    ("POST", "/bang-dieu-hanh/nam-lan-kiem-tra/dang-xuat"): 303,
    ("GET", "/bang-dieu-hanh/{name}.xlsx"): 401,
    ("POST", "/bang-dieu-hanh/phien"): 401,
    ("GET", "/bang-dieu-hanh/chi-thi"): 200,  # a form to sign in
    ("GET", "/bang-dieu-hanh/chi-thi/{name}.csv"): 401,
    ("GET", "/bang-dieu-hanh/chi-thi/{name}.xlsx"): 401,
    ("POST", "/bang-dieu-hanh/chi-thi/dang-nhap"): 401,
    ("POST", "/bang-dieu-hanh/chi-thi/dang-xuat"): 303,
    ("GET", "/bao-cao"): 200,  # a form to sign in
    ("GET", "/bao-cao/{name}"): 200,
    ("GET", "/bao-cao/{code}/don-doc/{name}"): 200,
    ("POST", "/bao-cao"): 403,
    ("POST", "/bao-cao/dang-nhap"): 401,
    ("POST", "/bao-cao/dang-xuat"): 303,
    ("GET", "/quy-che"): 200,  # a form to sign in
    ("GET", "/quy-che/{name}"): 200,
    ("POST", "/quy-che"): 403,
    ("POST", "/quy-che/dang-nhap"): 401,
    ("POST", "/quy-che/dang-xuat"): 303,
    ("POST", "/bang-dieu-hanh/dang-nhap"): 401,
    ("POST", "/bang-dieu-hanh/dang-xuat"): 303,
    ("GET", "/bao-ve"): 200,  # a form to sign in
    ("GET", "/bao-ve.csv"): 401,
    ("POST", "/bao-ve/dang-nhap"): 401,
    ("POST", "/bao-ve/dang-xuat"): 303,
    ("GET", "/directory"): 200,  # public: Chỉ thị, khoản 1 điểm d
    ("GET", "/directory.{form}"): 404,  # no format is called X
    ("GET", "/directory/changes"): 200,
    ("GET", "/directory/{code}"): 404,  # no agency is called X
    ("GET", "/static/{name}"): 404,  # no asset is called X
    ("GET", "/rules/candidate"): 204,  # signed, public; nothing runs in shadow here
    ("GET", "/rules/bundle"): 503,  # signed, public; there is none here
    ("GET", "/healthz"): 200,
    ("GET", "/readyz"): 503,
    ("GET", "/metrics"): 404,
    ("POST", "/graphql"): 401,
    ("POST", "/session/plugin"): 401,
    ("POST", "/session/extension"): 401,
    ("POST", "/session/extension/refresh"): 401,
    ("POST", "/session/extension/end"): 401,
    ("POST", "/directory/search"): 401,
    ("POST", "/gate/declarations"): 401,
}


async def test_what_a_stranger_gets_is_decided_for_every_route(client: httpx.AsyncClient) -> None:
    transport = client._transport
    assert isinstance(transport, httpx.ASGITransport)
    routes = [route for route in transport.app.routes if isinstance(route, Route)]  # type: ignore[attr-defined]
    decided = {(method, route.path) for route in routes for method in route.methods or ()} - {
        (method, route.path) for route in routes for method in ("HEAD", "OPTIONS")
    }
    assert decided == ANONYMOUS.keys()

    for number, ((method, path), status) in enumerate(ANONYMOUS.items()):
        transport.client = (f"10.0.0.{number}", 1)  # guesses at log-ins are counted by address
        api = path in ("/graphql", "/session/plugin", "/gate/declarations")
        sent = await client.request(method, path.format(code="X", name="X", form="X"), json={} if api else None)
        assert (method, path, sent.status_code) == (method, path, status)
