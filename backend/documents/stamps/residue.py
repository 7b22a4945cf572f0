"""Ink that no line of print explains: letters larger than those of the line they stand on, or on no line, side by side.

What cannot be read is never called clean: a stamp that wear has broken, or that has grown together with print, has no
frame to be found by, but it leaves such ink. Surfaces, rules and round seals are told by their shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.ink import Plane
from backend.documents.stamps.levelled import on_page
from backend.documents.stamps.places import Place, of_points, upright

LETTER_MM = (1.0, 5.4)  # of print up to 14 pt, its marks above and below included
SPECK_MM = 0.5
WORDS_APART_MM = 3.0
TALLER = 1.3  # than the line's letters
BEYOND = 0.28  # of the line's height, above or below it
OUTSIDE_SHARE = 0.16  # of a letter's ink
LETTERS_OF_A_LINE, LETTERS_OF_BODY = 8, 18
LETTERS_OF_A_MARK = 2  # where some touch
LARGER_THAN_BODY, LARGEST_PRINT_MM = 1.4, 3.2  # small letters of print are lower than 3 mm
HEADING_MM = 9.0
MOST_LEVEL_DEGREES, MOST_SLANTED_DEGREES = 2.0, 12.0
WHOLE_LETTER_MM, LETTERS_STACKED = 1.4, 4
WITH_MARKS, WIDEST = 1.75, 1.6  # of a plain capital's height; of a letter's own
THIN_LINE_KEPT = 100  # of 255: a line of one pixel may come to lie between two rows
PICTURE_SHARE = 0.3  # of a page full of ink nothing is print
JOINED_MM = 2.4
LENGTH_MM, HEIGHT_MM = (7.5, 100.0), (3.0, 34.0)
RULE_MM = 18.0, 1.5  # longer than what is level of a seal's ring; thick, from one row to the next
SURFACE_MM = 2.0
SEAL_MM, RING_SHARE = (24.0, 48.0), 0.6


@dataclass(frozen=True, slots=True)
class _Shapes:
    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]  # left, top, width, height, area


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Letters that stand beside each other, by their numbers; `tall` are higher than letters of 14 pt."""

    small: NDArray[np.intp]
    tall: NDArray[np.intp]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Residue:
    """`grown`: clusters of a stamp's size of ink that stands out of print or in no line; `lines` of letters that are
    larger than the page's print."""

    grown: tuple[Place, ...]
    lines: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Unexplained:
    odd: Plane  # 255 where ink is of shapes that no line of print explains
    joined: tuple[Place, ...]  # lines with something between them
    lines: tuple[Place, ...]


def residue(mask: Plane, whole: Place, pixels_per_mm: float) -> Residue:
    """Of a mask of ink (0 or 255), `whole` being how its print runs. Nothing on a page without a line of print."""
    if mask.mean() / 255 > PICTURE_SHARE:
        return Residue((), ())
    level = (upright(mask, whole) > THIN_LINE_KEPT).astype(np.uint8) * 255
    level = without_seals(_without_rules(_without_surfaces(level, pixels_per_mm), pixels_per_mm), pixels_per_mm)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(level)
    seen = _unexplained(_Shapes(np.asarray(labels, np.int32), np.asarray(boxes, np.int32)), pixels_per_mm)
    if seen is None:
        return Residue((), ())
    grown = [*_clusters(seen.odd, pixels_per_mm), *seen.joined]
    lines = [place for place in seen.lines if not any(place.holds(cluster) for cluster in grown)]
    return Residue(*(tuple(on_page(place, whole) for place in places) for places in (grown, lines)))


def _without_surfaces(level: Plane, pixels_per_mm: float) -> Plane:
    """Photographs, blocks and bars are no letters."""
    size = round(SURFACE_MM * pixels_per_mm) | 1
    core = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    return np.asarray(cv2.subtract(level, cv2.dilate(core, np.ones((3, 3), np.uint8))), np.uint8)


