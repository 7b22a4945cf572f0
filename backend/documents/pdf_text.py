"""The characters of a PDF page as upright runs, and whether the text layer can be believed.

pdfium's own lines are not used: they join a stamp with the cell beside it. Every character's box is asked for and words
are built from them; `lines.py` then decides what stands alone.
"""

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from backend.documents.legacy_charset import is_legacy_font
from backend.documents.lines import SPACE_EM, Run, lines_of
from backend.documents.spacing import PICTOGRAM

LOST = "\ufffd"  # a glyph without a letter
# Fonts of pictograms: check boxes, bullets, arrows; none of their glyphs is a letter of a mark
SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "zapfdingbats", "mtextra", "opensymbol", "segoeuisymbol")
_BULLET = f"{LOST} "
# National title and motto (NĐ 30/2020 Phụ lục I) with every letter of U+1EA0–1EF9 gone, whatever stands for it
_BROKEN_HEADS = ("CNGHÒAXÃHICHNGHĨAVITNAM", "CNGHOÀXÃHICHNGHĨAVITNAM", "ĐclpTdoHnhphúc")
_BETWEEN_LETTERS = re.compile("[ ?.*\u00a0\u00bf\u2013\u25a1-]")
# Of letters that only Vietnamese has, those a Latin text layer keeps, and those (U+1EA0–1EF9, or combining marks) that
# a broken one loses: MẬT reads "M T". Of 1.1 million letters of real papers, 7.2 % and 15.9 %; six of the first without
# one of the second happen once in 1400 times, eight once in 3000.
KEPT_LETTERS = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
_HIGHER = re.compile("[\u1ea0-\u1ef9\u0300-\u0323]")
ENOUGH_KEPT = 8
_SAME_BASELINE_EM = 0.1
_HYPHEN = 0x02  # what pdfium gives for a hyphen at the end of a line
UPRIGHT_COS = 0.9999
_LEGACY = re.compile("[\u00a1-\u00ff]")
# A word as pdfium parts them, and what in it asks for a closer look: lost and private letters, halves of pairs
_WORD = re.compile("[^\t\n\r \u00a0\u2000-\u200a\u202f\u3000]+")
_UNUSUAL = re.compile("[\x00-\x1f\ud800-\uf8ff\ufffd-\uffff]")
LONGEST_WORD = 7  # letters; the longest Vietnamese syllable, "nghiêng"
NARROWEST_EM, WIDEST_EM = 0.15, 0.7  # of a letter on average; a gap inside would make it wider


@dataclass(slots=True)
class LetterCount:
    """Letters of one font (or page) that tell whether the higher Vietnamese letters were lost."""

    kept: int = 0
    higher: int = 0

    def count(self, text: str) -> None:
        if not text.isascii():
            self.kept += sum(character in KEPT_LETTERS for character in text)
            self.higher += len(_HIGHER.findall(text))

    @property
    def lost_the_higher(self) -> bool:
        return self.kept >= ENOUGH_KEPT and self.higher == 0


@dataclass(slots=True)
class PageText:
    """Runs by writing direction (degrees), letters by font, and whether letters stand for other letters."""

    runs: dict[int, list[Run]] = field(default_factory=lambda: defaultdict(list))
    fonts: dict[str, LetterCount] = field(default_factory=lambda: defaultdict(LetterCount))
    legacy_font: bool = False

    def lines(self) -> list[str]:
        """Lines of the commonest direction first."""
        directions = sorted(self.runs, key=lambda angle: -len(self.runs[angle]))
        return [line for angle in directions for line in lines_of(self.runs[angle])]

    @property
    def is_empty(self) -> bool:
        return not self.runs


def lost_letters(lines: Sequence[str]) -> bool:
    """Whether a glyph had no letter (a single one before a word is a bullet of a symbol font), or the words that head
    every paper stand there without their higher letters."""
    if any(LOST in line.removeprefix(_BULLET) and line != LOST for line in lines):
        return True
    bare = _BETWEEN_LETTERS.sub("", "".join(lines))
    return any(words in bare for words in _BROKEN_HEADS)


