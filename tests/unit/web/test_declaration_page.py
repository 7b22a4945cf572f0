"""`/xac-nhan/<code>`: only the log-in whose mail was stopped sees anything, and confirms by name."""

import re

import httpx
import pytest
from sqlalchemy import select

from backend.classification import queries
from backend.classification.declarations import FileState, GateQuestion
from backend.classification.models import Declaration
from backend.classification.service import answer_gate
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.models import Mailbox
from backend.settings import Settings
from tests.unit.small_province import CLERK_BOX, NOW, OFFICIAL_BOX
from tests.unit.web.conftest import ORIGIN, PASSWORD, FakeMailServer

UNREADABLE, DECLASSIFIED = "u" * 22, "d" * 22
NOTHING = "Không có gì để xác nhận"


async def asked(database: Database, login: str, **files: str) -> str:
    """The code the gate gave out for these files (fingerprint → state)."""
    states = tuple(FileState(fingerprint, state) for fingerprint, state in files.items())
    async with database.write() as session:
        answer = await answer_gate(session, GateQuestion("0123456789ab", login, "2026.1.1", states), NOW)
    assert answer.code is not None
    return answer.code


async def signed_in(client: httpx.AsyncClient, code: str, login: str) -> httpx.Response:
    return await client.post(
        f"/xac-nhan/{code}/dang-nhap", data={"login": login, "password": PASSWORD}, follow_redirects=True
    )


def form_key(page: httpx.Response) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def declared(database: Database, login: str) -> frozenset[str]:
    async with database.read() as session:
        return await queries.declared_fingerprints(session, login, [UNREADABLE, DECLASSIFIED], NOW)


async def test_a_stranger_sees_a_sign_in_form_whether_the_code_exists_or_not(
    client: httpx.AsyncClient, database: Database
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})

    real, invented = await client.get(f"/xac-nhan/{code}"), await client.get("/xac-nhan/ZZZZZZZZ")
    assert real.status_code == invented.status_code == 200
    assert 'type="password"' in real.text
    assert real.text.replace(code, "ZZZZZZZZ") == invented.text


async def test_a_wrong_password_sees_nothing_and_gets_no_cookie(client: httpx.AsyncClient, database: Database) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})

    page = await client.post(f"/xac-nhan/{code}/dang-nhap", data={"login": CLERK_BOX, "password": "sai"})
    assert page.status_code == 401
    assert "không đúng" in page.text
    assert "set-cookie" not in page.headers


async def test_another_mailbox_is_told_the_same_of_a_real_code_as_of_an_invented_one(
    client: httpx.AsyncClient, database: Database
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})

    real = await signed_in(client, code, OFFICIAL_BOX)
    invented = await client.get("/xac-nhan/ZZZZZZZZ")
    assert real.status_code == invented.status_code == 404
    assert NOTHING in real.text
    assert real.text.replace(code, "ZZZZZZZZ") == invented.text


async def test_the_people_of_a_shared_mailbox_are_offered_and_the_reasons_that_fit(
    client: httpx.AsyncClient, database: Database
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})

    page = await signed_in(client, code, CLERK_BOX)
    assert "Nguyễn Thị Vân" in page.text
    assert "Trần Văn Thư" in page.text
    assert "Lê Minh Hà" not in page.text
    assert 'value="checked_unreadable"' in page.text
    assert 'value="not_a_mark"' not in page.text


async def test_confirming_declares_every_file_for_its_own_reason_and_says_to_send_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable", DECLASSIFIED: "declassified"})
    page = await signed_in(client, code, CLERK_BOX)

    done = await client.post(
        f"/xac-nhan/{code}",
        data={
            "form_key": form_key(page),
            "person": "THU",
            "reason_unreadable": "checked_unreadable",
            "reason_declassified": "declassified",
            "promise": "yes",
        },
        follow_redirects=True,
    )
    assert "hãy gửi lại thư" in done.text
    assert "15:00, 06/01/2026" in done.text
    assert await declared(database, CLERK_BOX) == {UNREADABLE, DECLASSIFIED}


async def test_a_stamp_nobody_could_read_is_declared_by_whoever_looked_at_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "uncertain"})
    page = await signed_in(client, code, CLERK_BOX)
    assert "Có hình giống con dấu nhưng không đọc được" in page.text
    assert "Tôi đã xem: hình giống con dấu không phải dấu chỉ độ mật" in page.text
    assert 'value="checked_unreadable"' not in page.text

    form = {"form_key": form_key(page), "person": "THU", "promise": "yes"}
    wrong = await client.post(f"/xac-nhan/{code}", data=form | {"reason_uncertain": "checked_unreadable"})
    assert (wrong.status_code, await declared(database, CLERK_BOX)) == (422, frozenset())

    await client.post(f"/xac-nhan/{code}", data=form | {"reason_uncertain": "stamp_looked_at"})
    async with database.read() as session:
        (row,) = await session.scalars(select(Declaration))
    assert (row.fingerprint, row.person_id, row.reason, row.way) == (UNREADABLE, "THU", "stamp_looked_at", "page")


