"""Writes a sample paper as a Word file."""

from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from deploy.demo.papers.paper import NOTICE, Paper

FONT = "Times New Roman"
RED = RGBColor(0xC0, 0, 0)
LEFT_COLUMN, RIGHT_COLUMN = Mm(70), Mm(95)


def write_word(paper: Paper, file: Path) -> Path:
    document = Document()
    _set_page(document, paper)
    _write_head(document, paper)
    for line in paper.declassified:
        _stamp(document.add_paragraph(), line)
    if paper.addressees:
        for line in paper.addressed_to:
            _centred(document.add_paragraph(), line)
    if paper.title:
        _centred(document.add_paragraph(), paper.title, bold=True, size=14)
        _centred(document.add_paragraph(), paper.title_subject, bold=True)
    for text in paper.paragraphs:
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _write_table(document, paper)
    _write_foot(document, paper)
    document.save(str(file))
    return file


def _set_page(document: WordDocument, paper: Paper) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    if paper.mark_in_page_header:
        _stamp(section.header.paragraphs[0], paper.mark_in_page_header)
    if paper.notice:
        _centred(section.footer.paragraphs[0], NOTICE, size=9)


def _write_head(document: WordDocument, paper: Paper) -> None:
    rows: list[tuple[list[str], list[str]]] = [
        ([paper.parent_agency, paper.agency], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]),
        ([paper.number], [paper.place_and_date]),
        ([paper.subject], []),
    ]
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for number, (left, right) in enumerate(rows):
        if any(left) or any(right):
            cells = _row(table.add_row().cells)
            _fill(cells[0], left, bold_last=number == 0)
            _fill(cells[1], right, bold_last=number == 0, italic=number == 1)
    if paper.mark:
        cells = _row(table.add_row().cells)
        _stamp(cells[0].paragraphs[0], paper.mark)
        cells[1].text = paper.beside_mark


def _row(cells: tuple[_Cell, ...]) -> tuple[_Cell, ...]:
    cells[0].width, cells[1].width = LEFT_COLUMN, RIGHT_COLUMN
    return cells


def _fill(cell: _Cell, lines: list[str], *, bold_last: bool = False, italic: bool = False) -> None:
    written = [line for line in lines if line]
    for number, line in enumerate(written):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        last = number == len(written) - 1
        _centred(paragraph, line, bold=bold_last and last, size=12)
        paragraph.runs[0].italic = italic


def _write_table(document: WordDocument, paper: Paper) -> None:
    if paper.table:
        table = document.add_table(rows=0, cols=len(paper.table[0]))
        table.style = "Table Grid"
        for row in paper.table:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text


def _write_foot(document: WordDocument, paper: Paper) -> None:
    left, right = _row(document.add_table(rows=1, cols=2).rows[0].cells)
    if paper.recipients:
        run = left.paragraphs[0].add_run("Nơi nhận:")
        run.bold = run.italic = True
        for line in paper.recipients:
            left.add_paragraph(f"- {line}").runs[0].font.size = Pt(11)
    for number, line in enumerate((*paper.signature, "", "", paper.signer)):
        _centred(right.paragraphs[0] if number == 0 else right.add_paragraph(), line, bold=True)


def _centred(paragraph: Paragraph, text: str, *, bold: bool = False, size: float = 13) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _stamp(paragraph: Paragraph, text: str) -> None:
    """Red, bold, framed."""
    run = paragraph.add_run(text)
    run.bold, run.font.color.rgb = True, RED
    frame = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "C00000")):
        frame.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(frame)  # noqa: SLF001 - python-docx has no frames
