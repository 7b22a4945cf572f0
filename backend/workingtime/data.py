"""The calendar that ships with the product: rules/calendar, with the `holidays` package below it."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.hours import ONE_DAY
from backend.workingtime.own_term import OwnTerm
from backend.workingtime.week import parse_hours

LAW = "Bộ luật Lao động 45/2019/QH14, Điều 112; gói dữ liệu holidays"


def rules_folder() -> Path:
    """The rules inside the installed package, or those of the checkout it runs from."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


@cache
def default_calendar() -> Calendar:
    """The calendar of an agency that has set no week of its own."""
    return read_calendar(rules_folder() / "calendar")


def calendar_with(
    weeks: Sequence[DatedWeek],
    days: Mapping[date, SpecialDay] | None = None,
    own_terms: Sequence[OwnTerm] = (),
) -> Calendar:
    """The default calendar with an agency's own weeks and days over it; where none of its weeks holds, the default's
    does. `weeks`, `own_terms`: a later one goes before an earlier one."""
    default = default_calendar()
    special = {**default.special, **(days or {})}
    return replace(default, weeks=[*default.weeks, *weeks], special=special, own_terms=own_terms)


def read_calendar(folder: Path) -> Calendar:
    """
    Raises:
        OSError: a file is missing.
        ValueError, KeyError: a file cannot be read or an entry lacks a column.
    """
    weeks = tomllib.loads((folder / "week.toml").read_text("utf-8"))["week"]
    days = tomllib.loads((folder / "days.toml").read_text("utf-8"))
    return Calendar(
        weeks=sorted(map(_week, weeks), key=lambda week: week.valid_from),
        special=_special_days(days.get("off", []), days.get("swap", [])),
        seed=_public_holidays(),
    )


def _week(row: dict[str, Any]) -> DatedWeek:
    return DatedWeek(row["valid_from"], parse_hours(row["hours"]))


def _special_days(off: list[dict[str, Any]], swaps: list[dict[str, Any]]) -> dict[date, SpecialDay]:
    days: dict[date, SpecialDay] = {}
    for run in off:
        day = run["first"]
        while day <= run["last"]:
            days[day] = SpecialDay(DayKind.HOLIDAY, run["name"], run["source"], run["status"])
            day += ONE_DAY
    for swap in swaps:
        name, source, status = swap["name"], swap["source"], swap["status"]
        days[swap["off"]] = SpecialDay(DayKind.SWAPPED_OFF, name, source, status, swap["worked"])
        days[swap["worked"]] = SpecialDay(DayKind.SWAPPED_IN, name, source, status, swap["off"])
    return days


def _public_holidays() -> Callable[[date], SpecialDay | None]:
    """Public holidays by law. The package's own working Saturdays are not taken: it does not say for which day."""
    known = holidays.country_holidays("VN", language="vi")

    @cache
    def seed(day: date) -> SpecialDay | None:
        name = known.get(day)
        return SpecialDay(DayKind.HOLIDAY, name, LAW, "V2") if name else None

    return seed
