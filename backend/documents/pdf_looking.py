"""Looking at pages as pictures: what text does not say may be a stamp, and where there is no text, print.

Every such page goes to the stamp finder, which sees marks in print too. Then print is read, as of other pictures of
papers (docs/adr/0008): of the first scanned pages for what the paper says of itself, while there is time; and of every
page whose text layer cannot be believed, for nothing else tells what it says.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from backend.documents.limits import LimitExceeded
from backend.documents.model import Page, UnreadableReason
from backend.documents.pdf_looks import Look, Seen
from backend.documents.pdf_pictures import PRINT_DPI, STAMP_DPI, all_decoded, picture_of
from backend.documents.reading import Reading
from backend.documents.stamps.find import find_stamps
from backend.documents.stamps.page_text import read_page_text

OpenPage = Callable[[int], AbstractContextManager[object | None]]
PRINT_PAGES, PRINT_SECONDS = 3, 6.0  # of scanned pages, as of pictures
SECONDS_KEPT = 1.0  # of the file's time, for what comes after


def look_at(looks: Sequence[Look], open_page: OpenPage, path: str, reading: Reading) -> list[Seen]:
    """`open_page` loads a page by its index. Pages for which no time is left are over the limit, and so is the file
    when its first scanned page could not be read in time; the print of the next ones is read while there is some."""
    seen = [_stamps_on(look, open_page, path, reading) for look in looks]
    scanned = [index for index, look in enumerate(looks) if look.bare and not look.misread][:PRINT_PAGES]
    misread = [index for index, look in enumerate(looks) if look.misread]
    last = reading.budget.deadline - SECONDS_KEPT
    soon = min(last, time.monotonic() + PRINT_SECONDS)
    for indexes, deadline in ((misread, last), (scanned[:1], last), (scanned[1:], soon)):
        for index in indexes:
            if seen[index].reason is None:
                must = looks[index].misread or index in scanned[:1]
                seen[index] = _with_print(looks[index], must, seen[index].page, open_page, deadline)
    return seen


def _stamps_on(look: Look, open_page: OpenPage, path: str, reading: Reading) -> Seen:
    try:
        reading.budget.check_time()
    except LimitExceeded:
        return Seen(look.page, UnreadableReason.LIMIT)
    with open_page(look.page.number - 1) as page:
        if page is None:
            return Seen(look.page, UnreadableReason.CORRUPT)
        picture = picture_of(page, STAMP_DPI, reading.budget.deadline)
        whole = all_decoded(page)
    if picture is None:
        return Seen(look.page, UnreadableReason.LIMIT)
    found = find_stamps(picture.pixels, picture.dpi)
    if found.uncertain:
        reading.doubt(path, look.page.number)
    return Seen(replace(look.page, stamps=found.texts), None if whole else UnreadableReason.TEXT_LAYER)


def _with_print(look: Look, must: bool, page: Page, open_page: OpenPage, deadline: float) -> Seen:
    with open_page(page.number - 1) as opened:
        picture = picture_of(opened, PRINT_DPI, deadline) if opened else None
    lines = read_page_text(picture.pixels, picture.dpi, deadline) if picture else None
    if lines is None and must and time.monotonic() > deadline:
        return Seen(page, UnreadableReason.LIMIT)
    if lines is None and look.misread:
        return Seen(page, UnreadableReason.TEXT_LAYER)
    layer = page.lines
    return Seen(replace(page, lines=(*(lines or ()), *layer) if look.misread else (*layer, *(lines or ()))))
