"""The quarterly report as a paper and as tables: read back by our own reader and by other programs."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from backend.classification.packaged import written_kinds
from backend.cli import main
from backend.compliance import charsets
from backend.compliance.paper_docx import docx
from backend.compliance.paper_pdf import pdf
from backend.compliance.quarterly_report import report
from backend.compliance.quarterly_sheets import sheets
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.compliance.quarterly_wording import said
from backend.compliance.workbook import xlsx
from backend.correspondence.lost_letters import LostLetters, note_lost
from backend.db import Database
from backend.directory.models import Agency
from backend.documents.extract import extract
from backend.documents.form import read_form
from backend.documents.form_kinds import KindTable
from backend.documents.limits import Limits
from tests.unit.compliance.quarterly_office import FINANCE_BOX, LETTERS, MONDAY, letters, opened, read, registered, row
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
async def province(office: Office, database: Database) -> QuarterlyFigures:
    """Citizens' letters to one department enough to be shown, beside none to another."""
    await letters(office, CLERK_BOX, LETTERS)
    await opened(database, 10, vietnam("2026-01-05 08:10"))
    await registered(database, row(1, "Quyết định"), row(2, "Lịch công tác"))
    return await read(database)


def tables(found: QuarterlyFigures) -> list[list[list[str]]]:
    paper = Document(io.BytesIO(docx(report(found))))
    return [[[cell.text for cell in line.cells] for line in table.rows] for table in paper.tables]


def text(found: QuarterlyFigures) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(docx(report(found)))).paragraphs)


def test_the_paper_has_the_figures(province: QuarterlyFigures) -> None:
    _, times, papers, _, annex, rest, _ = tables(province)

    assert times[1] == [
        "Người dân",
        "6",
        "5",
        "1",
        "83 giờ 30 phút",
        "2 giờ 0 phút (0 giờ 30 phút – chưa xác định)",
        "chưa xác định (3 giờ 0 phút – chưa xác định)",
        "83,3% của 6 (43,6% – 97,0%)",
    ]
    assert papers[1:] == [
        ["Mọi loại", "2", "0", "0", "2", "0,0%"],
        ["Loại bắt buộc: Tài liệu họp, Lịch công tác", "1", "0", "0", "1", "0,0%"],
    ]
    assert annex[2] == ["2", "Sở Khoa học và Công nghệ", "người dân", "6", "1", *times[1][4:]]
    assert annex[3] == ["3", "Sở Tài chính", "", "0", "", "", "", "", ""]
    assert rest[2] == ["2", "Sở Khoa học và Công nghệ", "2", "2", "0", "1", "6", "54", "0", "0", "–"]
    # By hand: all of 5 January, and an answer in one window of the 6th; from then on a letter lies unopened.
    # The other department's box had no letters, so nothing waited in any of its 60 windows.
    assert "2 hộp thư của cơ quan; trong các ngày làm việc 01/01/2026 – 19/01/2026: 66 lần giữ được" in text(province)
    assert "54 lần bỏ lỡ, 0 lần chưa biết" in text(province)


async def test_what_letters_are_written_in_is_told_with_what_is_not_known(
    province: QuarterlyFigures, database: Database
) -> None:
    assert "Chưa đếm được: phần mềm chưa ghi nhận bảng mã của thư nào." in text(province)
    words = ["unicode"] * 6 + ["old", "not_read", "not_read"]
    sent = [checked(800 + seq, vietnam("2026-01-07 09:00"), CLERK_BOX, login=CLERK_BOX) for seq in range(len(words))]
    records = [{**one, "charset": word} for one, word in zip(sent, words, strict=True)]
    async with database.write() as session:
        await charsets.take_in_records(session, records)
    found = await read(database)
    [*_, rest, assessed] = tables(found)

    # By hand: 6 of 7 read is 85,7%
    assert "6 trên 7 thư do hộp thư cơ quan gửi mà phần mềm đọc được (85,7%)" in text(found)
    assert "1 thư có chữ theo bảng mã cũ, 0 thư có chữ Unicode tổ hợp." in text(found)
    assert "2 thư có phần không đọc được, 0 thư không có chữ." in text(found)
    assert "Bảng mã của thư chỉ đếm từ ngày 07/01/2026" in text(found)
    assert [line[10] for line in rest[1:]] == ["–", "6/7", "–", "–"]
    assert [line[2] for line in assessed if "TCVN 6909" in line[1]] == ["85,7%"]
    book = load_workbook(io.BytesIO(xlsx(sheets(found))))
    science = [line for line in book["Văn bản, hộp thư"].iter_rows(values_only=True) if line[0] == SCIENCE]
    assert [line[20:] for line in science] == [(6, 1, 0, 2, 0)]
    earlier = replace(found, gaps=replace(found.gaps, written_since=date(2026, 2, 1)))  # of a day after this quarter's
    book = load_workbook(io.BytesIO(xlsx(sheets(earlier))))
    assert {line[20:] for line in book["Văn bản, hộp thư"].iter_rows(min_row=2, values_only=True)} == {(None,) * 5}


