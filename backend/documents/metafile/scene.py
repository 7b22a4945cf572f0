"""What a metafile draws, as a picture for the stamp finder: shapes and bitmaps over each other, without the text."""

from collections.abc import Sequence
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from backend.documents.limits import Budget
from backend.documents.metafile.board import Bitmap, Shape
from backend.documents.metafile.outlines import is_drawn, turns
from backend.documents.pictures import Picture, open_picture, pictures_of
from backend.documents.reading import Unreadable

DPI, SIDE_PIXELS, LEAST_PIXELS, MOST_PIXELS = 150.0, 1200, 300, 1800  # `SIDE_PIXELS`: of what has no known size
MARGIN = 8
SHIFT = 4  # bits behind the point in cv2's coordinates
MM_PER_INCH = 25.4
FAR = 1e6  # pixels: cv2 counts in 32 bits
COPY, MULTIPLY, LIGHTEN = 0x00CC0020, 0x008800C6, 0x00EE0086
CHECK_EVERY = 500
BOX_TURNS = 4
ALIKE = 0.5  # of the longer side
BLACK = (0, 0, 0)
Bounds = tuple[float, float, float, float]


def picture_of(drawn: Sequence[Shape | Bitmap], unit_mm: float | None, most_pixels: int, budget: Budget) -> Picture:
    """`unit_mm`: how large a unit is on paper."""
    drawn = _without_plain_boxes(drawn)
    left, top, right, bottom = _bounds(drawn)
    side = max(right - left, bottom - top, 1e-6)
    wanted = side * unit_mm / MM_PER_INCH * DPI if unit_mm else SIDE_PIXELS
    scale = min(max(wanted, LEAST_PIXELS), MOST_PIXELS) / side
    width, height = (round(length * scale) + 2 * MARGIN for length in (right - left, bottom - top))
    pixels = np.full((height, width, 3), 255, np.uint8)
    for number, item in enumerate(drawn):
        if number % CHECK_EVERY == 0:
            budget.check_time()
        if isinstance(item, Shape):
            _draw_shape(pixels, item, scale, (left, top))
        else:
            pixels = _with_bitmap(pixels, item, scale, (left, top), most_pixels)
    return Picture(pixels, scale / unit_mm * MM_PER_INCH if unit_mm else None)


def _bounds(drawn: Sequence[Shape | Bitmap]) -> Bounds:
    bounds = [_bounds_of(item) for item in drawn]
    lefts, tops, rights, bottoms = zip(*bounds, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _bounds_of(item: Shape | Bitmap) -> Bounds:
    if isinstance(item, Bitmap):
        return item.box
    xs, ys = zip(*(point for figure in item.figures for point in figure), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _without_plain_boxes(drawn: Sequence[Shape | Bitmap]) -> list[Shape | Bitmap]:
    """Bars of a chart, and frames in which text stands, would be taken for stamps that cannot be read: boxes count only
    with something drawn inside, or beside something of their size, as the letter I."""
    others = np.array([_bounds_of(item) for item in drawn if isinstance(item, Bitmap) or not _is_plain(item)])
    return [
        item
        for item in drawn
        if isinstance(item, Bitmap)
        or not _is_plain(item)
        or all(turns(figure) == 0 for figure in item.figures)
        or _has_company(_bounds_of(item), others)
    ]


def _is_plain(shape: Shape) -> bool:
    """Lines and boxes: they turn four times at the most."""
    return not is_drawn(shape.figures) and all(turns(figure) <= BOX_TURNS for figure in shape.figures)


def _has_company(box: Bounds, others: NDArray[np.float64]) -> bool:
    if not len(others):
        return False
    left, top, right, bottom = box
    inside = (others[:, 0] >= left) & (others[:, 1] >= top) & (others[:, 2] <= right) & (others[:, 3] <= bottom)
    side = max(right - left, bottom - top)
    sides = np.maximum(others[:, 2] - others[:, 0], others[:, 3] - others[:, 1])
    near = (others[:, 0] <= right + side) & (others[:, 2] >= left - side)
    near &= (others[:, 1] <= bottom + side) & (others[:, 3] >= top - side)
    return bool(np.any(inside | (near & (sides >= ALIKE * side) & (sides * ALIKE <= side))))


def _draw_shape(pixels: NDArray[np.uint8], shape: Shape, scale: float, corner: tuple[float, float]) -> None:
    figures = []
    for figure in shape.figures:
        places = (np.asarray(figure, np.float64) - corner) * scale + MARGIN
        figures.append(np.round(np.clip(places, -FAR, FAR) * (1 << SHIFT)).astype(np.int32))
    if shape.fill is not None:
        cv2.fillPoly(pixels, figures, shape.fill, cv2.LINE_AA, SHIFT)
    if shape.line is not None:
        width = max(round(shape.width * scale), 1)
        colour = BLACK if _is_line(shape) else shape.line
        cv2.polylines(pixels, figures, False, colour, min(width, 255), cv2.LINE_AA, SHIFT)


def _is_line(shape: Shape) -> bool:
    """A line of a chart, in red, would be taken for coloured letters."""
    return shape.fill is None and any(figure[0] != figure[-1] for figure in shape.figures)


def _with_bitmap(
    pixels: NDArray[np.uint8], item: Bitmap, scale: float, corner: tuple[float, float], most_pixels: int
) -> NDArray[np.uint8]:
    """One that cannot be decoded is told of where it is read by itself."""
    try:
        source = next(iter(pictures_of(open_picture(BytesIO(item.file)), most_pixels))).pixels
    except (Unreadable, StopIteration):
        return pixels
    left, top = (round((item.box[axis] - corner[axis]) * scale) + MARGIN for axis in (0, 1))
    width, height = (max(round((item.box[axis + 2] - item.box[axis]) * scale), 1) for axis in (0, 1))
    drawn = Image.fromarray(source).resize((width, height))
    canvas = Image.fromarray(pixels)
    under = canvas.crop((left, top, left + width, top + height))
    if item.operation == MULTIPLY:
        drawn = ImageChops.darker(under, drawn)
    elif item.operation == LIGHTEN:
        drawn = ImageChops.lighter(under, drawn)
    canvas.paste(drawn, (left, top))
    return np.array(canvas)
