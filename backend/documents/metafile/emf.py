"""Enhanced metafiles (MS-EMF): every record that draws, onto a board.

Twin of webmail-plugin/src/scan/metafile/emf.ts.
"""

import struct
from collections.abc import Callable, Mapping, Sequence

from backend.documents.metafile import outlines
from backend.documents.metafile.bitmaps import picture_file
from backend.documents.metafile.board import UNCHANGED, Board, Brush, Colour, Font, Matrix, Pen, Tool
from backend.documents.metafile.emf_plus import EmfPlus
from backend.documents.metafile.letters import narrow
from backend.documents.metafile.outlines import Figure, Point
from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Reading

HEADER, EOF, COMMENT = 1, 14, 70
RECORD_BYTES, CHECK_EVERY = 8, 1000
GLYPHS, SMALL_LETTERS, NO_BOUNDS = 0x10, 0x200, 0x100  # options of text records
STOCK = 0x80000000
STOCK_TOOLS: Mapping[int, Tool] = {
    **{number: Brush((grey, grey, grey)) for number, grey in enumerate((255, 192, 128, 64, 0))},
    5: Brush(None),
    6: Pen((255, 255, 255)),
    7: Pen(),
    8: Pen(None),
    **dict.fromkeys(range(10, 18), Font()),
    18: Brush(),
    19: Pen(),
}
NO_PEN, NO_BRUSH = 5, 1
PLUS, MULTIFORMATS, PDF = b"EMF+", b"GDIC\x04\0\0\x40", b"%PDF-"
# OpenGL, printers' own commands, regions inverted: drawn by nobody here
UNREAD = {102, 103, 105, 106, 110}
TRIANGLES = 2
FILLS = {0x00F00021, 0x00000042, 0x00FF0062}  # operations that need no bitmap: pattern, black, white