@dataclass(frozen=True, slots=True, eq=False)
class _Style:
    """What the characters of one text object share. `em` in points; the direction as a unit vector."""

    em: float
    cos: float
    sin: float
    font: str
    legacy: bool
    symbols: bool
    upright: bool
    angle: int

    def looks_like(self, other: "_Style") -> bool:
        same_type = self.font == other.font and math.isclose(self.em, other.em, rel_tol=0.01)
        return self is other or (same_type and self.angle == other.angle)


class _Word:
    """Characters being put together to a run."""

    def __init__(self, page: PageText) -> None:
        self._page = page
        self._style: _Style | None = None
        self._text: list[str] = []
        self._starts = self._ends = self._baseline = 0.0

    def add(self, character: str, style: _Style, start: float, end: float, baseline: float) -> None:
        if self._style is not None and not self._continues(style, start, baseline):
            self.finish()
        if self._style is None:
            self._style, self._starts, self._ends, self._baseline = style, start, end, baseline
        self._text.append(character)
        self._ends = max(self._ends, end)

    def _continues(self, style: _Style, start: float, baseline: float) -> bool:
        gap = start - self._ends
        return (
            self._style is not None
            and self._style.looks_like(style)
            and -style.em < gap < SPACE_EM * style.em
            and abs(baseline - self._baseline) <= _SAME_BASELINE_EM * style.em
        )

    def finish(self, *, space: bool = False) -> None:
        if self._style is not None:
            text = "".join(self._text)
            self._page.fonts[self._style.font].count(text)
            run = Run(self._starts, self._baseline, self._ends - self._starts, self._style.em, text + " " * space)
            self._page.runs[self._style.angle].append(run)
        self._style = None
        self._text = []


