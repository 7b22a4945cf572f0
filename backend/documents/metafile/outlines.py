"""Curves as lines, and whether lines are more than rules and boxes.

Twin of webmail-plugin/src/scan/metafile/outlines.ts.
"""

import itertools
import math
from collections.abc import Sequence

Point = tuple[float, float]
Figure = list[Point]
Box = tuple[float, float, float, float]
CURVE_STEPS, TURN_STEPS = 8, 32
ALIGNED = 0.02  # of a segment's length, as in drawings of a PDF


def curve(points: Sequence[Point]) -> Figure:
    """Bézier curves, one behind the other: a start, then two handles and an end each."""
    figure = list(points[:1])
    for index in range(0, len(points) - 3, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[index : index + 4]
        for step in range(1, CURVE_STEPS + 1):
            t = step / CURVE_STEPS
            p, q, r, s = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            figure.append((p * ax + q * bx + r * cx + s * dx, p * ay + q * by + r * cy + s * dy))
    return figure


def box(left: float, top: float, right: float, bottom: float) -> Figure:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ellipse(around: Box) -> Figure:
    return arc(around, (around[2], 0), (around[2], 0))[:-1]


def arc(around: Box, begins: Point, ends: Point) -> Figure:
    """Against the clock between two rays from the middle; all around where they are one. y points down."""
    left, top, right, bottom = around
    x, y, across, down = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    first, last = (math.atan2((y - py) * across, (px - x) * down) for px, py in (begins, ends))
    if begins == ends or last <= first:
        last += 2 * math.pi
    angles = [first + (last - first) * step / TURN_STEPS for step in range(TURN_STEPS + 1)]
    return [(x + across * math.cos(angle), y - down * math.sin(angle)) for angle in angles]


def is_drawn(figures: Sequence[Figure]) -> bool:
    """Whether there are slanted lines: letters turned into outlines, emblems; not rules, borders and boxes."""
    return any(len(figure) > 2 and _slanted(figure) for figure in figures)


def turns(figure: Figure) -> int:
    """How often a figure of level and upright lines turns the corner."""
    count, before = 0, None
    for (x, y), (x1, y1) in itertools.pairwise(figure):
        if (x, y) != (x1, y1):
            level = abs(x1 - x) >= abs(y1 - y)
            count += before is not None and level != before
            before = level
    return count


def _slanted(figure: Figure) -> bool:
    for (x, y), (x1, y1) in itertools.pairwise(figure):
        across, down = abs(x1 - x), abs(y1 - y)
        if min(across, down) > ALIGNED * max(across, down) + 0.01:
            return True
    return False
