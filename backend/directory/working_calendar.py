"""The calendar an agency works by, from the rows the directory holds of it and of those above it, and in how many days
it answers ordinary letters. Pure.

The own row goes before that of the agency above, which goes before the shipped calendar. Of an agency's own weeks that
hold on a day, the one that began last counts; of two that began together, the one of a season.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.data import calendar_with
from backend.workingtime.own_term import OwnTerm
from backend.workingtime.season import parse_season
from backend.workingtime.week import parse_day, parse_hours

ENTERED = "K"  # status of what an agency entered: nobody here has read the decision


class SetDay(StrEnum):
    """What a decision makes of one day. `OFF` may name the day worked instead of it; `WORKED` names the day whose hours
    it has, or hours of its own."""

    OFF = "off"
    WORKED = "worked"


class WeekEntry(Protocol):
    """`season` is "" all year; `valid_to` is the first day on which the hours no longer hold."""

    valid_from: date
    season: str
    valid_to: date | None
    hours: str
    source: str


class DayEntry(Protocol):
    day: date
    kind: str
    hours: str
    stands_for: date | None
    name: str
    decision_number: str


class TermEntry(Protocol):
    """`valid_to` is the first day on which the term no longer holds."""

    valid_from: date
    valid_to: date | None
    days: int
    decision_number: str


@dataclass(frozen=True, slots=True)
class OwnRows:
    """What one agency has set itself."""

    weeks: Sequence[WeekEntry] = ()
    days: Sequence[DayEntry] = ()
    terms: Sequence[TermEntry] = ()


def calendar_of(line: Iterable[OwnRows]) -> Calendar:
    """`line`: the rows of the uppermost agency first, the agency's own last.

    Raises:
        ValueError: hours or a season that the import would have refused.
    """
    weeks: list[DatedWeek] = []
    days: dict[date, SpecialDay] = {}
    terms: list[OwnTerm] = []
    for own in line:
        weeks += [_week(row) for row in sorted(own.weeks, key=lambda row: (row.valid_from, row.season))]
        days |= {row.day: _day(row) for row in own.days}
        terms += [_term(row) for row in sorted(own.terms, key=lambda row: row.valid_from)]
    return calendar_with(weeks, days, terms)


def line_of(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """An agency and all above it, the uppermost first; one that stands above itself is named once."""
    line: list[str] = []
    above: str | None = code
    while above is not None and above not in line:
        line.append(above)
        above = parents.get(above)
    return line[::-1]


def _week(row: WeekEntry) -> DatedWeek:
    season = parse_season(row.season) if row.season else None
    return DatedWeek(row.valid_from, parse_hours(row.hours), season, row.valid_to, row.source)


def _term(row: TermEntry) -> OwnTerm:
    return OwnTerm(row.valid_from, row.days, row.decision_number, row.valid_to)


def _day(row: DayEntry) -> SpecialDay:
    hours = parse_day(row.hours) if row.hours else ()
    return SpecialDay(
        kind=_kind(row),
        name=row.name,
        source=row.decision_number,
        status=ENTERED,
        other=row.stands_for,
        decision_number=row.decision_number,
        hours=hours,
    )


def _kind(row: DayEntry) -> DayKind:
    if SetDay(row.kind) is SetDay.OFF:
        return DayKind.HOLIDAY if row.stands_for is None else DayKind.SWAPPED_OFF
    return DayKind.DECIDED if row.stands_for is None else DayKind.SWAPPED_IN
