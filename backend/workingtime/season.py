"""A season that comes back every year: summer hours are decided once and not entered each spring."""

import re
from dataclasses import dataclass
from datetime import date

_SEASON = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
_A_LEAP_YEAR = 2000
_MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Season:
    """From the first to the last (month, day), both included; one that begins later in the year than it ends runs over
    New Year. 29 February may be named as either end: in other years that end is 1 March or 28 February."""

    first: _MonthDay
    last: _MonthDay

    def __contains__(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last

    def __str__(self) -> str:
        """As officials write it: 16/04-15/10."""
        return "-".join(f"{day:02}/{month:02}" for month, day in (self.first, self.last))


def parse_season(text: str) -> Season:
    """Read `04-16..10-15`, month before day.

    Raises:
        ValueError: it is not of that form, or names a day that no year has.
    """
    matched = _SEASON.fullmatch(text)
    if not matched:
        raise ValueError(f"{text!r} is not a season like 04-16..10-15")
    month, day, last_month, last_day = (int(figure) for figure in matched.groups())
    for one in ((month, day), (last_month, last_day)):
        try:
            date(_A_LEAP_YEAR, *one)
        except ValueError as error:
            raise ValueError(f"{text!r} names a day that no year has") from error
    return Season((month, day), (last_month, last_day))
