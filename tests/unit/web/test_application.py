"""Around every request: headers, limits, and logs that hold neither token nor content."""

import logging
import re

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from backend.clock import FixedClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from backend.web.locale import LANGUAGES, texts
from tests.unit.web.conftest import ORIGIN, FakeMailServer, no_graphql, no_socket, nobody

PAGES = ["/", "/tra-cuu", "/xac-nhan/ZZZZZZZZ", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_a_strict_policy_and_no_script(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path)

    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<script|<style|\son\w+=|\sstyle=", page.text)


@pytest.mark.parametrize("path", PAGES)
async def test_pages_speak_vietnamese_and_english_on_request(client: httpx.AsyncClient, path: str) -> None:
    assert '<html lang="vi">' in (await client.get(path, headers={"Accept-Language": "en"})).text

    english = await client.get(path, params={"lang": "en"})
    assert '<html lang="en">' in english.text
    assert f'href="{path if path != "/nowhere" else "/"}?lang=vi"' in english.text


def test_both_languages_have_the_same_texts() -> None:
    vietnamese, english = (texts(language) for language in LANGUAGES)

    assert vietnamese.keys() == english.keys()
    for key, text in vietnamese.items():
        assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", english[key]), key


async def test_search_engines_keep_out_of_everything_but_the_first_page(client: httpx.AsyncClient) -> None:
    assert "noindex" in (await client.get("/tra-cuu")).text
    assert "noindex" in (await client.get("/xac-nhan/ZZZZZZZZ")).text
    assert "noindex" not in (await client.get("/")).text


async def test_the_status_page_sends_no_referrer(client: httpx.AsyncClient) -> None:
    assert (await client.get("/tra-cuu")).headers["referrer-policy"] == "no-referrer"


async def test_style_and_picture_are_kept_by_browsers_under_their_version(client: httpx.AsyncClient) -> None:
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', (await client.get("/")).text)
    assert {path.partition("?")[0] for path in linked} == {"/static/congvu.css", "/static/congvu.svg"}

    for path in linked:
        assert "immutable" in (await client.get(path)).headers["cache-control"]
    assert (await client.get("/static/..%2fpages.py")).status_code == 404


async def test_a_body_beyond_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/session/plugin", content=b"x" * 262_145)

    assert answer.status_code == 413
    assert answer.headers["x-request-id"]


async def test_the_access_log_holds_route_and_status_but_no_code_no_token(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the test's own client logs addresses
    await client.get("/tra-cuu", params={"ma": "CODE-TO-HIDE", "khoa": "TOKEN-TO-HIDE"})
    await client.post("/tra-cuu", data={"code": "CODE-TO-HIDE", "token": "TOKEN-TO-HIDE"})
    await client.get("/xac-nhan/CODE-TO-HIDE")
    await client.post("/xac-nhan/CODE-TO-HIDE/dang-nhap", data={"login": "x", "password": "TOKEN-TO-HIDE"})
    await client.get("/nowhere/TOKEN-TO-HIDE")

    assert "TO-HIDE" not in caplog.text
    lines = [record.getMessage() for record in caplog.records if record.name == "congvu.access"]
    assert [line.split()[1:4] for line in lines] == [
        ["GET", "/tra-cuu", "200"],
        ["POST", "/tra-cuu", "200"],
        ["GET", "/xac-nhan/{code}", "200"],
        ["POST", "/xac-nhan/{code}/dang-nhap", "401"],
        ["GET", "(no", "route)"],
    ]


async def test_a_defect_is_masked_and_logged_without_its_message(
    settings: Settings,
    database: Database,
    clock: FixedClock,
    search: DirectorySearch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(_request: Request) -> Response:
        raise RuntimeError("subject of a letter")

    application = web_application(
        WebParts(settings, database, clock, FakeMailServer(), broken, no_socket, search, nobody)
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=ORIGIN) as client:
        answer = await client.post("/graphql", json={})

    assert answer.status_code == 500
    assert "subject" not in answer.text + caplog.text
    incident = re.search(r"[0-9a-f]{12}", answer.text)
    assert incident is not None
    assert f"incident {incident[0]} at /graphql: RuntimeError" in caplog.text


async def test_over_https_the_cookie_is_bound_to_the_host(
    settings: Settings, database: Database, clock: FixedClock, search: DirectorySearch
) -> None:
    secure = settings.changed(public_url="https://congvu.example")
    parts = WebParts(secure, database, clock, FakeMailServer(), no_graphql, no_socket, search, nobody)
    application = web_application(parts)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=ORIGIN) as client:
        form = {"login": "an.nguyen@thainguyen.gov.vn", "password": "mật khẩu đúng"}
        answer = await client.post("/xac-nhan/Z/dang-nhap", data=form)

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-congvu=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_the_process_lives_and_is_ready_without_a_mail_server(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}

    ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True
    assert ready.json()["database"] == ready.json()["bundle"] == "ok"
