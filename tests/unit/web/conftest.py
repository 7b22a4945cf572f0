"""The whole web application over a small province, asked without a socket."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from backend.classification.bundle import Province, payload_of, sign
from backend.classification.keys import make_key, read_key
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.errors import Unavailable
from backend.graphql.sign_in import Bearers
from backend.settings import Settings
from backend.web import status_page
from backend.web.application import WebParts, web_application
from tests.unit.small_province import NOW, SCIENCE

PASSWORD = "mật khẩu đúng"
ORIGIN = "http://congvu.test"


class FakeMailServer:
    """Lets every mailbox in with one password; silent when told so."""

    def __init__(self) -> None:
        self.silent = False

    async def accepts(self, login: str, password: str, client: str) -> bool:
        if self.silent:
            raise Unavailable("the mail server does not answer")
        return password == PASSWORD


@pytest.fixture
def mail_server() -> FakeMailServer:
    return FakeMailServer()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """With a signed bundle in place, trusted by its key; nothing listens at the mail server's port."""
    public = make_key(tmp_path / "rules.jwk")
    (tmp_path / "bundle.jws").write_text(bundle_text(tmp_path, "2026.1.1"), "ascii")
    (tmp_path / "gate.token").write_text("t" * 43 + "\n", "ascii")
    return Settings(
        state_dir=tmp_path,
        trusted_keys=(public,),
        webmail_origins=("https://mail.example",),
        page_requests_per_minute=5,
        report_agency=SCIENCE,
    )


def bundle_text(folder: Path, version: str, days_old: int = 1) -> str:
    """A bundle signed by the key in the folder."""
    issued_at = NOW - timedelta(days=days_old)
    province = Province("thai-nguyen", "tỉnh Thái Nguyên", ("thainguyen.gov.vn",))
    payload = payload_of(version=version, issued_at=issued_at, province=province, fingerprint_keys=[b"k" * 32])
    return sign(payload, read_key(folder / "rules.jwk"))


async def no_graphql(_request: Request) -> Response:
    return JSONResponse({"data": None})


async def nobody(_authorization: str) -> None:
    """Whoever has no bearer."""


async def no_socket(websocket: WebSocket) -> None:
    await websocket.close()


@pytest.fixture
async def search(database: Database, clock: FixedClock, tmp_path: Path) -> AsyncIterator[DirectorySearch]:
    search = DirectorySearch(database, clock)
    yield search
    await search.close()


@pytest.fixture
async def client(
    settings: Settings,
    database: Database,
    clock: FixedClock,
    mail_server: FakeMailServer,
    search: DirectorySearch,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(status_page, "ANSWER_AFTER", timedelta())
    graphql = (no_graphql, no_socket)
    bearers = Bearers(database, clock)
    parts = WebParts(settings, database, clock, mail_server, *graphql, search, bearers.principal)
    application = web_application(parts)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=ORIGIN) as client:
        yield client
