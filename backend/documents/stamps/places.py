"""Where on a plane of ink something stands that could be a stamp: a frame, or letters without one.

All places are turned rectangles in pixels of the plane they were found on; angles in degrees, clockwise as the eye
sees it (the y axis points down), so that turning by minus that angle sets the words upright.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.ink import Plane

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """`framed`: a rectangle drawn around. Width is along the words."""

    x: float  # of its middle
    y: float
    width: float
    height: float
    angle: float
    framed: bool = False

    def scaled(self, factor: float) -> "Place":
        return replace(
            self, x=self.x * factor, y=self.y * factor, width=self.width * factor, height=self.height * factor
        )

    def turned(self, degrees: float) -> "Place":
        """The same rectangle read from another side; a quarter turn swaps its sides."""
        quarter = round(degrees / 90) % 2 == 1
        width, height = (self.height, self.width) if quarter else (self.width, self.height)
        return replace(self, width=width, height=height, angle=self.angle + degrees)

    def grown(self, by: float) -> "Place":
        return replace(self, width=max(self.width + 2 * by, 1), height=max(self.height + 2 * by, 1))

    def holds(self, other: "Place") -> bool:
        """Whether the other's middle lies well inside."""
        turn = np.deg2rad(-self.angle)
        dx, dy = other.x - self.x, other.y - self.y
        along, across = dx * np.cos(turn) - dy * np.sin(turn), dx * np.sin(turn) + dy * np.cos(turn)
        return bool(abs(along) < self.width * 0.5 and abs(across) < self.height * 0.5)


def upright(plane: Plane, place: Place, scale: float = 1.0, fill: int = 0) -> Plane:
    """Cut a place out, its words horizontal, `scale` times as large."""
    width, height = max(round(place.width * scale), 1), max(round(place.height * scale), 1)
    matrix = cv2.getRotationMatrix2D((place.x, place.y), place.angle, scale)
    matrix[0, 2] += width / 2 - place.x
    matrix[1, 2] += height / 2 - place.y
    flags = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    cut = cv2.warpAffine(plane, matrix, (width, height), flags=flags, borderValue=fill)
    return np.asarray(cut, np.uint8)


def of_points(points: NDArray[np.int32]) -> Place:
    """The smallest turned rectangle around, its longer side taken for the line of words."""
    (x, y), (width, height), angle = cv2.minAreaRect(points)
    place = Place(float(x), float(y), float(width), float(height), float(angle))
    if place.width < place.height:
        place = place.turned(90)
    return replace(place, angle=(place.angle + 90) % 180 - 90)
