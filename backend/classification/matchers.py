"""The closed set of matchers. Each finds its matches in one part; twin of webmail-plugin/src/core/matchers.ts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import re2

from backend.classification.page_text import PageText, Place, Span
from backend.classification.verdict import DocumentForm, Level
from backend.text.normalise import is_word_character, joined, standing_alone

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: JavaScript passes over it, re2 knows no such text
FIELDS = ("kind", "number", "urgency", "subject", "kinh_gui", "noi_nhan")


@dataclass(frozen=True, slots=True)
class Match:
    """One match: its place (null for form fields) and the level its phrase stands for."""

    place: Place | None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a matcher looks at: the pages of one part and what the form reader made of them."""

    pages: tuple[PageText, ...]
    form: DocumentForm


class Matcher(Protocol):
    def matches(self, subject: Subject) -> Iterator[Match]: ...


@dataclass(frozen=True, slots=True)
class LineMatcher:
    """A whole line as a reader sees it, also spaced out ("M Ậ T"), whatever frame stands around it."""

    phrases: dict[str, Level | None]  # keys joined (no spaces), lower case where any case will do
    any_case: bool

    def matches(self, subject: Subject) -> Iterator[Match]:
        longest = 2 * max(map(len, self.phrases))  # a line spaced out letter by letter is no longer
        for page in subject.pages:
            for number, line in enumerate(page.lower_lines if self.any_case else page.lines, start=1):
                alone = standing_alone(line)
                if alone and len(alone) <= longest and (key := alone.replace(" ", "")) in self.phrases:
                    yield Match(Place(page.number, number), self.phrases[key])


@dataclass(frozen=True, slots=True)
class LineStartMatcher:
    phrases: tuple[str, ...]
    any_case: bool
    only_pages: tuple[int, ...]  # empty: every page

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if self.only_pages and page.number not in self.only_pages:
                continue
            for number, line in enumerate(page.lower_lines if self.any_case else page.lines, start=1):
                alone = standing_alone(line)
                if any(_begins(alone, phrase) for phrase in self.phrases):
                    yield Match(Place(page.number, number))


def _begins(line: str, phrase: str) -> bool:
    return line.startswith(phrase) and (len(line) == len(phrase) or not is_word_character(line[len(phrase)]))


@dataclass(frozen=True, slots=True)
class PhraseMatcher:
    phrases: tuple[str, ...]
    any_case: bool

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            for span in spans(page, self.phrases, any_case=self.any_case):
                yield Match(Place(page.number, span.line))


def spans(page: PageText, phrases: tuple[str, ...], *, any_case: bool) -> list[Span]:
    """Every occurrence of any of the phrases, in reading order."""
    flow = page.lower_flow if any_case else page.flow
    found = [span for phrase in phrases for span in flow.occurrences(phrase)]
    return sorted(found, key=lambda span: (span.start, span.end))


@dataclass(frozen=True, slots=True)
class NearMatcher:
    """A phrase of each list with at most `within` characters between them, in either order."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    within: int
    any_case: bool

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            seconds = spans(page, self.second, any_case=self.any_case)
            for one in spans(page, self.first, any_case=self.any_case):
                if any(0 <= max(other.start - one.end, one.start - other.end) <= self.within for other in seconds):
                    yield Match(Place(page.number, one.line))


@dataclass(frozen=True, slots=True)
class PatternMatcher:
    """A restricted pattern (pattern.py) over the page as one string, tried only where its literal occurs."""

    expression: "re2._Regexp[str]"
    literal: str
    any_case: bool

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            flow = page.lower_flow if self.any_case else page.flow
            if self.literal in flow.text:
                for found in self.expression.finditer(_LONE_SURROGATE.sub("\ufffd", flow.text)):
                    yield Match(Place(page.number, flow.line_at(found.start())))


@dataclass(frozen=True, slots=True)
class FieldMatcher:
    """Over what the form reader recognised: `one_of` compares whole values, `contains` looks for phrases."""

    field: str
    one_of: tuple[str, ...]
    contains: tuple[str, ...]  # lower case, normalised

    def matches(self, subject: Subject) -> Iterator[Match]:
        if any(self._fits(value) for value in _values(subject.form, self.field)):
            yield Match(None)

    def _fits(self, value: str) -> bool:
        if self.one_of:
            return value in self.one_of
        page = PageText.of_lines((value,))
        return any(True for phrase in self.contains for _ in page.lower_flow.occurrences(phrase))


def _values(form: DocumentForm, field: str) -> tuple[str, ...]:
    if field in ("kinh_gui", "noi_nhan"):
        return form.kinh_gui if field == "kinh_gui" else form.noi_nhan
    value = {"kind": form.kind, "number": form.number, "urgency": form.urgency, "subject": form.subject}[field]
    return () if value is None else (value,)


@dataclass(frozen=True, slots=True)
class AnyMatcher:
    of: tuple[Matcher, ...]

    def matches(self, subject: Subject) -> Iterator[Match]:
        for matcher in self.of:
            yield from matcher.matches(subject)


@dataclass(frozen=True, slots=True)
class AllMatcher:
    """Every one matches somewhere in the part; the first one's places are reported."""

    of: tuple[Matcher, ...]

    def matches(self, subject: Subject) -> Iterator[Match]:
        if all(any(True for _ in matcher.matches(subject)) for matcher in self.of):
            yield from self.of[0].matches(subject)


def joined_key(phrase: str, *, any_case: bool) -> str:
    key = joined(phrase)
    return key.lower() if any_case else key
