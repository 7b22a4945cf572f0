"""Excel 5–2003 workbooks (MS-XLS): each sheet is a page, hidden or not; what hangs on a sheet is on its page too.

Numbers and dates are no text; a formula shows its last result. Cells, headers and boxes are read in their fonts.
"""

import contextlib
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from backend.documents import code_page
from backend.documents.compound.biff import HIGH_BYTES, UTF_16, Record, Records, RichString, Source
from backend.documents.compound.file import STREAM, Storage
from backend.documents.compound.office_art import Drawings, read_drawings
from backend.documents.compound.sheet import Sheet
from backend.documents.limits import Budget
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Unreadable, Unsupported
from backend.documents.run_text import RunText
from backend.documents.sheet_header import header_texts, quoted_text
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS
from backend.text.legacy_charset import LegacyCharset

EXCEL = "application/vnd.ms-excel"
PIVOTS = "_SX_DB_CUR"
EXCEL_97, EXCEL_5 = 0x0600, 0x0500
# Characters that cells may repeat for each byte of the file: a string stands once, and cells of 14 bytes refer to it
MOST_REPEATED, ALWAYS_ENOUGH = 20, 4_000_000
NO_RESULT = (bytes(8), b"\3\0\0\0\0\0\xff\xff")
FORMULA_AT, LITERAL = 22, 0x17  # where a formula's tokens begin, and the token of a text
LOST_FONT = 4  # no font has this number; those behind it are counted one too high


class Kind(IntEnum):
    FORMULA = 6
    END = 0x0A
    SHEET_HEADER = 0x14
    SHEET_FOOTER = 0x15
    NOTE = 0x1C
    LOCKED = 0x2F
    FONT = 0x31
    CODE_PAGE = 0x42
    OBJECT = 0x5D
    SHEET = 0x85
    PIVOT_TEXT = 0xCD
    RICH_LABEL = 0xD6
    FORMAT = 0xE0
    DRAWING_GROUP = 0xEB
    DRAWING = 0xEC
    STRINGS = 0xFC
    LABEL_OF_STRINGS = 0xFD
    BOX = 0x1B6
    VALIDATION = 0x1BE
    LABEL = 0x204
    RESULT = 0x207
    NUMBER_FORMAT = 0x41E
    BEGIN = 0x809
    CHART_TEXT = 0x100D


@dataclass(slots=True)
class WorkbookText:
    pages: list[Page] = field(default_factory=list)
    drawings: Drawings = field(default_factory=Drawings)
    charset: LegacyCharset | None = None
    broken: bool = False
    unread: bool = False  # objects of Excel 5, whose texts are not looked for


def read_workbook(stream: bytes, budget: Budget) -> WorkbookText:
    """Raises Unreadable for what is encrypted or older than Excel 5."""
    workbook = _Workbook(stream, budget)
    workbook.read()
    return workbook.result()


def pivot_lines(storage: Storage) -> list[str]:
    """Texts that tables keep of the data they sum up, which may stand nowhere else (MS-XLS 2.4.313)."""
    lines: list[str] = []
    for entry in storage.children():
        for record in Records(storage.file.read(entry) if entry.kind == STREAM else b""):
            source = Source(record.pieces)
            with contextlib.suppress(EOFError):
                lines += pieces(source.string(source.short()).text) if record.kind == Kind.PIVOT_TEXT else []
    return lines


