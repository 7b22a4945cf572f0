"""Word, Excel and PowerPoint files that hold one paper, its mark where it is wanted."""

import io
from html import escape

import docx
import docx.document
import docx.text.paragraph
import openpyxl
import pptx
import xlwt
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from pptx.util import Cm

from tests.corpus.paper import LINES, SAMPLE, Paper, Place, Run


def _bytes_of(save: object) -> bytes:
    stream = io.BytesIO()
    save.save(stream)  # type: ignore[attr-defined] # documents, workbooks, presentations alike
    return stream.getvalue()


def docx_paper(paper: Paper) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.footer.paragraphs[0].text = SAMPLE
    if paper.place is Place.BODY:
        _write(document.add_paragraph(), paper.mark)
    for line in LINES:
        document.add_paragraph(line)
    if paper.place is Place.HEADER:
        _write(section.header.paragraphs[0], paper.mark)
    elif paper.place is Place.FOOTER:
        _write(section.footer.add_paragraph(), paper.mark)
    elif paper.place is Place.COMMENT:
        document.add_comment(document.paragraphs[0].runs, text=paper.mark.text, author="A")
    elif paper.place is Place.PROPERTY:
        document.core_properties.subject = paper.mark.text
    else:
        _add_behind(document, paper.mark, paper.place)
    return _bytes_of(document)


def _add_behind(document: "docx.document.Document", mark: Run, place: Place) -> None:
    if place is Place.CELL:
        row = document.add_table(1, 2).rows[0].cells
        _write(row[0].paragraphs[0], mark)
        row[1].text = "Về việc rà soát"
    elif place is Place.SPLIT:
        paragraph = document.add_paragraph()
        for letter in mark.text:
            _write(paragraph, Run(letter, mark.font))
    elif place is Place.BOX:
        document.add_paragraph()._p.append(parse_xml(_BOX.format(nsdecls("w"), escape(mark.text))))
    elif place is Place.LATER_PAGE:
        for _ in range(2):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(document.add_paragraph(), mark)


_BOX = (
    '<w:r {} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t xml:space='preserve'>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def _write(paragraph: "docx.text.paragraph.Paragraph", mark: Run) -> None:
    run = paragraph.add_run(mark.text)
    if mark.font:
        run.font.name = mark.font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hAnsi"), mark.font)


def xlsx_paper(paper: Paper) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    mark, place = paper.mark, paper.place
    for row, line in enumerate([SAMPLE, *LINES], start=3):
        sheet.cell(row, 1, line)
    if place in (Place.BODY, Place.CELL):
        sheet["B2"] = mark.text
        if mark.font:
            sheet["B2"].font = Font(name=mark.font)
    elif place is Place.SPLIT:
        sheet["B2"] = CellRichText(
            *(TextBlock(InlineFont(b=index % 2 == 0), one) for index, one in enumerate(mark.text))
        )
    elif place is Place.HIDDEN:
        hidden = book.create_sheet("Phụ lục")
        hidden["A1"] = mark.text
        hidden.sheet_state = "veryHidden"
    elif place is Place.COMMENT:
        sheet["A3"].comment = Comment(mark.text, "A")
    elif place is Place.HEADER:
        sheet.oddHeader.center.text = mark.text
    elif place is Place.PROPERTY:
        book.properties.subject = mark.text
    return _bytes_of(book)


def pptx_paper(paper: Paper) -> bytes:
    show = pptx.Presentation()
    slides = [show.slides.add_slide(show.slide_layouts[5]) for _ in range(3)]
    for slide in slides:
        slide.shapes.title.text = SAMPLE
    box = slides[0].shapes.add_textbox(Cm(1), Cm(5), Cm(15), Cm(8)).text_frame
    box.text = "\n".join(LINES)
    mark, place = paper.mark, paper.place
    if place is Place.CELL:
        slides[0].shapes.add_table(1, 2, Cm(1), Cm(14), Cm(10), Cm(1)).table.cell(0, 0).text = mark.text
    elif place is Place.NOTE:
        slides[1].notes_slide.notes_text_frame.text = mark.text
    else:
        slide = slides[2 if place is Place.LATER_PAGE else 0]
        run = slide.shapes.add_textbox(Cm(1), Cm(1), Cm(6), Cm(2)).text_frame.paragraphs[0].add_run()
        run.text, run.font.name = mark.text, mark.font
    return _bytes_of(show)


def xls_paper(paper: Paper) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Lịch")
    for row, line in enumerate([SAMPLE, *LINES], start=3):
        sheet.write(row, 0, line)
    style = xlwt.easyxf(f"font: name {paper.mark.font}") if paper.mark.font else xlwt.easyxf()
    if paper.place is Place.HIDDEN:
        hidden = book.add_sheet("Phụ lục")
        hidden.visibility = 2
        hidden.write(0, 0, paper.mark.text)
    else:
        sheet.write(1, 1, paper.mark.text, style)
    return _bytes_of(book)
