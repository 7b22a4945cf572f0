"""The closed set of matchers. Each finds its matches in one part; twin of webmail-plugin/src/core/matchers.ts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import re2

from backend.classification.dates import has_begun
from backend.classification.page_text import Flow, PageText, Place, Span
from backend.classification.prefilter import Literal, literals_of
from backend.classification.verdict import DocumentForm, Level
from backend.text.normalise import is_word_character, joined, standing_alone

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: JavaScript passes over it, re2 knows no such text
FIELDS = ("kind", "number", "urgency", "subject", "kinh_gui", "noi_nhan")


@dataclass(frozen=True, slots=True)
class Match:
    """One match: its place (null for form fields) and the level its phrase stands for."""

    place: Place | None
    level: Level | None = None


class Subject:
    """What a matcher looks at: the pages of one part, what the form reader made of them, and which day it is."""

    def __init__(self, pages: tuple[PageText, ...], form: DocumentForm, today: date) -> None:
        self.pages = pages
        self.form = form
        self.today = today
        self._values: dict[str, frozenset[str]] = {}
        self._flows: dict[str, tuple[Flow, ...]] = {}

    def values_of(self, name: str) -> frozenset[str]:
        if name not in self._values:
            value = getattr(self.form, name)
            self._values[name] = frozenset(value if isinstance(value, tuple) else () if value is None else (value,))
        return self._values[name]

    def flows_of(self, name: str) -> tuple[Flow, ...]:
        """The field's values, normalised and in lower case."""
        if name not in self._flows:
            self._flows[name] = tuple(PageText.of_lines((value,)).lower_flow for value in self.values_of(name))
        return self._flows[name]


class Matcher(Protocol):
    @property
    def needs(self) -> frozenset[Literal] | None:
        """One of these stands on some page of whatever matches; None if it may match without any."""

    @property
    def literals(self) -> frozenset[Literal]:
        """All that it asks a page for."""

    def matches(self, subject: Subject) -> Iterator[Match]: ...


class _Phrased:
    """One that needs its phrases."""

    @property
    def needs(self) -> frozenset[Literal] | None:
        raise NotImplementedError

    @property
    def literals(self) -> frozenset[Literal]:
        return self.needs or frozenset()


@dataclass(frozen=True)
class LineMatcher(_Phrased):
    """A whole line as a reader sees it, also spaced out ("M Ậ T") or spread over several lines that hold nothing else,
    whatever frame stands around it."""

    phrases: dict[str, Level | None]  # keys joined (no spaces), lower case where any case will do
    any_case: bool

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        return literals_of(self.phrases, any_case=self.any_case)

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if not page.may_hold(self.needs):
                continue
            keys = page.lower_keys if self.any_case else page.keys
            for key, level in self.phrases.items():
                for number in keys.numbers_of(key):
                    yield Match(Place(page.number, number), level)


@dataclass(frozen=True)
class LineStartMatcher(_Phrased):
    phrases: tuple[str, ...]
    any_case: bool
    only_pages: tuple[int, ...]  # empty: every page

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        return literals_of(self.phrases, any_case=self.any_case)

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if (self.only_pages and page.number not in self.only_pages) or not page.may_hold(self.needs):
                continue
            for number, alone in enumerate(page.lower_alone if self.any_case else page.alone, start=1):
                if alone.startswith(self.phrases) and any(_begins(alone, phrase) for phrase in self.phrases):
                    yield Match(Place(page.number, number))


def _begins(line: str, phrase: str) -> bool:
    return line.startswith(phrase) and (len(line) == len(phrase) or not is_word_character(line[len(phrase)]))


@dataclass(frozen=True)
class SinceMatcher(_Phrased):
    """A stamp that holds from a day on: a phrase alone on its line, or one that goes on with "từ". Its date stands
    behind it or on the next lines; it does not match before that day, and matches where no date can be read."""

    phrases: tuple[str, ...]

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        return literals_of(self.phrases, any_case=False)

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if not page.may_hold(self.needs):
                continue
            for index, alone in enumerate(page.alone):
                behind = self._behind(alone)
                if behind is not None and has_begun(behind, page.alone[index + 1 : index + 3], subject.today):
                    yield Match(Place(page.number, index + 1))

    def _behind(self, alone: str) -> str | None:
        """What stands behind the phrase; None where it is neither alone nor followed by "từ"."""
        key = alone.replace(" ", "")
        for phrase in self.phrases:
            if key == phrase.replace(" ", ""):
                return ""
            if alone.startswith(phrase):
                behind = standing_alone(alone[len(phrase) :]).lower()
                if _begins(behind, "từ"):
                    return behind
        return None


