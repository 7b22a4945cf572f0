"""What the dashboard's script stands on: its bearer, the policy of its page, and the tables as workbooks."""

import io
import re
from datetime import timedelta

import httpx
import openpyxl
import pytest
from sqlalchemy import select

from backend.access.models import PageSession
from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.db import Database
from backend.graphql.sign_in import Bearers
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, HEAD_BOX, SCIENCE
from tests.unit.web import test_dashboard
from tests.unit.web.dashboard_office import AUDITOR_BOX
from tests.unit.web.test_dashboard import PAGE, sign_in, table

office_template, url = test_dashboard.office_template, test_dashboard.url
BEARER = f"{PAGE}/phien"


async def key_of(client: httpx.AsyncClient, login: str) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', (await sign_in(client, login)).text)
    assert found is not None
    return found[1]


async def test_the_page_opens_a_bearer_that_speaks_for_its_visitor(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    key = await key_of(client, HEAD_BOX)
    answer = await client.post(BEARER, data={"form_key": key})

    principal = await Bearers(database, clock).principal(f"Bearer {answer.json()['token']}")
    assert principal is not None
    assert principal.login == HEAD_BOX
    assert answer.json()["expires_at"] == (clock.now() + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("site", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_no_other_site_opens_one(client: httpx.AsyncClient, site: dict[str, str]) -> None:
    key = await key_of(client, HEAD_BOX)

    assert (await client.post(BEARER, data={"form_key": key}, headers=site)).status_code == 403
    assert (await client.post(BEARER, data={"form_key": "0" * 32})).status_code == 403
    assert (await client.post(BEARER)).status_code == 403
    assert (await client.get(BEARER)).status_code == 405


async def test_a_stranger_gets_none(client: httpx.AsyncClient) -> None:
    answer = await client.post(BEARER, data={"form_key": "0" * 32})

    assert (answer.status_code, answer.json()) == (401, {"code": "not_signed_in"})


async def test_what_the_page_asks_by_itself_is_no_sign_that_somebody_is_there(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    async def idle_until() -> object:
        async with database.read() as session:
            return await session.scalar(select(PageSession.idle_until))

    key = await key_of(client, HEAD_BOX)
    before = await idle_until()
    clock.set(clock.now() + timedelta(minutes=5))
    for path in (PAGE, f"{PAGE}/months.csv"):
        assert (await client.get(path, headers={"Congvu-Unattended": "1"})).status_code == 200
    assert (await client.post(BEARER, data={"form_key": key}, headers={"Congvu-Unattended": "1"})).status_code == 200
    assert await idle_until() == before

    await client.get(PAGE)
    assert await idle_until() != before


async def test_only_the_page_with_figures_may_run_the_script(client: httpx.AsyncClient) -> None:
    stranger = (await client.get(PAGE)).headers["content-security-policy"]
    head = (await sign_in(client, HEAD_BOX)).headers["content-security-policy"]
    elsewhere = (await client.get("/")).headers["content-security-policy"]
    refused = (await client.get(PAGE, params={"co-quan": "X"})).headers["content-security-policy"]

    assert "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'" in head
    assert head.endswith("require-trusted-types-for 'script'; trusted-types lit-html")
    assert "unsafe" not in head
    assert {stranger, elsewhere, refused} == {stranger}
    assert stranger.endswith("trusted-types 'none'")
    assert "script-src" not in stranger


async def test_a_workbook_holds_the_numbers_of_the_table(client: httpx.AsyncClient) -> None:
    await sign_in(client, HEAD_BOX)
    answer = await client.get(f"{PAGE}/classes.xlsx")
    [row] = await table(client, "classes")

    assert answer.headers["content-disposition"] == 'attachment; filename="bang-dieu-hanh-classes.xlsx"'
    [heads, cells] = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    told = dict(zip(heads, cells, strict=True))
    assert told["Người gửi"] == "Người dân"
    assert (told["Số thư"], told["Chưa trả lời"]) == (int(row["n"]), int(row["open"]))
    assert told["Một nửa trong (giờ làm việc)"] == int(row["median"]) / 3600
    assert told["Đúng hạn"] == float(row["on_time"])
    for name in ("months", "curve", "ages", "waits", "checks"):
        assert (await client.get(f"{PAGE}/{name}.xlsx", params={"lang": "en"})).content[:2] == b"PK"


async def test_a_workbook_is_for_whoever_sees_the_page(client: httpx.AsyncClient) -> None:
    await sign_in(client, CLERK_BOX)

    assert (await client.get(f"{PAGE}/classes.xlsx")).status_code == 403


async def test_the_letters_behind_a_number_are_a_file_for_whoever_sees_them(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, HEAD_BOX)
    every = await table(client, "thu")
    waiting = await table(client, "thu", thu="OPEN")
    december = await table(client, "thu", **{"thu": "COUNT", "thang-nhan": "202512", "linh-vuc": ""})
    nonsense = await table(client, "thu", **{"thu": "X", "thang-nhan": "999999"})

    assert [row["counted"] for row in every].count("answered") == 6
    assert [(row["counted"], row["received"]) for row in waiting] == [
        ("open", "2026-01-05T02:00:00Z"),
        ("open", "2025-12-23T01:00:00Z"),
    ]
    assert (len(every), len(december), len(nonsense)) == (8, 7, 8)
    assert sorted(int(row["worked"]) for row in every if row["counted"] == "answered")[:2] == [7200, 7200]
    answer = await client.get(f"{PAGE}/thu.xlsx", params={"thu": "OPEN"})
    assert len(list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.rows)) == 3
    async with database.read() as session:
        looks = await session.scalars(select(AuditEntry.agency_code).where(AuditEntry.deed == "look.figure_letters"))
        assert set(looks) == {SCIENCE}


@pytest.mark.parametrize(
    ("login", "said"),
    [(HEAD_BOX, {"pham-vi": "ca-duoi"}), (AUDITOR_BOX, {"co-quan": SCIENCE, "pham-vi": "co-quan"}), (CHAIR_BOX, {})],
)
async def test_nobody_else_gets_the_letters(client: httpx.AsyncClient, login: str, said: dict[str, str]) -> None:
    await sign_in(client, login)

    assert (await client.get(f"{PAGE}/thu.csv", params={"co-quan": SCIENCE, **said})).status_code == 404
