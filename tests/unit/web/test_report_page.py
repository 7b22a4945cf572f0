"""`/bao-cao`: the head of the agency that reports approves and sends by name; others read, or see nothing."""

import io
import re
import zipfile
from datetime import date, datetime, timedelta

import httpx
import pytest
from docx import Document
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.compliance import quarterly_letter_queries, quarterly_reminding, reporting, stating
from backend.compliance.quarter import Quarter
from backend.compliance.report_files import LetterFile, files_of, letter_files
from backend.compliance.report_inputs import Inputs, Target, read_inputs
from backend.compliance.reporting_models import QuarterlyReport
from backend.compliance.whole_quarter import whole_quarter
from backend.correspondence.models import Outbox
from backend.db import Database
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import (
    CHAIR_BOX,
    CLERK_BOX,
    COMMITTEE,
    COMMUNE,
    FINANCE,
    FINANCE_HEAD_BOX,
    HEAD_BOX,
    SCIENCE,
)
from tests.unit.web.conftest import PASSWORD

PATH = "/bao-cao"
NOW, LATER = vietnam("2026-04-01 09:00"), vietnam("2026-07-01 09:00")


@pytest.fixture(autouse=True)
async def draft(database: Database, clock: FixedClock) -> None:
    clock.set(NOW)
    async with database.write() as session:
        await reporting.want(session, "2026Q1", None, NOW)
    await put(database)


async def put(database: Database) -> None:
    async with database.read() as session:
        found = await reporting.read(session, Quarter(2026, 1), SCIENCE, Inputs(), NOW)
    async with database.write() as session:
        assert await reporting.put_draft(session, found, files_of(found), "H55")
        await quarterly_reminding.put(session, "2026Q1", letter_files(found))


async def sign_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    client.cookies.clear()
    form = {"login": login, "password": PASSWORD}
    return await client.post(f"{PATH}/dang-nhap", data=form, follow_redirects=True)


