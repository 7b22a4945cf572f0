"""Words standing alone on a page without a frame: large coloured ones, and short lines of black capitals."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.ink import Plane
from backend.documents.stamps.places import Place, of_points

COLOURED_WIDTH_MM, COLOURED_HEIGHT_MM = (6.0, 95.0), (2.4, 26.0)
PRINTED_WIDTH_MM, PRINTED_HEIGHT_MM = (5.0, 60.0), (2.0, 14.0)
PLACES_KEPT, PLACES_KEPT_ON_PICTURES, PICTURE_SHARE = 24, 6, 0.3  # of a page full of colour few are read
LETTER_MM, SLANTED_FROM_DEGREES, SLANTED_KEPT = (2.6, 12.0), 6.0, 6
LETTERS = (2, 16)  # of a mark, some of them touching
EDGE_DEPTH, EDGE_SHARE = 0.2, 0.6  # of an upright cut, where its frame may be
INK, FAINTEST_INK, FULL_INK_PERCENT = 50, 25, 97  # of 255; pale ink is told from paper by half of its fullest


@dataclass(frozen=True, slots=True)
class _Letter:
    left: int
    top: int
    right: int
    bottom: int


def coloured_words(mask: Plane, pixels_per_mm: float) -> list[Place]:
    """Groups of coloured ink shaped like a line of words, the largest first."""
    reach = max(round(1.5 * pixels_per_mm), 1)
    joined = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    found: list[Place] = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in boxes[label])
        if max(width, height) < COLOURED_WIDTH_MM[0] * pixels_per_mm:
            continue
        window = (slice(top, top + height), slice(left, left + width))
        points = _points((labels[window] == label) & (mask[window] > 0), left, top)
        if len(points) < 40:
            continue
        place = of_points(points)
        if _has_size(place, COLOURED_WIDTH_MM, COLOURED_HEIGHT_MM, pixels_per_mm) and place.width > 1.25 * place.height:
            found.append(place)
    kept = PLACES_KEPT if mask.mean() / 255 < PICTURE_SHARE else PLACES_KEPT_ON_PICTURES
    return sorted(found, key=lambda place: -place.width * place.height)[:kept]


def slanted_words(mask: Plane, pixels_per_mm: float) -> list[Place]:
    """Groups of large black letters that stand at an angle to the page: stamps without a frame on a grey scan."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask)
    tall = (boxes[:, 3] >= LETTER_MM[0] * pixels_per_mm) & (boxes[:, 3] <= LETTER_MM[1] * pixels_per_mm)
    tall &= boxes[:, 2] <= 2 * LETTER_MM[1] * pixels_per_mm
    tall[0] = False
    large = tall[labels].astype(np.uint8) * 255
    return [place for place in coloured_words(large, pixels_per_mm) if _is_slanted(place)][:SLANTED_KEPT]


def _is_slanted(place: Place) -> bool:
    return min(abs(place.angle) % 90, 90 - abs(place.angle) % 90) >= SLANTED_FROM_DEGREES


def printed_words(mask: Plane, pixels_per_mm: float) -> list[Place]:
    """Short lines that stand alone and whose letters are all of one height, from the top of the page down.

    Capitals have neither ascenders nor descenders, so that running text and names drop out here.
    """
    letters = [
        letter
        for letter in _letters(mask)
        if letter.bottom - letter.top < PRINTED_HEIGHT_MM[1] * pixels_per_mm
        and letter.right - letter.left < PRINTED_WIDTH_MM[1] * pixels_per_mm
    ]
    found = []
    for line in _lines(letters, mask.shape, pixels_per_mm):
        place = _capitals(line, pixels_per_mm)
        if place is not None:
            found.append(place)
    return sorted(found, key=lambda place: place.y)


def without_frame(cut: Plane) -> Plane:
    """An upright cut without what its frame has left along the four edges."""
    top, bottom = _edge(cut, 0), cut.shape[0] - _edge(cut[::-1], 0)
    left, right = _edge(cut, 1), cut.shape[1] - _edge(cut[:, ::-1], 1)
    return cut[top:bottom, left:right] if bottom - top > 8 and right - left > 8 else cut


