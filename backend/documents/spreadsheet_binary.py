"""Binary workbooks (MS-XLSB): their XML parts like those of any workbook, and every text of their binary ones.

Shared strings are on page 1: which cell of which sheet shows one is not asked.
"""

import re

from backend.documents.biff12 import FONT, HEADER_FOOTER, SHEET, records, texts
from backend.documents.legacy_charset import is_legacy_font
from backend.documents.model import Page, UnreadableReason
from backend.documents.office_parts import Parts, any_text
from backend.documents.package import Package
from backend.documents.reading import Corrupt
from backend.documents.run_text import RunText
from backend.documents.sheet_header import header_texts
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS

BINARY_PARTS = "application/vnd.ms-excel."
_LEGACY_BYTES = re.compile("[\u00a1-\u00ff]")


def read_binary_spreadsheet(package: Package, parts: Parts) -> list[Page]:
    """Sheets in the workbook's order, then every other part with the number of the sheet it hangs on."""
    binary = [name for name in package.others if package.content_types.of(name).startswith(BINARY_PARTS)]
    targets = {link.id: link.target for link in package.linked(package.main_part)}
    found = {name: _Texts(package.others.pop(name)) for name in binary}
    sheets = [sheet for texts_of in found.values() for sheet in texts_of.sheets if sheet in targets]
    owners = package.owners({targets[sheet]: number for number, sheet in enumerate(sheets, start=1)})
    pages = [Page(owners.get(name.lower(), 1), tuple(texts_of.lines)) for name, texts_of in found.items()]
    pages += parts.rest(owners, any_text)
    for name in (name for name, texts_of in found.items() if texts_of.corrupt):
        parts.give_up(name, UnreadableReason.CORRUPT)
    lines = (line for page in pages for line in page.lines)
    if any(texts_of.legacy_font for texts_of in found.values()) and any(map(_LEGACY_BYTES.search, lines)):
        parts.give_up(package.main_part, UnreadableReason.TEXT_LAYER)  # which cell has which font is not known
    return sorted((page for page in pages if page.lines), key=lambda page: page.number)


class _Texts:
    """What one binary part says, as far as it can be read."""

    def __init__(self, part: bytes) -> None:
        self.lines: list[str] = []
        self.sheets: list[str] = []  # relationship ids, in the workbook's order
        self.legacy_font = False
        self.corrupt = False
        try:
            for record in records(part):
                self._learn(record.kind, texts(record))
        except Corrupt:
            self.corrupt = True

    def _learn(self, kind: int, found: list[str]) -> None:
        if kind == FONT:
            self.legacy_font = self.legacy_font or any(map(is_legacy_font, found))
        elif kind == HEADER_FOOTER:
            self.lines += [line for coded in found for line in header_texts(coded, RunText())]
        else:
            self.sheets += found[:1] if kind == SHEET else []
            self.lines += [line for text in found for line in pieces(text) if LETTERS.search(line)]
