"""Generated workbooks, presentations and OpenDocument files: papers put into cells, boxes, notes and comments."""

import io
import zipfile
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pptx
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from pptx.util import Cm

from tests.unit.parity.files import PNG, GeneratedFile
from tests.unit.parity.papers import pages

OLD_FONTS = (".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman")
OLD_TEXTS = ("mËt", "tèi mËt", "MAÄT", "TOÁI MAÄT", "KÝnh göi: Së Néi vô")
KINDS = ("text", "spreadsheet", "presentation")
SPACES = ("office", "style", "text", "table", "drawing:draw", "xsl-fo-compatible:fo")
NAMESPACES = " ".join(
    f'xmlns:{space.rpartition(":")[2]}="urn:oasis:names:tc:opendocument:xmlns:{space.partition(":")[0]}:1.0"'
    for space in SPACES
)


def _written(text: str) -> str:
    """What XML may hold; openpyxl takes a text that begins so for a formula."""
    return "".join(letter for letter in text if letter in "\t\n" or ord(letter) >= 0x20).lstrip("=")


def _line(random: Random) -> str:
    return _written(random.choice(random.choice(pages(random, longest=1))))


def workbook_file(random: Random, name: str) -> GeneratedFile:
    book = openpyxl.Workbook()
    for number, lines in enumerate(pages(random)):
        sheet: Any = book.active if number == 0 else book.create_sheet(random.choice(("Tờ", "Phụ lục", "MẬT")))
        for row, line in enumerate(lines, start=1):
            _fill(random, sheet.cell(row, random.choice((1, 1, 2, 5))), _written(line))
        if random.random() < 0.3:
            sheet.oddHeader.center.text = _line(random)
        if random.random() < 0.3:
            sheet["C1"].comment = Comment(_line(random), "A")
        sheet.sheet_state = random.choice(("visible", "visible", "hidden", "veryHidden")) if number else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return GeneratedFile(name, stream.getvalue())


def _fill(random: Random, cell: Any, line: str) -> None:
    how = random.random()
    cut = random.randint(0, len(line))
    if how < 0.5:
        cell.value = line
    elif how < 0.7 and 0 < cut < len(line):
        cell.value = CellRichText(line[:cut], TextBlock(InlineFont(rFont=random.choice(OLD_FONTS)), line[cut:]))
    elif how < 0.8:
        cell.value = '="' + line[:cut].replace('"', '""') + '"&"' + line[cut:].replace('"', '""') + '"'
    elif how < 0.9:
        cell.value, cell.font = random.choice(OLD_TEXTS), Font(name=random.choice(OLD_FONTS))
    else:
        cell.value, cell.number_format = 12, '"MẬT" 0'


def presentation_file(random: Random, name: str) -> GeneratedFile:
    deck = pptx.Presentation()
    for lines in pages(random):
        slide = deck.slides.add_slide(deck.slide_layouts[random.choice((0, 1, 2, 5, 6))])
        for line in lines:
            _place(random, slide, _written(line))
        if slide.shapes.title is not None:
            slide.shapes.title.text = _line(random)
        if random.random() < 0.3:
            slide.notes_slide.notes_text_frame.text = _line(random)
        if random.random() < 0.1:
            slide.shapes.add_picture(io.BytesIO(PNG), 0, 0)
    stream = io.BytesIO()
    deck.save(stream)
    return GeneratedFile(name, stream.getvalue())


def _place(random: Random, slide: Any, line: str) -> None:
    how = random.random()
    if how < 0.6:
        paragraph = slide.shapes.add_textbox(0, 0, Cm(5), Cm(2)).text_frame.paragraphs[0]
        cut = random.randint(0, len(line))
        for text in (line[:cut], line[cut:]):
            paragraph.add_run().text = text
    elif how < 0.8:
        table = slide.shapes.add_table(1, 2, 0, 0, Cm(10), Cm(3)).table
        table.cell(0, 0).text, table.cell(0, 1).text = line, _line(random)
    else:
        run = slide.shapes.add_group_shape().shapes.add_textbox(0, 0, Cm(5), Cm(2)).text_frame.paragraphs[0].add_run()
        run.text, run.font.name = random.choice(OLD_TEXTS), random.choice(OLD_FONTS)


def opendocument_file(random: Random, name: str) -> GeneratedFile:
    """Hand-written: a text, a workbook or a presentation, in a package or as one XML file."""
    kind = random.choice(KINDS)
    inside = "".join(_open_page(random, kind, lines) for lines in pages(random))
    font, transform = random.choice(OLD_FONTS), random.choice(("none", "uppercase"))
    styles = (
        f"<office:automatic-styles><style:style style:name='S' style:family='text'><style:text-properties "
        f"fo:font-family={quoteattr(font)} fo:text-transform='{transform}'/></style:style>"
        "<style:style style:name='P' style:family='paragraph'><style:paragraph-properties fo:break-before='page'/>"
        "</style:style></office:automatic-styles>"
    )
    body = f"{styles}<office:body><office:{kind}>{inside}</office:{kind}></office:body>"
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    if random.random() < 0.3:
        root = f"office:document {NAMESPACES} office:mimetype='{media_type}'"
        return GeneratedFile(name, f"<?xml version='1.0'?><{root}>{body}</office:document>".encode())
    header = f"<style:header>{_open_paragraph(random, _line(random))}</style:header>"
    around = f"<office:master-styles>{header}</office:master-styles>"
    members = {
        "mimetype": media_type,
        "content.xml": f"<office:document-content {NAMESPACES}>{body}</office:document-content>",
        "styles.xml": f"<office:document-styles {NAMESPACES}>{around}</office:document-styles>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return GeneratedFile(name, stream.getvalue())


def _open_page(random: Random, kind: str, lines: list[str]) -> str:
    paragraphs = [_open_paragraph(random, _written(line)) for line in lines]
    if kind == "text":
        return "".join(paragraphs)
    if kind == "presentation":
        boxes = (f"<draw:frame><draw:text-box>{one}</draw:text-box></draw:frame>" for one in paragraphs)
        return f"<draw:page>{''.join(boxes)}</draw:page>"
    cells = (f"<table:table-cell>{one}</table:table-cell>" for one in paragraphs)
    return f"<table:table table:name='Tờ'><table:table-row>{''.join(cells)}</table:table-row></table:table>"


def _open_paragraph(random: Random, line: str) -> str:
    cut = random.randint(0, len(line))
    start, end = escape(line[:cut]).replace("\t", "<text:tab/>"), escape(line[cut:]).replace("\t", "<text:tab/>")
    style = " text:style-name='P'" if random.random() < 0.1 else ""
    span = random.choice(("<text:span>{}</text:span>", "<text:span text:style-name='S'>{}</text:span>"))
    beside = random.choice(("", "", "<text:s text:c='3'/>", f"<text:note>{_note(random)}</text:note>"))
    return f"<text:p{style}>{start}{span.format(end)}{beside}</text:p>"


def _note(random: Random) -> str:
    return f"<text:note-body><text:p>{escape(_line(random))}</text:p></text:note-body>"
