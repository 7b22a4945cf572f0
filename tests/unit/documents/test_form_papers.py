"""Whole papers, set with Word and with a typesetter, read down to their form."""

import io
import tomllib
from datetime import date
from pathlib import Path

import docx
import typst
from docx.document import Document
from docx.table import _Cell

from backend.documents.extract import extract
from backend.documents.form import read_form
from backend.documents.form_kinds import KindTable
from backend.documents.limits import Limits
from backend.documents.model import DocumentForm

RULES = Path(__file__).resolve().parents[3] / "rules"
KINDS = KindTable.from_rows(tomllib.loads((RULES / "form" / "kinds.toml").read_text("utf-8"))["kinds"])


def form_of(data: bytes) -> DocumentForm:
    found = extract(data, "x", Limits())
    assert found.unreadable == ()
    return read_form(found.parts[0].pages, KINDS)


def fill(cell: _Cell, *lines: str) -> None:
    cell.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def official_letter() -> bytes:
    """A công văn as templates set it: head and foot in tables without lines, recipients as automatic bullets."""
    document = docx.Document()
    left, right = document.add_table(1, 2).rows[0].cells
    fill(
        left,
        "UBND TỈNH THÁI NGUYÊN",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Số: 118/SKHCN-CĐS",
        "V/v rà soát hộp thư điện tử công vụ",
    )
    fill(
        right,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Thái Nguyên, ngày 05 tháng 01 năm 2026",
    )
    document.add_paragraph("KHẨN")
    document.add_paragraph("Kính gửi:")
    document.add_paragraph("Các sở, ban, ngành;", style="List Bullet")
    document.add_paragraph("Ủy ban nhân dân các xã, phường.", style="List Bullet")
    document.add_paragraph("Thực hiện Chỉ thị số 05/CT-UBND ngày 24 tháng 02 năm 2009, Sở đề nghị rà soát./.")
    left, right = document.add_table(1, 2).rows[0].cells
    fill(left, "Nơi nhận:", "- Như trên;", "- Chủ tịch, các PCT UBND tỉnh (để b/c);", "- Lưu: VT, CĐS.")
    fill(right, "GIÁM ĐỐC", "(Đã ký)", "Lê Minh Hà")
    return saved(document)


def test_an_official_letter_in_word() -> None:
    assert form_of(official_letter()) == DocumentForm(
        kind="CV",
        kind_name="Công văn",
        number="118/SKHCN-CĐS",
        issued_on=date(2026, 1, 5),
        subject="rà soát hộp thư điện tử công vụ",
        urgency="KHAN",
        kinh_gui=("Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"),
        noi_nhan=("Như trên", "Chủ tịch, các PCT UBND tỉnh (để b/c)", "Lưu: VT, CĐS"),
    )


DECISION = """
#set page(paper: "a4", margin: (left: 3cm, rest: 2cm))
#set text(font: "Liberation Serif", size: 13pt)
#grid(columns: (2fr, 3fr), gutter: 1em,
  align(center)[ỦY BAN NHÂN DÂN \\ *XÃ PHÚ LƯƠNG* \\ #line(length: 3cm) Số: 41/QĐ-UBND],
  align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\ #line(length: 4cm)
    _Phú Lương, ngày 9 tháng 3 năm 2026_])
#v(2em)
#align(center)[*QUYẾT ĐỊNH* \\ *Về việc ban hành Quy chế sử dụng hộp thư điện tử \\ của Ủy ban nhân dân xã*]
#align(center)[*CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG*]
Căn cứ Luật Tổ chức chính quyền địa phương; #lorem(60)

*QUYẾT ĐỊNH:*

Điều 1. #lorem(120)
#pagebreak()
Điều 2. #lorem(40)
#grid(columns: (1fr, 1fr),
  text(size: 11pt)[*_Nơi nhận:_* \\ - Như Điều 2; \\ - Sở Khoa học và Công nghệ; \\
    - Các thành viên Ủy ban nhân dân xã, các \\ ban, ngành, đoàn thể (để t/h); \\ - Lưu: VT.],
  align(center)[*CHỦ TỊCH* \\ #v(2cm) *Hoàng Thị Hoa*])
"""


def test_a_decision_in_pdf_with_its_recipients_beside_the_signature() -> None:
    compiled = typst.compile(DECISION.encode())
    assert isinstance(compiled, bytes)
    assert form_of(compiled) == DocumentForm(
        kind="QĐ",
        kind_name="Quyết định",
        number="41/QĐ-UBND",
        issued_on=date(2026, 3, 9),
        subject="ban hành Quy chế sử dụng hộp thư điện tử của Ủy ban nhân dân xã",
        urgency=None,
        kinh_gui=(),
        noi_nhan=(
            "Như Điều 2",
            "Sở Khoa học và Công nghệ",
            "Các thành viên Ủy ban nhân dân xã, các ban, ngành, đoàn thể (để t/h)",
            "Lưu: VT",
        ),
    )


def test_a_letterhead_in_the_page_header_is_the_papers_head() -> None:
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "Số: 12/UBND-VX"
    header.add_paragraph("Thái Nguyên, ngày 05 tháng 01 năm 2026")
    document.add_paragraph("Kính gửi: Sở Y tế.")
    form = form_of(saved(document))
    assert (form.number, form.issued_on, form.kinh_gui) == ("12/UBND-VX", date(2026, 1, 5), ("Sở Y tế",))


def test_a_work_schedule_without_number() -> None:
    document = docx.Document()
    document.add_paragraph("UBND XÃ PHÚ LƯƠNG")
    document.add_paragraph("LỊCH CÔNG TÁC TUẦN 12 NĂM 2026")
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("Ngày", "Nội dung", "Nơi nhận"), strict=True):
        cell.text = text
    form = form_of(saved(document))
    assert (form.kind, form.number, form.noi_nhan) == ("LCT", None, ())


def test_the_29_kinds_and_those_the_directive_adds_are_in_the_table() -> None:
    reported = {code for code, kind in KINDS.by_code.items() if not kind.outside}
    of_the_decree = "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB"
    of_the_decree += " CV THC"
    assert reported == {*of_the_decree.split(), "LCT", "TLH", "SY", "TrS", "SL"}