def hidden(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return found[1]


async def press(client: httpx.AsyncClient, page: httpx.Response, deed: str, **other: str) -> httpx.Response:
    form = {"form_key": hidden(page, "form_key"), "quarter": "2026Q1", "deed": deed, "person": "HA"}
    form["draft"] = hidden(page, "draft") if 'name="draft"' in page.text else ""
    return await client.post(PATH, data={**form, **other}, follow_redirects=True)


async def state(database: Database) -> str:
    async with database.read() as session:
        return str(await session.scalar(select(QuarterlyReport.state)))


async def test_the_head_approves_and_sends_by_name(client: httpx.AsyncClient, database: Database) -> None:
    page = await press(client, await sign_in(client, HEAD_BOX), "approve")
    assert "đã duyệt, chưa gửi" in page.text
    assert "Duyệt: Lê Minh Hà, 09:00" in page.text

    page = await press(client, page, "send")
    assert "Gửi: Lê Minh Hà, 09:00" in page.text
    assert "Máy chủ thư đã nhận 0/2 thư." in page.text
    assert "cần gửi bằng cách khác: Ủy ban nhân dân tỉnh Thái Nguyên, Ủy ban nhân dân xã Phú Lương." in page.text
    async with database.read() as session:
        assert len(list(await session.scalars(select(Outbox)))) == 2
        said = (await session.execute(select(AuditEntry.deed, AuditEntry.login, AuditEntry.person_id))).all()
    assert {("report.approved", HEAD_BOX, "HA"), ("report.sent", HEAD_BOX, "HA")} <= {tuple(one) for one in said}
    assert 'value="send"' not in page.text


async def test_files_are_those_of_the_draft_and_fetching_them_is_recorded(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, CLERK_BOX)
    answers = {kind: await client.get(f"{PATH}/2026Q1.{kind}") for kind in ("docx", "pdf", "xlsx")}

    assert [answer.content[:4] for answer in answers.values()] == [b"PK\x03\x04", b"%PDF", b"PK\x03\x04"]
    assert answers["pdf"].headers["content-type"] == "application/pdf"
    assert answers["pdf"].headers["content-disposition"] == 'attachment; filename="bao-cao-2026Q1.pdf"'
    async with database.read() as session:
        rows = await session.scalars(select(AuditEntry).where(AuditEntry.deed == "report.fetched"))
        assert sorted(row.data["file"] for row in rows) == ["docx", "pdf", "xlsx"]
    for name in ("2026Q2.pdf", "2026Q1.exe", "2026Q1", "2026Q1.docx_sha256"):
        assert (await client.get(f"{PATH}/{name}")).status_code == 404


@pytest.mark.parametrize("login", [CLERK_BOX, CHAIR_BOX])
async def test_who_may_read_may_not_approve(client: httpx.AsyncClient, database: Database, login: str) -> None:
    """The clerk of the agency that reports, and the head of the one above it."""
    page = await sign_in(client, login)
    assert (page.status_code, 'value="approve"' in page.text) == (200, False)

    person = {CLERK_BOX: "VAN", CHAIR_BOX: "CHU"}[login]
    answer = await press(client, page, "approve", person=person, draft="x")
    assert answer.status_code == 422
    assert await state(database) == "draft"


async def test_others_see_nothing(client: httpx.AsyncClient) -> None:
    page = await sign_in(client, FINANCE_HEAD_BOX)

    assert page.status_code == 403
    assert "2026" not in page.text
    assert (await client.get(f"{PATH}/2026Q1.pdf")).status_code == 403
    assert (await client.get(f"{PATH}/2026Q1/don-doc/tat-ca.zip")).status_code == 403


async def test_a_form_of_another_page_does_nothing(client: httpx.AsyncClient, database: Database) -> None:
    page = await sign_in(client, HEAD_BOX)
    answer = await press(client, page, "approve", form_key="0" * 32)

    assert answer.status_code == 403
    assert await state(database) == "draft"


async def test_another_draft_than_the_one_shown_is_not_approved(client: httpx.AsyncClient, database: Database) -> None:
    page = await sign_in(client, HEAD_BOX)
    answer = await press(client, page, "approve", draft="0" * 64)

    assert answer.status_code == 422
    assert "Báo cáo đã thay đổi từ khi mở trang này." in answer.text
    assert await state(database) == "draft"


async def test_a_draft_is_made_anew_when_the_head_asks(client: httpx.AsyncClient, database: Database) -> None:
    page = await press(client, await sign_in(client, HEAD_BOX), "again")

    assert "đang lập dự thảo" in page.text
    assert await state(database) == "wanted"
    assert (await client.get(f"{PATH}/2026Q1.pdf")).status_code == 200  # the one before stays until then


async def test_letters_to_agencies_that_fall_short_are_shown_with_their_reasons_and_fetched(
    client: httpx.AsyncClient, database: Database
) -> None:
    page = await sign_in(client, CLERK_BOX)
    one = await client.get(f"{PATH}/2026Q1/don-doc/{COMMUNE}.docx")
    every = await client.get(f"{PATH}/2026Q1/don-doc/tat-ca.zip")

    # Neither the committee nor the commune has a box; nobody stated a target.
    assert "Thư đôn đốc: 2 cơ quan chưa đạt, đã gửi 0" in page.text
    assert page.text.count("Chưa có hộp thư của cơ quan được công bố") == 2
    assert 'value="letters_sent"' not in page.text  # the clerk reads
    assert one.headers["content-disposition"] == f'attachment; filename="don-doc-2026Q1-{COMMUNE}.docx"'
    with zipfile.ZipFile(io.BytesIO(every.content)) as archive:
        assert archive.namelist() == [f"don-doc-2026Q1-{code}.docx" for code in (COMMITTEE, COMMUNE)]
        assert archive.read(f"don-doc-2026Q1-{COMMUNE}.docx") == one.content
    text = "\n".join(line.text for line in Document(io.BytesIO(one.content)).paragraphs)
    assert "Chưa có hộp thư của cơ quan được công bố" in text
    async with database.read() as session:
        rows = await session.scalars(select(AuditEntry).where(AuditEntry.deed == "report.fetched"))
        assert sorted(row.data["file"] for row in rows) == [f"don-doc-2026Q1-{COMMUNE}.docx", "don-doc-2026Q1.zip"]
    for name in (f"{COMMUNE}.pdf", f"{SCIENCE}.docx", "X"):
        assert (await client.get(f"{PATH}/2026Q1/don-doc/{name}")).status_code == 404
    assert (await client.get(f"{PATH}/2026Q2/don-doc/tat-ca.zip")).status_code == 404


async def test_that_a_letter_was_sent_is_noted_by_name_and_stays_when_the_draft_is_made_anew(
    client: httpx.AsyncClient, database: Database
) -> None:
    page = await sign_in(client, HEAD_BOX)
    chosen = {f"agency.{COMMUNE}": "on", "sent_on": "2026-04-01"}
    page = await press(client, page, "letters_sent", **chosen)
    before = await client.get(f"{PATH}/2026Q1/don-doc/{COMMUNE}.docx")
    await put_again(database)
    after = await client.get(f"{PATH}/2026Q1/don-doc/{COMMUNE}.docx")

    assert "đã gửi 1" in page.text
    assert "đã gửi ngày 01/04/2026" in page.text
    assert "(Lê Minh Hà ghi lúc 09:00" in page.text
    assert before.content == after.content
    async with database.read() as session:
        [entry] = list(await session.scalars(select(AuditEntry).where(AuditEntry.deed == "report.letter_sent")))
        assert (entry.person_id, entry.data) == ("HA", {"agency": COMMUNE, "sent_on": "2026-04-01"})
        told = await whole_quarter(session, Quarter(2026, 2), None, Inputs(), LATER, lambda done, of: None)
        early = await whole_quarter(session, Quarter(2026, 1), None, Inputs(), LATER, lambda done, of: None)
    paper = Document(io.BytesIO(files_of(told).docx))
    said = (
        "Trong quý đã gửi công văn đôn đốc đến 1 cơ quan, đơn vị chưa đạt: Ủy ban nhân dân xã Phú Lương (01/04/2026)."
    )
    assert said in [line.text for line in paper.paragraphs]
    assert early.letters_sent == {}


async def put_again(database: Database) -> None:
    """With a letter for another agency as well, and none for the committee any more."""
    async with database.write() as session:
        letters = [LetterFile(code, ("Lý do mới.",), b"PK new") for code in (COMMUNE, FINANCE)]
        await quarterly_reminding.put(session, "2026Q1", letters)
    async with database.read() as session:
        rows = (await quarterly_letter_queries.every(session))["2026Q1"]
        assert [(row.agency_code, row.sent_on is None) for row in rows] == [(FINANCE, True), (COMMUNE, False)]


@pytest.mark.parametrize(
    "answers",
    [
        {"sent_on": "2026-04-01"},
        {f"agency.{COMMUNE}": "on", "sent_on": "2026-03-31"},  # before the figures were read
        {f"agency.{COMMUNE}": "on", "sent_on": "2026-04-02"},
        {f"agency.{COMMUNE}": "on", "sent_on": ""},
        {f"agency.{COMMUNE}": "on", f"agency.{SCIENCE}": "on", "sent_on": "2026-04-01"},  # one of them has no letter
        {f"agency.{COMMUNE}": "on", "sent_on": "2026-04-01", "person": "VAN"},
    ],
)
async def test_what_cannot_have_been_sent_is_not_noted(
    client: httpx.AsyncClient, database: Database, answers: dict[str, str]
) -> None:
    answer = await press(client, await sign_in(client, HEAD_BOX), "letters_sent", **answers)

    assert answer.status_code == 422
    async with database.read() as session:
        rows = (await quarterly_letter_queries.every(session))["2026Q1"]
        assert {row.sent_on for row in rows} == {None}


PRICE = {"kind": "price", "what": "sheet", "number": "350", "valid_from": "2026-01-01", "source": "Báo giá số 12"}
TARGET = {"kind": "target", "what": "checks", "number": "95", "valid_from": "2026-01-01", "source": "Kế hoạch số 5"}
OUTAGE = {
    "kind": "outage",
    "what": "Máy chủ thư",
    "from": "2026-03-02T08:00",
    "until": "2026-03-02T09:30",
    "source": "Sổ trực",
}


async def stated(database: Database, at: datetime = NOW) -> Inputs:
    """With what ships with the product."""
    async with database.read() as session:
        return await stating.inputs_at(session, read_inputs(None), at)


async def test_what_is_entered_by_name_goes_before_the_file_and_stands_in_the_report(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    page = await sign_in(client, HEAD_BOX)
    for row in (PRICE, TARGET, OUTAGE):
        page = await press(client, page, "input", **row)

    found = await stated(database)
    price, target = found.price(date(2026, 3, 31)), found.target(Target.CHECKS, date(2026, 3, 31))
    assert price is not None
    assert target is not None
    assert (price.number, price.source, target.number, target.source) == (350, "Báo giá số 12", 95, "Kế hoạch số 5")
    assert found.target(Target.ON_TIME, date(2026, 3, 31)) == read_inputs(None).target(
        Target.ON_TIME, date(2026, 3, 31)
    )
    [outage] = found.outages_in(Quarter(2026, 1).period)
    assert (outage.begins_at, outage.lasted) == (vietnam("2026-03-02 08:00"), timedelta(minutes=90))
    assert page.text.count("(Lê Minh Hà nhập lúc 09:00") == 3
    assert "Mặc định của phần mềm" in page.text  # what the file says stands beside
    async with database.read() as session:
        read = await reporting.read(session, Quarter(2026, 1), SCIENCE, found, NOW)
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.deed == "report.input_entered")))
    text = "\n".join(line.text for line in Document(io.BytesIO(files_of(read).docx)).paragraphs)
    assert "0 tờ × 350 đồng = 0 đồng. Nguồn đơn giá: Báo giá số 12." in text
    assert [(entry.person_id, entry.data) for entry in entries] == [
        ("HA", {"kind": kind}) for kind in ("price", "target", "outage")
    ]


