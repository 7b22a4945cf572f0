"""Pictures: their stamps on every page, and of pages of paper the print. Pillow decodes; what is wrong with a file is
told as for every other: cut short is corrupt, too many pixels is over a limit.

All the heavy libraries are imported with the first picture.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from backend.documents import sniff
from backend.documents.limits import LimitExceeded
from backend.documents.model import Page, UnreadableReason
from backend.documents.picture_size import SMALLEST_PIXELS, is_page, resolutions
from backend.documents.picture_tail import tail_of
from backend.documents.reading import Corrupt, Reading, Unreadable, inner_path

if TYPE_CHECKING:
    from PIL.Image import Image

    from backend.documents.pictures import Picture

MOST_PIXELS = 80_000_000  # of one page: A3 at 600 dpi has 70 million
PRINT_PAGES, PRINT_SECONDS = 3, 6.0  # the head of a scan is read in full, while this long remains
SECONDS_KEPT = 1.0  # of the file's time, for what comes after


def read_image(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """Every page's stamps first; then the print of the first pages, as far as time allows (docs/adr/0008)."""
    media_type = sniff.other_type(data) or sniff.BINARY
    pages: list[Page] = []
    try:
        for number, picture in enumerate(_pictures(data, reading), start=1):
            page, uncertain = look_at_picture(number, picture)
            if uncertain:
                reading.doubt(path, number)
            pages.append(page)
    except LimitExceeded:
        reading.give_up(path, media_type, UnreadableReason.LIMIT)
    except Unreadable as error:
        reading.give_up(path, media_type, error.reason)
    pages, hurried = _with_print(data, pages, reading)
    if hurried:
        reading.give_up(path, media_type, UnreadableReason.LIMIT)
    reading.add(path, media_type, pages)
    tail = tail_of(data, media_type)
    if tail:
        reading.go_deeper(tail, inner_path(path, "(tail)"), depth + 1)
    return media_type


def _pictures(data: bytes, reading: Reading) -> Iterator["Picture"]:
    from backend.documents.pictures import open_picture, pictures_of

    opened: Image = open_picture(BytesIO(data))
    for index, picture in enumerate(pictures_of(opened, MOST_PIXELS)):
        reading.budget.check_time()
        if index >= reading.budget.limits.pages:
            raise LimitExceeded
        yield picture


def look_at_picture(number: int, picture: "Picture") -> tuple[Page, bool]:
    """The stamps on it, and whether something shaped like one could not be read."""
    from backend.documents.stamps.find import find_stamps

    height, width = picture.pixels.shape[:2]
    if min(width, height) < SMALLEST_PIXELS:
        return Page(number, ()), False
    found = [find_stamps(picture.pixels, dpi) for dpi in resolutions(width, height, picture.dpi)]
    texts = dict.fromkeys(text for each in found for text in each.texts)
    return Page(number, (), tuple(texts)), found[0].uncertain


def _with_print(data: bytes, pages: list[Page], reading: Reading) -> tuple[list[Page], bool]:
    """The same pages, the first of them with the print read on them; and whether there was no time even for the very
    first, whose head says what the paper is."""
    from backend.documents.stamps.page_text import read_page_text

    last = reading.budget.deadline - SECONDS_KEPT
    soon = min(last, time.monotonic() + PRINT_SECONDS)
    wanted = range(min(len(pages), PRINT_PAGES))
    try:
        for index, picture in zip(wanted, _pictures(data, reading), strict=False):
            height, width = picture.pixels.shape[:2]
            dpi = resolutions(width, height, picture.dpi)[0]
            if not is_page(width, height, dpi):
                continue
            deadline = soon if index else last
            lines = read_page_text(picture.pixels, dpi, deadline)
            if lines is None:
                return pages, index == 0 and time.monotonic() >= deadline
            pages[index] = replace(pages[index], lines=tuple(lines))
    except LimitExceeded:
        return pages, not any(page.lines for page in pages)
    except (Corrupt, Unreadable):
        pass  # said already when its stamps were looked for
    return pages, False
