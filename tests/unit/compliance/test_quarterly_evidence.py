"""Who was reminded and what became of it, paper saved, outages, and the table for the self-assessment."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from docx import Document

from backend.compliance.check_models import MailboxReminder
from backend.compliance.paper_docx import docx
from backend.compliance.paper_saved import TotalSaving
from backend.compliance.quarterly_report import report
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.compliance.report_inputs import Dated, Inputs, Outage
from backend.compliance.whole_quarter import whole_quarter
from backend.correspondence.models import Correspondence, EscalationTold
from backend.correspondence.reminding import Reminded, reminded
from backend.db import Database
from tests.unit.compliance.quarterly_office import FINANCE_BOX, LETTERS, MONDAY, QUARTER, TAKEN_AT, letters, read
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, COMMUNE, FINANCE, SCIENCE

SINCE, UNTIL = vietnam("2026-01-01 00:00"), vietnam("2026-04-01 00:00")
OF_SIX = Reminded(days=4, first=date(2026, 1, 12), last=date(2026, 1, 19), things=6, late=3, owed=2)
OF_FOUR = Reminded(days=1, first=date(2026, 1, 13), last=date(2026, 1, 13), things=4, late=1, owed=1)


@pytest.fixture
async def found(database: Database) -> QuarterlyFigures:
    await letters(Office(database), CLERK_BOX, LETTERS)
    return await read(database)


def shown(found: QuarterlyFigures) -> tuple[str, list[list[list[str]]]]:
    paper = Document(io.BytesIO(docx(report(found))))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    return "\n".join(line.text for line in paper.paragraphs), tables


async def told(database: Database, letter: Correspondence, level: str, at: datetime, kind: str = "answer") -> None:
    key = {"agency_code": letter.agency_code, "correspondence_id": letter.id, "kind": kind, "level": level}
    async with database.write() as session:
        session.add(EscalationTold(**key, due_at=at + timedelta(days=1), told_at=at))


async def test_reminders_count_each_thing_once_and_what_is_still_owed(database: Database) -> None:
    office = Office(database)
    await letters(office, CLERK_BOX, LETTERS)
    every = sorted(await office.letters(), key=lambda one: one.received_at)
    open_one = next(one for one in every if one.answered_at is None)
    answered = next(one for one in every if one.answered_at is not None)
    await told(database, open_one, "soon", vietnam("2026-01-12 07:30"))
    await told(database, open_one, "late", vietnam("2026-01-14 07:30"))
    await told(database, answered, "soon", vietnam("2026-01-12 13:30"))
    await told(database, answered, "later", vietnam("2025-12-31 23:00"))  # before the quarter

    async with database.read() as session:
        counted = await reminded(session, [SCIENCE, FINANCE], SINCE, UNTIL)
    assert counted == {SCIENCE: Reminded(2, date(2026, 1, 12), date(2026, 1, 14), things=2, late=1, owed=1)}


async def test_of_letters_for_named_receivers_nothing_is_told(database: Database) -> None:
    office = Office(database)
    await letters(office, CLERK_BOX, [(MONDAY, None)])
    [letter] = await office.letters()
    await told(database, letter, "soon", vietnam("2026-01-12 07:30"))
    async with database.write() as session:
        row = await session.get(Correspondence, (letter.agency_code, letter.id))
        assert row is not None
        row.shielded = True

    async with database.read() as session:
        assert await reminded(session, [SCIENCE], SINCE, UNTIL) == {}


def test_the_report_says_who_was_reminded_when_and_what_changed(found: QuarterlyFigures) -> None:
    told = {SCIENCE: OF_SIX, FINANCE: OF_FOUR}
    text, tables = shown(replace(found, reminded=told, check_reminders={SCIENCE: 3, COMMUNE: 2}))

    assert "Phần mềm đã nhắc 2 trên 4 cơ quan, đơn vị" in text
    assert "Ở 1 cơ quan, đơn vị có từ 5 việc được nhắc trở lên: 6 việc được nhắc, trong đó 3 việc đã đến hạn;" in text
    assert "đến 08:00 ngày 20/01/2026, 4 việc (66,7%) không còn chờ, 2 việc còn chờ." in text
    assert tables[-2][1:] == [
        ["1", "Sở Khoa học và Công nghệ", "4", "12/01/2026", "19/01/2026", "6", "3", "2", "3"],
        ["2", "Sở Tài chính", "1", "13/01/2026", "13/01/2026", "ẩn", "ẩn", "ẩn", "0"],
        ["3", "Ủy ban nhân dân xã Phú Lương", *["–"] * 6, "2"],
    ]
    assert "Có 5 lời nhắc gửi người làm thay hoặc thủ trưởng của 2 cơ quan, đơn vị" in text
    assert text.index("Phụ lục III") < text.index("Phụ lục IV") < text.index("TỰ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH")


def test_nobody_reminded_is_told_too(found: QuarterlyFigures) -> None:
    text, _ = shown(found)

    assert "Trong quý phần mềm không gửi lời nhắc nào." in text
    assert "Phụ lục IV" not in text


def test_money_is_told_only_by_a_price_somebody_stated(found: QuarterlyFigures) -> None:
    saved = replace(found.agencies[1], saved=TotalSaving(12_345, 6_200, 40, 0))
    found = replace(found, agencies=(found.agencies[0], saved, *found.agencies[2:]))
    price = Dated("sheet", 350, "Báo giá số 12", date(2026, 1, 1), None)

    assert "12345 tờ. Chưa quy ra tiền, vì chưa có đơn giá được nhập." in shown(found)[0]
    text, _ = shown(replace(found, inputs=Inputs(prices=(price,))))
    assert "12345 tờ × 350 đồng = 4.320.750 đồng. Nguồn đơn giá: Báo giá số 12." in text


def test_outages_stand_as_they_were_stated(found: QuarterlyFigures) -> None:
    begins = vietnam("2026-03-02 08:00")
    outage = Outage("Máy chủ thư", begins, begins + timedelta(minutes=95), "Sổ trực")
    _, tables = shown(replace(found, inputs=Inputs(outages=(outage,))))

    assert tables[2][1:] == [
        ["1", "Máy chủ thư", "08:00 ngày 02/03/2026 – 09:35 ngày 02/03/2026", "1 giờ 35 phút", "Sổ trực"]
    ]
    assert "Phần mềm không tự đếm thời gian gián đoạn." in shown(found)[0]


def test_the_self_assessment_holds_figures_of_the_report_and_leaves_points_open(found: QuarterlyFigures) -> None:
    _, tables = shown(found)

    assert tables[-1][0] == ["TT", "Nội dung", "Số liệu của quý", "Điểm tối đa", "Điểm tự chấm"]
    rows = {row[1]: row[2] for row in tables[-1][1:]}
    assert rows["Cơ quan, đơn vị có hộp thư công vụ"] == "2/4"
    assert rows["Thư của người dân đã đến hạn được trả lời đúng hạn"] == "83,3%"
    assert rows["Văn bản phải gửi đã gửi qua thư điện tử hoặc có thay thế"] == "–"
    assert {row[3] + row[4] for row in tables[-1][1:]} == {""}


async def test_an_agency_without_letters_has_no_reminders(database: Database) -> None:
    await letters(Office(database), FINANCE_BOX, [(MONDAY, 1)])
    async with database.read() as session:
        assert await reminded(session, [SCIENCE, FINANCE], SINCE, UNTIL) == {}


async def test_reminders_of_checks_are_counted_within_the_quarter(database: Database) -> None:
    row = {"agency_code": SCIENCE, "mailbox": CLERK_BOX, "missed": 2, "letters": 1, "audience": "head"}
    async with database.write() as session:
        for at in ("2025-12-31 16:00", "2026-01-05 08:20", "2026-01-05 10:20"):
            session.add(MailboxReminder(**row, window_start=vietnam(at), reminded_at=vietnam(at)))
    async with database.read() as session:
        found = await whole_quarter(session, QUARTER, None, Inputs(), TAKEN_AT, lambda _done, _of: None)

    assert found.check_reminders == {SCIENCE: 2}
