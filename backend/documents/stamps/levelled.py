"""The way the print of a page runs: on which side it lies, and by how much it was scanned askew."""

import cv2
import numpy as np

from backend.documents.stamps.ink import Plane
from backend.documents.stamps.places import Place

COARSE_PIXELS_PER_MM = 2.0
BAR_PIXELS, TURNED_FROM = 5, 2.5  # lines that repeat each other make columns too
COLUMNS_TOGETHER = 4  # for only rows are weighed
MOST_SKEW_DEGREES, SKEW_STEP_DEGREES = 6.0, 0.25


def level_of(mask: Plane, pixels_per_mm: float) -> Place:
    """The whole plane as a place whose words run along it; `upright` cuts it out with its print level.

    Up and down are not told apart."""
    height, width = mask.shape
    small = _coarse(mask, pixels_per_mm)
    lying = np.ascontiguousarray(np.rot90(small))
    straight, turned = _sharpest(small), _sharpest(lying)
    angle = straight[1] if TURNED_FROM * straight[0] >= turned[0] else turned[1] + 90
    turn = np.deg2rad(angle)
    across, down = abs(np.cos(turn)), abs(np.sin(turn))
    return Place(width / 2, height / 2, width * across + height * down, width * down + height * across, angle)


def on_page(place: Place, whole: Place) -> Place:
    """A place seen on the levelled plane, where it lies on the page."""
    dx, dy, turn = place.x - whole.width / 2, place.y - whole.height / 2, np.deg2rad(whole.angle)
    x = whole.x + dx * float(np.cos(turn)) - dy * float(np.sin(turn))
    y = whole.y + dx * float(np.sin(turn)) + dy * float(np.cos(turn))
    return Place(x, y, place.width, place.height, place.angle + whole.angle, place.framed)


def _coarse(mask: Plane, pixels_per_mm: float) -> Plane:
    scale = min(COARSE_PIXELS_PER_MM / pixels_per_mm, 1.0)
    size = (max(round(mask.shape[1] * scale), 1), max(round(mask.shape[0] * scale), 1))
    small = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.uint8)
    bars = cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((BAR_PIXELS, BAR_PIXELS), np.uint8))
    return np.asarray(cv2.subtract(small, cv2.dilate(bars, np.ones((3, 3), np.uint8))), np.uint8)


def _sharpest(small: Plane) -> tuple[float, float]:
    """How sharply rows of ink and of white part, and the angle (degrees, clockwise) at which they part best."""
    height, width = small.shape
    narrow = cv2.resize(small, (max(width // COLUMNS_TOGETHER, 1), height), interpolation=cv2.INTER_AREA)
    columns = narrow.shape[1]
    best = -1.0, 0.0
    for angle in sorted(np.arange(-MOST_SKEW_DEGREES, MOST_SKEW_DEGREES + 0.01, SKEW_STEP_DEGREES), key=abs):
        slope = float(np.tan(np.deg2rad(angle))) * width / columns
        matrix = np.asarray([[1, 0, 0], [-slope, 1, slope * columns / 2]], np.float32)
        rows = cv2.warpAffine(narrow, matrix, (columns, height)).sum(axis=1, dtype=np.float64)
        sharpness = float(np.square(np.diff(rows)).sum()) / (height * columns**2)
        if sharpness > best[0]:
            best = sharpness, float(angle)
    return best