@dataclass(frozen=True)
class PhraseMatcher(_Phrased):
    phrases: tuple[str, ...]
    any_case: bool

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        return literals_of(self.phrases, any_case=self.any_case)

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if not page.may_hold(self.needs):
                continue
            for span in spans(page, self.phrases, any_case=self.any_case):
                yield Match(Place(page.number, span.line))


def spans(page: PageText, phrases: tuple[str, ...], *, any_case: bool) -> list[Span]:
    """Every occurrence of any of the phrases, in reading order."""
    flow = page.lower_flow if any_case else page.flow
    found = [span for phrase in phrases for span in flow.occurrences(phrase)]
    return sorted(found, key=lambda span: (span.start, span.end))


@dataclass(frozen=True)
class NearMatcher:
    """A phrase of each list with at most `within` characters between them, in either order."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    within: int
    any_case: bool

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        """Of the second list: its phrases are the rarer ones."""
        return literals_of(self.second, any_case=self.any_case)

    @property
    def literals(self) -> frozenset[Literal]:
        return (self.needs or frozenset()) | (self._needs_too or frozenset())

    @cached_property
    def _needs_too(self) -> frozenset[Literal] | None:
        return literals_of(self.first, any_case=self.any_case)

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if not (page.may_hold(self.needs) and page.may_hold(self._needs_too)):
                continue
            seconds = spans(page, self.second, any_case=self.any_case)
            for one in spans(page, self.first, any_case=self.any_case):
                if any(0 <= max(other.start - one.end, one.start - other.end) <= self.within for other in seconds):
                    yield Match(Place(page.number, one.line))


@dataclass(frozen=True)
class PatternMatcher(_Phrased):
    """A restricted pattern (pattern.py) over the page as one string, tried only where its literal occurs."""

    expression: "re2._Regexp[str]"
    literal: str
    any_case: bool

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        return literals_of((self.literal,), any_case=self.any_case)

    def matches(self, subject: Subject) -> Iterator[Match]:
        for page in subject.pages:
            if not page.may_hold(self.needs):
                continue
            flow = page.lower_flow if self.any_case else page.flow
            if self.literal in flow.text:
                for found in self.expression.finditer(_LONE_SURROGATE.sub("\ufffd", flow.text)):
                    yield Match(Place(page.number, flow.line_at(found.start())))


@dataclass(frozen=True)
class FieldMatcher:
    """Over what the form reader recognised: `one_of` compares whole values, `contains` looks for phrases."""

    field: str
    one_of: tuple[str, ...]
    contains: tuple[str, ...]  # lower case, normalised

    @property
    def needs(self) -> None:
        return None

    @property
    def literals(self) -> frozenset[Literal]:
        return frozenset()

    def matches(self, subject: Subject) -> Iterator[Match]:
        if self.one_of:
            if not subject.values_of(self.field).isdisjoint(self.one_of):
                yield Match(None)
            return
        flows = subject.flows_of(self.field)
        if any(True for flow in flows for phrase in self.contains for _ in flow.occurrences(phrase)):
            yield Match(None)


@dataclass(frozen=True)
class AnyMatcher:
    of: tuple[Matcher, ...]

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        united: set[Literal] = set()
        for matcher in self.of:
            if matcher.needs is None:
                return None
            united |= matcher.needs
        return frozenset(united)

    @property
    def literals(self) -> frozenset[Literal]:
        return frozenset[Literal]().union(*(matcher.literals for matcher in self.of))

    def matches(self, subject: Subject) -> Iterator[Match]:
        for matcher in self.of:
            yield from matcher.matches(subject)


@dataclass(frozen=True)
class AllMatcher:
    """Every one matches somewhere in the part; the first one's places are reported."""

    of: tuple[Matcher, ...]

    @cached_property
    def needs(self) -> frozenset[Literal] | None:
        """Of one that has any: all of them must match."""
        needs = [matcher.needs for matcher in self.of if matcher.needs is not None]
        return min(needs, key=len, default=None)

    @property
    def literals(self) -> frozenset[Literal]:
        return frozenset[Literal]().union(*(matcher.literals for matcher in self.of))

    def matches(self, subject: Subject) -> Iterator[Match]:
        fields_first = sorted(self.of, key=lambda matcher: not isinstance(matcher, FieldMatcher))
        if all(any(True for _ in matcher.matches(subject)) for matcher in fields_first):
            yield from self.of[0].matches(subject)


def joined_key(phrase: str, *, any_case: bool) -> str:
    key = joined(phrase)
    return key.lower() if any_case else key
