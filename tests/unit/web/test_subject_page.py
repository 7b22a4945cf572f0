"""`/du-lieu-ca-nhan/cua-toi`: everybody reads and takes along what is held about them, and nothing of another's."""

import re

import httpx
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, OFFICIAL_BOX
from tests.unit.web.conftest import PASSWORD

PATH = "/du-lieu-ca-nhan/cua-toi"


async def signed_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    data = {"login": login, "password": PASSWORD}
    return await client.post(f"{PATH}/dang-nhap", data=data, follow_redirects=True)


def form_key(page: httpx.Response) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def test_somebody_reads_and_downloads_what_is_held_about_them(
    client: httpx.AsyncClient, database: Database
) -> None:
    page = await signed_in(client, OFFICIAL_BOX)
    assert f"Dữ liệu giữ về {OFFICIAL_BOX}" in page.text
    assert "Họ tên, chức vụ, điện thoại" in page.text

    answer = await client.post(f"{PATH}.json", data={"form_key": form_key(page)})
    document = answer.json()
    assert answer.headers["content-disposition"] == 'attachment; filename="du-lieu-ca-nhan.json"'
    assert (document["format"], document["address"]) == ("congvu.subject/1", OFFICIAL_BOX)
    tables = {one["table"]: one["rows"] for one in document["held"]}
    assert [row["name"] for row in tables["official"]] == ["Nguyễn Văn An"]
    assert tables["private_address"] == [{"address": "an@thu.example", "official_id": "AN"}]
    assert HEAD_BOX not in answer.text
    async with database.read() as session:
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.deed == "subject.exported")))
    assert [(entry.login, entry.person_id, entry.subject_id) for entry in entries] == [(OFFICIAL_BOX, "AN", "AN")]


async def test_a_log_in_that_several_share_is_sent_to_the_officer(client: httpx.AsyncClient) -> None:
    page = await signed_in(client, CLERK_BOX)
    assert "nhiều người dùng chung" in page.text
    answer = await client.post(f"{PATH}.json", data={"form_key": form_key(page)})
    assert answer.status_code == 303


async def test_without_the_form_of_the_visit_nothing_goes_out(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"{PATH}.json")).status_code == 403
    await signed_in(client, OFFICIAL_BOX)
    assert (await client.post(f"{PATH}.json", data={"form_key": "0"})).status_code == 403
    assert (await client.get(f"{PATH}.json")).status_code == 405
