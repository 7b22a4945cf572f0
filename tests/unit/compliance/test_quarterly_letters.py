"""Drafts of letters to agencies that fall short: whom they go to, and only what the report shows."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from backend.compliance.paper_docx import docx
from backend.compliance.quarterly_letters import letters as drafts
from backend.compliance.quarterly_terms import AgencyQuarter, CheckCounts, PaperCounts, QuarterlyFigures
from backend.compliance.report_inputs import Dated, Inputs
from backend.db import Database
from tests.unit.compliance.quarterly_office import LETTERS, letters, of, read
from tests.unit.correspondence.conftest import Office
from tests.unit.small_province import CLERK_BOX, COMMITTEE, COMMUNE, FINANCE, SCIENCE


@pytest.fixture
async def found(database: Database) -> QuarterlyFigures:
    await letters(Office(database), CLERK_BOX, LETTERS)
    figures = await read(database)
    targets = tuple(Dated(what, 90, "Kế hoạch số 5", date(2026, 1, 1), None) for what in ("on_time", "checks"))
    fine = replace(of(figures, SCIENCE), checks=CheckCounts(kept=9, missed=1))
    return changed(replace(figures, inputs=Inputs(targets=targets)), fine)


def changed(found: QuarterlyFigures, *agencies: AgencyQuarter) -> QuarterlyFigures:
    by_code = {one.code: one for one in agencies}
    return replace(found, agencies=tuple(by_code.get(one.code, one) for one in found.agencies))


def to(found: QuarterlyFigures) -> list[str]:
    return [one.agency_code for one in drafts(found)]


def text(found: QuarterlyFigures, code: str) -> str:
    [blocks] = [one.blocks for one in drafts(found) if one.agency_code == code]
    paper = Document(io.BytesIO(docx(blocks)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(line.text for line in paper.paragraphs)])


def test_only_who_falls_short_gets_a_letter(found: QuarterlyFigures) -> None:
    assert to(found) == [COMMITTEE, SCIENCE, COMMUNE]  # two without a box, one by its answers
    assert to(replace(found, inputs=Inputs())) == [COMMITTEE, COMMUNE]  # without a target nobody falls short


def test_the_letter_names_figures_and_whose_target_it_is(found: QuarterlyFigures) -> None:
    told = text(changed(found, replace(of(found, SCIENCE), mandatory=PaperCounts(settled=3, unmailed=2))), SCIENCE)

    assert "Kính gửi: Sở Khoa học và Công nghệ." in told
    assert "V/v đôn đốc sử dụng thư điện tử công vụ quý I năm 2026" in told
    assert "- Còn 2 trên 5 văn bản thuộc loại bắt buộc chưa thấy thư gửi kèm" in told
    assert (
        "- Thư của người dân đã đến hạn được trả lời đúng hạn: 83,3% (mức mong muốn: 90%; nguồn: Kế hoạch số 5)" in told
    )
    assert "Số liệu do phần mềm đếm và có thể còn thiếu." in told
    assert "kiểm tra hộp thư giữ được" not in told  # nine of ten are enough


def test_checks_below_the_target_are_told_only_where_they_are_known(found: QuarterlyFigures) -> None:
    short = changed(found, replace(of(found, FINANCE), checks=CheckCounts(kept=8, missed=2)))
    assert "Lần kiểm tra hộp thư giữ được: 80,0% (mức mong muốn: 90%" in text(short, FINANCE)

    gone = replace(short, gaps=replace(short.gaps, checks_gone=True))
    assert FINANCE not in to(gone)


def test_who_reports_writes_no_letter_to_itself(found: QuarterlyFigures) -> None:
    issuer = replace(found.issuer, own="Sở Khoa học và Công nghệ", symbol="SKHCN")

    assert SCIENCE not in to(replace(found, issuer=issuer))
    assert "Số:       /SKHCN" in text(replace(found, issuer=issuer), COMMUNE)
