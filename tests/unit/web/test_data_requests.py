"""What people ask about data held on them: noted, decided by the officer within their reach, and seen by who asked."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from backend.access.roles import Role
from backend.audit.models import AuditEntry
from backend.compliance.models import SubjectRequest
from backend.compliance.subject_requests import OPEN_LIMIT
from backend.correspondence.models import Correspondence, Correspondent, LetterReference, LetterToken
from backend.correspondence.status import token_hash
from backend.db import Database
from backend.directory.models import Agency, LoginMailbox, Mailbox, Official, RoleAssignment
from tests.unit.small_province import CLERK_BOX, COMMITTEE, FINANCE, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE
from tests.unit.web.conftest import PASSWORD

OWN, LIST = "/du-lieu-ca-nhan/cua-toi", "/du-lieu-ca-nhan/yeu-cau"
CODE, TOKEN = "TDT.H55.05-260105-7KQ2M", "the-citizen-s-token"
OFFICER = "dpo@thainguyen.gov.vn"
BELOW = f"{SCIENCE}.1"


@pytest.fixture(autouse=True)
async def officer(database: Database) -> None:
    """Of the department; and an agency below it."""
    await holds(database, Role.DATA_OFFICER, OFFICER)
    async with database.write() as session:
        session.add(Agency(code=BELOW, name="Trung tâm", kind="unit", parent=SCIENCE))


async def holds(database: Database, role: Role, login: str) -> None:
    async with database.write() as session:
        session.add(Mailbox(address=login, agency_code=SCIENCE, kind="personal", published_at=NOW))
        session.add(Official(id=f"O{role}", name="Đỗ Thị Phượng", post="x", agency_code=SCIENCE, login=login))
    async with database.write() as session:
        session.add(LoginMailbox(login=login, address=login))
        session.add(RoleAssignment(official_id=f"O{role}", role=role, agency_code=SCIENCE))


async def sign_in(client: httpx.AsyncClient, login: str) -> str:
    client.cookies.clear()
    page = await client.post("/dang-nhap", data={"login": login, "password": PASSWORD}, follow_redirects=True)
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def asks(client: httpx.AsyncClient, about: str = "phone", wanted: str = "0208 123 456") -> httpx.Response:
    key = await sign_in(client, OFFICIAL_BOX)
    return await client.post(OWN, data={"form_key": key, "about": about, "wanted": wanted})


async def requests(database: Database) -> list[SubjectRequest]:
    async with database.read() as session:
        return list(await session.scalars(select(SubjectRequest).order_by(SubjectRequest.asked_at)))


async def decides(client: httpx.AsyncClient, request: str, outcome: str, said: str = "", who: str = "") -> int:
    login, person = (OFFICER, f"O{Role.DATA_OFFICER}") if not who else (who, "HA")
    key = await sign_in(client, login)
    form = {"form_key": key, "request": request, "outcome": outcome, "said": said, "person": person}
    return (await client.post(LIST, data=form)).status_code


async def test_a_correction_is_asked_for_granted_and_shown_as_applied_once_the_directory_says_so(
    client: httpx.AsyncClient, database: Database
) -> None:
    assert (await asks(client)).status_code == 303
    assert "Đã ghi nhận, đang chờ quyết định." in (await client.get(OWN)).text
    [row] = await requests(database)
    assert (row.official_id, row.about, row.wanted, row.agency_code) == ("AN", "phone", "0208 123 456", SCIENCE)

    await sign_in(client, OFFICER)
    shown = (await client.get(LIST)).text
    assert "Nguyễn Văn An" in shown
    assert "Điện thoại: 0208 123 456" in shown
    assert await decides(client, row.id, "granted") == 303

    await sign_in(client, OFFICIAL_BOX)
    assert "dữ liệu chưa như yêu cầu, chờ cập nhật danh mục" in (await client.get(OWN)).text
    async with database.write() as session:  # as an import of the directory does
        official = await session.get(Official, "AN")
        assert official is not None
        official.phone = "0208 123 456"
    assert "dữ liệu nay đã như yêu cầu" in (await client.get(OWN)).text
    async with database.read() as session:
        deeds = [
            (one.deed, one.person_id) for one in await session.scalars(select(AuditEntry)) if "subject" in one.deed
        ]
    assert deeds == [("subject.asked", None), ("subject.granted", f"O{Role.DATA_OFFICER}")]


async def test_a_refusal_says_why_and_the_first_decision_stands(client: httpx.AsyncClient, database: Database) -> None:
    await asks(client)
    [row] = await requests(database)
    assert await decides(client, row.id, "refused") == 422
    assert await decides(client, row.id, "refused", "Số này đúng với hồ sơ.") == 303
    assert await decides(client, row.id, "granted") == 422

    await sign_in(client, OFFICIAL_BOX)
    page = (await client.get(OWN)).text
    assert "Không chấp nhận." in page
    assert "Trả lời: Số này đúng với hồ sơ." in page


@pytest.mark.parametrize(("about", "wanted"), [("phone", " "), ("phone", "x" * 201), ("login", "x"), ("copy", "x")])
async def test_what_is_no_request_is_not_noted(
    client: httpx.AsyncClient, database: Database, about: str, wanted: str
) -> None:
    assert (await asks(client, about, wanted)).status_code == 422
    assert await requests(database) == []


async def test_the_same_is_noted_once_and_only_so_many_wait(client: httpx.AsyncClient, database: Database) -> None:
    key = await sign_in(client, OFFICIAL_BOX)
    answers = [
        (await client.post(OWN, data={"form_key": key, "about": "phone", "wanted": wanted})).status_code
        for wanted in ("1", "1", "2", "3", "4", "5", "6")
    ]
    assert answers == [303, 303, 303, 303, 303, 303, 422]
    assert len(await requests(database)) == OPEN_LIMIT


@pytest.mark.parametrize("role", Role)
async def test_only_the_officer_sees_and_decides(client: httpx.AsyncClient, database: Database, role: Role) -> None:
    await asks(client)
    [row] = await requests(database)
    login = OFFICER
    if role is not Role.DATA_OFFICER:
        login = f"{role.replace('_', '')}@thainguyen.gov.vn"
        await holds(database, role, login)
    key = await sign_in(client, login)
    shown = (await client.get(LIST)).text
    form = {"form_key": key, "request": row.id, "outcome": "granted", "person": f"O{role}"}
    answer = await client.post(LIST, data=form)

    may = role is Role.DATA_OFFICER
    assert ("0208 123 456" in shown) is may
    assert (answer.status_code == 303) is may
    assert (f'href="{LIST}"' in (await client.get("/")).text) is may
    assert ((await requests(database))[0].outcome == "granted") is may


@pytest.mark.parametrize(("agency", "decided"), [(SCIENCE, True), (BELOW, True), (COMMITTEE, False), (FINANCE, False)])
async def test_an_officer_decides_for_the_own_agency_and_those_below(
    client: httpx.AsyncClient, database: Database, agency: str, decided: bool
) -> None:
    async with database.write() as session:
        session.add(
            SubjectRequest(id="R", agency_code=agency, asked_at=NOW, about="name", wanted="An", official_id="AN")
        )
    assert (await decides(client, "R", "granted") == 303) is decided
    assert [row.outcome for row in await requests(database)] == ["granted" if decided else ""]


@pytest.mark.parametrize("role", [Role.DATA_OFFICER, Role.HEAD, Role.IT_ADMIN])
@pytest.mark.parametrize("path", ["/danh-gia-tac-dong.docx", "/khi-lo-du-lieu.docx?luc=2026-11-27T08:30"])
async def test_the_papers_are_for_the_officer(
    client: httpx.AsyncClient, database: Database, role: Role, path: str
) -> None:
    login = OFFICER
    if role is not Role.DATA_OFFICER:
        login = f"{role.replace('_', '')}@thainguyen.gov.vn"
        await holds(database, role, login)
    await sign_in(client, login)
    answer = await client.get(f"/du-lieu-ca-nhan{path}")
    assert answer.content.startswith(b"PK") is (role is Role.DATA_OFFICER)


async def test_a_head_who_is_no_officer_decides_nothing(client: httpx.AsyncClient, database: Database) -> None:
    await asks(client)
    [row] = await requests(database)
    assert await decides(client, row.id, "granted", who=HEAD_BOX) == 422


@pytest.fixture
async def letter(database: Database) -> None:
    async with database.write() as session:
        session.add(Correspondent(id="DAN", address="dan@nguoidan.example", sender_class="citizen"))
        session.add(LetterReference(agency_code=SCIENCE, correspondence_id="L", code=CODE, issued_at=NOW))
        session.add(
            LetterToken(
                token_hash=token_hash(TOKEN), agency_code=SCIENCE, correspondence_id="L", mail_id="L", issued_at=NOW
            )
        )
        session.add(
            Correspondence(
                agency_code=SCIENCE,
                id="L",
                correspondent_id="DAN",
                sender_class="citizen",
                mailbox=CLERK_BOX,
                message_id="L@nguoidan.example",
                received_at=NOW,
                month=202601,
                standing="open",
                deadline_id="ordinary",
                may_acknowledge=True,
                due_at=NOW + timedelta(days=7),
            )
        )


async def sender_asks(client: httpx.AsyncClient, data: str, token: str = TOKEN) -> httpx.Response:
    return await client.post("/tra-cuu/du-lieu", data={"code": CODE, "token": token, "data": data})


@pytest.mark.usefixtures("letter")
async def test_a_sender_asks_on_the_status_page_and_reads_the_outcome_there(
    client: httpx.AsyncClient, database: Database
) -> None:
    assert "Đã ghi nhận, đang chờ quyết định." in (await sender_asks(client, "business")).text
    assert "Xin bản sao dữ liệu về mình" in (await sender_asks(client, "copy")).text
    rows = {row.about: row for row in await requests(database)}
    assert {(row.about, row.wanted, row.correspondent_id) for row in rows.values()} == {
        ("sender_class", "business", "DAN"),
        ("copy", "", "DAN"),
    }

    await sign_in(client, OFFICER)
    shown = (await client.get(LIST)).text
    assert "Loại người gửi: doanh nghiệp" in shown
    assert f"congvu subject export --request {rows['copy'].id}" in shown
    for hidden in ("dan@nguoidan.example", CODE, "L@nguoidan.example"):
        assert hidden not in shown
    assert await decides(client, rows["sender_class"].id, "granted") == 303
    page = (await client.get("/tra-cuu", params={"ma": CODE, "khoa": TOKEN})).text
    assert "dữ liệu chưa như yêu cầu" in page


@pytest.mark.usefixtures("letter")
async def test_nothing_is_noted_without_the_letters_own_token_or_for_what_is_not_offered(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sender_asks(client, "copy", "wrong")
    await sender_asks(client, "everything")
    assert await requests(database) == []
