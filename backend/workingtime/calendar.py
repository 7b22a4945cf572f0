"""An agency's calendar: its dated working weeks, the law's public holidays, and the days set by decision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from backend.workingtime.hours import ONE_DAY
from backend.workingtime.week import Span, WorkingWeek

LONGEST_SEARCH = timedelta(days=3650)  # no run of days off is longer: a calendar without work is a mistake


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"  # or any day without hours in the agency's own week
    HOLIDAY = "holiday"
    SWAPPED_OFF = "swapped_off"
    SWAPPED_IN = "swapped_in"  # worked instead of another day


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its week. `other` is the day it was exchanged with."""

    kind: DayKind
    name: str
    source: str
    status: str
    other: date | None = None


@dataclass(frozen=True)
class Calendar:
    """`weeks`: (valid from, week), the earliest first; the first also holds before its date. `special`: the days set
    by decision; `seed`: asked for any other day, gives the law's public holiday or None."""

    weeks: Sequence[tuple[date, WorkingWeek]]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    seed: Callable[[date], SpecialDay | None] = lambda _day: None

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The working hours of a day in Vietnam's time; a day worked instead has those of the day it stands for."""
        special = self.special_on(day)
        if special is None:
            return self.week_on(day).spans_on(day)
        if special.kind is DayKind.SWAPPED_IN:
            return self.week_on(day).spans_on(special.other or day)
        return ()

    def special_on(self, day: date) -> SpecialDay | None:
        return self.special.get(day) or self.seed(day)

    def week_on(self, day: date) -> WorkingWeek:
        valid = [week for valid_from, week in self.weeks if valid_from <= day]
        return valid[-1] if valid else self.weeks[0][1]

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans_on(day))

    def kind_of(self, day: date) -> DayKind:
        special = self.special_on(day)
        if special is not None:
            return special.kind
        return DayKind.WORKING if self.is_working_day(day) else DayKind.WEEKEND

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
