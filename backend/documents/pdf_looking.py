"""Looking at pages as pictures: what text does not say may be a stamp, and where there is no text, print.

Every such page goes to the stamp finder. Its print is read too where the text layer is missing, says too little for
what is shown, or cannot be believed. What is not seen in time, or cannot be read, keeps the page unread.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from backend.documents.limits import LimitExceeded
from backend.documents.model import Page, UnreadableReason
from backend.documents.pdf_pictures import PRINT_DPI, STAMP_DPI, picture_of
from backend.documents.reading import Reading
from backend.documents.stamps.find import find_stamps
from backend.documents.stamps.print import read_page_text

OpenPage = Callable[[int], AbstractContextManager[object | None]]


@dataclass(frozen=True, slots=True)
class Look:
    """A page to look at. `misread`: its text layer cannot be believed; `bare`: it says less than what is shown."""

    page: Page
    misread: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The page with what was seen on it, and why something of it was not."""

    page: Page
    reason: UnreadableReason | None = None


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
    lines = read_page_text(printed.pixels, printed.dpi, deadline) if printed else None
    if lines is None:
        return Seen(seen, UnreadableReason.TEXT_LAYER)
    layer = look.page.lines
    return Seen(replace(seen, lines=(*lines, *layer) if look.misread else (*layer, *lines)))
