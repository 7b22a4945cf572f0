"""A quarter of a year, in Vietnam's time. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from backend.correspondence.months import first_day_after
from backend.correspondence.terms import Period
from backend.errors import UsageError
from backend.workingtime.hours import ONE_DAY, in_vietnam

_WRITTEN = re.compile(r"(20[0-9]{2})Q([1-4])")


@dataclass(frozen=True, slots=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    @classmethod
    def read(cls, text: str) -> "Quarter":
        """`2026Q4`.

        Raises:
            UsageError: it is written otherwise.
        """
        found = _WRITTEN.fullmatch(text.strip().upper())
        if found is None:
            raise UsageError(f"{text!r} is no quarter like 2026Q4")
        return cls(int(found.group(1)), int(found.group(2)))

    @classmethod
    def ended_before(cls, now: datetime) -> "Quarter":
        """The latest that is over."""
        today = in_vietnam(now).date()
        last = today.replace(month=today.month - (today.month - 1) % 3, day=1) - ONE_DAY
        return cls(last.year, (last.month + 2) // 3)

    @property
    def period(self) -> Period:
        last_month = self.year * 100 + 3 * self.number
        return Period(date(self.year, 3 * self.number - 2, 1), first_day_after(last_month) - ONE_DAY)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
