"""Rectangles drawn on a page: two long lines of the same extent, with a side at both ends.

Found by their lines, not as connected shapes: print, a seal or a second frame may touch a stamp, and worn ink leaves
gaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.ink import Plane
from backend.documents.stamps.places import Place, upright

# Stamps of secrecy are 20, 30 and 40 mm by 8 mm (Thông tư 24/2020/TT-BCA); agencies cut larger and smaller ones.
WIDTH_MM, HEIGHT_MM = (10.0, 95.0), (4.5, 26.0)
ANGLES_TRIED, ANGLES_APART, BINS_A_DEGREE, FRAMES_KEPT = 4, 2.0, 2, 24
STEEPEST_DEGREES = 34  # from the page's edges
SIDE_SHARE, ALL_SIDES = 0.7, 3.9  # ink of one side's length, and of the four; a seal and print beside reach 3.8
ALONE_SHARE, ALONE_SIDES, WORN_SHARE = 0.93, 3.0, 0.5  # a shape that is nothing but frame and words may be worn
WORN_JOINED_MM, LARGEST_MM = 1.0, (100.0, 70.0)  # joined so far, print grows into paragraphs: those are no stamps
SIDES_TRIED, NARROWEST, GOES_ON, AREA_COUNTS = 12, 1.4, 4, 0.5
LINE_MM = 1.9  # a thicker line is several, or a line grown together with something
EDGE_INK, SURFACE_SHARE, LINES_KEPT = 0.45, 0.4, 48


@dataclass(frozen=True, slots=True)
class _Line:
    left: int
    right: int
    y: float


def find_frames(mask: Plane, pixels_per_mm: float, joined_mm: float) -> list[Place]:
    """Frames of a stamp's size on a mask (0 or 255), the most complete first, at most FRAMES_KEPT.

    Pieces of worn ink up to `joined_mm` apart are one shape.
    """
    found: list[tuple[float, Place]] = []
    for patch, left, top in _large_shapes(mask, pixels_per_mm, joined_mm):
        for angle in _angles(patch, pixels_per_mm):
            for quarter in (0, 90):
                for score, place in _upright_frames(patch, angle + quarter, pixels_per_mm):
                    found.append((score, replace(place, x=place.x + left, y=place.y + top)))
    kept: list[Place] = []
    for _, place in sorted(found, key=lambda scored: -scored[0]):
        if len(kept) < FRAMES_KEPT and not any(_same(place, known) for known in kept):
            kept.append(place)
    return kept


def _large_shapes(mask: Plane, pixels_per_mm: float, joined_mm: float) -> Iterator[tuple[Plane, int, int]]:
    """Connected shapes in which a frame can be, each cut out alone. Letters of print are smaller."""
    reach = max(round(joined_mm * pixels_per_mm) | 1, 3)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in boxes[label])
        if np.hypot(width, height) < WIDTH_MM[0] * pixels_per_mm or min(width, height) < 3 * pixels_per_mm:
            continue
        if joined_mm > WORN_JOINED_MM and (
            width > LARGEST_MM[0] * pixels_per_mm or height > LARGEST_MM[1] * pixels_per_mm
        ):
            continue
        window = (slice(top, top + height), slice(left, left + width))
        inside = ((labels[window] == label) & (mask[window] > 0)).astype(np.uint8) * 255
        pad = round(2 * pixels_per_mm)
        yield np.pad(_without_surfaces(inside, pixels_per_mm), pad), left - pad, top - pad


def _without_surfaces(shape: Plane, pixels_per_mm: float) -> Plane:
    """Of photographs and coloured blocks only what is thin: a frame's lines are."""
    if np.count_nonzero(shape) < SURFACE_SHARE * shape.size:
        return shape
    size = round(1.8 * pixels_per_mm) | 1
    surfaces = cv2.morphologyEx(shape, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    return np.asarray(cv2.subtract(shape, surfaces), np.uint8)


def _angles(patch: Plane, pixels_per_mm: float) -> list[float]:
    """Directions of long lines, folded into a quarter turn, the commonest first."""
    shortest = 6 * pixels_per_mm
    lines = cv2.HoughLinesP(patch, 1, np.pi / 360, round(shortest * 0.7), minLineLength=shortest, maxLineGap=3)
    if lines is None:
        return []
    x0, y0, x1, y1 = lines.reshape(-1, 4).astype(np.float64).T
    folded = (np.rad2deg(np.arctan2(y1 - y0, x1 - x0)) + 45) % 90
    bins = 90 * BINS_A_DEGREE
    weight = np.histogram(folded, bins=bins, range=(0, 90), weights=np.hypot(x1 - x0, y1 - y0))[0]
    smooth = weight + 0.6 * (np.roll(weight, 1) + np.roll(weight, -1))
    angles: list[float] = []
    for peak in np.argsort(smooth)[::-1]:
        if smooth[peak] <= 0 or len(angles) == ANGLES_TRIED:
            break
        near = [index % bins for index in range(int(peak) - 1, int(peak) + 2)]
        total = sum(float(weight[index]) for index in near)
        offset = sum(float(weight[index]) * step for index, step in zip(near, (-1, 0, 1), strict=True)) / total
        angle = (float(peak) + offset + 0.5) / BINS_A_DEGREE - 45
        if abs(angle) <= STEEPEST_DEGREES and all(abs(angle - known) > ANGLES_APART for known in angles):
            angles.append(angle)
    return angles


def _upright_frames(patch: Plane, angle: float, pixels_per_mm: float) -> Iterator[tuple[float, Place]]:
    height, width = patch.shape
    turn = np.deg2rad(angle)
    across, down = abs(np.cos(turn)), abs(np.sin(turn))
    whole = Place(width / 2, height / 2, width * across + height * down, width * down + height * across, angle)
    level = (upright(patch, whole) > 100).astype(np.uint8) * 255
    for score, left, top, right, bottom in _rectangles(level, pixels_per_mm):
        dx, dy = (left + right) / 2 - level.shape[1] / 2, (top + bottom) / 2 - level.shape[0] / 2
        yield (
            score,
            Place(
                whole.x + dx * np.cos(turn) - dy * np.sin(turn),
                whole.y + dx * np.sin(turn) + dy * np.cos(turn),
                right - left,
                bottom - top,
                (angle + 90) % 180 - 90,
                framed=True,
            ),
        )


def _rectangles(level: Plane, pixels_per_mm: float) -> Iterator[tuple[float, float, float, float, float]]:
    """How complete, then left, top, right, bottom, of what is drawn along the edges of an upright patch."""
    lines = _level_lines(level, pixels_per_mm)
    for index, top in enumerate(lines):
        for bottom in lines[index + 1 :]:
            height = bottom.y - top.y
            if height > HEIGHT_MM[1] * pixels_per_mm:
                break
            shared = min(top.right, bottom.right) - max(top.left, bottom.left)
            if height < HEIGHT_MM[0] * pixels_per_mm or shared < 0.5 * WIDTH_MM[0] * pixels_per_mm:
                continue
            sides = _sides(_Band(level, top, bottom, pixels_per_mm))
            if sides is not None:
                score, left, right = sides
                yield (
                    score + AREA_COUNTS * min(height * (right - left) / (240 * pixels_per_mm**2), 1),
                    left,
                    top.y,
                    right,
                    bottom.y,
                )


@dataclass(slots=True)
class _Band:
    """What lies between two lines, and how much of it is ink: along each line, and down each column."""

    level: Plane
    top: _Line
    bottom: _Line
    pixels_per_mm: float

    def columns(self) -> NDArray[np.float64]:
        """Share of the height with ink, by x, on an upright line about 0.7 mm thick: curved rings have less."""
        half = max(round(0.3 * self.pixels_per_mm), 1)
        rows = self.level[round(self.top.y) : round(self.bottom.y) + 1]
        thick = cv2.dilate(rows, np.ones((1, 2 * half + 1), np.uint8))
        return np.asarray(np.count_nonzero(thick, axis=0) / len(rows), np.float64)

    def along(self, y: float) -> NDArray[np.bool_]:
        half = max(round(0.4 * self.pixels_per_mm), 1)
        return np.asarray(self.level[max(round(y) - half, 0) : round(y) + half + 1].any(axis=0), np.bool_)

    def down(self, x: float, start: float, end: float) -> float:
        half = max(round(0.4 * self.pixels_per_mm), 1)
        piece = self.level[max(round(start), 0) : max(round(end), 0), max(round(x) - half, 0) : round(x) + half + 1]
        return float(piece.any(axis=1).mean()) if piece.size else 0.0

    def share_inside(self, left: int, right: int) -> float:
        """How much of the whole patch's ink the rectangle holds, its lines included."""
        out = round(0.8 * self.pixels_per_mm)
        rows = slice(max(round(self.top.y) - out, 0), round(self.bottom.y) + out + 1)
        inside = self.level[rows, max(left - out, 0) : right + out + 1]
        return float(np.count_nonzero(inside) / max(int(np.count_nonzero(self.level)), 1))

    def edge_ink(self, left: int, right: int) -> float:
        """Share of ink just inside the rectangle, where a frame keeps its distance from the words."""
        near, far = round(0.8 * self.pixels_per_mm), max(round(1.3 * self.pixels_per_mm), 1)
        inside = self.level[round(self.top.y) + near : round(self.bottom.y) - near + 1, left + near : right - near + 1]
        core = (far - near, inside.shape[0] - far + near, far - near, inside.shape[1] - far + near)
        edge = np.count_nonzero(inside) - np.count_nonzero(inside[core[0] : core[1], core[2] : core[3]])
        size = inside.size - max(core[1] - core[0], 0) * max(core[3] - core[2], 0)
        return float(edge / max(size, 1))


def _sides(band: _Band) -> tuple[float, float, float] | None:
    """How complete a rectangle is and where its left and right side stand, if both lines run
    between them and the rectangle ends there."""
    mm, height = band.pixels_per_mm, band.bottom.y - band.top.y
    columns, above, below = band.columns(), band.along(band.top.y), band.along(band.bottom.y)
    first = max(round(min(band.top.left, band.bottom.left) - 4 * mm), 0)
    last = min(round(max(band.top.right, band.bottom.right) + 4 * mm), len(columns) - 1)
    peaks = _peaks(columns, SIDE_SHARE, first, last, mm)
    if len(peaks) < 2:
        peaks = _peaks(columns, WORN_SHARE, first, last, mm)
    best: tuple[float, float, float] | None = None
    for left, right, shares in _drawn(peaks, columns, above, below):
        width = right - left
        if not WIDTH_MM[0] * mm <= width <= WIDTH_MM[1] * mm or width < NARROWEST * height:
            continue
        whole = sum(shares)
        alone = whole >= ALONE_SIDES and band.share_inside(left, right) >= ALONE_SHARE
        if min(shares) < (WORN_SHARE if alone else SIDE_SHARE) or not (alone or whole >= ALL_SIDES):
            continue
        edge_ink = band.edge_ink(left, right)
        if not alone and (edge_ink > EDGE_INK or _goes_on(band, left, right, above, below) >= GOES_ON):
            continue
        score = whole - edge_ink + width / (last - first + 1)
        if best is None or score > best[0]:
            best = score, left, right
    return best


def _drawn(
    peaks: list[int], columns: NDArray[np.float64], above: NDArray[np.bool_], below: NDArray[np.bool_]
) -> Iterator[tuple[int, int, tuple[float, float, float, float]]]:
    """Left and right of the pairs of sides that may make a rectangle, and how much of its four sides is ink."""
    ends = np.asarray(peaks, np.intp)
    both = np.asarray([np.concatenate([[0], np.cumsum(line)])[ends] for line in (above, below)], np.float64)
    wide = np.maximum(ends[None, :] - ends[:, None], 1)
    lines = (both[:, None, :] - both[:, :, None]) / wide
    sides = columns[ends]
    whole = lines.sum(axis=0) + sides[:, None] + sides[None, :]
    likely = (lines.min(axis=0) >= WORN_SHARE) & (whole >= ALONE_SIDES) & (ends[None, :] > ends[:, None])
    for one, other in np.argwhere(likely).tolist():
        shares = (float(lines[0, one, other]), float(lines[1, one, other]), float(sides[one]), float(sides[other]))
        yield peaks[one], peaks[other], shares


def _peaks(columns: NDArray[np.float64], share: float, first: int, last: int, pixels_per_mm: float) -> list[int]:
    """The middles of stretches that are ink nearly from line to line, at most SIDES_TRIED, the fullest."""
    there = np.flatnonzero(columns[first : last + 1] >= share) + first
    if len(there) == 0:
        return []
    starts = np.concatenate([[0], np.flatnonzero(np.diff(there) > 0.5 * pixels_per_mm) + 1])
    weights = columns[there] ** 8
    middles = np.rint(np.add.reduceat(weights * there, starts) / np.add.reduceat(weights, starts)).astype(int).tolist()
    return sorted(sorted(middles, key=lambda x: -columns[x])[:SIDES_TRIED])


def _goes_on(band: _Band, left: int, right: int, above: NDArray[np.bool_], below: NDArray[np.bool_]) -> int:
    """At how many of the eight ends of its lines the rectangle goes on: a table's cell, not a frame."""
    near, far = round(1.2 * band.pixels_per_mm), round(4 * band.pixels_per_mm)
    beyond = [line[max(left - far, 0) : max(left - near, 0)] for line in (above, below)]
    beyond += [line[right + near : right + far] for line in (above, below)]
    shares = [float(piece.mean()) if piece.size else 0.0 for piece in beyond]
    for x in (left, right):
        shares.append(band.down(x, band.top.y - far, band.top.y - near))
        shares.append(band.down(x, band.bottom.y + near, band.bottom.y + far))
    return sum(share > 0.9 for share in shares)


def _level_lines(level: Plane, pixels_per_mm: float) -> list[_Line]:
    """Horizontal lines, from the top down; pieces of one line are joined over gaps of worn ink."""
    thick = cv2.dilate(level, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(round(0.8 * pixels_per_mm), 3)), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(6.5 * pixels_per_mm)), np.uint8))
    count, labels, boxes, middles = cv2.connectedComponentsWithStats(long)
    pieces: list[_Line] = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in boxes[label])
        if height <= LINE_MM * pixels_per_mm:
            pieces.append(_Line(left, left + width, float(middles[label][1])))
        else:
            window = labels[top : top + height, left : left + width] == label
            pieces += _lines_in(window, left, top, pixels_per_mm)
    lines: list[_Line] = []
    for piece in sorted(pieces, key=lambda line: line.left):
        for index, line in enumerate(lines):
            if abs(line.y - piece.y) < 0.6 * pixels_per_mm and piece.left - line.right < 5 * pixels_per_mm:
                lines[index] = replace(line, right=max(line.right, piece.right))
                break
        else:
            lines.append(piece)
    longest = sorted(lines, key=lambda line: line.left - line.right)[:LINES_KEPT]
    return sorted(longest, key=lambda line: line.y)


def _lines_in(shape: NDArray[np.bool_], left: int, top: int, pixels_per_mm: float) -> Iterator[_Line]:
    """Rows longer than those beside them: a line that print or a seal has grown into."""
    lengths, apart = np.count_nonzero(shape, axis=1), max(round(0.8 * pixels_per_mm), 1)
    for row, length in enumerate(lengths):
        beside = lengths[max(row - apart, 0) : row + apart + 1]
        if length == beside.max() and length > 1.15 * beside.min() and row == _first(lengths, row, apart):
            columns = np.flatnonzero(shape[row])
            yield _Line(left + int(columns[0]), left + int(columns[-1]) + 1, float(top + row))


def _first(lengths: NDArray[np.intp], row: int, apart: int) -> int:
    """The first of equal rows: one line is one."""
    start = max(row - apart, 0)
    return start + int(np.argmax(lengths[start : row + apart + 1]))


def _same(one: Place, other: Place) -> bool:
    near = 0.12 * min(one.height, other.height)
    return (
        abs(one.x - other.x) < near
        and abs(one.y - other.y) < near
        and abs(one.width - other.width) < 3 * near
        and abs(one.height - other.height) < 2 * near
    )