def test_its_form_is_that_of_an_official_report(province: QuarterlyFigures) -> None:
    found = extract(docx(report(province)), "bao-cao.docx", Limits())
    pages = found.parts[0].pages
    form = read_form(pages, KindTable.from_rows(written_kinds()))

    assert (form.kind, form.number, form.issued_on, form.urgency) == ("BC", None, None, None)  # both left open
    assert form.subject == "Tình hình sử dụng thư điện tử công vụ quý I năm 2026"
    assert form.kinh_gui == ("Ủy ban nhân dân tỉnh Thái Nguyên",)
    assert form.noi_nhan == ("Như trên", "Các cơ quan, đơn vị nêu trong Phụ lục", "Lưu: VT")
    lines = [line for page in pages for line in page.lines]
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "(TÊN CƠ QUAN BÁO CÁO)"):
        assert line in lines
    assert any(line.endswith("kính báo cáo Ủy ban nhân dân tỉnh Thái Nguyên./.") for line in lines)


async def test_an_agencys_own_report_names_it_with_its_symbol(database: Database) -> None:
    async with database.write() as session:
        agency = await session.get(Agency, SCIENCE)
        assert agency is not None
        agency.symbol = "SKHCN"
    found = await read(database, SCIENCE)
    [head, *_] = tables(found)

    assert head[0][0].split("\n") == [
        "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "",
        "Số:       /BC-SKHCN",
    ]
    assert "Phụ lục" not in text(found)


def test_neither_paper_nor_tables_carry_a_secrecy_mark(province: QuarterlyFigures, tmp_path: Path) -> None:
    files = [tmp_path / "bao-cao.docx", tmp_path / "so-lieu.xlsx", tmp_path / "bao-cao.pdf"]
    files[0].write_bytes(docx(report(province)))
    files[1].write_bytes(xlsx(sheets(province)))
    files[2].write_bytes(pdf(report(province)))
    assert main(["classify", *map(str, files)]) == 0


async def test_small_groups_are_hidden_in_paper_and_tables(office: Office, database: Database) -> None:
    await letters(office, CLERK_BOX, LETTERS)
    await letters(office, FINANCE_BOX, [(MONDAY, 1), (MONDAY, 2), (MONDAY, None)], first=50)
    found = await read(database)
    annex = tables(found)[-3]

    assert [line[2:] for line in annex[2:4]] == [["người dân", "ẩn", "", "", "", "", ""]] * 2
    book = load_workbook(io.BytesIO(xlsx(sheets(found))))
    hidden = [line for line in book["Hồi đáp từng cơ quan"].iter_rows(values_only=True) if line[17] == "ẩn"]
    assert [line[:4] for line in hidden] == [
        ("H55.05", "Sở Khoa học và Công nghệ", "người dân", None),
        ("H55.07", "Sở Tài chính", "người dân", None),
    ]
    assert "Người dân: không nêu số liệu, vì có dưới 5 thư" in text(await read(database, "H55.07"))
    assert "Không có thư nào cần trả lời" not in text(await read(database, "H55.07"))


