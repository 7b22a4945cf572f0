"""`/dang-nhap/khan-cap`: one sign-in, on record, however the provider and the mail server are."""

import logging
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from backend.access import emergency
from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.db import Database
from tests.unit.small_province import COMMITTEE, NOW
from tests.unit.web.conftest import FakeMailServer

PATH = "/dang-nhap/khan-cap"


async def made(database: Database, name: str = "truc-ban") -> str:
    async with database.write() as session:
        wanted = emergency.Wanted(name, COMMITTEE, "máy chủ đăng nhập dừng", timedelta(hours=4))
        return (await emergency.make(session, wanted, NOW)).password


async def sign_in(client: httpx.AsyncClient, account: str, password: str) -> httpx.Response:
    return await client.post(PATH, data={"account": account, "password": password}, follow_redirects=True)


async def deeds(database: Database) -> list[tuple[str, str]]:
    async with database.read() as session:
        rows = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(row.deed, row.login) for row in rows]


async def test_an_administrator_gets_in_while_nothing_else_answers(
    client: httpx.AsyncClient, database: Database, mail_server: FakeMailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.silent = True
    caplog.set_level(logging.INFO)
    password = await made(database)

    page = await sign_in(client, "Truc-Ban", password.lower().replace("-", " "))

    assert "Đăng nhập bằng tài khoản khẩn cấp truc-ban." in page.text
    assert "quản trị công nghệ thông tin" in page.text
    assert "Đang dùng tài khoản khẩn cấp" in page.text
    assert "EMERGENCY account truc-ban signed in" in caplog.text
    assert password not in caplog.text
    assert await deeds(database) == [
        ("emergency.made", ""),
        ("emergency.used", "truc-ban"),
        ("sign_in.emergency", "truc-ban"),
    ]


async def test_it_names_nobody_and_so_lets_nothing_be_done_by_name(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, "truc-ban", await made(database))

    page = await client.get("/cho-phep")

    assert "Danh mục chưa có cán bộ nào" in page.text
    assert "<fieldset" not in page.text


async def test_an_account_is_good_for_one_sign_in(client: httpx.AsyncClient, database: Database) -> None:
    password = await made(database)
    assert (await sign_in(client, "truc-ban", password)).status_code == 200
    client.cookies.clear()

    assert (await sign_in(client, "truc-ban", password)).status_code == 401
    assert ("emergency.refused", "truc-ban") in await deeds(database)


async def test_an_account_that_is_over_opens_nothing(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    password = await made(database)
    clock.set(NOW + timedelta(hours=4))

    assert (await sign_in(client, "truc-ban", password)).status_code == 401


async def test_a_wrong_password_is_on_record_and_a_wrong_name_is_not(
    client: httpx.AsyncClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await made(database)
    assert (await sign_in(client, "truc-ban", "0000-0000")).status_code == 401
    assert (await sign_in(client, "mat-khau-go-nham", "x")).status_code == 401
    assert (await sign_in(client, "truc-ban", "x" * 5000)).status_code == 401

    assert await deeds(database) == [("emergency.made", ""), *[("emergency.refused", "truc-ban")] * 2]
    assert "mat-khau-go-nham" not in caplog.text


async def test_guessing_is_slowed_down(client: httpx.AsyncClient, database: Database) -> None:
    password = await made(database)
    for _ in range(5):
        await sign_in(client, "truc-ban", "")

    assert (await sign_in(client, "truc-ban", password)).status_code == 429


async def test_the_session_ends_after_an_hour_and_with_its_account(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await sign_in(client, "truc-ban", await made(database))
    for minutes in range(10, 60, 10):
        clock.set(NOW + timedelta(minutes=minutes))
        assert "truc-ban" in (await client.get("/")).text
    clock.set(NOW + timedelta(minutes=60))
    assert "truc-ban" not in (await client.get("/")).text

    clock.set(NOW)
    await sign_in(client, "khac", await made(database, "khac"))
    assert "khac" in (await client.get("/")).text
    async with database.write() as session:
        await emergency.end(session, "khac", NOW)
    assert "tài khoản khẩn cấp" not in (await client.get("/")).text


async def test_another_site_cannot_send_the_form(client: httpx.AsyncClient, database: Database) -> None:
    data = {"account": "truc-ban", "password": await made(database)}

    answer = await client.post(PATH, data=data, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
