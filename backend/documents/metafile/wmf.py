"""Windows metafiles (MS-WMF): every record that draws, onto a board.

Twin of webmail-plugin/src/scan/metafile/wmf.ts.
"""

import struct
from collections.abc import Callable, Mapping

from backend.documents.metafile import outlines
from backend.documents.metafile.bitmaps import packed_file
from backend.documents.metafile.board import Board, Brush, Font, Pen, Tool
from backend.documents.metafile.emf import FILLS, NO_BRUSH, NO_PEN, colour_of
from backend.documents.metafile.letters import narrow
from backend.documents.metafile.outlines import Figure, Point
from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Reading

PLACEABLE, PLACEABLE_BYTES = b"\xd7\xcd\xc6\x9a", 22
HEADER_BYTES, RECORD_BYTES, CHECK_EVERY = 18, 6, 1000
EOF, SELECT, DELETE, ESCAPE = 0x0000, 0x012D, 0x01F0, 0x0626
GLYPHS, HAS_BOX = 0x10, 0x06  # options of EXTTEXTOUT
COMMENT, ENHANCED = 0x000F, b"WMFC"
# Escapes that show something on a printer: pass-through, PostScript
PRINTED = {0x0013, 0x0014, 0x0025, 0x1013, 0x1014, 0x1015}
# Regions, and bitmaps of a device: nobody has written them since Windows 3
UNREAD = {0x0228, 0x0429, 0x012A, 0x012B, 0x01F9}
DEVICE_BITMAPS = {0x0922, 0x0B23}