def _without_rules(level: Plane, pixels_per_mm: float) -> Plane:
    """A rule that was scanned askew steps from row to row; print that has run together is thicker."""
    length, thick = round(RULE_MM[0] * pixels_per_mm), round(RULE_MM[1] * pixels_per_mm) | 1
    left = level
    for along, across, deep in (((1, length), (3, 1), (thick, 1)), ((length, 1), (1, 3), (1, thick))):
        swollen = cv2.dilate(level, np.ones(across, np.uint8))
        rules = cv2.morphologyEx(swollen, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        rules = cv2.subtract(rules, cv2.morphologyEx(rules, cv2.MORPH_OPEN, np.ones(deep, np.uint8)))
        left = np.asarray(cv2.subtract(left, rules), np.uint8)
    return left


def without_seals(level: Plane, pixels_per_mm: float, signed: bool = True) -> Plane:
    """`level` itself, cleared of seals: what a round ring holds is explained by it; so is, where that is `signed`, what
    goes through it."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    )
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in boxes[label])
        if min(width, height) < SEAL_MM[0] * pixels_per_mm:
            continue
        shape = (labels[top : top + height, left : left + width] == label).astype(np.uint8) * 255
        circle = _ring(shape, pixels_per_mm)
        if circle is not None:
            x, y, radius = circle
            cv2.circle(level, (round(left + x), round(top + y)), round(radius + pixels_per_mm), 0, -1)
            if signed:
                level[labels == label] = 0
    return level


def _ring(shape: Plane, pixels_per_mm: float) -> tuple[float, float, float] | None:
    low, high = (0.5 * side * pixels_per_mm for side in SEAL_MM)
    small = cv2.copyMakeBorder(shape, 8, 8, 8, 8, cv2.BORDER_CONSTANT)
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 2, low, param1=100, param2=40, minRadius=round(low), maxRadius=round(high)
    )
    if found is None:
        return None
    x, y, radius = (float(value) for value in found[0][0])
    turns = np.deg2rad(np.arange(0, 360, 2))
    thick = cv2.dilate(small, np.ones((5, 5), np.uint8))
    rows = np.clip(np.round(y + radius * np.sin(turns)).astype(int), 0, thick.shape[0] - 1)
    columns = np.clip(np.round(x + radius * np.cos(turns)).astype(int), 0, thick.shape[1] - 1)
    return (x - 8, y - 8, radius) if float((thick[rows, columns] > 0).mean()) >= RING_SHARE else None


def _unexplained(shapes: _Shapes, pixels_per_mm: float) -> _Unexplained | None:
    """None without a line of print: on slides, photographs and drawings letters of any size are at home."""
    heights, widths = shapes.boxes[:, 3] / pixels_per_mm, shapes.boxes[:, 2] / pixels_per_mm
    seen = np.maximum(heights, widths) >= SPECK_MM
    seen[0] = False
    odd = seen & (heights > LETTER_MM[1])
    lines = [
        _line(members, shapes, heights) for members in _lines(shapes, seen & (heights <= HEADING_MM), pixels_per_mm)
    ]
    body = [line.height for line in lines if len(line.small) >= LETTERS_OF_BODY]
    if min(body, default=np.inf) > LARGEST_PRINT_MM * pixels_per_mm:
        return None
    largest = LARGER_THAN_BODY * float(np.median(body))
    for line in lines:
        if len(line.small) >= LETTERS_OF_A_LINE:
            odd[line.small] |= _off_line(line, shapes)
            most = max(WITH_MARKS * float(np.median(heights[line.small])), LETTER_MM[1])
            odd[line.tall] = (heights[line.tall] > most) | (widths[line.tall] > WIDEST * heights[line.tall])
    large = [line for line in lines if len(line.small) >= LETTERS_OF_A_MARK and line.height > largest]
    stacked = [line for line in large if _is_stacked(line, shapes, pixels_per_mm)]
    alone = tuple(_around(line, shapes) for line in large if line not in stacked)
    joined = tuple(_around(line, shapes) for line in stacked)
    return _Unexplained(odd[shapes.labels].astype(np.uint8) * 255, joined, alone)


def _around(line: _Line, shapes: _Shapes) -> Place:
    """Upright where letters of unequal height make a line of few look slanted."""
    left, top, width, height, _ = shapes.boxes[line.small].T
    right, bottom = left + width, top + height
    corners = np.stack([np.concatenate([left, right, left, right]), np.concatenate([top, top, bottom, bottom])], axis=1)
    place = of_points(corners.astype(np.int32))
    if MOST_LEVEL_DEGREES < abs(place.angle) <= MOST_SLANTED_DEGREES:
        return place
    start, end = int(left.min()), int(right.max())
    return Place((start + end) / 2, (line.top + line.bottom) / 2, end - start, line.height, 0)


def _is_stacked(line: _Line, shapes: _Shapes, pixels_per_mm: float) -> bool:
    """Whether whole letters stand above others: something between two lines of print has joined them."""
    boxes = shapes.boxes[line.small]
    boxes = boxes[boxes[:, 3] >= WHOLE_LETTER_MM * pixels_per_mm]
    middle = (line.top + line.bottom) / 2
    above, below = boxes[:, 1] + boxes[:, 3] <= middle, boxes[:, 1] >= middle
    return bool(min(np.count_nonzero(above), np.count_nonzero(below)) >= LETTERS_STACKED)


def _line(members: NDArray[np.intp], shapes: _Shapes, heights: NDArray[np.float64]) -> _Line:
    small, tall = members[heights[members] <= LETTER_MM[1]], members[heights[members] > LETTER_MM[1]]
    tops = shapes.boxes[small, 1]
    bottoms = tops + shapes.boxes[small, 3]
    if len(small) == 0:
        return _Line(small, tall, 0, 0)
    return _Line(small, tall, float(np.percentile(tops, 20)), float(np.percentile(bottoms, 80)))


def _lines(shapes: _Shapes, letters: NDArray[np.bool_], pixels_per_mm: float) -> Iterator[NDArray[np.intp]]:
    canvas = np.zeros(shapes.labels.shape, np.uint8)
    body = np.flatnonzero(letters & (shapes.boxes[:, 3] >= LETTER_MM[0] * pixels_per_mm))
    for left, top, width, height in shapes.boxes[body, :4].tolist():
        canvas[top + height // 6 : top + height - height // 6, left : left + width] = 255  # not its marks
    gap = round(WORDS_APART_MM * pixels_per_mm) | 1
    joined = cv2.morphologyEx(canvas, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    _, labels, _, _ = cv2.connectedComponentsWithStats(joined)
    boxes = shapes.boxes[body]
    line = labels[boxes[:, 1] + boxes[:, 3] // 2, boxes[:, 0] + boxes[:, 2] // 2]
    for label in np.unique(line):
        yield body[line == label]


def _off_line(line: _Line, shapes: _Shapes) -> NDArray[np.bool_]:
    """Which letters reach far out of their line: with more of their ink than marks above and below have."""
    boxes = shapes.boxes[line.small]
    tops, bottoms = boxes[:, 1], boxes[:, 1] + boxes[:, 3]
    odd = np.zeros(len(boxes), np.bool_)
    slack = max(BEYOND * line.height, 1.5)
    both = (tops < line.top - slack) & (bottoms > line.bottom + slack)
    for index in np.flatnonzero(both | (boxes[:, 3] > TALLER * line.height)):
        left, first, width, height, area = boxes[index].tolist()
        ink = shapes.labels[first : first + height, left : left + width] == line.small[index]
        start, end = (max(round(y) - first, 0) for y in (line.top - 0.5 * slack, line.bottom + 0.5 * slack))
        odd[index] = np.count_nonzero(ink[start:end]) < (1 - OUTSIDE_SHARE) * area
    return odd


def _clusters(odd: Plane, pixels_per_mm: float) -> Iterator[Place]:
    reach = round(JOINED_MM * pixels_per_mm) | 1
    joined = cv2.morphologyEx(odd, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in boxes[label])
        if np.hypot(width, height) < LENGTH_MM[0] * pixels_per_mm:
            continue
        window = (slice(top, top + height), slice(left, left + width))
        rows, columns = np.nonzero((labels[window] == label) & (odd[window] > 0))
        place = of_points(np.stack([columns + left, rows + top], axis=1).astype(np.int32))
        length, thick = place.width / pixels_per_mm, place.height / pixels_per_mm
        if LENGTH_MM[0] <= length <= LENGTH_MM[1] and HEIGHT_MM[0] <= thick <= HEIGHT_MM[1]:
            yield place
