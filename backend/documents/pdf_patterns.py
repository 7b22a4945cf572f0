"""Whether a path may be painted with a pattern: tiles or a gradient, in which letters can stand.

pdfium does not say so. It gives a colour for a pattern: grey for tiles, white for a gradient, and any colour where the
pattern's colour space has a base. So the file is asked whether it holds patterns: pdfium writes it anew, with every
object in the open and every name spelled in one way, and what it writes is looked through and thrown away.
"""

import ctypes
import re
from typing import Any

import pypdfium2.raw as pdfium

Colour = tuple[int, int, int, int]
STAND_INS = ((0xBF, 0xBF, 0xBF), (0xFF, 0xFF, 0xFF))  # for tiles; for gradients and tiles without a colour
_PATTERN = re.compile(rb"/PatternType\b")
_WITH_BASE = re.compile(rb"(?:\[|obj)\s*/Pattern\b")  # a colour space: [/Pattern /DeviceRGB]
_LONGEST_MATCH = 64  # bytes


class Patterns:
    """The patterns of one open file, looked for when they are first asked for."""

    def __init__(self, pdf: Any) -> None:
        """`pdf` is pdfium's document; it must stay open."""
        self._pdf = pdf
        self._search: _Search | None = None

    def may_paint(self, colour: Colour | None) -> bool:
        """Whether what shows this colour (red, green, blue, alpha), None if pdfium knows none, may be a pattern."""
        if colour is None:
            return True
        if colour[3] == 0:
            return False
        if self._search is None:
            self._search = _search(self._pdf)
        found = self._search
        return found.patterns and (found.with_base or colour[:3] in STAND_INS)


class _Search:
    """Hears the file piece by piece."""

    def __init__(self) -> None:
        self.patterns = self.with_base = False
        self._tail = b""

    def hear(self, piece: bytes) -> None:
        text = self._tail + piece
        self.patterns = self.patterns or _PATTERN.search(text) is not None
        self.with_base = self.with_base or _WITH_BASE.search(text) is not None
        self._tail = text[-_LONGEST_MATCH:]


def _search(pdf: Any) -> _Search:
    found = _Search()

    def write(_writer: object, data: int, size: int) -> int:
        found.hear(ctypes.string_at(data, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE()
    writer.version = 1
    writer.WriteBlock = type(writer.WriteBlock)(write)
    if not pdfium.FPDF_SaveAsCopy(pdf, writer, pdfium.FPDF_NO_INCREMENTAL):
        found.patterns = found.with_base = True  # not known: whatever is painted may be one
    return found
