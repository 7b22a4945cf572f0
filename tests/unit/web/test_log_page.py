"""`/nhat-ky`: everybody reads what stands in the log of their own log-in, and nothing of another's."""

from datetime import timedelta

import httpx
import pytest

from backend.audit import service as audit
from backend.db import Database
from backend.web.locale import LANGUAGES, texts
from backend.web.log_page import SHOWN_AT_MOST, text_key
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW
from tests.unit.web.conftest import PASSWORD


async def signed_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    client.cookies.clear()
    data = {"login": login, "password": PASSWORD}
    return await client.post("/nhat-ky/dang-nhap", data=data, follow_redirects=True)


async def test_a_stranger_is_asked_who_they_are(client: httpx.AsyncClient) -> None:
    assert 'type="password"' in (await client.get("/nhat-ky")).text


async def test_somebody_sees_their_own_sign_ins_and_deeds(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        audit.record(
            session,
            "letter.extended",
            at=NOW - timedelta(days=1),
            login=CLERK_BOX,
            person_id="VAN",
            agency_code="H55.05",
            subject_id="THU-CAN-TIM",
        )
        audit.record(session, "clearance.entered", at=NOW - timedelta(days=91), login=CLERK_BOX)

    page = await signed_in(client, CLERK_BOX)

    assert page.text.index("Đăng nhập bằng mật khẩu hộp thư") < page.text.index("Ghi nhận một việc về thư đến")
    assert "(Nguyễn Thị Vân, Sở Khoa học và Công nghệ)" in page.text
    assert "15:00, 04/01/2026" in page.text
    assert "THU-CAN-TIM" not in page.text  # which letter it was is not shown
    assert "Nhập một tệp được phép gửi" not in page.text  # longer ago than is shown


async def test_nobody_sees_anothers(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        audit.record(session, "clearance.approved", at=NOW, login=HEAD_BOX, person_id="HA")

    page = await signed_in(client, CLERK_BOX)
    assert "Duyệt một tệp" not in page.text
    assert "Duyệt một tệp" not in (await client.get(f"/nhat-ky?login={HEAD_BOX}")).text
    assert "Duyệt một tệp" in (await signed_in(client, HEAD_BOX)).text


async def test_a_long_log_is_cut_and_says_so(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        for number in range(SHOWN_AT_MOST):
            audit.record(session, "letter.assigned", at=NOW - timedelta(minutes=number), login=CLERK_BOX)

    assert f"Chỉ hiện {SHOWN_AT_MOST} việc mới nhất." in (await signed_in(client, CLERK_BOX)).text


@pytest.mark.parametrize(
    ("deed", "key"),
    [
        ("sign_in.provider", "deed.sign_in_provider"),
        ("letter.extended", "deed.letter"),
        ("sent.recalled", "deed.sent"),
        ("made.up", "deed.other"),
    ],
)
def test_a_deed_is_told_by_its_own_words_or_its_kinds(deed: str, key: str) -> None:
    assert text_key(deed) == key
    assert all(key in texts(language) for language in LANGUAGES)
