"""The hours an agency works, by weekday."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

Span = tuple[time, time]  # [from, to) in Vietnam's time
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?")
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """Spans by weekday (Monday is 0), in order and apart from each other; a weekday without any is absent."""

    spans: Mapping[int, tuple[Span, ...]]

    def spans_on(self, day: date) -> tuple[Span, ...]:
        return self.spans.get(day.weekday(), ())


def parse_hours(text: str) -> WorkingWeek:
    """Read `mon-fri 07:30-11:30 13:00-17:00; sat 07:30-11:30`.

    Raises:
        ValueError: with the piece that cannot be read.
    """
    spans: dict[int, tuple[Span, ...]] = {}
    for piece in filter(str.strip, text.split(";")):
        days, *hours = piece.split()
        spans |= dict.fromkeys(_weekdays(days), _spans(piece, hours))
    if not spans:
        raise ValueError("no working day at all")
    return WorkingWeek(spans)


def parse_day(text: str) -> tuple[Span, ...]:
    """Read the hours of one day: `07:30-11:30 13:00-17:00`.

    Raises:
        ValueError: with the piece that cannot be read.
    """
    return _spans(text, text.split())


def _spans(piece: str, hours: Sequence[str]) -> tuple[Span, ...]:
    read = tuple(_span(span) for span in hours)
    if not read or any(earlier[1] > later[0] for earlier, later in pairwise(read)):
        raise ValueError(f"{piece.strip()!r}: hours are missing, overlap or are not in order")
    return read


def _weekdays(text: str) -> range:
    matched = _DAYS.fullmatch(text.lower())
    names = [name for name in matched.groups() if name] if matched else []
    if not names or not set(names) <= set(WEEKDAYS):
        raise ValueError(f"{text!r} is not a weekday like mon or mon-fri")
    first, last = WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1])
    if last < first:
        raise ValueError(f"{text!r} runs backwards")
    return range(first, last + 1)


def _span(text: str) -> Span:
    matched = _HOURS.fullmatch(text)
    if not matched:
        raise ValueError(f"{text!r} is not a span like 07:30-11:30")
    first, second, third, fourth = (int(figure) for figure in matched.groups())
    start, end = time(first, second), time(third, fourth)
    if end <= start:
        raise ValueError(f"{text!r} ends before it begins")
    return start, end
