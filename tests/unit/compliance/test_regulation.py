"""The draft regulation says what holds today; a signed one is noted by number and cited from its first day on."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.classification.bundle import Province, payload_of
from backend.classification.packaged import written_kinds
from backend.cli import main
from backend.compliance import regulation, regulation_queries
from backend.compliance.paper_docx import docx
from backend.compliance.paper_pdf import pdf
from backend.compliance.regulation import Entry, WrongRegulation
from backend.compliance.regulation_paper import RegulationFacts, decision, mandatory_list
from backend.compliance.reporting import Signer
from backend.db import Database
from backend.directory.models import RoleAssignment
from backend.documents.extract import extract
from backend.documents.form import read_form
from backend.documents.form_kinds import KindTable
from backend.documents.limits import Limits
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW, SCIENCE

HA = Signer(HEAD_BOX, "HA")
TODAY = vietnam("2026-01-05 15:00")


@pytest.fixture
async def facts(database: Database) -> RegulationFacts:
    async with database.write() as session:
        session.add(
            RoleAssignment(
                official_id="AN", role="receiver", agency_code=SCIENCE, decision_number="7/QĐ-SKHCN", valid_from=None
            )
        )
        session.add(
            RoleAssignment(official_id="AN", role="deputy", agency_code=SCIENCE, valid_to=date(2026, 1, 1))  # is over
        )
    province = Province("thai-nguyen", "tỉnh Thái Nguyên", ("thainguyen.gov.vn",))
    payload = payload_of(version="2026.1.1", issued_at=NOW, province=province, fingerprint_keys=[b"k" * 32])
    async with database.read() as session:
        return await regulation.facts(session, payload, SCIENCE, TODAY)


def shown(file: bytes) -> tuple[str, list[list[list[str]]]]:
    paper = Document(io.BytesIO(file))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    return "\n".join(line.text for line in paper.paragraphs), tables


def test_the_regulation_says_what_rules_calendar_and_directory_say(facts: RegulationFacts) -> None:
    text, tables = shown(docx(decision(facts)))

    assert "phải gửi qua thư điện tử: văn bản gửi để biết, để báo cáo; tài liệu họp; lịch công tác" in text
    assert "hộp thư công vụ có tên miền @thainguyen.gov.vn" in text
    assert "ít nhất 5 lần, trong các khoảng: 07:30 – 08:15; 09:00 – 10:15; 13:30 – 14:15;" in text
    assert "1. Thư thông thường của người dân, doanh nghiệp: 5 ngày làm việc." in text
    assert "2. Báo nhận văn bản giữa các cơ quan: trong ngày. Căn cứ: Nghị định 30/2020/NĐ-CP, Điều 21" in text
    assert "Theo đề nghị của Sở Khoa học và Công nghệ." in text
    science = ["Sở Khoa học và Công nghệ", CLERK_BOX]
    assert [row[1:] for row in tables[-1][1:4]] == [
        [*science, "Văn thư", "Nguyễn Thị Vân, Văn thư", ""],
        ["", "", "Tiếp nhận", "Nguyễn Văn An, Chuyên viên", "7/QĐ-SKHCN"],
        ["", "", "Văn thư", "Trần Văn Thư, Văn thư", ""],
    ]
    assert tables[-1][4][1:] == ["Sở Tài chính", "sotaichinh@thainguyen.gov.vn", "", "chưa phân công", ""]


def test_the_list_names_each_kind_with_its_duty_and_source(facts: RegulationFacts) -> None:
    text, tables = shown(docx(mandatory_list(facts)))

    assert "Danh mục lập từ quy tắc đang áp dụng (bản 2026.1.1), ngày 05/01/2026." in text
    rows = {row[4]: row[1:4] for row in tables[1][1:]}
    assert rows["obligation.work_schedule"] == ["Lịch công tác", "Bắt buộc", "Chỉ thị, khoản 1 điểm e"]
    assert rows["obligation.invitation"] == ["Giấy mời", "Khuyến khích", "Chỉ thị, khoản 1 điểm e"]
    duties = [row[2] for row in tables[1][1:]]
    assert duties == sorted(duties)  # "Bắt buộc" first
    assert duties.count("Bắt buộc") == 4


def test_its_form_is_that_of_a_decision_left_open(facts: RegulationFacts) -> None:
    found = extract(docx(decision(facts)), "quyet-dinh.docx", Limits())
    form = read_form(found.parts[0].pages, KindTable.from_rows(written_kinds()))

    assert (form.kind, form.number, form.issued_on) == ("QĐ", None, None)
    assert form.subject == "Ban hành Quy chế quản lý, sử dụng thư điện tử công vụ"


def test_neither_draft_is_taken_for_a_marked_paper(facts: RegulationFacts, tmp_path: Path) -> None:
    files = []
    for name, blocks in (("quyet-dinh", decision(facts)), ("danh-muc", mandatory_list(facts))):
        for kind, write in (("docx", docx), ("pdf", pdf)):
            files.append(tmp_path / f"{name}.{kind}")
            files[-1].write_bytes(write(blocks))
    assert main(["classify", *map(str, files)]) == 0


def test_a_rule_that_becomes_mandatory_changes_the_draft(facts: RegulationFacts) -> None:
    kinds = tuple(
        replace(one, mandatory=True) if one.rule_id == "obligation.invitation" else one for one in facts.kinds
    )
    text, _ = shown(docx(decision(replace(facts, kinds=kinds))))

    assert "phải gửi qua thư điện tử: văn bản gửi để biết, để báo cáo; giấy mời;" in text


async def enter(database: Database, entry: Entry) -> None:
    async with database.write() as session:
        regulation.enter(session, entry, HA, TODAY)


async def cited(database: Database, day: date) -> str:
    async with database.read() as session:
        row = regulation.in_force(await regulation_queries.signed(session), day)
    return regulation.citation(row) if row else ""


async def test_what_rules_cite_changes_on_the_day_a_later_paper_holds(database: Database) -> None:
    await enter(database, Entry("decision", "957/QĐ-UBND", date(2013, 6, 5), date(2013, 6, 15)))
    await enter(database, Entry("decision", " 2/2026/QĐ-UBND ", date(2026, 1, 5), date(2026, 2, 1)))

    assert await cited(database, date(2013, 6, 14)) == ""
    assert await cited(database, date(2026, 1, 31)) == "Quyết định số 957/QĐ-UBND ngày 05/06/2013"
    assert await cited(database, date(2026, 2, 1)) == "Quyết định số 2/2026/QĐ-UBND ngày 05/01/2026"
    async with database.read() as session:
        said = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [(row.deed, row.person_id, row.data["number"]) for row in said] == [
        ("regulation.entered", "HA", "957/QĐ-UBND"),
        ("regulation.entered", "HA", "2/2026/QĐ-UBND"),
    ]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Entry("letter", "1/QĐ-UBND", date(2026, 1, 1), date(2026, 1, 1)), "paper"),
        (Entry("decision", "QĐ-UBND", date(2026, 1, 1), date(2026, 1, 1)), "number"),
        (Entry("decision", "1/QĐ-UBND <b>", date(2026, 1, 1), date(2026, 1, 1)), "number"),
        (Entry("decision", "1/QĐ-UBND", date(2026, 1, 6), date(2026, 1, 6)), "signed_on"),
        (Entry("decision", "1/QĐ-UBND", date(2026, 1, 2), date(2026, 1, 1)), "valid_from"),
    ],
)
async def test_an_entry_that_cannot_be_right_is_refused(database: Database, entry: Entry, field: str) -> None:
    with pytest.raises(WrongRegulation) as raised:
        await enter(database, entry)
    assert raised.value.field == field
