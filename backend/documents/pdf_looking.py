"""Looking at pages as pictures: what text does not say may be a stamp, and where there is no text, print.

Every such page goes to the stamp finder. Its print is read too where the text layer is missing, says too little for
what is shown, or cannot be believed. What is not seen in time, or cannot be read, keeps the page unread.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace

import cv2
import numpy as np

from backend.documents.limits import LimitExceeded
from backend.documents.model import UnreadableReason
from backend.documents.pdf_looks import Look, Seen
from backend.documents.pdf_pictures import PRINT_DPI, STAMP_DPI, Picture, picture_of
from backend.documents.reading import Reading
from backend.documents.spacing import pieces
from backend.documents.stamps.find import find_stamps
from backend.documents.stamps.letters import WHOLE_PAGE, LettersMissing, read_letters

OpenPage = Callable[[int], AbstractContextManager[object | None]]


def look_at(looks: Iterable[Look], open_page: OpenPage, path: str, reading: Reading) -> list[Seen]:
    """`open_page` loads a page by its index. Pages for which no time is left are over the limit."""
    seen = []
    for look in looks:
        try:
            reading.budget.check_time()
        except LimitExceeded:
            seen.append(Seen(look.page, UnreadableReason.LIMIT))
            continue
        with open_page(look.page.number - 1) as page:
            seen.append(_look(look, page, path, reading))
    return seen


def _look(look: Look, page: object | None, path: str, reading: Reading) -> Seen:
    if page is None:
        return Seen(look.page, UnreadableReason.CORRUPT)
    deadline = reading.budget.deadline
    picture = picture_of(page, STAMP_DPI, deadline)
    if picture is None:
        return Seen(look.page, UnreadableReason.LIMIT)
    found = find_stamps(picture.pixels, picture.dpi)
    if found.uncertain:
        reading.doubt(path, look.page.number)
    seen = replace(look.page, stamps=found.texts)
    if not (look.misread or look.bare):
        return Seen(seen)
    printed = picture_of(page, PRINT_DPI, deadline)
    lines = _lines_on(printed, deadline) if printed else UnreadableReason.LIMIT
    if isinstance(lines, UnreadableReason):
        return Seen(seen, lines)
    layer = look.page.lines
    return Seen(replace(seen, lines=(*lines, *layer) if look.misread else (*layer, *lines)))


def _lines_on(picture: Picture, deadline: float) -> tuple[str, ...] | UnreadableReason:
    """What is printed on the page, or why that cannot be read."""
    grey = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    try:
        read = read_letters(grey, WHOLE_PAGE, picture.dpi, deadline)
    except LettersMissing:
        return UnreadableReason.TEXT_LAYER
    return tuple(pieces(read.text)) if read else UnreadableReason.LIMIT
