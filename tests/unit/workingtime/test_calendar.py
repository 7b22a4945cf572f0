"""What the shipped calendar says of a day, and that its data names its sources."""

import tomllib
from datetime import date, time

import pytest

from backend.workingtime.calendar import Calendar, DayKind, SpecialDay
from backend.workingtime.data import calendar_with, default_calendar, rules_folder
from backend.workingtime.week import parse_hours


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 1, 5), DayKind.WORKING),
        (date(2026, 1, 4), DayKind.WEEKEND),
        (date(2026, 1, 1), DayKind.HOLIDAY),
        (date(2026, 1, 2), DayKind.SWAPPED_OFF),
        (date(2026, 1, 10), DayKind.SWAPPED_IN),
        (date(2026, 2, 14), DayKind.HOLIDAY),
        (date(2026, 2, 22), DayKind.HOLIDAY),
        (date(2026, 2, 23), DayKind.WORKING),
        (date(2026, 8, 22), DayKind.SWAPPED_IN),
        (date(2026, 8, 31), DayKind.SWAPPED_OFF),
    ],
)
def test_each_day_is_of_one_kind(day: date, kind: DayKind) -> None:
    assert default_calendar().kind_of(day) is kind


def test_a_day_worked_instead_has_the_hours_of_the_day_it_stands_for() -> None:
    calendar = calendar_with([(date(2025, 1, 1), "mon-thu 07:30-11:30 13:00-17:00; fri 07:30-11:30")])

    assert calendar.spans_on(date(2026, 1, 10)) == ((time(7, 30), time(11, 30)),)  # for Friday 2 January
    assert len(calendar.spans_on(date(2026, 8, 22))) == 2  # for Monday 31 August


def test_an_agencys_week_holds_from_its_day_on_and_the_default_before() -> None:
    calendar = calendar_with([(date(2026, 3, 2), "mon-sat 08:00-12:00"), (date(2026, 6, 1), "mon-fri 08:00-12:00")])

    assert calendar.spans_on(date(2026, 2, 27)) == default_calendar().spans_on(date(2026, 2, 27))
    assert calendar.spans_on(date(2026, 3, 7)) == ((time(8), time(12)),)
    assert calendar.spans_on(date(2026, 6, 6)) == ()


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    always_off = SpecialDay(DayKind.HOLIDAY, "nghỉ", "nguồn", "K")
    calendar = Calendar(weeks=[(date(2026, 1, 1), parse_hours("mon 08:00-12:00"))], seed=lambda day: always_off)

    with pytest.raises(ValueError, match="no working days"):
        calendar.next_working_day(date(2026, 1, 1))


def test_every_entry_of_the_shipped_data_names_source_and_status() -> None:
    folder = rules_folder() / "calendar"
    days = tomllib.loads((folder / "days.toml").read_text("utf-8"))
    weeks = tomllib.loads((folder / "week.toml").read_text("utf-8"))["week"]

    entries = [*days["off"], *days["swap"], *weeks]
    assert len(entries) >= 5
    for entry in entries:
        assert entry["source"]
        assert entry["status"] in {"V", "V2", "K"}


@pytest.mark.parametrize(
    "hours",
    ["", "mon-fri", "mon 07:30", "funday 07:30-11:30", "fri-mon 07:30-11:30", "mon 11:30-07:30",
     "mon 07:30-12:00 11:00-17:00", "mon 25:00-26:00"],
)  # fmt: skip
def test_hours_that_make_no_sense_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_hours(hours)
