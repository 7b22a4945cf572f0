"""What the characters of one text object share: size, direction, font; and how wide the letters of a font are."""

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from backend.documents.legacy_charset import is_legacy_font

# Fonts of pictograms: check boxes, bullets, arrows; none of their glyphs is a letter of a mark
SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "zapfdingbats", "mtextra", "opensymbol", "segoeuisymbol")
UPRIGHT_COS = 0.9999


@dataclass(slots=True, eq=False)
class Style:
    """`em` in points; the direction as a unit vector, and in whole degrees."""

    em: float
    cos: float
    sin: float
    font: str
    legacy: bool
    symbols: bool
    upright: bool
    angle: int
    widths: dict[str, float] = field(default_factory=dict)  # points, of letters met so far
    baseline_above: float | None = None  # the lower edge of a letter's box, points

    def looks_like(self, other: "Style") -> bool:
        same_type = self.font == other.font and math.isclose(self.em, other.em, rel_tol=0.01)
        return self is other or (same_type and self.angle == other.angle)


class Styles:
    """The styles of one loaded text page. What pdfium points to lives as long as its page."""

    def __init__(self, text_page: object) -> None:
        self._text_page = text_page
        self._of_objects: dict[int, Style] = {}
        self._known: dict[tuple[float, ...], Style] = {}
        self._fonts: dict[int, str] = {}
        self._matrix = pdfium.FS_MATRIX()

    def at(self, index: int) -> tuple[Style, int]:
        """The style of a character, and the address of its text object (0 for none)."""
        text_object = pdfium.FPDFText_GetTextObject(self._text_page, index)
        address = address_of(text_object)
        style = self._of_objects.get(address)
        if style is None:
            style = self._style(index, text_object)
            if address:
                self._of_objects[address] = style
        return style, address

    def _style(self, index: int, text_object: object) -> Style:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text_page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text_page, index)
        font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        key = address_of(font) if font else 0, size, matrix.a, matrix.b, matrix.c, matrix.d
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = _new_style(self._name(font), abs(size), matrix)
        return style

    def _name(self, font: Any) -> str:
        """As the file names it, without the prefix of a subset; "" for none."""
        address = address_of(font) if font else 0
        if address and address not in self._fonts:
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            name = ctypes.create_string_buffer(max(size, 1))
            pdfium.FPDFFont_GetBaseFontName(font, name, size)
            self._fonts[address] = name.value.decode("utf-8", "replace").rpartition("+")[2]
        return self._fonts.get(address, "")


def _new_style(font: str, size: float, matrix: Any) -> Style:
    length = math.hypot(matrix.a, matrix.b) or 1.0
    cos, sin = matrix.a / length, matrix.b / length
    return Style(
        em=size * math.hypot(matrix.c, matrix.d) or 1.0,
        cos=cos,
        sin=sin,
        font=font,
        legacy=is_legacy_font(font),
        symbols=font.lower().replace(" ", "").replace("-", "").startswith(SYMBOL_FONTS),
        upright=cos > UPRIGHT_COS,
        angle=round(math.degrees(math.atan2(sin, cos))) % 360,
    )


def address_of(pointer: Any) -> int:
    """Where a pointer of pdfium's points, 0 for nowhere; several times faster than ctypes.cast."""
    return ctypes.c_void_p.from_buffer(pointer).value or 0
