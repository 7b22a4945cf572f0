"""One worksheet as lines: each cell with text is one, and what stands in neighbouring cells of a few letters is one.

Numbers and dates are no text; a formula shows its last result, and where it has none the texts it would put together.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree

from backend.documents.run_text import RunText
from backend.documents.sheet_rows import send
from backend.documents.sheet_strings import RichText, SharedStrings, lines_of_runs
from backend.documents.spacing import pieces
from backend.documents.xml_reader import Attributes
from backend.documents.xml_text import XmlText, literals_of
from backend.text.legacy_charset import LegacyCharset

# "TỐI" in one cell and "MẬT" in the next are read together: TUYỆT with its marks written apart has seven
NEIGHBOUR_LETTERS = 8
SHEETS = {"worksheet", "chartsheet", "dialogsheet", "macrosheet"}  # roots of the parts that are sheets
_LETTERS, _DIGITS = re.compile("[A-Z]{1,3}"), "0123456789"


class _Names:
    """Names of elements as a tree has them; `space` is their namespace in braces."""

    def __init__(self, space: str) -> None:
        self.row, self.cell, self.value = f"{space}row", f"{space}c", f"{space}v"
        self.inline, self.text = f"{space}is", f"{space}t"


class SheetCells:
    """An XML handler; `pages` (one) and `charset` are its result."""

    def __init__(
        self, strings: SharedStrings, fonts: Sequence[str | None], rows: ElementTree.Element | None = None
    ) -> None:
        """`rows` were taken out of the part before."""
        self._in_cells: list[str] = []
        self._strings = strings
        self._fonts = fonts
        self._around = XmlText()  # everything but the cells: headers, prompts, names
        self._run_text = RunText()
        self._name = ""
        self._cell: Attributes | None = None
        self._value: list[str] = []
        self._formula: list[str] = []
        self._rich: RichText | None = None
        self._column = 0
        self._neighbours: list[str] = []
        if rows is not None:
            self._take_rows(rows)

    @property
    def pages(self) -> list[list[str]]:
        return [[*self._in_cells, *self._around.lines]]

    @property
    def charset(self) -> LegacyCharset | None:
        return self._run_text.charset or self._around.charset

    def open(self, name: str, attributes: Attributes) -> None:
        self._name = name
        if name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._column = 0
        elif self._cell is None:
            self._around.open(name, attributes)
        elif self._rich is not None:
            self._rich.open(name, attributes)
        elif name == "is":
            self._rich = RichText()

    def close(self, name: str) -> None:
        self._name = ""
        if name == "c":
            self._close_cell()
        elif name == "row":
            self._end_neighbours()
        elif self._cell is None:
            self._around.close(name)
        elif self._rich is not None:
            self._rich.close(name)

    def text(self, data: str) -> None:
        if self._cell is None:
            if self._name != "row":
                self._around.text(data)
        elif self._rich is not None:
            self._rich.text(data)
        elif self._name == "v":
            self._value.append(data)
        elif self._name == "f":
            self._formula.append(data)

    def _take_rows(self, rows: ElementTree.Element) -> None:
        names = _Names(rows.tag.removesuffix("sheetData"))
        for row in rows:
            if row.tag != names.row:
                send(row, self)
                continue
            self._column = 0
            for cell in row:
                content = _only_value(cell, names)
                if content is None:
                    send(cell, self)
                    continue
                written, font = content.text or "", self._font(cell.get("s", "")) if self._fonts else None
                self._go_to(_column(cell.get("r", "")) or self._column + 1)
                if content.tag == names.text:
                    self._take_lines(pieces(self._run_text.read(written, font) if font else written))
                else:
                    self._take_lines(self._value_lines(cell.get("t", "n"), written, font))
            self._end_neighbours()

    def _open_cell(self, attributes: Attributes) -> None:
        self._cell, self._rich = attributes, None
        self._value, self._formula = [], []
        self._go_to(_column(attributes.get("r", "")) or self._column + 1)

    def _go_to(self, column: int) -> None:
        if self._neighbours and column != self._column + 1:
            self._end_neighbours()
        self._column = column

    def _close_cell(self) -> None:
        cell, self._cell = self._cell or {}, None
        self._take_lines(self._cell_lines(cell))

    def _take_lines(self, lines: list[str]) -> None:
        self._in_cells += lines
        if len(lines) == 1 and len(lines[0]) <= NEIGHBOUR_LETTERS:
            self._neighbours.append(lines[0])
        elif self._neighbours:
            self._end_neighbours()

    def _cell_lines(self, cell: Attributes) -> list[str]:
        kind, value, font = cell.get("t", "n"), "".join(self._value), self._font(cell.get("s", ""))
        if self._rich is not None:
            return lines_of_runs(self._rich.runs, font, self._run_text)
        return self._value_lines(kind, value, font)

    def _value_lines(self, kind: str, value: str, font: str | None) -> list[str]:
        if kind == "s":
            index = value.strip()
            return self._strings.lines(int(index) if index.isdecimal() else -1, font)
        if kind in ("str", "inlineStr"):
            return pieces(self._run_text.read(value, font))
        return [] if value else self._formula_lines()

    def _formula_lines(self) -> list[str]:
        """A formula without a result is worked out when the file is opened: its texts, each and all together."""
        literals = literals_of("".join(self._formula))
        together = ["".join(literals)] if len(literals) > 1 else []
        return [line for literal in (*literals, *together) for line in pieces(literal)]

    def _font(self, style: str) -> str | None:
        if not self._fonts:
            return None
        index = int(style) if style.isdecimal() else 0
        return self._fonts[index] if index < len(self._fonts) else None

    def _end_neighbours(self) -> None:
        if len(self._neighbours) > 1:
            self._in_cells.append(" ".join(self._neighbours))
        self._neighbours = []


def _only_value(cell: ElementTree.Element, names: _Names) -> ElementTree.Element | None:
    """The element with the value or the inline text of a cell that holds nothing else."""
    if len(cell) != 1 or cell.tag != names.cell:
        return None
    content = cell[0]
    if content.tag == names.inline:
        if len(content) != 1:
            return None
        content = content[0]
        return content if content.tag == names.text and not len(content) else None
    return content if content.tag == names.value and not len(content) else None


def _column(place: str) -> int:
    """The number of a column by the name of one of its cells, 0 where that is none."""
    letters = place.rstrip(_DIGITS)
    return _number(letters) if letters != place else 0


@lru_cache(maxsize=1024)
def _number(letters: str) -> int:
    if not _LETTERS.fullmatch(letters):
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
