"""A paper's blocks as a DOCX that Word and LibreOffice open, the same bytes for the same blocks. Pure.

Paper, margins, typeface and page numbers as NĐ 30/2020/NĐ-CP, Phụ lục I has them; ECMA-376 part 1 for the elements.
"""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from backend.compliance.office_package import OFFICE, packed
from backend.compliance.paper import Beside, Block, Boxes, Centred, Heading, Line, Rows, Text, Title

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TITLE, _TEXT, _CELL, _NARROW_CELL, _GAP = 16, 13, 11, 9, 6  # points; NĐ 30/2020 Phụ lục I: text 13 to 14
_MANY_COLUMNS = 6  # from which on cells are narrow
_NUMERAL = re.compile(r"[0-9][0-9.,%*/]*|–|-|")
_PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
_WIDTH = 9071  # of the text, in twentieths of a point
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_INDENT = '<w:ind w:firstLine="567"/>'  # 10 mm
_CELL_MARGINS = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'


def docx(blocks: Sequence[Block]) -> bytes:
    body = "".join(_drawn(block) for block in blocks)
    number = f'<w:r><w:rPr>{_FONT}<w:sz w:val="26"/></w:rPr>{{}}</w:r>'
    field = ("begin", "<w:instrText>PAGE</w:instrText>", "end")
    shown = [number.format(one if one[0] == "<" else f'<w:fldChar w:fldCharType="{one}"/>') for one in field]
    parts = {
        "word/document.xml": (
            f"{_WORD}.document.main+xml",
            f'<w:document xmlns:w="{_W}" xmlns:r="{OFFICE}"><w:body>{body}{_PAGE}</w:body></w:document>',
        ),
        "word/header1.xml": (
            f"{_WORD}.header+xml",
            f'<w:hdr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(shown)}</w:p></w:hdr>',
        ),
    }
    return packed("word/document.xml", parts, {"r1": ("header", "header1.xml")})


def _drawn(block: Block) -> str:
    match block:
        case Title(text):
            return _line(Line(text, bold=True, points=_TITLE), centred=True)
        case Heading(text):
            return _line(Line(text, bold=True, points=_TEXT), before="<w:keepNext/>", align=_INDENT)
        case Text(text, italic):
            return _line(Line(text, italic=italic, points=_TEXT), align=_INDENT + '<w:jc w:val="both"/>')
        case Boxes(items):
            return "".join(_line(Line(f"\u2610 {item}", points=_TEXT)) for item in items)
        case Rows(head, rows, widths):
            return _table(head, rows, widths or (1,) * len(head))
        case Centred(lines, begins_page):
            breaks = ["<w:pageBreakBefore/>" if begins_page and not number else "" for number in range(len(lines))]
            before = [f"<w:keepNext/>{one}" for one in breaks]
            return "".join(_line(line, centred=True, before=one) for line, one in zip(lines, before, strict=True))
        case Beside(left, right, flush):
            return _two_columns(left, right, flush=flush)


def _line(
    line: Line, *, centred: bool = False, before: str = "", width: int = _WIDTH, after: int = 120, align: str = ""
) -> str:
    """`after`: room below it, in twentieths of a point. `align`: indent and alignment, if it is not centred."""
    look = f"{'<w:b/>' if line.bold else ''}{'<w:i/>' if line.italic else ''}"
    run = f'<w:rPr>{_FONT}{look}<w:sz w:val="{2 * line.points}"/></w:rPr>'
    align = '<w:jc w:val="center"/>' if centred else align
    words = f'<w:r>{run}<w:t xml:space="preserve">{escape(line.text)}</w:t></w:r>'
    told = f'<w:p><w:pPr>{before}<w:spacing w:after="{after}"/>{align}</w:pPr>{words}</w:p>'
    return told + _rule(width) if line.ruled else told


def _rule(width: int) -> str:
    indent = f'<w:ind w:left="{width // 3}" w:right="{width // 3}"/>'
    tiny = '<w:spacing w:before="0" w:after="80" w:line="40" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{_RULE}{tiny}{indent}</w:pPr></w:p>"


def _two_columns(left: Sequence[Line], right: Sequence[Line], *, flush: bool) -> str:
    widths = (_WIDTH * 21 // 50, _WIDTH - _WIDTH * 21 // 50)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{''.join(_line(line, centred=centred, width=width, after=60) for line in lines)}</w:tc>"
        for lines, width, centred in ((left, widths[0], not flush), (right, widths[1], True))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return f"<w:tbl>{about}<w:tblGrid>{grid}</w:tblGrid>{row}</w:tbl>{_line(Line('', points=_GAP), after=0)}"


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in sides)
    shares = [_WIDTH * share // sum(widths) for share in widths]
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    points = _NARROW_CELL if len(head) >= _MANY_COLUMNS else _CELL
    lines = [_row(head, shares, points, bold=True), *(_row(row, shares, points) for row in rows)]
    about = (
        f'<w:tblPr><w:tblW w:w="{sum(shares)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_CELL_MARGINS}</w:tblPr>'
    )
    return f"<w:tbl>{about}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>{_line(Line('', points=_GAP), after=0)}"


def _row(cells: tuple[str, ...], widths: Sequence[int], points: int, *, bold: bool = False) -> str:
    """Numbers stand in the middle, and so does the head."""
    drawn = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_line(Line(cell, bold=bold, points=points), after=20, centred=bold or _is_number(cell))}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    about = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if bold else ''}</w:trPr>"
    return f"<w:tr>{about}{''.join(drawn)}</w:tr>"


def _is_number(cell: str) -> bool:
    return _NUMERAL.fullmatch(cell) is not None