class Emf:
    """One file; `troubles` are why some of it was not read; `documents` are PDFs that say the same."""

    def __init__(self, reading: Reading) -> None:
        self.board = Board()
        self.plus = EmfPlus()
        self.troubles: list[UnreadableReason] = []
        self.documents: list[bytes] = []
        self.ends = 0
        self._reading = reading
        self._tools: dict[int, Tool] = {}

    def read(self, data: bytes) -> None:
        """Raises Corrupt where a record reaches beyond the end, and where the last one is missing."""
        at = 0
        for number in range(len(data) // RECORD_BYTES):
            if number % CHECK_EVERY == 0:
                self._reading.budget.check_time()
            if at + RECORD_BYTES > len(data):
                raise Corrupt
            kind, size = struct.unpack_from("<2I", data, at)
            if size < RECORD_BYTES or size % 4 or at + size > len(data):
                raise Corrupt
            try:
                self._take(kind, data[at : at + size])
            except struct.error as error:
                raise Corrupt from error
            at += size
            if kind == EOF:
                self.ends = at
                return
        raise Corrupt

    def _take(self, kind: int, record: bytes) -> None:
        if kind == COMMENT:
            self._comment(record)
        elif kind in UNREAD:
            self.troubles.append(UnreadableReason.UNSUPPORTED)
        elif kind in _SETTINGS:
            _SETTINGS[kind](self.board, record)
        elif kind in _TEXTS:
            _TEXTS[kind](self, record)
        elif kind in _TOOLS:
            number, tool = _TOOLS[kind](self, record)
            self._tools[number] = tool
        elif kind in _FIGURES:
            _FIGURES[kind](self.board, record)
        elif kind in _BITMAPS:
            self._bitmap(record, *_BITMAPS[kind])
        elif kind == 37:
            number = _number(record, 8)
            self.board.use(STOCK_TOOLS.get(number - STOCK) if number >= STOCK else self._tools.get(number))
        elif kind == 118 and _number(record, 32) == TRIANGLES:
            self.troubles.append(UnreadableReason.UNSUPPORTED)

    def _comment(self, record: bytes) -> None:
        content = record[12 : 12 + _number(record, 8)]
        document = content.find(PDF)
        if document >= 0:
            self.documents.append(content[document:])
        if content.startswith(PLUS):
            self.plus.read(content[4:])
        elif content.startswith(MULTIFORMATS) and (_number(content, 24) > 1 or document < 0):  # a Mac keeps one PDF
            self.troubles.append(UnreadableReason.UNSUPPORTED)

    def text(self, record: bytes, at: int, *, wide: bool) -> None:
        """An EmrText object (2.2.5)."""
        x, y, count, begins, options = struct.unpack_from("<2i3I", record, at)
        spaces = _number(record, at + 36)
        if options & GLYPHS:
            if count:
                self.troubles.append(UnreadableReason.TEXT_LAYER)
            return
        letters = record[begins : begins + count * (2 if wide else 1)]
        if begins < RECORD_BYTES or len(letters) < count * (2 if wide else 1):
            raise Corrupt
        known = spaces and spaces + 4 * count <= len(record)
        advances = struct.unpack_from(f"<{count}i", record, spaces) if known else ()
        text = letters.decode("utf-16-le", "replace") if wide else narrow(letters, self.board.setting.font)
        self.board.text(text, (x, y), advances)

    def texts(self, record: bytes, *, wide: bool) -> None:
        for index in range(min(_number(record, 36), len(record) // 40)):
            self.text(record, 40 + 40 * index, wide=wide)

    def small_text(self, record: bytes) -> None:
        x, y, count, options = struct.unpack_from("<2i2I", record, 8)
        begins = 36 if options & NO_BOUNDS else 52
        wide = not options & SMALL_LETTERS
        letters = record[begins : begins + count * (2 if wide else 1)]
        if options & GLYPHS:
            self.troubles.append(UnreadableReason.TEXT_LAYER)
        elif len(letters) < count * (2 if wide else 1):
            raise Corrupt
        else:
            self.board.text(letters.decode("utf-16-le" if wide else "latin-1", "replace"), (x, y), ())

    def pattern(self, record: bytes) -> tuple[int, Tool]:
        header, header_bytes, bits, bit_bytes = struct.unpack_from("<4I", record, 16)
        if header_bytes:
            file = picture_file(record[header : header + header_bytes], record[bits : bits + bit_bytes])
            self.board.patterns.append(file)
        return _number(record, 8), Brush((128, 128, 128))

    def _bitmap(self, record: bytes, corner: int, size: int, sources: int, operation: int) -> None:
        """Where in the record stand: the place on the board, its size, offsets of the bitmap, the operation."""
        header, header_bytes, bits, bit_bytes = struct.unpack_from("<4I", record, sources)
        x, y = struct.unpack_from("<2i", record, corner)
        across, down = struct.unpack_from("<2i", record, size)
        how = _number(record, operation) if operation else 0
        if not header_bytes:
            if how in FILLS:
                self.board.figures([outlines.box(x, y, x + across, y + down)], closed=True)
            return
        if header + header_bytes > len(record) or bits + bit_bytes > len(record):
            raise Corrupt
        file = picture_file(record[header : header + header_bytes], record[bits : bits + bit_bytes])
        self.board.bitmap(file, (x, y), (across, down), how)


def _number(record: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", record, at)[0])


def colour_of(value: int) -> Colour:
    return value & 255, value >> 8 & 255, value >> 16 & 255


def _pair(record: bytes, at: int = 8) -> Point:
    x, y = struct.unpack_from("<2i", record, at)
    return x, y


def _points(record: bytes, at: int, count: int, small: bool) -> Figure:
    if count * (4 if small else 8) > len(record) - at:
        raise Corrupt
    numbers = struct.unpack_from(f"<{2 * count}{'h' if small else 'i'}", record, at)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _one(record: bytes, small: bool) -> Figure:
    return _points(record, 28, _number(record, 24), small)


def _many(record: bytes, small: bool) -> list[Figure]:
    count, total = struct.unpack_from("<2I", record, 24)
    if count > len(record) // 4:
        raise Corrupt
    sizes = struct.unpack_from(f"<{count}I", record, 32)
    points = _points(record, 32 + 4 * count, total, small)
    figures, start = [], 0
    for size in sizes:
        figures.append(points[start : start + size])
        start += size
    return figures


def _scaled(size: Point, record: bytes) -> Point:
    across, by_across, down, by_down = struct.unpack_from("<4i", record, 8)
    return size[0] * across / (by_across or 1), size[1] * down / (by_down or 1)


def _modify(board: Board, record: bytes) -> None:
    matrix: Matrix = struct.unpack_from("<6f", record, 8)
    mode, now = _number(record, 32), board.setting.world
    world = {1: UNCHANGED, 2: _product(matrix, now), 3: _product(now, matrix), 4: matrix}.get(mode, now)
    board.set(world=world)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


_SETTINGS: Mapping[int, Callable[[Board, bytes], None]] = {
    9: lambda board, record: board.set(window_size=_pair(record)),
    10: lambda board, record: board.set(window=_pair(record)),
    11: lambda board, record: board.set(viewport_size=_pair(record)),
    12: lambda board, record: board.set(viewport=_pair(record)),
    17: lambda board, record: board.set(mode=_number(record, 8)),
    22: lambda board, record: board.set(align=_number(record, 8)),
    31: lambda board, record: board.set(viewport_size=_scaled(board.setting.viewport_size, record)),
    32: lambda board, record: board.set(window_size=_scaled(board.setting.window_size, record)),
    33: lambda board, _: board.save(),
    34: lambda board, record: board.restore(struct.unpack_from("<i", record, 8)[0]),
    35: lambda board, record: board.set(world=struct.unpack_from("<6f", record, 8)),
    36: _modify,
}

_TEXTS: Mapping[int, Callable[[Emf, bytes], None]] = {
    83: lambda emf, record: emf.text(record, 36, wide=False),
    84: lambda emf, record: emf.text(record, 36, wide=True),
    96: lambda emf, record: emf.texts(record, wide=False),
    97: lambda emf, record: emf.texts(record, wide=True),
    108: Emf.small_text,
}


def _font(_: Emf, record: bytes) -> tuple[int, Tool]:
    height, _width, turned = struct.unpack_from("<3i", record, 12)
    name = record[40:104].decode("utf-16-le", "replace").split("\0")[0]
    return _number(record, 8), Font(height, turned / 10, record[35], name)


def _pen(_: Emf, record: bytes) -> tuple[int, Tool]:
    style, width, _down, colour = struct.unpack_from("<4I", record, 12)
    return _number(record, 8), Pen(None if style & 15 == NO_PEN else colour_of(colour), width)


def _wide_pen(_: Emf, record: bytes) -> tuple[int, Tool]:
    style, width, _brush, colour = struct.unpack_from("<4I", record, 28)
    return _number(record, 8), Pen(None if style & 15 == NO_PEN else colour_of(colour), width)


def _brush(_: Emf, record: bytes) -> tuple[int, Tool]:
    style, colour = struct.unpack_from("<2I", record, 12)
    return _number(record, 8), Brush(None if style == NO_BRUSH else colour_of(colour))


_TOOLS: Mapping[int, Callable[[Emf, bytes], tuple[int, Tool]]] = {
    38: _pen,
    39: _brush,
    82: _font,
    93: Emf.pattern,
    94: Emf.pattern,
    95: _wide_pen,
}


def _curve_to(board: Board, points: Sequence[Point]) -> None:
    board.line_to(outlines.curve([board.setting.at, *points])[1:])


def _round(board: Board, record: bytes, *, to: bool = False, closed: bool = False, middle: bool = False) -> None:
    """ARC, CHORD, PIE and ARCTO: a box, and where the rays through its middle end."""
    around = struct.unpack_from("<4i", record, 8)
    points = outlines.arc(around, _pair(record, 24), _pair(record, 32))
    if middle:
        points.append(((around[0] + around[2]) / 2, (around[1] + around[3]) / 2))
    if to:
        board.line_to(points)
    else:
        board.figures([points], closed=closed)


def _region(record: bytes, at: int) -> list[Figure]:
    count = min(_number(record, at + 8), len(record) // 16)
    return [outlines.box(*struct.unpack_from("<4i", record, at + 32 + 16 * index)) for index in range(count)]


def _pixel(board: Board, record: bytes) -> None:
    (x, y), before = _pair(record), board.setting
    board.set(brush=Brush(colour_of(_number(record, 16))), pen=Pen(None))
    board.figures([outlines.box(x, y, x + 1, y + 1)], closed=True)
    board.setting = before
    board.has_outlines = True


def _mixed(board: Board, record: bytes, small: bool) -> None:
    """POLYDRAW: points, and what each of them is (move 6, line 2, curve 4, 1 closes)."""
    points = _one(record, small)
    kinds = record[28 + len(points) * (4 if small else 8) :][: len(points)]
    curves: list[Point] = []
    for point, kind in zip(points, kinds, strict=False):
        if kind & 6 == 6:
            board.move_to(point)
        elif kind & 6 == 2:
            board.line_to([point])
        else:
            curves.append(point)
            if len(curves) == 3:
                _curve_to(board, curves)
                curves = []
        if kind & 1:
            board.close()


def _both_sizes(at: int, draw: Callable[[Board, bytes, bool], None]) -> dict[int, Callable[[Board, bytes], None]]:
    """A record with points of four bytes, and its twin with points of two."""
    return {
        at: lambda board, record: draw(board, record, False),
        at + 83: lambda board, record: draw(board, record, True),
    }


_FIGURES: Mapping[int, Callable[[Board, bytes], None]] = {
    **_both_sizes(2, lambda board, record, small: board.figures([outlines.curve(_one(record, small))], closed=False)),
    **_both_sizes(3, lambda board, record, small: board.figures([_one(record, small)], closed=True)),
    **_both_sizes(4, lambda board, record, small: board.figures([_one(record, small)], closed=False)),
    **_both_sizes(5, lambda board, record, small: _curve_to(board, _one(record, small))),
    **_both_sizes(6, lambda board, record, small: board.line_to(_one(record, small))),
    **_both_sizes(7, lambda board, record, small: board.figures(_many(record, small), closed=False)),
    **_both_sizes(8, lambda board, record, small: board.figures(_many(record, small), closed=True)),
    15: _pixel,
    27: lambda board, record: board.move_to(_pair(record)),
    42: lambda board, record: board.figures([outlines.ellipse(struct.unpack_from("<4i", record, 8))], closed=True),
    43: lambda board, record: board.figures([outlines.box(*struct.unpack_from("<4i", record, 8))], closed=True),
    44: lambda board, record: board.figures([outlines.box(*struct.unpack_from("<4i", record, 8))], closed=True),
    45: lambda board, record: _round(board, record),
    46: lambda board, record: _round(board, record, closed=True),
    47: lambda board, record: _round(board, record, closed=True, middle=True),
    54: lambda board, record: board.line_to([_pair(record)]),
    55: lambda board, record: _round(board, record, to=True),
    56: lambda board, record: _mixed(board, record, False),
    59: lambda board, _: board.begin_path(),
    60: lambda board, _: board.end_path(),
    61: lambda board, _: board.close(),
    62: lambda board, _: board.draw_path(fill=True, stroke=False),
    63: lambda board, _: board.draw_path(fill=True, stroke=True),
    64: lambda board, _: board.draw_path(fill=False, stroke=True),
    67: lambda board, _: board.clip_to_path(),
    68: lambda board, _: board.draw_path(fill=False, stroke=False),
    71: lambda board, record: board.figures(_region(record, 32), closed=True),
    72: lambda board, record: board.figures(_region(record, 40), closed=True),
    74: lambda board, record: board.figures(_region(record, 28), closed=True),
    92: lambda board, record: _mixed(board, record, True),
}

# Where the place, the size, the bitmap and the operation stand in records with bitmaps
_BITMAPS: Mapping[int, tuple[int, int, int, int]] = {
    76: (24, 32, 84, 40),
    77: (24, 32, 84, 40),
    78: (24, 32, 84, 40),
    79: (8, 16, 96, 0),
    80: (24, 40, 48, 0),
    81: (24, 72, 48, 68),
    114: (24, 32, 84, 0),
    116: (24, 32, 84, 0),
}