async def test_a_quarter_without_data_says_so(database: Database) -> None:
    found = await read(database, now=vietnam("2026-04-02 08:00"))
    told = text(found)

    assert "Không có thư nào cần trả lời được ghi nhận trong quý." in told
    assert "Không nêu được số lần kiểm tra của quý này: không có bản ghi thư nào" in told
    assert "lần giữ được" not in told
    assert "Không có bản ghi thư nào trong cả 58 ngày làm việc của quý: chưa thể báo cáo" in told
    assert "Trong cả 58 ngày làm việc máy chủ hộp thư không báo việc mở thư nào" in told
    assert "Lần kiểm tra hộp thư chỉ đếm từ ngày 16/01/2026" in told
    assert "4 cơ quan, đơn vị không có văn bản nào trong sổ" in told
    assert tables(found)[-2][2][6:8] == ["–", "–"]
    book = load_workbook(io.BytesIO(xlsx(sheets(found))))
    assert [line[11:15] for line in book["Văn bản, hộp thư"].iter_rows(min_row=2, values_only=True)] == [
        (None,) * 4
    ] * 4


def test_gaps_are_told_day_by_day(province: QuarterlyFigures) -> None:
    told = text(province)

    assert "7 ngày làm việc không có bản ghi thư nào của toàn tỉnh" in told
    assert "10/01/2026, 12/01/2026, 13/01/2026, 14/01/2026, 15/01/2026, 16/01/2026, 19/01/2026." in told
    assert "Quý chưa kết thúc: số liệu mới đến lúc 08:00 ngày 20/01/2026." in told
    assert "chỉ người phụ trách bảo vệ bí mật nhà nước được xem" in told
    assert "ước lượng Kaplan–Meier" in told


async def test_letters_that_a_disk_took_are_told_in_the_quarter_they_were_written(database: Database) -> None:
    async with database.write() as session:
        for segment, day in ((1, "2026-01-05"), (2, "2025-12-31"), (3, "2026-04-01")):
            since, until = vietnam(f"{day} 08:00"), vietnam(f"{day} 08:05")
            await note_lost(session, "journal", LostLetters(segment, segment, 812, 0, since, until), MONDAY)
    told = text(await read(database, now=vietnam("2026-04-02 08:00")))

    assert "1 bản ghi, 812 byte và 0 tệp trọn vẹn không đọc được, của thư trong khoảng từ 08:00 ngày 05/01/2026" in told
    assert told.count("Sổ ghi của cổng thư bị hỏng") == 1


def test_the_tables_hold_numbers_to_reckon_with(province: QuarterlyFigures) -> None:
    book = load_workbook(io.BytesIO(xlsx(sheets(province))))

    assert book.sheetnames == ["Toàn bộ", "Hồi đáp từng cơ quan", "Văn bản, hộp thư", "Thiếu và cách tính"]
    [citizens] = [line for line in book["Toàn bộ"].iter_rows(values_only=True) if line[2] == "người dân"]
    assert citizens[3:17] == (6, 5, 1, 83.5, 2, 0.5, None, None, 3, None, 6, *citizens[14:17])
    assert [round(float(str(share)), 3) for share in citizens[14:17]] == [0.833, 0.436, 0.97]
    science = [line for line in book["Văn bản, hộp thư"].iter_rows(values_only=True) if line[0] == SCIENCE]
    assert science == [
        (
            "H55.05",
            "Sở Khoa học và Công nghệ",
            2,
            0,
            0,
            2,
            1,
            0,
            1,
            0,
            1,
            6,
            0,
            54,
            0,
            0,
            0,
            0,
            0,
            0,
            None,
            None,
            None,
            None,
            None,
        ),
    ]
    for sheet in book:
        assert all(len(line) == len(next(iter(sheet.values))) for line in sheet.values)


async def test_the_same_data_give_the_same_bytes(province: QuarterlyFigures, database: Database) -> None:
    again = await read(database)

    assert docx(report(province)) == docx(report(again))
    assert pdf(report(province)) == pdf(report(again))
    assert xlsx(sheets(province)) == xlsx(sheets(again))


def test_a_name_is_never_a_formula_or_markup(province: QuarterlyFigures) -> None:
    found = replace(province, scope='=1+1 & <Sở "Mẫu">')
    book = load_workbook(io.BytesIO(xlsx(sheets(found))))
    cell = book["Toàn bộ"]["B2"]

    assert (cell.value, cell.data_type) == ('=1+1 & <Sở "Mẫu">', "s")
    assert '=1+1 & <Sở "Mẫu">' in text(found)


def test_every_heading_of_the_tables_has_its_column() -> None:
    words = said("sheets")

    assert (len(words["times_columns"]), len(words["rest_columns"])) == (18, 25)
