"""Binary workbooks (MS-XLSB): their XML parts like those of any workbook, and every text of their binary ones.

Shared strings are on page 1: which cell of which sheet shows one is not asked.
"""

from collections.abc import Sequence

from backend.documents.biff12 import FONT, HEADER_FOOTER, SHEET, records, texts
from backend.documents.model import Page, UnreadableReason
from backend.documents.office_parts import Parts, any_text
from backend.documents.package import Package
from backend.documents.reading import Corrupt
from backend.documents.run_text import RunText
from backend.documents.sheet_header import header_texts
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS
from backend.text.legacy_charset import FontCharset, charset_of_font, decode_run

BINARY_PARTS = "application/vnd.ms-excel."


def read_binary_spreadsheet(package: Package, parts: Parts) -> list[Page]:
    """Sheets in the workbook's order, then every other part with the number of the sheet it hangs on."""
    binary = [name for name in package.others if package.content_types.of(name).startswith(BINARY_PARTS)]
    targets = {link.id: link.target for link in package.linked(package.main_part)}
    found = {name: _Texts(package.others.pop(name)) for name in binary}
    sheets = [sheet for read in found.values() for sheet in read.sheets if sheet in targets]
    owners = package.owners({targets[sheet]: number for number, sheet in enumerate(sheets, start=1)})
    fonts = sorted({font for read in found.values() for font in read.fonts}, key=repr)
    pages = [Page(owners.get(name.lower(), 1), _in_all(fonts, read.lines)) for name, read in found.items()]
    pages += parts.rest(owners, any_text)
    for name in (name for name, read in found.items() if read.corrupt):
        parts.give_up(name, UnreadableReason.CORRUPT)
    return sorted((page for page in pages if page.lines), key=lambda page: page.number)


def _in_all(fonts: Sequence[FontCharset], lines: Sequence[str]) -> tuple[str, ...]:
    """Which cell has which font is not asked: each line in ordinary letters, and as each old font would draw it."""
    others = (decode_run(line, font) for line in lines if not line.isascii() for font in fonts)
    return tuple(dict.fromkeys((*lines, *others)))


class _Texts:
    """What one binary part says, as far as it can be read."""

    def __init__(self, part: bytes) -> None:
        self.lines: list[str] = []
        self.sheets: list[str] = []  # relationship ids, in the workbook's order
        self.fonts: list[FontCharset] = []  # those of old charsets
        self.corrupt = False
        try:
            for record in records(part):
                self._learn(record.kind, texts(record))
        except Corrupt:
            self.corrupt = True

    def _learn(self, kind: int, found: list[str]) -> None:
        if kind == FONT:
            self.fonts += [font for name in found if (font := charset_of_font(name))]
        elif kind == HEADER_FOOTER:
            self.lines += [line for coded in found for line in header_texts(coded, RunText())]
        else:
            if kind == SHEET:
                self.sheets.append(found.pop(0) if found else "")
            self.lines += [line for text in found for line in pieces(text) if LETTERS.search(line)]
