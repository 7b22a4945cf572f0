"""Whether a page shows something that is not text and could be a stamp: pictures, drawn shapes, red frames.

Such a page is looked at as a picture (pdf_looking). It is one that has
- a raster image (or a shading, or a pattern) of more than 12 mm on one side: a stamp fits in from there on, and scans,
  seals and signature images are larger. Smaller ones are bullets and icons; but not a mosaic of them;
- a drawn shape of more than 12 mm that is neither a line nor a box, or two of the size of letters (2.5 mm and more):
  letters turned into outlines, drawings, emblems. Rules, table borders and boxes, also round-cornered, are no shapes;
- a red frame of at least 12 by 5 mm in which no text stands: the text in it, if there is any, is read as text.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from backend.documents.pdf_objects import Matrix, PageObjects
from backend.documents.pdf_patterns import Colour, Patterns

MM = 72 / 25.4  # points
PICTURE_SIDE = 12 * MM
LETTER_SIDE = 2.5 * MM
FRAME_HEIGHT = 5 * MM
TOUCHING = 1 * MM
MOSAIC_PICTURES = 12  # more small pictures than this on a page may be pieces of one
OUTLINE_SHAPES = 2
MOST_SEGMENTS = 2000
MOST_RED = 300
DEPTH = 12  # of form XObjects inside each other
ALIGNED = 0.02  # of a segment's length


@dataclass(frozen=True, slots=True)
class Box:
    """Points, y up."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def side(self) -> float:
        """The longer one."""
        return max(self.width, self.height)

    def touches(self, other: "Box") -> bool:
        return (
            self.left - TOUCHING <= other.right
            and other.left - TOUCHING <= self.right
            and self.bottom - TOUCHING <= other.top
            and other.bottom - TOUCHING <= self.top
        )

    def with_box(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Drawings:
    """`unread`: something is there that text does not say. `red_frames`: frames in which text may stand. `pictures`:
    how much pictures cover, in square points. `too_deep`: forms nest deeper than is looked."""

    unread: bool
    red_frames: tuple[Box, ...]
    pictures: float
    too_deep: bool


def drawings_of(objects: PageObjects, patterns: Patterns) -> Drawings:
    found = _Drawings(patterns)
    for item, kind, to_page, depth in objects.others:
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            found.too_deep |= depth >= DEPTH
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            found.picture(_box(item, to_page))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and not found.unread and _is_visible(item):
            found.path(item, _box(item, to_page))
    return Drawings(found.unread, tuple(_frames(found.red)), found.pictures, found.too_deep)


class _Drawings:
    """What a page draws besides text, as it comes."""

    def __init__(self, patterns: Patterns) -> None:
        self.unread = self.too_deep = False
        self.red: list[Box] = []
        self.pictures = 0.0
        self._patterns = patterns
        self._small_pictures = self._outlines = 0

    def picture(self, box: Box) -> None:
        self._small_pictures += 1
        self.pictures += box.width * box.height
        self.unread |= box.side > PICTURE_SIDE or self._small_pictures > MOSAIC_PICTURES

    def path(self, item: object, box: Box) -> None:
        if box.side > PICTURE_SIDE and any(map(self._patterns.may_paint, _colours(item))):
            self.unread = True
        elif _is_shape(item):
            self._outlines += box.side >= LETTER_SIDE
            self.unread |= box.side > PICTURE_SIDE or self._outlines >= OUTLINE_SHAPES
        elif _is_red(item):
            self.red.append(box)
            self.unread |= len(self.red) > MOST_RED


def _box(item: object, to_page: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    a, b, c, d, e, f = to_page
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _draw_mode(item: object) -> tuple[bool, bool]:
    """Whether the path is filled, and whether it is stroked; a clipping path is neither."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    return fill.value != 0, stroke.value != 0


def _is_visible(item: object) -> bool:
    return any(_draw_mode(item))


def _colours(item: object) -> list[Colour | None]:
    """Red, green, blue, alpha of what is drawn, as far as pdfium knows them."""
    found: list[Colour | None] = []
    for drawn, get in zip(
        _draw_mode(item), (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor), strict=True
    ):
        if drawn:
            channels = [ctypes.c_uint() for _ in range(4)]
            known = get(item, *channels)
            red, green, blue, alpha = (channel.value for channel in channels)
            found.append((red, green, blue, alpha) if known else None)
    return found


def _is_red(item: object) -> bool:
    return any(
        colour is not None and colour[3] > 0 and colour[0] >= 120 and colour[0] - max(colour[1], colour[2]) >= 60
        for colour in _colours(item)
    )


def _is_shape(item: object) -> bool:
    """Whether the path is more than a line or a box: has slanted or curved segments, round corners apart."""
    count = pdfium.FPDFPath_CountSegments(item)
    if count > MOST_SEGMENTS:
        return True
    straight = slanted = curved = moves = 0
    before = (0.0, 0.0)
    for index in range(max(count, 0)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            moves += 1
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved += 1  # three of them, control points counted, for each curve
        elif _is_aligned(x.value - before[0], y.value - before[1]):
            straight += 1
        else:
            slanted += 1
        before = (x.value, y.value)
    if curved == 0 and slanted + straight <= 1:
        return False  # one line, in whatever direction
    round_cornered = moves == 1 and slanted == 0 and 3 <= straight <= 5 and curved <= 4 * 3
    return slanted > 0 or (curved > 0 and not round_cornered)


def _is_aligned(across: float, up: float) -> bool:
    longest = max(abs(across), abs(up))
    return min(abs(across), abs(up)) <= ALIGNED * longest + 0.01


def _frames(boxes: Sequence[Box]) -> Iterator[Box]:
    """Red pieces that touch are one frame: four lines, or a box."""
    clusters: list[Box] = []
    for box in boxes:
        joined = box
        for cluster in [cluster for cluster in clusters if cluster.touches(joined)]:
            clusters.remove(cluster)
            joined = joined.with_box(cluster)
        clusters.append(joined)
    return (box for box in clusters if box.width >= PICTURE_SIDE and box.height >= FRAME_HEIGHT)
