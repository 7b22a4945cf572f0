"""Tables as an XLSX that Excel and LibreOffice open, the same bytes for the same tables. Pure.

Texts stand in their cells and are never read as formulas. ECMA-376 part 1, section 18 for the elements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from backend.compliance.office_package import OFFICE, packed

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_S}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">'
    '<xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="2" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_BOLD, _SHARE, _HOURS = 1, 2, 3  # places in cellXfs
_WIDE, _NARROW = 42, 16  # characters


@dataclass(frozen=True, slots=True)
class Proportion:
    """0 to 1, shown in per cent."""

    value: float


@dataclass(frozen=True, slots=True)
class Hours:
    value: float


Cell = str | int | Proportion | Hours | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title`: at most 31 characters. `wide`: columns, from 0, that hold sentences or names."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: frozenset[int] = frozenset()


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    numbered = list(enumerate(sheets, 1))
    listed = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{number}" r:id="r{number}"/>' for number, sheet in numbered
    )
    parts = {
        "xl/workbook.xml": (
            f"{_SHEET}.sheet.main+xml",
            f'<workbook xmlns="{_S}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        ),
        "xl/styles.xml": (f"{_SHEET}.styles+xml", _STYLES),
    }
    parts |= {f"xl/sheet{number}.xml": (f"{_SHEET}.worksheet+xml", _drawn(sheet)) for number, sheet in numbered}
    related = {f"r{number}": ("worksheet", f"sheet{number}.xml") for number, _ in numbered}
    return packed("xl/workbook.xml", parts, related | {"styles": ("styles", "styles.xml")})


def _drawn(sheet: Sheet) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{_WIDE if place - 1 in sheet.wide else _NARROW}" customWidth="1"/>'
        for place in range(1, len(sheet.head) + 1)
    )
    head = f'<row r="1">{"".join(_text(one, _BOLD) for one in sheet.head)}</row>'
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(cell) for cell in row)}</row>' for number, row in enumerate(sheet.rows, 2)
    )
    frozen = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
    )
    return f'<worksheet xmlns="{_S}">{frozen}<cols>{columns}</cols><sheetData>{head}{rows}</sheetData></worksheet>'


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return "<c/>"
        case str():
            return _text(cell)
        case int():
            return f"<c><v>{cell}</v></c>"
        case Proportion(value):
            return f'<c s="{_SHARE}"><v>{value!r}</v></c>'
        case Hours(value):
            return f'<c s="{_HOURS}"><v>{value!r}</v></c>'


def _text(text: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
