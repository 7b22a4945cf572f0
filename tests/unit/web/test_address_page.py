"""`/dia-chi`: the link of the mail shows a page; only its button confirms."""

from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import select

from backend.access.address_token import address_token
from backend.compliance import address_queries
from backend.compliance.models import AddressConfirmation
from backend.db import Database
from backend.settings import Settings
from tests.unit.small_province import CLERK_BOX, NOW, SCIENCE
from tests.unit.web.conftest import ORIGIN

QUARTER = "2026Q1"


@pytest.fixture
async def token(database: Database, settings: Settings) -> str:
    """Of a mail that went out."""
    async with database.write() as session:
        assert await address_queries.note_asked(session, SCIENCE, CLERK_BOX, QUARTER, NOW)
    return address_token(settings.gate_token, CLERK_BOX, QUARTER)


async def confirmed(database: Database) -> bool:
    async with database.read() as session:
        row = (await session.scalars(select(AddressConfirmation))).one()
    return row.confirmed_at is not None


def link(token: str, address: str = CLERK_BOX, quarter: str = QUARTER) -> str:
    return f"/dia-chi?{urlencode({'hop-thu': address, 'quy': quarter, 'khoa': token})}"


def form(token: str, address: str = CLERK_BOX, quarter: str = QUARTER) -> dict[str, str]:
    return {"address": address, "quarter": quarter, "token": token}


async def test_a_scanner_that_opens_the_link_confirms_nothing_and_the_button_does(
    client: httpx.AsyncClient, database: Database, token: str
) -> None:
    for method in ("GET", "HEAD", "GET"):
        page = await client.request(method, link(token))
        assert page.status_code == 200
    assert "Hộp thư còn dùng" in page.text
    assert not await confirmed(database)

    page = await client.post("/dia-chi", data=form(token))
    assert (page.status_code, await confirmed(database)) == (200, True)
    assert f"Đã ghi nhận: hộp thư {CLERK_BOX}" in page.text


async def test_a_token_is_for_one_address_and_one_quarter(
    client: httpx.AsyncClient, database: Database, token: str
) -> None:
    wrong = [
        ("x" * 32, CLERK_BOX, QUARTER),
        ("khóa", CLERK_BOX, QUARTER),
        (token, "sotaichinh@thainguyen.gov.vn", QUARTER),
        (token, CLERK_BOX, "2026Q2"),
        (token, CLERK_BOX, "quý 1"),
    ]
    answers = [(await client.post("/dia-chi", data=form(*one))).status_code for one in wrong]

    assert answers == [404] * len(wrong)
    assert not await confirmed(database)


async def test_another_sites_form_confirms_nothing(client: httpx.AsyncClient, database: Database, token: str) -> None:
    answer = await client.post("/dia-chi", data=form(token), headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert not await confirmed(database)
    assert (await client.post("/dia-chi", data=form(token), headers={"Origin": ORIGIN})).status_code == 200


async def test_a_box_that_was_not_asked_confirms_nothing(client: httpx.AsyncClient, settings: Settings) -> None:
    token = address_token(settings.gate_token, CLERK_BOX, QUARTER)

    assert (await client.post("/dia-chi", data=form(token))).status_code == 404


async def test_without_the_secret_no_token_is_genuine(
    client: httpx.AsyncClient, database: Database, settings: Settings, token: str
) -> None:
    settings.gate_token.unlink()

    assert (await client.post("/dia-chi", data=form(token))).status_code == 404
    assert not await confirmed(database)


async def test_who_tries_too_often_waits(client: httpx.AsyncClient, token: str) -> None:
    answers = [(await client.get(link(token))).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
