"""`/bao-ve`: heads and IT administrators see which agencies have browsers that guard; nobody else, and no person."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from backend.compliance import protecting
from backend.compliance.protection import Browser, Gate, Host, ProtectionReport
from backend.db import Database
from backend.directory.models import Agency, RoleAssignment
from tests.unit.small_province import COMMITTEE, FINANCE, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE
from tests.unit.web.conftest import PASSWORD

SAID = ProtectionReport(
    device="d" * 22,
    gate=Gate.EXTENSION,
    version="1.2.0",
    browser=Browser.COC_COC,
    managed=True,
    bundle="2026.1.1",
    bundle_issued_on=date(2026, 1, 2),
    hosts={Host.SOGO: ("send_button",)},
)


@pytest.fixture(autouse=True)
async def reports(database: Database) -> None:
    async with database.write() as session:
        await protecting.report(session, SCIENCE, SAID, NOW)
        await protecting.report(session, FINANCE, replace(SAID, bundle_issued_on=None), NOW - timedelta(days=20))


async def sign_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    data = {"login": login, "password": PASSWORD}
    return await client.post("/bao-ve/dang-nhap", data=data, follow_redirects=True)


async def make_admin(database: Database) -> None:
    """An official of the province's committee, for it and all below."""
    async with database.write() as session:
        session.add(RoleAssignment(official_id="AN", role="it_admin", agency_code=COMMITTEE))


async def table(client: httpx.AsyncClient) -> list[dict[str, str]]:
    answer = await client.get("/bao-ve.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def test_a_head_sees_the_own_agency(client: httpx.AsyncClient) -> None:
    page = (await sign_in(client, HEAD_BOX)).text

    assert "1 trong 1 cơ quan" in page
    assert "1 tiện ích, 0 hộp thư trên web" in page
    assert "1 do chính sách quản trị cài" in page
    assert "02/01/2026" in page
    assert "3 ngày trước" in page
    assert "send_button" in page
    assert "Sở Tài chính" not in page
    assert [row["agency_code"] for row in await table(client)] == [SCIENCE]


async def test_an_it_administrator_sees_what_is_below_and_who_has_none(
    client: httpx.AsyncClient, database: Database
) -> None:
    await make_admin(database)
    page = (await sign_in(client, OFFICIAL_BOX)).text

    assert "1 trong 4 cơ quan" in page
    assert "Không báo trong 14 ngày qua" in page  # finance
    assert "Chưa có trình duyệt nào" in page
    assert "Ủy ban nhân dân xã Phú Lương" in page
    by_code = {row["agency_code"]: row for row in await table(client)}
    assert len(by_code) == 4
    assert by_code[SCIENCE] == {
        "agency_code": SCIENCE,
        "agency_name": "Sở Khoa học và Công nghệ",
        "extension": "1",
        "plugin": "0",
        "managed": "1",
        "versions": "extension 1.2.0: 1",
        "oldest_rules_issued_on": "2026-01-02",
        "without_rules": "0",
        "last_seen_on": "2026-01-05",
        "failed_checks": "sogo: send_button (1)",
    }
    assert by_code[FINANCE]["last_seen_on"] == "2025-12-16"


async def test_an_official_sees_nothing(client: httpx.AsyncClient) -> None:
    page = await sign_in(client, OFFICIAL_BOX)

    assert "Trang này dành cho thủ trưởng" in page.text
    assert "Sở Khoa học" not in page.text
    answer = await client.get("/bao-ve.csv")
    assert (answer.status_code, "Sở Khoa học" in answer.text) == (403, False)


async def test_a_name_that_a_spreadsheet_would_compute_is_text(client: httpx.AsyncClient, database: Database) -> None:
    await make_admin(database)
    async with database.write() as session:
        session.add(Agency(code="H55.99", name="=1+1", kind="unit", parent=COMMITTEE))
    await sign_in(client, OFFICIAL_BOX)

    assert {row["agency_code"]: row["agency_name"] for row in await table(client)}["H55.99"] == "'=1+1"


async def test_the_page_speaks_english_too(client: httpx.AsyncClient) -> None:
    await sign_in(client, HEAD_BOX)
    page = (await client.get("/bao-ve?lang=en")).text

    assert "1 of 1 agencies" in page
    assert "SOGo: 1 browsers" in page
