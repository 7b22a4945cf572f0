"""Read the stamps on a page: places that could be one, cut out upright, read as a line, compared with words known."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.frames import find_frames
from backend.documents.stamps.ink import BLACK_FROM, COLOURED_FROM, Page, Plane, read_page, smaller
from backend.documents.stamps.letters import ONE_BLOCK, ONE_LINE, LettersMissing, read_letters
from backend.documents.stamps.places import Place, upright
from backend.documents.stamps.vocabulary import Meaning, Says, meaning, weight
from backend.documents.stamps.words import coloured_words, has_ink, has_letters, printed_words

WAYS_TRIED = 4  # to see one stamp
LINE_PIXELS, PRINT_PIXELS, LINES_AT_ONCE = (
    56,
    40,
    40,
)  # height of a line of capitals with their marks, as Tesseract likes it
MARGIN, LETTERS_DPI = 18, 300  # white around; what Tesseract is told
BLOCK_FROM_MM, BLOCK_PIXELS_PER_MM = 12.5, 10.0  # a frame of this height may hold several lines


@dataclass(frozen=True, slots=True)
class StampFindings:
    """`texts`: the words of each stamp read, secrecy marks in their own spelling. `uncertain`: something is shaped
    like a stamp and cannot be read."""

    texts: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(slots=True)
class _Found:
    texts: list[str] = field(default_factory=list)
    uncertain: bool = False
    settled: list[Place] = field(default_factory=list)  # places where something was read

    def knows(self, place: Place) -> bool:
        return any(place.holds(known) or known.holds(place) for known in self.settled)

    def add(self, place: Place, says: Meaning) -> None:
        self.settled.append(place)
        self.texts.append(says.text)


def find_stamps(image: NDArray[np.uint8], dpi: float) -> StampFindings:
    """Read the stamps on one page, RGB (height, width, 3), at `dpi` pixels an inch."""
    cv2.setNumThreads(1)
    try:
        return _find(read_page(image, dpi))
    except LettersMissing:
        return StampFindings(uncertain=True)


def _find(page: Page) -> StampFindings:
    found = _Found()
    for plane, threshold in ((page.coloured, COLOURED_FROM), (page.black, BLACK_FROM)):
        small, pixels_per_mm = smaller(plane, page.pixels_per_mm)
        mask = (small > threshold).astype(np.uint8) * 255
        if not mask.any():
            continue
        places = find_frames(mask, pixels_per_mm)
        if plane is page.coloured:
            places += coloured_words(mask, pixels_per_mm)
        scale = page.pixels_per_mm / pixels_per_mm
        for group in _groups(place.scaled(scale) for place in places):
            _read_group(group, plane, page, found)
        _read_print([place.scaled(scale) for place in printed_words(mask, pixels_per_mm)], plane, page, found)
    return StampFindings(tuple(dict.fromkeys(found.texts)), found.uncertain)


def _groups(places: Iterable[Place]) -> list[list[Place]]:
    """Places that lie in one another: several ways to see one stamp, the likeliest first."""
    groups: list[list[Place]] = []
    for place in places:
        group = next((group for group in groups if group[0].holds(place) or place.holds(group[0])), None)
        if group is None:
            groups.append([place])
        elif len(group) < WAYS_TRIED:
            group.append(place)
    return groups


def _read_group(group: list[Place], plane: Plane, page: Page, found: _Found) -> None:
    """A frame with ink in it that cannot be read is uncertain; so is what reads nearly like a mark."""
    if found.knows(group[0]):
        return
    best, unread_frame = Meaning(Says.NOTHING), False
    for place in group:
        inside = place.grown((-0.7 if place.framed else 0.5) * page.pixels_per_mm)
        cut = upright(plane, inside)
        if not has_ink(cut):
            continue
        says = _read_place(inside, _variants(plane, page), page)
        if says.says is Says.NEAR and not (place.framed or has_letters(cut)):
            continue
        best = max(best, says, key=weight)
        if best.says is Says.MARK or best.sure:
            break
        unread_frame |= place.framed and (plane is page.coloured or has_letters(cut))
    if best.says in (Says.MARK, Says.OTHER):
        found.add(group[0], best)
    elif best.says is Says.NEAR or unread_frame:
        found.uncertain = True


def _read_print(places: list[Place], plane: Plane, page: Page, found: _Found) -> None:
    """All short lines at once, one below the other."""
    cuts = [
        _paper(upright(plane, place.grown(0.8 * page.pixels_per_mm), PRINT_PIXELS / place.height))
        for place in places
        if not found.knows(place)
    ]
    for start in range(0, len(cuts), LINES_AT_ONCE):
        sheet = _sheet(cuts[start : start + LINES_AT_ONCE])
        read = read_letters(sheet, ONE_BLOCK, LETTERS_DPI)
        if read is None:
            continue
        says = (meaning(line, read.confidence) for line in read.text.splitlines())
        found.texts.extend(each.text for each in says if each.says is Says.MARK)


def _sheet(cuts: list[Plane]) -> Plane:
    width = max(cut.shape[1] for cut in cuts)
    rows = [cv2.copyMakeBorder(cut, 0, 0, 0, width - cut.shape[1], cv2.BORDER_CONSTANT, value=255) for cut in cuts]
    return np.asarray(np.concatenate(rows), np.uint8)


def _variants(plane: Plane, page: Page) -> list[Plane]:
    if plane is page.coloured:
        closed = np.asarray(cv2.morphologyEx(plane, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
        return [plane, closed, np.maximum(plane, page.black)]
    return [plane]


def _read_place(place: Place, planes: list[Plane], page: Page) -> Meaning:
    """One line of words, or a block where a place is high enough for several. Each is read upside down too before
    anything but a mark is believed: letters on their head read like other letters."""
    ways = [(ONE_LINE, LINE_PIXELS / place.height)]
    if place.framed and place.height > BLOCK_FROM_MM * page.pixels_per_mm:
        ways.insert(0, (ONE_BLOCK, BLOCK_PIXELS_PER_MM / page.pixels_per_mm))
    best = Meaning(Says.NOTHING)
    for mode, scale in ways:
        for plane in planes:
            both = [_reading(upright(plane, place.turned(turn), scale), mode) for turn in (0, 180)]
            best = max(best, *both, key=weight)
            if best.says is Says.MARK or best.sure:
                return best
    return best


def _reading(cut: Plane, mode: int) -> Meaning:
    read = read_letters(_paper(cut), mode, LETTERS_DPI)
    return Meaning(Says.NOTHING) if read is None else meaning(read.text, read.confidence)


def _paper(cut: Plane) -> Plane:
    """Black on white with a margin, as full of contrast as it gets."""
    full = np.asarray(cv2.normalize(cut, np.empty_like(cut), 0, 255, cv2.NORM_MINMAX), np.uint8)
    return 255 - np.asarray(cv2.copyMakeBorder(full, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT), np.uint8)
