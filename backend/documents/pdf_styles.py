"""What the characters of one text object share: size, direction, font; and how wide the letters of a font are."""

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from backend.documents import pdf_calls
from backend.documents.pdf_widths import WidthTables
from backend.text.legacy_charset import FontCharset, charset_of_font

# Fonts of pictograms: check boxes, bullets, arrows; none of their glyphs is a letter of a mark
SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "zapfdingbats", "mtextra", "opensymbol", "segoeuisymbol")
UPRIGHT_COS = 0.9999
_text_object, _matrix, _font_size, _font = pdf_calls.text_object, pdf_calls.matrix, pdf_calls.font_size, pdf_calls.font
MOST_WORDS = 4096  # of one style whose widths are kept


class _Words(dict[str, float]):
    """A word → its width in points; raises KeyError while the width of one of its letters is not known."""

    def __init__(self, letters: dict[str, float]) -> None:
        self._letters = letters

    def __missing__(self, word: str) -> float:
        width = sum(map(self._letters.__getitem__, word))
        if len(self) < MOST_WORDS:
            self[word] = width
        return width


@dataclass(slots=True, eq=False)
class Style:
    """`em` in points; the direction as a unit vector, and in whole degrees."""

    em: float
    cos: float
    sin: float
    font: str
    charset: FontCharset | None  # the old charset its letters stand in
    symbols: bool
    embedded: bool  # what it draws is in the file: all viewers show the same
    upright: bool
    angle: int
    widths: dict[str, float] = field(default_factory=dict)  # points, of letters met so far
    words: "_Words" = field(init=False)  # the same of words: few of them make up most of a paper
    tables: WidthTables = field(init=False)
    baseline_above: float | None = None  # the lower edge of a letter's box, points

    def __post_init__(self) -> None:
        self.words = _Words(self.widths)
        self.tables = WidthTables(self.em, self.widths)

    def width_of(self, text: str) -> float:
        """Raises KeyError while the width of one of its letters, or of a space in it, is not known."""
        words = text.split(" ")
        width = sum(map(self.words.__getitem__, words))
        return width + self.widths[" "] * (len(words) - 1) if len(words) > 1 else width

    def looks_like(self, other: "Style") -> bool:
        same_type = self.font == other.font and math.isclose(self.em, other.em, rel_tol=0.01)
        return self is other or (same_type and self.angle == other.angle)


class Styles:
    """The styles of one loaded text page.

    `before` are those of a page that is still open: what pdfium points to lives as long as its page, so that a font at
    the same address is the same font.
    """

    def __init__(self, text_page: pdf_calls.Pointer, before: "Styles | None" = None) -> None:
        self._text_page = text_page
        self.of_objects: dict[int, Style] = {}  # by address
        self.known: dict[tuple[float, ...], Style] = {}
        self._known_before = before.known if before else {}
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)

    def at(self, index: int) -> tuple[Style, int]:
        """The style of a character, and the address of its text object (0 for none)."""
        address = _text_object(self._text_page, index) or 0
        return self.of_objects.get(address) or self.learn(index, address), address

    def learn(self, index: int, text_object: int) -> Style:
        """The style of a character whose text object, at this address, is met for the first time."""
        matrix = self._matrix
        _matrix(self._text_page, index, self._matrix_at)
        size = _font_size(self._text_page, index)
        font = (_font(pdf_calls.Pointer(text_object)) or 0) if text_object else 0
        key = font, size, matrix.a, matrix.b, matrix.c, matrix.d
        style = self.known.get(key)
        if style is None:
            style = (font and self._known_before.get(key)) or _new_style(font, abs(size), matrix)
            self.known[key] = style
        if text_object:
            self.of_objects[text_object] = style
        return style


def _name(font: int) -> str:
    """As the file names it, without the prefix of a subset; "" for none."""
    if not font:
        return ""
    pointer = ctypes.cast(font, pdfium.FPDF_FONT)
    size = pdfium.FPDFFont_GetBaseFontName(pointer, None, 0)
    name = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFFont_GetBaseFontName(pointer, name, size)
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _new_style(address: int, size: float, matrix: Any) -> Style:
    font = _name(address)
    length = math.hypot(matrix.a, matrix.b) or 1.0
    cos, sin = matrix.a / length, matrix.b / length
    return Style(
        em=size * math.hypot(matrix.c, matrix.d) or 1.0,
        cos=cos,
        sin=sin,
        font=font,
        charset=charset_of_font(font),
        symbols=font.lower().replace(" ", "").replace("-", "").startswith(SYMBOL_FONTS),
        embedded=bool(address) and pdf_calls.is_embedded(pdf_calls.Pointer(address)) == 1,
        upright=cos > UPRIGHT_COS,
        angle=round(math.degrees(math.atan2(sin, cos))) % 360,
    )
