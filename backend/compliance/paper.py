"""A paper as blocks, written as Markdown or as a DOCX whose bytes are the same for the same blocks. Pure."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip entry can have: no clock is read
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TITLE_SIZE, _HEADING_SIZE, _TEXT_SIZE, _CELL_SIZE = 32, 28, 26, 20  # half points; NĐ 30/2020 Phụ lục I: 13 to 14


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """Things to tick off."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Title | Heading | Text | Boxes | Rows


def markdown(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_marked(block) for block in blocks) + "\n"


def docx(blocks: Sequence[Block]) -> bytes:
    """ECMA-376: the smallest package that Word and LibreOffice open."""
    body = "".join(_drawn(block) for block in blocks)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"'
    )
    page += ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_DOCUMENT}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _ALWAYS)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return written.getvalue()


def _marked(block: Block) -> str:
    match block:
        case Title(text):
            return f"# {text}"
        case Heading(text):
            return f"## {text}"
        case Text(text):
            return text
        case Boxes(items):
            return "\n".join(f"- [ ] {item}" for item in items)
        case Rows(head, rows):
            lines = [head, tuple("---" for _ in head), *rows]
            return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _drawn(block: Block) -> str:
    match block:
        case Title(text):
            return _paragraph(text, _TITLE_SIZE, bold=True, centred=True)
        case Heading(text):
            return _paragraph(text, _HEADING_SIZE, bold=True, before="<w:keepNext/>")
        case Text(text):
            return _paragraph(text, _TEXT_SIZE)
        case Boxes(items):
            return "".join(_paragraph(f"\u2610 {item}", _TEXT_SIZE) for item in items)
        case Rows(head, rows):
            return _table(head, rows)


def _paragraph(text: str, size: int, *, bold: bool = False, centred: bool = False, before: str = "") -> str:
    align = '<w:jc w:val="center"/>' if centred else ""
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    run = f'<w:rPr>{font}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    words = f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p><w:pPr>{before}<w:spacing w:after="80"/>{align}</w:pPr>{words}</w:p>'


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in sides)
    width = 5000 // len(head)
    grid = "".join(f'<w:gridCol w:w="{9000 // len(head)}"/>' for _ in head)
    lines = [_line(head, width, bold=True), *(_line(row, width) for row in rows)]
    about = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{about}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>{_paragraph('', _CELL_SIZE)}"


def _line(cells: tuple[str, ...], width: int, *, bold: bool = False) -> str:
    drawn = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{_paragraph(cell, _CELL_SIZE, bold=bold)}</w:tc>'
        for cell in cells
    )
    about = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if bold else ''}</w:trPr>"
    return f"<w:tr>{about}{''.join(drawn)}</w:tr>"
