"""A long XML part read bit by bit, so that it never stands in memory as a whole; what is read of it is counted.

Sheets of a hundred thousand rows are long and say little, bombs say one thing over and over: only the words count.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from backend.documents.limits import LINE_CHARACTERS, Budget
from backend.documents.xml_reader import XmlHandler, read_pieces_by_root
from backend.documents.zip_reader import PackedMember
from backend.text.legacy_charset import LegacyCharset


class LineHandler(XmlHandler, Protocol):
    """A handler whose result is lines, page by page; `charset` is the old one that some were written in."""

    @property
    def pages(self) -> list[list[str]]: ...
    @property
    def charset(self) -> LegacyCharset | None: ...


class _Counted:
    """A handler that counts the text it hands on."""

    def __init__(self, handler: XmlHandler, budget: Budget) -> None:
        self.open, self.close, self._text = handler.open, handler.close, handler.text
        self._budget = budget

    def text(self, data: str) -> None:
        self._budget.take_swollen(len(data))
        self._text(data)


def read_swollen(
    part: PackedMember,
    choose: Callable[[str, str], XmlHandler | None],
    lines: Sequence[LineHandler],
    budget: Budget,
) -> None:
    """What was read until it raises stays with the handlers; `lines` are those that tell it.

    Raises:
        Corrupt: as `read_xml_by_root` does.
        LimitExceeded: time runs out, or more is read than may be.
    """

    def counted(namespace: str, root: str) -> XmlHandler | None:
        handler = choose(namespace, root)
        return None if handler is None else _Counted(handler, budget)

    read_pieces_by_root(_watched(part, lines, budget), counted)


def _watched(part: PackedMember, handlers: Sequence[LineHandler], budget: Budget) -> Iterator[bytes]:
    """Lines count too: they take memory of their own, and what attributes say becomes lines without being text."""
    counted = 0
    for piece in part.pieces():
        budget.check_time()
        yield piece
        pages = [page for handler in handlers for page in handler.pages]
        total = sum(map(len, pages))
        for line in _last(pages, total - counted):
            budget.take_swollen(len(line) + LINE_CHARACTERS)
        counted = max(total, counted)


def _last(pages: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    for page in reversed(pages):
        if count <= 0:
            return
        yield from page[-count:]
        count -= len(page)