class _Workbook:
    def __init__(self, stream: bytes, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._found = WorkbookText()
        self._wide = True  # Excel 97: strings of Unicode
        self._code_page = code_page.WESTERN
        self._fonts: list[str] = []
        self._formats: list[int] = []
        self._strings: list[RichString] = []
        self._shown: set[int] = set()
        self._lines: dict[tuple[int, int], list[str]] = {}
        self._names: dict[int, str] = {}
        self._sheets: list[Sheet] = [Sheet()]  # the first holds what belongs to none
        self._open = 0  # parts inside parts
        self._formula: tuple[int, int, int] = (0, 0, 0)
        self._characters = 0
        self._run_text = RunText()

    def read(self) -> None:
        records = Records(self._stream)
        for record in records:
            self._budget.check_time()
            handler = _HANDLERS.get(record.kind)
            if handler is None or (self._open == 0 and record.kind != Kind.BEGIN):
                continue
            try:
                handler(self, record)
            except (EOFError, struct.error, IndexError):
                self._found.broken = True
        begun = {sheet.at for sheet in self._sheets}
        lost = self._open != 0 or any(at not in begun for at in self._names)
        self._found.broken = self._found.broken or records.broken or lost

    def result(self) -> WorkbookText:
        apart, *sheets = self._sheets
        for number, sheet in enumerate(sheets, start=1):
            read_drawings(b"".join(sheet.drawings), drawings := Drawings())
            for picture in drawings.pictures:
                self._found.drawings.add_picture(picture)
            name = pieces(self._names.get(sheet.at, ""))
            self._found.pages.append(Page(number, (*sheet.lines(), *drawings.lines, *name)))
        never_shown = [n for n in range(len(self._strings)) if n not in self._shown]
        rest = [*apart.lines(), *(line for n in never_shown for line in self._string_lines(n, 0))]
        if rest:
            self._found.pages.append(Page(1, tuple(rest)))
        self._found.charset = self._run_text.charset
        return self._found

    # parts

    def begin(self, record: Record) -> None:
        version = _short(record.data, 0)
        if version not in (EXCEL_97, EXCEL_5):
            raise Unsupported
        self._open += 1
        if self._open > 1:
            return  # a chart inside a sheet
        self._wide = version == EXCEL_97
        if record.at > 0:
            self._sheets.append(Sheet(record.at))

    def end(self, _: Record) -> None:
        self._open -= 1

    def locked(self, _: Record) -> None:
        raise Unreadable(UnreadableReason.ENCRYPTED)

    def code_page_is(self, record: Record) -> None:
        self._code_page = _short(record.data, 0)

    # what the workbook holds once

    def font(self, record: Record) -> None:
        self._fonts.append(self._short_string(record.data, 14))

    def format(self, record: Record) -> None:
        self._formats.append(_short(record.data, 0))

    def number_format(self, record: Record) -> None:
        code = self._text(record, 2).text if self._wide else self._short_string(record.data, 2)
        self._sheets[0].around += [line for line in pieces(quoted_text(code)) if LETTERS.search(line)]

    def sheet(self, record: Record) -> None:
        (at,) = struct.unpack_from("<I", record.data)
        self._names[at] = self._short_string(record.data, 6)

    def strings(self, record: Record) -> None:
        source = Source(record.pieces)
        source.number()
        for _ in range(source.number()):
            self._strings.append(source.string(source.short()))

    def drawing_group(self, record: Record) -> None:
        read_drawings(b"".join(record.pieces), self._found.drawings)

    # cells

    def label_of_strings(self, record: Record) -> None:
        row, column, look, number = struct.unpack_from("<3HI", record.data)
        self._shown.add(number)
        self._cell(row, column, self._string_lines(number, self._font_of(look)))

    def label(self, record: Record) -> None:
        row, column, look = struct.unpack_from("<3H", record.data)
        self._cell(row, column, self._in_fonts(self._text(record, 6), self._font_of(look)))

    def formula(self, record: Record) -> None:
        """Its result follows in a record of its own. One that was never worked out (0, or empty) will be when the file
        is opened: the texts in it, each and all together."""
        row, column, look = struct.unpack_from("<3H", record.data)
        self._formula = row, column, look
        if record.data[6:14] in NO_RESULT:
            texts = [text for text in _literals(record.data[FORMULA_AT:]) if LETTERS.search(text)]
            together = ["".join(texts)] if len(texts) > 1 else []
            font = self._font_of(look)
            self._cell(row, column, [line for t in (*texts, *together) for line in self._in_fonts(RichString(t), font)])

    def result_of_formula(self, record: Record) -> None:
        row, column, look = self._formula
        self._cell(row, column, self._in_fonts(self._text(record, 0), self._font_of(look)))

    def _cell(self, row: int, column: int, lines: list[str]) -> None:
        self._characters += sum(map(len, lines))
        if self._characters > max(MOST_REPEATED * len(self._stream), ALWAYS_ENOUGH):
            raise Unreadable(UnreadableReason.LIMIT)
        self._sheets[-1].add_cell(row, column, lines)

    # what hangs on sheets

    def header(self, record: Record) -> None:
        if record.data:
            text = self._text(record, 0).text if self._wide else self._short_string(record.data, 0)
            self._sheets[-1].around += header_texts(text, self._run_text)

    def note(self, record: Record) -> None:
        if not self._wide:  # of later ones the text is a box
            self._sheets[-1].around += pieces(code_page.decode(record.data[6:], self._code_page))

    def object(self, _: Record) -> None:
        self._found.unread = self._found.unread or not self._wide

    def drawing(self, record: Record) -> None:
        self._sheets[-1].drawings += record.pieces

    def box(self, record: Record) -> None:
        """Characters in the continuations, then the fonts of their runs: 8 bytes each."""
        characters, run_bytes = struct.unpack_from("<2H", record.data, 10)
        if not characters:
            return
        source = Source(record.pieces[1:] or [b""])
        text = source.characters(characters, bool(source.byte() & HIGH_BYTES))
        runs = [struct.unpack_from("<2H", source.take(8)) for _ in range(run_bytes // 8)]
        self._sheets[-1].around += self._in_fonts(RichString(text, runs), 0)

    def validation(self, record: Record) -> None:
        """Titles and texts that appear beside a cell; the number before them says how."""
        source = Source(record.pieces)
        source.number()
        for _ in range(4):
            self._sheets[-1].around += pieces(source.string(source.short()).text.replace("\0", ""))

    def chart_text(self, record: Record) -> None:
        text = (
            Source([record.data[3:]]).string(record.data[2]).text if self._wide else self._short_string(record.data, 2)
        )
        self._sheets[-1].around += pieces(text)

    # texts

    def _text(self, record: Record, at: int) -> RichString:
        source = Source([record.data[at:], *record.pieces[1:]])
        count = source.short()
        if self._wide:
            return source.string(count)
        text = code_page.decode(source.take(count), self._code_page)
        if record.kind != Kind.RICH_LABEL:
            return RichString(text)
        runs = [(source.byte(), source.byte()) for _ in range(source.byte())]
        return RichString(text, runs)

    def _short_string(self, data: bytes, at: int) -> str:
        if self._wide and at in (6, 14):
            return Source([data[at + 1 :]]).string(data[at]).text
        return code_page.decode(data[at + 1 : at + 1 + data[at]], self._code_page)

    def _string_lines(self, number: int, font: int) -> list[str]:
        found = self._lines.get((number, font))
        if found is None:
            found = self._in_fonts(self._strings[number], font)
            self._lines[number, font] = found
        return found

    def _in_fonts(self, string: RichString, font: int) -> list[str]:
        text, read, at = string.text, "", 0
        for begins, number in string.runs:
            read += self._run_text.read(text[at:begins], self._font_name(font))
            at, font = max(at, begins), number
        return pieces(read + self._run_text.read(text[at:], self._font_name(font)))

    def _font_of(self, look: int) -> int:
        return self._formats[look] if look < len(self._formats) else 0

    def _font_name(self, number: int) -> str:
        number -= number > LOST_FONT
        return self._fonts[number] if number < len(self._fonts) else ""


_HANDLERS: Mapping[int, Callable[[_Workbook, Record], None]] = {
    Kind.BEGIN: _Workbook.begin,
    Kind.END: _Workbook.end,
    Kind.LOCKED: _Workbook.locked,
    Kind.CODE_PAGE: _Workbook.code_page_is,
    Kind.FONT: _Workbook.font,
    Kind.FORMAT: _Workbook.format,
    Kind.NUMBER_FORMAT: _Workbook.number_format,
    Kind.SHEET: _Workbook.sheet,
    Kind.STRINGS: _Workbook.strings,
    Kind.DRAWING_GROUP: _Workbook.drawing_group,
    Kind.LABEL_OF_STRINGS: _Workbook.label_of_strings,
    Kind.LABEL: _Workbook.label,
    Kind.RICH_LABEL: _Workbook.label,
    Kind.FORMULA: _Workbook.formula,
    Kind.RESULT: _Workbook.result_of_formula,
    Kind.SHEET_HEADER: _Workbook.header,
    Kind.SHEET_FOOTER: _Workbook.header,
    Kind.NOTE: _Workbook.note,
    Kind.OBJECT: _Workbook.object,
    Kind.DRAWING: _Workbook.drawing,
    Kind.BOX: _Workbook.box,
    Kind.VALIDATION: _Workbook.validation,
    Kind.CHART_TEXT: _Workbook.chart_text,
}


def _short(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _literals(tokens: bytes) -> Iterator[str]:
    """Texts in a formula: whatever looks like one, for the tokens before it are not taken apart."""
    at = tokens.find(LITERAL)
    while 0 <= at < len(tokens) - 3:
        count, wide = tokens[at + 1], tokens[at + 2]
        text = tokens[at + 3 : at + 3 + count * (1 + wide)]
        if wide <= 1 and count and len(text) == count * (1 + wide):
            yield code_page.decode(text, UTF_16) if wide else text.decode("latin-1")
            at += 2 + len(text)
        at = tokens.find(LITERAL, at + 1)
