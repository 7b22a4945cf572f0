"""Read the stamps on a page: places that could be one, cut out upright, read as a line, compared with words known."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.frames import find_frames
from backend.documents.stamps.ink import (
    BLACK_FROM,
    COLOURED_FROM,
    FAINT_FROM,
    PALE_FROM,
    Page,
    Plane,
    read_page,
    smaller,
)
from backend.documents.stamps.letters import ONE_BLOCK, ONE_LINE, LettersMissing, read_letters
from backend.documents.stamps.levelled import level_of, on_page
from backend.documents.stamps.places import Place, upright
from backend.documents.stamps.residue import residue, without_seals
from backend.documents.stamps.vocabulary import OF_SECRECY, Meaning, Says, meaning, weight
from backend.documents.stamps.words import (
    coloured_words,
    has_ink,
    has_letters,
    ink_from,
    printed_words,
    slanted_words,
    without_frame,
)

WAYS_TRIED = 4  # to see one stamp
LINE_PIXELS, PRINT_PIXELS, LINES_AT_ONCE = (
    56,
    40,
    40,
)  # height of a line of capitals with their marks, as Tesseract likes it
JOINED_MM = 0.7, 1.5  # of worn frames; print stands too close for the second
PIECE_MM = 2.0
LINE_GROWN_MM = 1.2  # for marks above and below
WEAKEST_WORD = 50  # confidence
UPRIGHT_CONFIDENCE = 55  # of print read the right way up
STAMP_LETTERS_MM = 4.3  # letters of a stamp with their marks; smaller ones without a frame are coloured print
GROUND_SHARE = 0.55  # of a cut is ink: not letters but what they are left out of
STAMP_MM, STAMP_SHAPE = (7.0, 15.0), (1.5, 6.0)  # height of a frame, and its width for that
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

    @property
    def settles_the_page(self) -> bool:
        """It is stopped or asked about, whatever else is on it."""
        return self.uncertain or not OF_SECRECY.isdisjoint(self.texts)

    def knows(self, place: Place, beyond: float = 0) -> bool:
        """`beyond`: how far a piece of a frame may reach out of what was read in it."""
        return any(place.holds(known) or known.grown(beyond).holds(place) for known in self.settled)

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
    coloured, pixels_per_mm = _mask(page.coloured, COLOURED_FROM, page)
    black, _ = _mask(page.black, BLACK_FROM, page)
    whole = level_of(np.maximum(coloured, black), pixels_per_mm)
    scale = page.pixels_per_mm / pixels_per_mm
    for plane, mask in ((page.coloured, coloured), (page.black, black)):
        if not mask.any():
            continue
        drawn, words = mask, slanted_words
        if plane is page.coloured:
            covered = cv2.bitwise_and(cv2.dilate(mask, np.ones((3, 3), np.uint8)), black)  # print over a stamp's frame
            drawn, words = np.asarray(cv2.bitwise_or(mask, covered), np.uint8), coloured_words
        places = [place for joined in JOINED_MM for place in find_frames(drawn, pixels_per_mm, joined)]
        if plane is page.black:
            places += find_frames(_mask(page.black, PALE_FROM, page)[0], pixels_per_mm, JOINED_MM[0])
            faint = _mask(page.black, FAINT_FROM, page)[0]
            places += find_frames(faint, pixels_per_mm, JOINED_MM[1])
        places += words(mask, pixels_per_mm)
        for group in _groups(place.scaled(scale) for place in places):
            _read_group(group, plane, page, found)
        if plane is page.coloured:
            _read_beside_seals(mask, scale, page, found)
        _read_print(plane, mask, scale, whole, page, found)
    if not found.settles_the_page:
        _read_residue(whole, coloured, scale, page, found)
    return StampFindings(tuple(dict.fromkeys(found.texts)), found.uncertain)


def _mask(plane: Plane, threshold: int, page: Page) -> tuple[Plane, float]:
    small, pixels_per_mm = smaller(plane, page.pixels_per_mm)
    return (small > threshold).astype(np.uint8) * 255, pixels_per_mm


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
    best, unread = Meaning(Says.NOTHING), False
    for place in group:
        inside = place.grown((-0.7 if place.framed else 0.5) * page.pixels_per_mm)
        cut = without_frame(upright(plane, inside))
        if not has_ink(cut):
            continue
        shaped = has_letters(cut)
        says = _read_place(inside, _variants(plane, page), page)
        if says.says is Says.NEAR and not (place.framed or shaped):
            continue
        best = max(best, says, key=weight)
        if best.says is Says.MARK or best.sure:
            break
        if plane is page.coloured:
            unread |= place.framed or (shaped and place.height >= STAMP_LETTERS_MM * page.pixels_per_mm)
        else:
            unread |= place.framed and (shaped or _is_stamp_sized(place, page))
    stamp_like = plane is page.coloured or group[0].framed
    if best.says is Says.MARK or (best.says is Says.OTHER and stamp_like):
        found.add(group[0], best)
    elif (best.says is Says.NEAR or unread) and stamp_like:
        found.uncertain = True


def _is_stamp_sized(place: Place, page: Page) -> bool:
    """As large as stamps of secrecy are: print or a seal over it may hide that there are letters."""
    width, height = place.width / page.pixels_per_mm, place.height / page.pixels_per_mm
    return STAMP_MM[0] <= height <= STAMP_MM[1] and STAMP_SHAPE[0] * height <= width <= STAMP_SHAPE[1] * height


def _read_beside_seals(mask: Plane, scale: float, page: Page, found: _Found) -> None:
    """A stamp that touches a seal is one shape with it. What cannot be read there is the signature."""
    pixels_per_mm = page.pixels_per_mm / scale
    beside = _Found(settled=found.settled)
    places = coloured_words(without_seals(mask.copy(), pixels_per_mm, signed=False), pixels_per_mm)
    for group in _groups(place.scaled(scale) for place in places):
        _read_group(group, page.coloured, page, beside)
    found.texts.extend(beside.texts)


def _read_print(plane: Plane, mask: Plane, scale: float, whole: Place, page: Page, found: _Found) -> None:
    """All short lines at once, one below the other; both ways round where they are not read well."""
    level = (upright(mask, whole) > 127).astype(np.uint8) * 255
    words = printed_words(level, page.pixels_per_mm / scale)
    places = [on_page(place, whole).scaled(scale).grown(0.8 * page.pixels_per_mm) for place in words]
    places = [place for place in places if not found.knows(place)]
    for start in range(0, len(places), LINES_AT_ONCE):
        some = places[start : start + LINES_AT_ONCE]
        for turn in (0, 180):
            cuts = [upright(plane, place.turned(turn), PRINT_PIXELS / place.height) for place in some]
            read = read_letters(_sheet([_paper(cut) for cut in cuts]), ONE_BLOCK, LETTERS_DPI)
            says = (meaning(line, read.confidence) for line in read.text.splitlines())
            found.texts.extend(each.text for each in says if each.says is Says.MARK)
            if read.confidence >= UPRIGHT_CONFIDENCE:
                break


def _read_residue(whole: Place, coloured: Plane, scale: float, page: Page, found: _Found) -> None:
    """Ink no line of print explains is read, or the page is uncertain."""
    mask, pixels_per_mm = _mask(page.black, PALE_FROM, page)
    mask = np.asarray(cv2.subtract(mask, cv2.dilate(coloured, np.ones((5, 5), np.uint8))), np.uint8)
    rest = residue(mask, whole, pixels_per_mm)
    for places, is_line in ((rest.grown, False), (rest.lines, True)):
        for place in (each.scaled(scale) for each in places):
            if not found.knows(place, PIECE_MM * page.pixels_per_mm):
                _explain(place, is_line, page, found)


def _explain(place: Place, is_line: bool, page: Page, found: _Found) -> None:
    """Letters in a line of their own are believed as those of a stamp are, but every word of it; what has grown into
    print only when read without doubt."""
    inside = place.grown((LINE_GROWN_MM if is_line else 0.5) * page.pixels_per_mm)
    for turn in (0, 180):
        cut = _paper(upright(page.black, inside.turned(turn), LINE_PIXELS / inside.height))
        read = read_letters(cut, ONE_LINE, LETTERS_DPI)
        says = meaning(read.text, read.confidence)
        if says.says is Says.MARK:
            found.add(place, says)
            return
        whole = says.says is Says.OTHER and read.weakest >= WEAKEST_WORD
        if whole if is_line else says.sure:
            return
    found.uncertain = True


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
            both = [_reading(without_frame(upright(plane, place.turned(turn), scale)), mode) for turn in (0, 180)]
            best = max(best, *both, key=weight)
            if best.says is Says.MARK or best.sure:
                return best
    return best


def _reading(cut: Plane, mode: int) -> Meaning:
    read = read_letters(_paper(cut), mode, LETTERS_DPI)
    return meaning(read.text, read.confidence)


def _paper(cut: Plane) -> Plane:
    """Black on white with a margin, as full of contrast as it gets; light letters on a coloured ground become dark."""
    if np.count_nonzero(cut > ink_from(cut)) > GROUND_SHARE * cut.size:
        cut = 255 - cut
    full = np.asarray(cv2.normalize(cut, np.empty_like(cut), 0, 255, cv2.NORM_MINMAX), np.uint8)
    return 255 - np.asarray(cv2.copyMakeBorder(full, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT), np.uint8)
