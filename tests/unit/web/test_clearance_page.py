"""`/cho-phep`: who may enter and approve, and what the page says."""

import re

import httpx
import pytest

from backend.classification import clearing
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW, OFFICIAL_BOX
from tests.unit.web.conftest import PASSWORD

FORM = {
    "deed": "enter",
    "fingerprint": "c" * 22,
    "decision_number": "12/QĐ-SKHCN",
    "decided_on": "2026-01-04",
    "valid_days": "3",
    "person": "VAN",
    "promise": "yes",
}


async def signed_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    client.cookies.clear()
    data = {"login": login, "password": PASSWORD}
    return await client.post("/cho-phep/dang-nhap", data=data, follow_redirects=True)


async def send(client: httpx.AsyncClient, page: httpx.Response, **form: str) -> httpx.Response:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return await client.post("/cho-phep", data={**form, "form_key": found[1]}, follow_redirects=True)


async def in_force(database: Database) -> list[str]:
    async with database.read() as session:
        return [one.fingerprint for one in await clearing.in_force(session, NOW)]


async def test_a_stranger_sees_a_sign_in_form_only(client: httpx.AsyncClient) -> None:
    page = await client.get("/cho-phep")

    assert 'type="password"' in page.text
    assert "Nhập một tệp" not in page.text


async def test_a_clerk_enters_and_the_head_approves(client: httpx.AsyncClient, database: Database) -> None:
    waiting = await send(client, await signed_in(client, CLERK_BOX), **FORM)
    assert "Chờ người thứ hai duyệt" in waiting.text
    assert "Quyết định số 12/QĐ-SKHCN ngày 04/01/2026" in waiting.text
    assert 'value="approve"' not in waiting.text  # a clerk does not approve
    assert await in_force(database) == []

    page = await signed_in(client, HEAD_BOX)
    clearance = re.search(r'name="clearance" value="(\w+)"', page.text)
    assert clearance is not None
    done = await send(client, page, deed="approve", clearance=clearance[1], person="HA", promise="yes")

    assert "Đang có hiệu lực" in done.text
    assert "Người nhập: Nguyễn Thị Vân" in done.text
    assert "Người duyệt: Lê Minh Hà" in done.text
    assert await in_force(database) == ["c" * 22]


async def test_the_head_may_not_approve_what_the_head_entered(client: httpx.AsyncClient, database: Database) -> None:
    page = await send(client, await signed_in(client, HEAD_BOX), **{**FORM, "person": "HA"})
    clearance = re.search(r'name="clearance" value="(\w+)"', page.text)
    assert clearance is not None

    refused = await send(client, page, deed="approve", clearance=clearance[1], person="HA", promise="yes")

    assert refused.status_code == 422
    assert "Người nhập không được tự duyệt" in refused.text
    assert await in_force(database) == []


async def test_an_official_without_the_role_sees_why_and_may_do_nothing(
    client: httpx.AsyncClient, database: Database
) -> None:
    page = await signed_in(client, OFFICIAL_BOX)
    assert "Vai trò của ông/bà trong danh mục không có quyền" in page.text

    refused = await send(client, page, **{**FORM, "person": "AN"})
    assert refused.status_code == 422
    async with database.read() as session:
        assert list(await clearing.of_agency(session, "H55.05", NOW)) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fingerprint": "abc"}, "Mã đối chiếu chưa đúng"),
        ({"decision_number": "số 12"}, "Số quyết định chưa đúng"),
        ({"decided_on": "hôm qua"}, "Ngày quyết định chưa đúng"),
        ({"valid_days": "90"}, "nhiều nhất 31 ngày"),
        ({"promise": ""}, "đánh dấu ô cam kết"),
        ({"person": "HA"}, "xin chọn người"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: httpx.AsyncClient, changes: dict[str, str], sentence: str
) -> None:
    refused = await send(client, await signed_in(client, CLERK_BOX), **{**FORM, **changes})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert 'value="2026-01-04"' in refused.text or "decided_on" in changes


async def test_a_form_of_another_visit_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    await signed_in(client, CLERK_BOX)

    refused = await client.post("/cho-phep", data={**FORM, "form_key": "0" * 32})

    assert refused.status_code == 403
    assert await in_force(database) == []
