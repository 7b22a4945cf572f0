"""Texts of cells: shared strings with their runs, and the fonts cells are set in (ECMA-376 part 1, 18.4 and 18.8)."""

from dataclasses import dataclass, field

from backend.documents.run_text import RunText
from backend.documents.sheet_header import quoted_text
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS
from backend.documents.xml_reader import Attributes
from backend.text.legacy_charset import charset_of_font

Run = tuple[str, str | None]  # a text and its font, if the run says one


class RichText:
    """XML handler over one string: its runs; readings of characters (rPh) stand above them and are runs of no font."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._font: str | None = None
        self._in_text = False

    def open(self, name: str, attributes: Attributes) -> None:
        self._in_text = name == "t"
        if name == "r":
            self._font = None
        elif name == "rFont":
            self._font = attributes.get("val")
        elif name == "rPh":
            self._font = None
            self.runs.append(("\n", None))

    def close(self, name: str) -> None:
        self._in_text = False
        if name == "r":
            self._font = None

    def text(self, data: str) -> None:
        if self._in_text:
            self.runs.append((data, self._font))


class SharedStrings:
    """XML handler over the table of shared strings. `lines` reads one in the font of the cell that shows it."""

    def __init__(self) -> None:
        self.run_text = RunText()
        self._strings: list[list[Run]] = []
        self._shown: dict[tuple[int, str | None], list[str]] = {}
        self._rich: RichText | None = None

    def open(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._rich = RichText()
            self._strings.append(self._rich.runs)
        elif self._rich is not None:
            self._rich.open(name, attributes)

    def close(self, name: str) -> None:
        if name == "si":
            self._rich = None
        elif self._rich is not None:
            self._rich.close(name)

    def text(self, data: str) -> None:
        if self._rich is not None:
            self._rich.text(data)

    def lines(self, index: int, cell_font: str | None) -> list[str]:
        """The lines of one string, none of an index that is not there."""
        key = (index, cell_font)
        if key not in self._shown:
            runs = self._strings[index] if 0 <= index < len(self._strings) else []
            self._shown[key] = lines_of_runs(runs, cell_font, self.run_text)
        return self._shown[key]

    def lines_never_shown(self) -> list[str]:
        shown = {index for index, _ in self._shown}
        unshown = [runs for index, runs in enumerate(self._strings) if index not in shown]
        return [line for runs in unshown for line in lines_of_runs(runs, None, self.run_text)]


def lines_of_runs(runs: list[Run], cell_font: str | None, run_text: RunText) -> list[str]:
    return pieces("".join(run_text.read(text, font or cell_font) for text, font in runs))


@dataclass(slots=True)
class SheetStyles:
    """XML handler over the styles: the font of each cell format, where it is one of an old charset, and the texts that
    number formats put into cells."""

    fonts_of_formats: list[str | None] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _fonts: list[str | None] = field(default_factory=list)
    _names: list[str] = field(default_factory=lambda: [""])

    def open(self, name: str, attributes: Attributes) -> None:
        parent = self._names[-1]
        self._names.append(name)
        if name == "font" and parent == "fonts":
            self._fonts.append(None)
        elif name == "name" and parent == "font" and self._fonts and self._names[-3] == "fonts":
            font = attributes.get("val", "")
            self._fonts[-1] = font if charset_of_font(font) else None
        elif name == "xf" and parent == "cellXfs":
            number = attributes.get("fontId", "")
            index = int(number) if number.isdecimal() else -1
            self.fonts_of_formats.append(self._fonts[index] if 0 <= index < len(self._fonts) else None)
        elif name == "numFmt":
            texts = pieces(quoted_text(attributes.get("formatCode", "")))
            self.lines += [line for line in texts if LETTERS.search(line)]

    def close(self, _name: str) -> None:
        self._names.pop()

    def text(self, data: str) -> None: ...