class PageReader:
    """Reads the characters of one loaded text page. What pdfium points to lives as long as its page."""

    def __init__(self) -> None:
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, _Style] = {}
        self._baselines: dict[tuple[_Style, float], float] = {}
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def read(self, text_page: object) -> PageText:
        """Most words are taken by their first and last letter; whatever looks unusual, letter by letter."""
        page = PageText()
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        text = _whole_text(text_page, count)
        if len(text) != count:
            self._read_letters(text_page, page, range(count))
            return page
        for found in _WORD.finditer(text):
            start, end = found.span()
            word = found.group()
            if not self._read_word(text_page, page, word, start, end):
                self._read_letters(text_page, page, range(start, min(end + 1, count)))
        return page

    def _read_word(self, text_page: object, page: PageText, word: str, start: int, end: int) -> bool:
        """Take an upright word whose letters stand close, false for any other.

        pdfium puts a space or a line break of its own where letters stand apart, so that what it leaves together is
        together; the width says whether that holds.
        """
        if len(word) > LONGEST_WORD or _UNUSUAL.search(word):
            return False
        style, box = self._style_of(text_page, start), self._box
        pdfium.FPDFText_GetLooseCharBox(text_page, start, box)
        left, bottom = box.left, box.bottom
        pdfium.FPDFText_GetLooseCharBox(text_page, end - 1, box)
        width = box.right - left
        close = NARROWEST_EM < width / (len(word) * style.em) < WIDEST_EM
        if not (close and style.upright and box.bottom == bottom):
            return False
        if any(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in range(start, end)):
            return False
        if style.legacy and _LEGACY.search(word):
            page.legacy_font = True
        page.fonts[style.font].count(word)
        space = " " if pdfium.FPDFText_IsGenerated(text_page, end) == 0 else ""
        baseline = self._baseline(text_page, start, style, bottom)
        page.runs[0].append(Run(left, baseline, width, style.em, word + space))
        return True

    def _read_letters(self, text_page: object, page: PageText, indexes: range) -> None:
        word = _Word(page)
        high = 0
        for index in indexes:
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if _is_space(code):
                word.finish(space=pdfium.FPDFText_IsGenerated(text_page, index) != 1)
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code == _HYPHEN:
                code = ord("-")
            style = self._style_of(text_page, index)
            character = chr(code)
            if self._is_lost(text_page, index, code):
                character = PICTOGRAM if style.symbols else LOST
            if style.legacy and _LEGACY.match(character):
                page.legacy_font = True
            word.add(character, style, *self._place(text_page, index, style))
        word.finish()

    def _style_of(self, text_page: object, index: int) -> _Style:
        text_object = pdfium.FPDFText_GetTextObject(text_page, index)
        identity = _address(text_object)
        style = self._styles.get(identity)
        if style is None:
            style = self._style(text_page, index, text_object)
            if identity:
                self._styles[identity] = style
        return style

    def _style(self, text_page: object, index: int, text_object: object) -> _Style:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        em = abs(size) * math.hypot(matrix.c, matrix.d) or 1.0
        length = math.hypot(matrix.a, matrix.b) or 1.0
        cos, sin = matrix.a / length, matrix.b / length
        angle = round(math.degrees(math.atan2(sin, cos))) % 360
        font = self._font(text_object)
        symbols = font.lower().replace(" ", "").replace("-", "").startswith(SYMBOL_FONTS)
        return _Style(em, cos, sin, font, is_legacy_font(font), symbols, cos > UPRIGHT_COS, angle)

    def _font(self, text_object: object) -> str:
        font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        if not font:
            return ""
        identity = _address(font)
        if identity not in self._fonts:
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            name = ctypes.create_string_buffer(max(size, 1))
            pdfium.FPDFFont_GetBaseFontName(font, name, size)
            self._fonts[identity] = name.value.decode("utf-8", "replace").rpartition("+")[2]
        return self._fonts[identity]

    def _is_lost(self, text_page: object, index: int, code: int) -> bool:
        nothing = code < 0x20 or 0xD800 <= code < 0xF900 or code in (0xFFFD, 0xFFFE, 0xFFFF)
        return nothing or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1

    def _place(self, text_page: object, index: int, style: _Style) -> tuple[float, float, float]:
        """Start, end and baseline along the writing direction, in points."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        if style.upright:
            return box.left, box.right, self._baseline(text_page, index, style, box.bottom)
        pdfium.FPDFText_GetCharOrigin(text_page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        start = x * style.cos + y * style.sin
        corners = [
            right * style.cos + top * style.sin for right in (box.left, box.right) for top in (box.bottom, box.top)
        ]
        slanted = abs(style.cos * style.sin) > 0.01  # the box of a slanted letter does not say its advance
        end = start + style.em if slanted else max(corners)
        return start, max(end, start), y * style.cos - x * style.sin

    def _baseline(self, text_page: object, index: int, style: _Style, bottom: float) -> float:
        """Asked for once: characters of one font and size whose boxes end alike stand on one baseline."""
        key = style, bottom
        if key not in self._baselines:
            pdfium.FPDFText_GetCharOrigin(text_page, index, self._x, self._y)
            self._baselines[key] = self._y.value
        return self._baselines[key]


def _address(pointer: Any) -> int:
    """Where a pointer of pdfium's points, 0 for nowhere; several times faster than ctypes.cast."""
    return ctypes.c_void_p.from_buffer(pointer).value or 0


def _whole_text(text_page: object, count: int) -> str:
    """All characters at once, in UTF-16; not one for one when pdfium leaves some out."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    return bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")


def _is_space(code: int) -> bool:
    return code in (0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x202F) or 0x2000 <= code <= 0x200A


def letters_of(fonts: Iterable[dict[str, LetterCount]]) -> dict[str, LetterCount]:
    """Letters by font over pages."""
    total: dict[str, LetterCount] = defaultdict(LetterCount)
    for page in fonts:
        for name, count in page.items():
            total[name].kept += count.kept
            total[name].higher += count.higher
    return total
