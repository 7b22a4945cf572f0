"""`/quy-che`: every official reads what is in force; the agency that reports drafts, and notes what was signed."""

import re

import httpx
import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.compliance.regulation_models import SignedRegulation
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, FINANCE_HEAD_BOX, HEAD_BOX, OFFICIAL_BOX
from tests.unit.web.conftest import PASSWORD

PATH = "/quy-che"
SIGNED = {
    "paper": "decision",
    "number": "2/2026/QĐ-UBND",
    "signed_on": "2026-01-04",
    "valid_from": "2026-01-05",
    "person": "HA",
}


async def sign_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    client.cookies.clear()
    form = {"login": login, "password": PASSWORD}
    return await client.post(f"{PATH}/dang-nhap", data=form, follow_redirects=True)


async def enter(client: httpx.AsyncClient, login: str, **other: str) -> httpx.Response:
    page = await sign_in(client, login)
    found = re.search(r'name="form_key" value="([^"]*)"', page.text)
    assert found is not None
    form = {**SIGNED, "form_key": found[1], **other}
    return await client.post(PATH, data=form, follow_redirects=True)


async def noted(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(SignedRegulation.number)))


async def test_before_anything_is_signed_the_page_says_so(client: httpx.AsyncClient) -> None:
    page = await sign_in(client, OFFICIAL_BOX)

    assert page.status_code == 200
    assert "Chưa có quy chế hay danh mục nào được ghi là đã ký." in page.text
    assert page.text.count("<td>Bắt buộc</td>") == 4
    assert 'name="number"' not in page.text


async def test_what_was_signed_is_cited_beside_each_mandatory_kind_for_everybody(
    client: httpx.AsyncClient, database: Database
) -> None:
    answer = await enter(client, HEAD_BOX)
    assert answer.status_code == 200
    assert 'congvu rules propose --cites "Quyết định số 2/2026/QĐ-UBND ngày 04/01/2026"' in answer.text
    page = await sign_in(client, FINANCE_HEAD_BOX)

    cited = "Quyết định số 2/2026/QĐ-UBND ngày 04/01/2026"
    assert page.text.count(f"Chỉ thị, khoản 1 điểm e<small>{cited}</small>") == 4
    assert f"<strong>{cited}</strong>" in page.text
    assert await noted(database) == ["2/2026/QĐ-UBND"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": "số 2"}, "Số, ký hiệu chưa đúng dạng"),
        ({"signed_on": "2026-01-06"}, "Ngày ký chưa đúng, hoặc ở tương lai."),
        ({"signed_on": "hôm qua"}, "Ngày ký chưa đúng, hoặc ở tương lai."),
        ({"valid_from": "2026-01-03"}, "Ngày có hiệu lực chưa đúng, hoặc trước ngày ký."),
        ({"person": "TUAN"}, "Xin chọn tên người ghi."),
    ],
)
async def test_what_cannot_be_right_is_told_and_not_noted(
    client: httpx.AsyncClient, database: Database, wrong: dict[str, str], told: str
) -> None:
    answer = await enter(client, HEAD_BOX, **wrong)

    assert answer.status_code == 422
    assert told in answer.text
    assert await noted(database) == []


async def test_other_agencies_note_nothing_and_get_no_draft(client: httpx.AsyncClient, database: Database) -> None:
    answer = await enter(client, FINANCE_HEAD_BOX, person="TUAN")

    assert answer.status_code == 422
    assert await noted(database) == []
    assert (await client.get(f"{PATH}/quyet-dinh.pdf")).status_code == 403


async def test_drafts_are_fetched_by_the_agency_that_reports_and_that_is_recorded(
    client: httpx.AsyncClient, database: Database
) -> None:
    page = await sign_in(client, CLERK_BOX)
    links = re.findall(r'href="(/quy-che/[^"]+)"', page.text)
    answers = [await client.get(link) for link in links]

    assert links == [f"{PATH}/{name}.{kind}" for name in ("quyet-dinh", "danh-muc") for kind in ("docx", "pdf")]
    assert [answer.content[:4] for answer in answers] == [b"PK\x03\x04", b"%PDF"] * 2
    async with database.read() as session:
        said = list(await session.scalars(select(AuditEntry.deed).where(AuditEntry.login == CLERK_BOX)))
    assert said.count("regulation.drafted") == 4
