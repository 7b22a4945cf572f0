"""What is printed or pressed on a page, as two planes of ink: coloured and black.

A plane is uint8, 255 where ink is full. Uneven light and tinted paper are taken out first, so that a threshold means
the same on a scan and on a photograph of a paper.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

MM_PER_INCH = 25.4
WORKING_DPI, FINDING_DPI = 200.0, 100.0  # letters are read at the first, places are looked for at the second
COLOURED_FROM, BLACK_FROM, PALE_FROM = 30, 64, 44  # of 255; pale stamp ink has about 60 and 80, its thin lines less
FAINT_FROM = 28  # a worn frame on an even ground
PAPER_GRAIN = 16  # pixels of the page for one of the map of its paper's brightness


@dataclass(frozen=True, slots=True)
class Page:
    """A page at working resolution. `coloured` is how far a pixel is from grey, `black` how far from its brightest
    channel to white: red ink is in the first, print in the second, a grey scan of red ink in the second."""

    coloured: Plane
    black: Plane
    pixels_per_mm: float


def read_page(image: NDArray[np.uint8], dpi: float) -> Page:
    scale = min(1.0, WORKING_DPI / dpi)
    if scale < 1:
        size = (max(round(image.shape[1] * scale), 1), max(round(image.shape[0] * scale), 1))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    even = _even_light(image)
    red, green, blue = cv2.split(even)
    brightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    darkest = np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)
    return Page(brightest - darkest, 255 - brightest, dpi * scale / MM_PER_INCH)


def smaller(plane: Plane, pixels_per_mm: float) -> tuple[Plane, float]:
    """The plane at the resolution places are looked for, and how many of its pixels a millimetre has."""
    scale = min(1.0, FINDING_DPI / MM_PER_INCH / pixels_per_mm)
    if scale == 1.0:
        return plane, pixels_per_mm
    size = (max(round(plane.shape[1] * scale), 1), max(round(plane.shape[0] * scale), 1))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8), pixels_per_mm * scale


def _even_light(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The image with its paper brought to white, channel by channel."""
    height, width = image.shape[:2]
    small = (max(width // PAPER_GRAIN, 1), max(height // PAPER_GRAIN, 1))
    paper = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(paper, np.ones((7, 7), np.uint8)), (5, 5))
    if int(paper.min()) >= 250:
        return image
    paper = cv2.resize(np.maximum(paper, 40), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(image, paper, scale=255), np.uint8)
