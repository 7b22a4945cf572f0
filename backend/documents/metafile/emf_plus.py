"""The second way of saying what a metafile shows (MS-EMFPLUS): strings and pictures. Of drawings it is said that they
were not read, unless the file says all of it the first way too. Twin of webmail-plugin/src/scan/metafile/emf_plus.ts.
"""

import struct
from collections import defaultdict
from dataclasses import dataclass, field

from backend.documents.lines import Run
from backend.documents.metafile.board import Font
from backend.documents.reading import Corrupt

HEADER, OBJECT, DRAW_STRING, DRAW_DRIVER_STRING = 0x4001, 0x4008, 0x401C, 0x4036
RECORD_BYTES = 12
IMAGE, FONT = 5, 6  # kinds of objects
CONTINUED, UNICODE_LETTERS = 0x8000, 1
BITMAP, METAFILE, PIXELS, FILE = 1, 2, 0, 1
# Polygons, regions, paths and curves; rectangles, lines and ellipses say nothing
DRAWINGS = {0x400C, 0x4013, 0x4014, 0x4015, 0x4016, 0x4017, 0x4018, 0x4019}
# Pixel formats to bits a pixel, where the pixels stand as in a bitmap
PIXEL_BITS = {0x00021808: 24, 0x00022009: 32, 0x0026200A: 32, 0x000E200B: 32}


@dataclass(slots=True)
class EmfPlus:
    """`strings` with their fonts; `is_all`: nothing of it is said the first way; `unread`, `misread`: it draws what is
    not read; letters without their code points."""

    strings: list[tuple[Run, Font]] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    is_all: bool = False
    has_drawings: bool = False
    unread: bool = False
    misread: bool = False
    _fonts: dict[int, Font] = field(default_factory=dict)
    _begun: dict[tuple[int, int], bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    _totals: dict[tuple[int, int], int] = field(default_factory=dict)

    def read(self, data: bytes) -> None:
        """The records of one comment. Raises Corrupt."""
        at = 0
        while at + RECORD_BYTES <= len(data):
            kind, flags, size, data_bytes = struct.unpack_from("<2H2I", data, at)
            if size < RECORD_BYTES or at + size > len(data) or data_bytes > size - RECORD_BYTES:
                raise Corrupt
            try:
                self._take(kind, flags, data[at + RECORD_BYTES : at + RECORD_BYTES + data_bytes])
            except struct.error as error:
                raise Corrupt from error
            at += size

    def _take(self, kind: int, flags: int, content: bytes) -> None:
        if kind == HEADER:
            self.is_all = self.is_all or not flags & 1
        elif kind == OBJECT:
            self._object(flags, content)
        elif kind == DRAW_STRING:
            length, x, y = struct.unpack_from("<I2f", content, 8)
            text = content[28 : 28 + 2 * length].decode("utf-16-le", "replace")
            self._string(text, flags, (x, y), ())
        elif kind == DRAW_DRIVER_STRING:
            self._driver_string(flags, content)
        elif kind in DRAWINGS:
            self.has_drawings = True

    def _object(self, flags: int, content: bytes) -> None:
        kind, number = flags >> 8 & 0x7F, flags & 0xFF
        whole = self._whole((kind, number), flags, content)
        if whole is None:
            return
        if kind == FONT:
            em, _unit, _style, _reserved, length = struct.unpack_from("<f4I", whole, 4)
            self._fonts[number] = Font(em, name=whole[24 : 24 + 2 * length].decode("utf-16-le", "replace"))
        elif kind == IMAGE:
            self._image(whole)

    def _whole(self, key: tuple[int, int], flags: int, content: bytes) -> bytes | None:
        """An object in several records: each but the last begins with the bytes of all together."""
        if flags & CONTINUED:
            self._totals[key] = struct.unpack_from("<I", content)[0]
            self._begun[key] += content[4:]
            return None if len(self._begun[key]) < self._totals[key] else bytes(self._begun.pop(key))
        if key not in self._begun:
            return content
        begun = self._begun.pop(key)
        return bytes(begun + content[4 if len(begun) + len(content) > self._totals[key] else 0 :])

    @property
    def is_unfinished(self) -> bool:
        return bool(self._begun)

    def _image(self, content: bytes) -> None:
        (kind,) = struct.unpack_from("<I", content, 4)
        if kind == METAFILE:
            self.pictures.append(content[16:])
            return
        width, height, stride, form, how = struct.unpack_from("<3iII", content, 8)
        if how == FILE:
            self.pictures.append(content[28:])
        elif form in PIXEL_BITS and stride > 0 and height > 0:
            self.pictures.append(_bitmap(width, height, PIXEL_BITS[form], stride, content[28:]))
        else:
            self.unread = True

    def _driver_string(self, flags: int, content: bytes) -> None:
        options, _matrix, count = struct.unpack_from("<3I", content, 4)
        letters = content[16 : 16 + 2 * count]
        if not options & UNICODE_LETTERS:
            self.misread = self.misread or count > 0
            return
        places = struct.unpack_from(f"<{2 * count}f", content, 16 + 2 * count)
        text = letters.decode("utf-16-le", "replace")
        if count:
            self._string(text, flags, (places[0], places[1]), places[::2])

    def _string(self, text: str, flags: int, corner: tuple[float, float], places: tuple[float, ...]) -> None:
        """Transformations are not followed: places tell only which strings stand beside each other."""
        font = self._fonts.get(flags & 0xFF, Font())
        em = abs(font.height) or 16.0
        width = places[-1] - places[0] + em / 2 if places else em / 2 * len(text)
        self.strings.append((Run(corner[0], -corner[1], width, em, text), font))


def _bitmap(width: int, height: int, bits: int, stride: int, pixels: bytes) -> bytes:
    """A BMP file, its rows from the top."""
    header = struct.pack("<I2i2H6I", 40, width, -height, 1, bits, 0, 0, 0, 0, 0, 0)
    row = (width * bits // 8 + 3) // 4 * 4
    rows = b"".join(pixels[at : at + row] for at in range(0, stride * height, stride))
    return struct.pack("<2sIII", b"BM", 54 + len(rows), 0, 54) + header + rows
