"""The text of one part as matchers look at it: normalised lines, and the page as one string."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from backend.classification.line_keys import LineKeys
from backend.classification.prefilter import Literal
from backend.documents.model import Page
from backend.text.normalise import accented_lines, is_word_character, standing_alone


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a part something stands; both count from 1."""

    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Span:
    """An occurrence in a page's flowing text: [start, end) and the line it begins on."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that are not empty, joined by one space, with the way back from an offset to its line."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, lines: tuple[str, ...]) -> Self:
        starts, numbers, offset = [], [], 0
        for number, line in enumerate(lines, start=1):
            if line:
                starts.append(offset)
                numbers.append(number)
                offset += len(line) + 1
        return cls(" ".join(line for line in lines if line), tuple(starts), tuple(numbers))

    def line_at(self, offset: int) -> int:
        return self.numbers[bisect_right(self.starts, offset) - 1]

    def occurrences(self, phrase: str) -> Iterator[Span]:
        """Where the phrase stands at word borders: its neighbours are no letters, digits or marks."""
        start = self.text.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if not _touches_a_word(self.text, start, end):
                yield Span(start, end, self.line_at(start))
            start = self.text.find(phrase, start + 1)


def _touches_a_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and is_word_character(text[start - 1])
    return before or (end < len(text) and is_word_character(text[end]))


class PageText:
    """One page, its views made once and only when a matcher asks for them.

    `present`: which literals of the rule set may stand here; None while nobody has looked, so that any may.
    """

    present: frozenset[Literal] | None = None

    def __init__(self, page: Page) -> None:
        self.number = page.number
        self.lines = accented_lines(page.lines)

    @classmethod
    def of_lines(cls, lines: tuple[str, ...]) -> Self:
        return cls(Page(1, lines))

    def may_hold(self, literals: frozenset[Literal] | None) -> bool:
        return literals is None or self.present is None or not self.present.isdisjoint(literals)

    @cached_property
    def lower_lines(self) -> tuple[str, ...]:
        return tuple(line.lower() for line in self.lines)

    @cached_property
    def alone(self) -> tuple[str, ...]:
        """Each line without what surrounds it."""
        return tuple(map(standing_alone, self.lines))

    @cached_property
    def lower_alone(self) -> tuple[str, ...]:
        return tuple(map(standing_alone, self.lower_lines))

    @cached_property
    def keys(self) -> LineKeys:
        return LineKeys(self.lines)

    @cached_property
    def lower_keys(self) -> LineKeys:
        return LineKeys(self.lower_lines)

    @cached_property
    def flow(self) -> Flow:
        return Flow.of(self.lines)

    @cached_property
    def lower_flow(self) -> Flow:
        return Flow.of(self.lower_lines)
