"""What all readers share: where to put what was read, what could not be, and how to go one container deeper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from backend.documents.limits import Budget
from backend.documents.model import Page, Part, UncertainPlace, UnreadablePart, UnreadableReason


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

    def add(self, path: str, media_type: str, pages: Iterable[Page]) -> None:
        self.parts.append(Part(path, media_type, tuple(pages)))

    def give_up(self, path: str, media_type: str, reason: UnreadableReason) -> None:
        self.unreadable.append(UnreadablePart(path, media_type, reason))

    def doubt(self, path: str, page: int) -> None:
        """Something on that page looks like a stamp and cannot be read."""
        self.uncertain.append(UncertainPlace(path, page))


def inner_path(outer: str, member: str) -> str:
    return f"{outer}/{member}" if outer else member