COMPLETE = {"person": "THU", "reason_unreadable": "checked_unreadable", "promise": "yes"}


@pytest.mark.parametrize(
    "changes",
    [
        {"person": ""},
        {"person": "HA"},  # does not use this mailbox
        {"reason_unreadable": ""},
        {"reason_unreadable": "not_a_mark"},  # does not fit what the gate saw
        {"promise": ""},
    ],
)
async def test_an_incomplete_form_declares_nothing(
    client: httpx.AsyncClient, database: Database, changes: dict[str, str]
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})
    page = await signed_in(client, code, CLERK_BOX)

    answer = await client.post(f"/xac-nhan/{code}", data={"form_key": form_key(page)} | COMPLETE | changes)
    assert answer.status_code == 422
    assert "Chưa xác nhận được" in answer.text
    assert await declared(database, CLERK_BOX) == frozenset()


async def test_a_form_from_elsewhere_declares_nothing(client: httpx.AsyncClient, database: Database) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})
    await signed_in(client, code, CLERK_BOX)

    for key in ({}, {"form_key": "0" * 32}):
        answer = await client.post(f"/xac-nhan/{code}", data=COMPLETE | key)
        assert answer.status_code == 403
    assert await declared(database, CLERK_BOX) == frozenset()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": ORIGIN}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
async def test_signing_in_is_possible_from_our_own_page_only(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    form = {"login": CLERK_BOX, "password": PASSWORD}

    assert (await client.post("/xac-nhan/ZZZZZZZZ/dang-nhap", data=form, headers=headers)).status_code == status


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    answer = await client.post("/xac-nhan/Z/dang-nhap", data={"login": CLERK_BOX, "password": PASSWORD})

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("congvu=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=28800" in cookie


async def test_after_half_an_hour_one_signs_in_again(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})
    await signed_in(client, code, CLERK_BOX)
    clock.set(NOW.replace(minute=30))

    assert 'type="password"' in (await client.get(f"/xac-nhan/{code}")).text


async def test_signing_out_ends_the_visit(client: httpx.AsyncClient, database: Database) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})
    page = await signed_in(client, code, CLERK_BOX)
    cookie = client.cookies["congvu"]

    await client.post(f"/xac-nhan/{code}/dang-xuat", data={"form_key": form_key(page)})
    client.cookies.set("congvu", cookie)
    assert 'type="password"' in (await client.get(f"/xac-nhan/{code}")).text


async def test_a_code_expires_after_a_day(client: httpx.AsyncClient, database: Database, clock: FixedClock) -> None:
    code = await asked(database, CLERK_BOX, **{UNREADABLE: "unreadable"})
    clock.set(NOW.replace(day=6))

    assert NOTHING in (await signed_in(client, code, CLERK_BOX)).text


async def test_a_mailbox_without_people_in_the_directory_cannot_confirm(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as session:
        session.add(Mailbox(address="tochuc@thainguyen.gov.vn", agency_code="H55.05", kind="role", published_at=NOW))
    code = await asked(database, "tochuc@thainguyen.gov.vn", **{UNREADABLE: "unreadable"})

    page = await signed_in(client, code, "tochuc@thainguyen.gov.vn")
    assert "Danh mục chưa có cán bộ nào" in page.text
    assert '<button type="submit">Xác nhận' not in page.text


async def test_five_tries_of_one_mailbox_then_a_wait(client: httpx.AsyncClient, settings: Settings) -> None:
    form = {"login": CLERK_BOX, "password": "sai"}
    tries = [await client.post("/xac-nhan/Z/dang-nhap", data=form) for _ in range(6)]

    assert [answer.status_code for answer in tries] == [401] * 5 + [429]
    assert "quá nhiều lần thử" in tries[-1].text
    assert int(tries[-1].headers["retry-after"]) > 0


async def test_a_silent_mail_server_is_not_a_wrong_password(
    client: httpx.AsyncClient, mail_server: FakeMailServer
) -> None:
    mail_server.silent = True

    page = await client.post("/xac-nhan/Z/dang-nhap", data={"login": CLERK_BOX, "password": PASSWORD})
    assert page.status_code == 503
    assert "Máy chủ thư chưa trả lời" in page.text


async def test_what_is_typed_is_never_markup(client: httpx.AsyncClient) -> None:
    page = await client.post("/xac-nhan/%3Cb%3E/dang-nhap", data={"login": '"><script>x', "password": "sai"})

    assert "<script>" not in page.text
    assert "<b>" not in page.text