def _edge(cut: Plane, axis: int) -> int:
    """How deep lines along the first rows (axis 0) or columns (axis 1) reach."""
    depth = max(round(EDGE_DEPTH * min(cut.shape)), 1)
    strip = cut[:depth] if axis == 0 else cut[:, :depth]
    lines = np.flatnonzero((strip > ink_from(cut)).mean(axis=1 - axis) > EDGE_SHARE)
    return int(lines[-1]) + 2 if len(lines) else 0


def ink_from(cut: Plane) -> float:
    """What counts as ink on an upright cut: of a pale stamp less than of print."""
    return min(INK, max(FAINTEST_INK, float(np.percentile(cut, FULL_INK_PERCENT)) / 2))


def has_ink(cut: Plane) -> bool:
    """Neither empty nor filled."""
    return 0.05 <= float(np.count_nonzero(cut > ink_from(cut))) / max(cut.size, 1) <= 0.7


def has_letters(cut: Plane) -> bool:
    """Whether an upright cut of ink holds a row of large letters: some tall shapes, side by side, of like height."""
    mask = (cut > ink_from(cut)).astype(np.uint8) * 255
    inner = cut.shape[0]
    tall = [letter for letter in _letters(mask) if 0.33 * inner <= letter.bottom - letter.top <= 0.98 * inner]
    tall = [letter for letter in tall if letter.right - letter.left < 0.8 * cut.shape[1]]
    return len(tall) >= LETTERS[0] and has_ink(cut)


def _points(there: NDArray[np.bool_], left: int, top: int) -> NDArray[np.int32]:
    rows, columns = np.nonzero(there)
    return np.stack([columns + left, rows + top], axis=1).astype(np.int32)


def _has_size(
    place: Place, width_mm: tuple[float, float], height_mm: tuple[float, float], pixels_per_mm: float
) -> bool:
    width, height = place.width / pixels_per_mm, place.height / pixels_per_mm
    return width_mm[0] <= width <= width_mm[1] and height_mm[0] <= height <= height_mm[1]


def _letters(mask: Plane) -> list[_Letter]:
    count, _, boxes, _ = cv2.connectedComponentsWithStats(mask)
    return [
        _Letter(left, top, left + width, top + height)
        for left, top, width, height in boxes[1:count, :4].tolist()
        if width * height > 4
    ]


def _lines(letters: list[_Letter], shape: tuple[int, ...], pixels_per_mm: float) -> Iterator[list[_Letter]]:
    """Letters joined to what a reader sees as one line or cell: gaps below 4 mm."""
    canvas = np.zeros(shape[:2], np.uint8)
    for letter in letters:
        canvas[letter.top : letter.bottom, letter.left : letter.right] = 255
    gap = round(4.0 * pixels_per_mm) | 1
    tall = np.ones((round(0.5 * pixels_per_mm) | 1, 1), np.uint8)  # marks belong to their letter
    joined = cv2.morphologyEx(
        cv2.copyMakeBorder(cv2.dilate(canvas, tall), 0, 0, gap, gap, cv2.BORDER_CONSTANT),
        cv2.MORPH_CLOSE,
        np.ones((1, gap), np.uint8),
    )[:, gap:-gap]
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined))
    members: dict[int, list[_Letter]] = {}
    for letter in letters:
        members.setdefault(int(labels[letter.top, letter.left]), []).append(letter)
    for label, inside in members.items():
        if label and boxes[label][2] <= PRINTED_WIDTH_MM[1] * pixels_per_mm:
            yield inside


def _capitals(line: list[_Letter], pixels_per_mm: float) -> Place | None:
    tallest = max(letter.bottom - letter.top for letter in line)
    left, right = min(letter.left for letter in line), max(letter.right for letter in line)
    top, bottom = min(letter.top for letter in line), max(letter.bottom for letter in line)
    place = Place((left + right) / 2, (top + bottom) / 2, right - left, bottom - top, 0)
    if not _has_size(place, PRINTED_WIDTH_MM, PRINTED_HEIGHT_MM, pixels_per_mm) or place.width < 1.2 * place.height:
        return None
    bodies = [letter for letter in line if letter.bottom - letter.top >= 0.55 * tallest]
    if not LETTERS[0] <= len(bodies) <= LETTERS[1]:
        return None
    return place