async def test_a_row_withdrawn_is_in_no_later_report_and_in_those_of_before(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    page = await press(client, await sign_in(client, HEAD_BOX), "input", **PRICE)
    clock.set(NOW + timedelta(minutes=10))
    row = {"row": hidden(page, "row")}
    page = await press(client, page, "withdraw_input", **row)
    again = await press(client, page, "withdraw_input", **row)

    day = date(2026, 3, 31)
    before = (await stated(database, NOW + timedelta(minutes=9))).price(day)
    assert before is not None
    assert before.number == 350
    assert (await stated(database, NOW + timedelta(minutes=10))).price(day) is None
    assert (await stated(database, NOW - timedelta(minutes=1))).price(day) is None
    assert "Nguồn: Báo giá số 12." not in page.text
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**PRICE, "number": "3,5"}, "Số phải là số nguyên"),
        ({**PRICE, "number": "9999999"}, "Số phải là số nguyên"),
        ({**PRICE, "number": "٣"}, "Số phải là số nguyên"),
        ({**TARGET, "number": "101"}, "Số phải là số nguyên"),
        ({**PRICE, "valid_from": "0001-01-01"}, "Ngày chưa đúng"),
        ({**PRICE, "valid_to": "2025-12-31"}, "Ngày chưa đúng"),
        ({**PRICE, "valid_to": "mai"}, "Ngày chưa đúng"),
        ({**PRICE, "source": " "}, "Xin ghi nguồn"),
        ({**PRICE, "what": "stamp"}, "Xin ghi loại của dòng"),
        ({**PRICE, "kind": "x"}, "Xin ghi loại của dòng"),
        ({**OUTAGE, "until": "2026-03-02T08:00"}, "Thời điểm chưa đúng"),
        ({**OUTAGE, "from": "0001-01-01T00:00"}, "Thời điểm chưa đúng"),
        ({**OUTAGE, "what": "x" * 201}, "Xin ghi loại của dòng"),
        ({**PRICE, "person": "VAN"}, "Xin chọn tên người thực hiện"),
    ],
)
async def test_a_row_that_is_wrong_is_told_and_not_kept(
    client: httpx.AsyncClient, database: Database, row: dict[str, str], problem: str
) -> None:
    answer = await press(client, await sign_in(client, HEAD_BOX), "input", **row)

    assert answer.status_code == 422
    assert problem in answer.text
    assert await stated(database) == read_inputs(None)


async def test_who_only_reads_enters_nothing(client: httpx.AsyncClient, database: Database) -> None:
    page = await sign_in(client, CLERK_BOX)
    answer = await press(client, page, "input", person="VAN", **PRICE)

    assert 'value="input"' not in page.text
    assert "Mặc định của phần mềm" in page.text
    assert answer.status_code == 422
    assert await stated(database) == read_inputs(None)


async def test_the_quarter_that_ended_can_be_asked_for(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    clock.set(vietnam("2026-07-02 09:00"))
    page = await press(client, await sign_in(client, HEAD_BOX), "draft")

    assert page.text.index("Quý 2 năm 2026") < page.text.index("Quý 1 năm 2026")
    assert 'value="draft"' not in page.text
    async with database.read() as session:
        rows = (await session.execute(select(QuarterlyReport.quarter, QuarterlyReport.state))).all()
    assert sorted(map(tuple, rows)) == [("2026Q1", "draft"), ("2026Q2", "wanted")]
