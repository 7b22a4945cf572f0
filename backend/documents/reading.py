"""What all readers share: where to put what was read, what could not be, and how to go one container deeper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from backend.documents.limits import Budget
from backend.documents.model import Page, Part, UncertainPlace, UnreadablePart, UnreadableReason
from backend.text.legacy_text import read_text


class Unreadable(Exception):
    """Raised by a reader for the whole of what it was given; becomes an unreadable part with this reason."""

    def __init__(self, reason: UnreadableReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Corrupt(Unreadable):
    def __init__(self) -> None:
        super().__init__(UnreadableReason.CORRUPT)


class Unsupported(Unreadable):
    def __init__(self) -> None:
        super().__init__(UnreadableReason.UNSUPPORTED)


@dataclass(slots=True)
class Reading:
    """One file being read with everything inside it. `go_deeper(data, path, depth)` reads an inner file."""

    budget: Budget
    go_deeper: Callable[[bytes, str, int], None]
    parts: list[Part] = field(default_factory=list)
    unreadable: list[UnreadablePart] = field(default_factory=list)
    uncertain: list[UncertainPlace] = field(default_factory=list)

    def add(self, path: str, media_type: str, pages: Iterable[Page], charset: str | None = None) -> None:
        """`charset`: what some of the text was written in, if not Unicode (contract 2); it is decoded by now. What no
        font told is recognised here by what it says."""
        written = tuple(pages)
        read = read_text([line for page in written for line in page.lines])
        self.parts.append(Part(path, media_type, _with_lines(written, read.lines), charset or read.charset))
        if read.doubtful:
            self.give_up(path, media_type, UnreadableReason.TEXT_LAYER)

    def give_up(self, path: str, media_type: str, reason: UnreadableReason) -> None:
        self.unreadable.append(UnreadablePart(path, media_type, reason))

    def doubt(self, path: str, page: int) -> None:
        """Something on that page looks like a stamp and cannot be read."""
        self.uncertain.append(UncertainPlace(path, page))


def _with_lines(pages: tuple[Page, ...], lines: tuple[str, ...]) -> tuple[Page, ...]:
    """The pages with these lines for their own, one for one."""
    read, start = [], 0
    for page in pages:
        end = start + len(page.lines)
        read.append(page if page.lines == lines[start:end] else replace(page, lines=lines[start:end]))
        start = end
    return tuple(read)


def inner_path(outer: str, member: str) -> str:
    return f"{outer}/{member}" if outer else member