class Wmf:
    """One file; `troubles` are why some of it was not read; `enhanced`: the same as an enhanced metafile."""

    def __init__(self, reading: Reading) -> None:
        self.board = Board()
        self.board.set(mode=8)
        self.troubles: list[UnreadableReason] = []
        self.enhanced = b""
        self.ends = 0
        self._reading = reading
        self._tools: dict[int, Tool] = {}

    def read(self, data: bytes) -> None:
        """Raises Corrupt where a record reaches beyond the end, and where the last one is missing."""
        at = HEADER_BYTES + (PLACEABLE_BYTES if data.startswith(PLACEABLE) else 0)
        for number in range(len(data) // RECORD_BYTES):
            if number % CHECK_EVERY == 0:
                self._reading.budget.check_time()
            if at + RECORD_BYTES > len(data):
                raise Corrupt
            words, kind = struct.unpack_from("<IH", data, at)
            if words < RECORD_BYTES // 2 or at + 2 * words > len(data):
                raise Corrupt
            try:
                self._take(kind, data[at : at + 2 * words])
            except struct.error as error:
                raise Corrupt from error
            at += 2 * words
            if kind == EOF:
                self.ends = at
                return
        raise Corrupt

    def _take(self, kind: int, record: bytes) -> None:
        if kind == ESCAPE:
            self._escape(record)
        elif kind in UNREAD or (kind in DEVICE_BITMAPS and not _has_no_bitmap(kind, record)):
            self.troubles.append(UnreadableReason.UNSUPPORTED)
        elif kind in _SETTINGS:
            _SETTINGS[kind](self.board, record)
        elif kind in _TOOLS:
            self._keep(_TOOLS[kind](self.board, record))
        elif kind in _FIGURES:
            _FIGURES[kind](self.board, record)
        elif kind in _BITMAPS:
            self._bitmap(kind, record)
        elif kind in (0x0521, 0x0A32):
            self._text(kind, record)
        elif kind == SELECT:
            self.board.use(self._tools.get(_shorts(record, 1)[0]))
        elif kind == DELETE:
            self._tools.pop(_shorts(record, 1)[0], None)

    def _keep(self, tool: Tool) -> None:
        """Every object made takes the lowest number that is free (3.1.4.1)."""
        number = next(number for number in range(len(self._tools) + 1) if number not in self._tools)
        self._tools[number] = tool

    def _escape(self, record: bytes) -> None:
        function, count = struct.unpack_from("<2H", record, 6)
        content = record[10 : 10 + count]
        if function in PRINTED:
            self.troubles.append(UnreadableReason.UNSUPPORTED)
        elif function == COMMENT and content.startswith(ENHANCED):
            (size,) = struct.unpack_from("<I", content, 22)
            self.enhanced += content[34 : 34 + size]

    def _text(self, kind: int, record: bytes) -> None:
        if kind == 0x0521:
            count = struct.unpack_from("<h", record, 6)[0]
            begins, advances = 8, ()
            y, x = struct.unpack_from("<2h", record, 8 + (count + 1) // 2 * 2)
        else:
            y, x, count, options = struct.unpack_from("<3hH", record, 6)
            begins = 22 if options & HAS_BOX else 14
            if options & GLYPHS:
                self.troubles.append(UnreadableReason.TEXT_LAYER)
                return
            spaces = begins + (count + 1) // 2 * 2
            known = count > 0 and spaces + 2 * count <= len(record)
            advances = struct.unpack_from(f"<{count}h", record, spaces) if known else ()
        letters = record[begins : begins + max(count, 0)]
        if len(letters) < count:
            raise Corrupt
        font = self.board.setting.font
        text = narrow(letters, font)
        self.board.text(text, (x, y), advances if len(text) == len(advances) else ())

    def _bitmap(self, kind: int, record: bytes) -> None:
        """Where in the record stand: the place on the board, its size, the bitmap; the operation comes first."""
        corner, size, bitmap, no_bitmap = _BITMAPS[kind]
        how = struct.unpack_from("<I", record, 6)[0] if kind != 0x0D33 else 0
        if no_bitmap and _has_no_bitmap(kind, record):
            corner, size, bitmap = corner + 2, size + 2, 0
        y, x = struct.unpack_from("<2h", record, corner)
        down, across = struct.unpack_from("<2h", record, size)
        if not bitmap:
            if how in FILLS:
                self.board.figures([outlines.box(x, y, x + across, y + down)], closed=True)
            return
        file = packed_file(record[bitmap:])
        if not file:
            raise Corrupt
        self.board.bitmap(file, (x, y), (across, down), how)


def _has_no_bitmap(kind: int, record: bytes) -> bool:
    """Records that may come without: their size is then what their name says, and no more (2.3.1)."""
    return len(record) // 2 == (kind >> 8) + 3


def _shorts(record: bytes, count: int, at: int = 6) -> tuple[int, ...]:
    return struct.unpack_from(f"<{count}h", record, at)


def _pair(record: bytes, at: int = 6) -> Point:
    """The y comes first."""
    y, x = struct.unpack_from("<2h", record, at)
    return x, y


def _box(record: bytes, at: int = 6) -> outlines.Box:
    bottom, right, top, left = _shorts(record, 4, at)
    return left, top, right, bottom


def _points(record: bytes, at: int, count: int) -> Figure:
    if count < 0 or at + 4 * count > len(record):
        raise Corrupt
    numbers = _shorts(record, 2 * count, at)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _many(record: bytes) -> list[Figure]:
    (count,) = struct.unpack_from("<H", record, 6)
    sizes = struct.unpack_from(f"<{count}H", record, 8)
    figures, at = [], 8 + 2 * count
    for size in sizes:
        figures.append(_points(record, at, size))
        at += 4 * size
    return figures


def _moved(point: Point, record: bytes) -> Point:
    x, y = _pair(record)
    return point[0] + x, point[1] + y


def _scaled(size: Point, record: bytes) -> Point:
    by_down, down, by_across, across = _shorts(record, 4)
    return size[0] * across / (by_across or 1), size[1] * down / (by_down or 1)


_SETTINGS: Mapping[int, Callable[[Board, bytes], None]] = {
    0x001E: lambda board, _: board.save(),
    0x0103: lambda board, record: board.set(mode=_shorts(record, 1)[0]),
    0x0127: lambda board, record: board.restore(_shorts(record, 1)[0]),
    0x012E: lambda board, record: board.set(align=_shorts(record, 1)[0]),
    0x020B: lambda board, record: board.set(window=_pair(record)),
    0x020C: lambda board, record: board.set(window_size=_pair(record), viewport_size=_ratio(board, _pair(record))),
    0x020D: lambda board, record: board.set(viewport=_pair(record)),
    0x020E: lambda board, record: board.set(viewport_size=_pair(record)),
    0x020F: lambda board, record: board.set(window=_moved(board.setting.window, record)),
    0x0211: lambda board, record: board.set(viewport=_moved(board.setting.viewport, record)),
    0x0410: lambda board, record: board.set(window_size=_scaled(board.setting.window_size, record)),
    0x0412: lambda board, record: board.set(viewport_size=_scaled(board.setting.viewport_size, record)),
}


def _ratio(board: Board, size: Point) -> Point:
    """Who plays the file sets the viewport, to the whole of the first window; units are kept as they are."""
    return (abs(size[0]), abs(size[1])) if board.setting.viewport_size == (1, 1) else board.setting.viewport_size


def _font(_: Board, record: bytes) -> Tool:
    height, _width, turned = _shorts(record, 3)
    name = record[24:56].split(b"\0")[0].decode("latin-1")
    return Font(height, turned / 10, record[19], name)


def _pen(_: Board, record: bytes) -> Tool:
    style, width, _down = _shorts(record, 3)
    colour = struct.unpack_from("<I", record, 12)[0]
    return Pen(None if style & 15 == NO_PEN else colour_of(colour), width)


def _brush(_: Board, record: bytes) -> Tool:
    style, colour = struct.unpack_from("<HI", record, 6)
    return Brush(None if style == NO_BRUSH else colour_of(colour))


def _pattern(board: Board, record: bytes) -> Tool:
    board.patterns += filter(None, [packed_file(record[10:])])
    return Brush((128, 128, 128))


def _nothing(_board: Board, _record: bytes) -> Tool:
    """A palette or a region takes a number too."""
    return None


_TOOLS: Mapping[int, Callable[[Board, bytes], Tool]] = {
    0x00F7: _nothing,
    0x06FF: _nothing,
    0x0142: _pattern,
    0x02FA: _pen,
    0x02FB: _font,
    0x02FC: _brush,
}


def _round(board: Board, record: bytes, *, closed: bool = False, middle: bool = False) -> None:
    """ARC, CHORD and PIE: where the rays through the middle end, and a box."""
    around = _box(record, 14)
    points = outlines.arc(around, _pair(record, 10), _pair(record, 6))
    if middle:
        points.append(((around[0] + around[2]) / 2, (around[1] + around[3]) / 2))
    board.figures([points], closed=closed)


def _pixel(board: Board, record: bytes) -> None:
    (colour,), (x, y), before = struct.unpack_from("<I", record, 6), _pair(record, 10), board.setting
    board.set(brush=Brush(colour_of(colour)), pen=Pen(None))
    board.figures([outlines.box(x, y, x + 1, y + 1)], closed=True)
    board.setting = before
    board.has_outlines = True


def _pattern_box(board: Board, record: bytes) -> None:
    if struct.unpack_from("<I", record, 6)[0] in FILLS:
        down, across, y, x = _shorts(record, 4, 10)
        board.figures([outlines.box(x, y, x + across, y + down)], closed=True)


_FIGURES: Mapping[int, Callable[[Board, bytes], None]] = {
    0x0213: lambda board, record: board.line_to([_pair(record)]),
    0x0214: lambda board, record: board.move_to(_pair(record)),
    0x0324: lambda board, record: board.figures([_points(record, 8, _shorts(record, 1)[0])], closed=True),
    0x0325: lambda board, record: board.figures([_points(record, 8, _shorts(record, 1)[0])], closed=False),
    0x0418: lambda board, record: board.figures([outlines.ellipse(_box(record))], closed=True),
    0x041B: lambda board, record: board.figures([outlines.box(*_box(record))], closed=True),
    0x041F: _pixel,
    0x0538: lambda board, record: board.figures(_many(record), closed=True),
    0x061C: lambda board, record: board.figures([outlines.box(*_box(record, 10))], closed=True),
    0x061D: _pattern_box,
    0x0817: lambda board, record: _round(board, record),
    0x081A: lambda board, record: _round(board, record, closed=True, middle=True),
    0x0830: lambda board, record: _round(board, record, closed=True),
}

# Where the place, the size and the bitmap stand, and whether the record may come without one
_BITMAPS: Mapping[int, tuple[int, int, int, bool]] = {
    0x0922: (18, 14, 0, True),
    0x0B23: (22, 18, 0, True),
    0x0940: (18, 14, 22, True),
    0x0B41: (22, 18, 26, True),
    0x0D33: (20, 16, 24, False),
    0x0F43: (24, 20, 28, False),
}
