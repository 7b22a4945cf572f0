"""An agency's calendar: its dated working weeks, the law's public holidays, and the days set by decision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from backend.workingtime.hours import ONE_DAY
from backend.workingtime.own_term import OwnTerm, term_on
from backend.workingtime.season import Season
from backend.workingtime.week import Span, WorkingWeek

LONGEST_SEARCH = timedelta(days=3650)  # no run of days off is longer: a calendar without work is a mistake


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"  # or any day without hours in the agency's own week
    HOLIDAY = "holiday"
    SWAPPED_OFF = "swapped_off"
    SWAPPED_IN = "swapped_in"  # worked instead of another day
    DECIDED = "decided"  # worked by decision, with hours of its own


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its week. `other` is the day it was exchanged with; `decision_number` that of the paper
    by which an agency set it; `hours` those of a decided day."""

    kind: DayKind
    name: str
    source: str
    status: str
    other: date | None = None
    decision_number: str | None = None
    hours: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class DatedWeek:
    """The hours kept from a day on, up to `valid_to` (the first day on which they no longer hold), in a season or all
    year. `source` is that of an agency's own week; the default names none to those who read a reckoning."""

    valid_from: date
    week: WorkingWeek
    season: Season | None = None
    valid_to: date | None = None
    source: str | None = None

    def holds_on(self, day: date) -> bool:
        dated = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return dated and (self.season is None or day in self.season)


@dataclass(frozen=True)
class Calendar:
    """`weeks`: of those that hold on a day the last one counts; before all of them, the first. `special`: the days set
    by decision; `seed`: asked for any other day, gives the law's public holiday or None. `own_terms`: in how many days
    ordinary letters are answered, where the agency decided that, as `weeks`."""

    weeks: Sequence[DatedWeek]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    seed: Callable[[date], SpecialDay | None] = lambda _day: None
    own_terms: Sequence[OwnTerm] = ()

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The working hours of a day in Vietnam's time; a day worked instead has those of the weekday it stands for,
        in the season in which it is worked."""
        special = self.special_on(day)
        if special is None:
            return self.week_on(day).week.spans_on(day)
        if special.kind is DayKind.SWAPPED_IN:
            return self.week_on(day).week.spans_on(special.other or day)
        return special.hours

    def special_on(self, day: date) -> SpecialDay | None:
        return self.special.get(day) or self.seed(day)

    def week_on(self, day: date) -> DatedWeek:
        return next((week for week in reversed(self.weeks) if week.holds_on(day)), self.weeks[0])

    def own_term_on(self, day: date) -> OwnTerm | None:
        return term_on(self.own_terms, day)

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans_on(day))

    def kind_of(self, day: date) -> DayKind:
        """A day to be worked instead of one on which this agency never works stays a day off."""
        special, worked = self.special_on(day), self.is_working_day(day)
        if special is not None and (worked or special.kind is not DayKind.SWAPPED_IN):
            return special.kind
        return DayKind.WORKING if worked else DayKind.WEEKEND

    def next_working_day(self, day: date) -> date:
        """The first working day after this one.

        Raises:
            ValueError: there is none within ten years.
        """
        candidate = day + ONE_DAY
        while not self.is_working_day(candidate):
            candidate += ONE_DAY
            if candidate - day > LONGEST_SEARCH:
                raise ValueError("this calendar has no working days")
        return candidate

    def first_working_day(self, day: date) -> date:
        """This day if it is a working day, else the first one after it.

        Raises:
            ValueError: there is none within ten years.
        """
        return day if self.is_working_day(day) else self.next_working_day(day)

    def last_working_day(self, day: date) -> date:
        """This day if it is a working day, else the last one before it.

        Raises:
            ValueError: there is none within ten years.
        """
        candidate = day
        while not self.is_working_day(candidate):
            candidate -= ONE_DAY
            if day - candidate > LONGEST_SEARCH:
                raise ValueError("this calendar has no working days")
        return candidate
