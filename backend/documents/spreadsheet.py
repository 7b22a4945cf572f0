"""Workbooks (SpreadsheetML): each sheet is a page, hidden or not; what hangs on a sheet is on its page too."""

from xml.etree import ElementTree

from backend.documents.model import Page
from backend.documents.office_parts import Parts, Root, any_text
from backend.documents.package import Package
from backend.documents.sheet_cells import SHEETS, SheetCells
from backend.documents.sheet_rows import without_rows
from backend.documents.sheet_strings import SharedStrings, SheetStyles
from backend.documents.spacing import pieces
from backend.documents.swollen_part import LineHandler
from backend.documents.xml_reader import Attributes
from backend.documents.xml_text import XmlText, literals_of


class Workbook:
    """XML handler over the workbook: names of sheets by relationship id, and what else it says."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []  # relationship id and name
        self._around = XmlText()
        self._name = ""

    @property
    def lines(self) -> list[str]:
        return self._around.lines

    def open(self, name: str, attributes: Attributes) -> None:
        self._name = name
        if name == "sheet":
            self.sheets.append((attributes.get("id", ""), attributes.get("name", "")))
        else:
            self._around.open(name, attributes)

    def close(self, name: str) -> None:
        self._name = ""
        if name != "sheet":
            self._around.close(name)

    def text(self, data: str) -> None:
        if self._name == "definedName":  # a constant; or a reference, which is no text
            self.lines.extend(line for constant in literals_of(data) for line in pieces(constant))
        elif self._name:
            self._around.text(data)


def read_spreadsheet(package: Package, parts: Parts) -> list[Page]:
    """Sheets in the workbook's order, then every other part with the number of the sheet it hangs on."""
    workbook, strings, styles = Workbook(), SharedStrings(), SheetStyles()
    parts.read(package.main_part, workbook)
    targets = {link.id: link.target for link in package.linked(package.main_part)}
    for link in package.linked(package.main_part):
        if link.kind == "sharedStrings":
            parts.read(link.target, strings)
        elif link.kind == "styles":
            parts.read(link.target, styles)
    fonts = styles.fonts_of_formats if any(styles.fonts_of_formats) else []

    rows: ElementTree.Element | None = None

    def prepare(part: bytes) -> bytes:
        nonlocal rows
        sheet = without_rows(part)
        rows = sheet.rows
        return sheet.part

    def cells_or_text(root: Root) -> LineHandler | None:
        return SheetCells(strings, fonts, rows) if root.name in SHEETS else any_text(root)

    parts.prepare = prepare

    pages: list[Page] = []
    numbers: dict[str, int] = {}
    for number, (link_id, sheet_name) in enumerate(workbook.sheets, start=1):
        target = targets.get(link_id, "")
        numbers.setdefault(target, number)
        pages.append(Page(number, (*parts.lines(target, cells_or_text), *pieces(sheet_name))))
    pages += parts.rest(package.owners(numbers), cells_or_text)
    unowned = [*workbook.lines, *strings.lines_never_shown(), *styles.lines]
    parts.charset = parts.charset or strings.run_text.charset
    return [*pages, Page(1, tuple(unowned))] if unowned else pages
