"""What the shipped calendar says of a day, and that its data names its sources."""

import tomllib
from datetime import date, time

import pytest

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.data import calendar_with, default_calendar, rules_folder
from backend.workingtime.season import parse_season
from backend.workingtime.week import parse_hours


def week(valid_from: str, hours: str, season: str | None = None, valid_to: str | None = None) -> DatedWeek:
    return DatedWeek(
        date.fromisoformat(valid_from),
        parse_hours(hours),
        parse_season(season) if season else None,
        date.fromisoformat(valid_to) if valid_to else None,
        "QĐ 1",
    )


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
    calendar = calendar_with([week("2025-01-01", "mon-thu 07:30-11:30 13:00-17:00; fri 07:30-11:30")])

    assert calendar.spans_on(date(2026, 1, 10)) == ((time(7, 30), time(11, 30)),)  # for Friday 2 January
    assert len(calendar.spans_on(date(2026, 8, 22))) == 2  # for Monday 31 August


def test_an_agencys_week_holds_from_its_day_on_and_the_default_before() -> None:
    calendar = calendar_with([week("2026-03-02", "mon-sat 08:00-12:00"), week("2026-06-01", "mon-fri 08:00-12:00")])

    assert calendar.spans_on(date(2026, 2, 27)) == default_calendar().spans_on(date(2026, 2, 27))
    assert calendar.spans_on(date(2026, 3, 7)) == ((time(8), time(12)),)
    assert calendar.spans_on(date(2026, 6, 6)) == ()


def test_a_week_that_ended_gives_way_to_what_held_before_it() -> None:
    calendar = calendar_with([week("2026-03-02", "mon-sat 08:00-12:00", valid_to="2026-03-07")])

    assert calendar.spans_on(date(2026, 3, 6)) == ((time(8), time(12)),)
    assert calendar.spans_on(date(2026, 3, 7)) == ()


def test_summer_and_winter_hours_come_back_every_year() -> None:
    calendar = calendar_with(
        [
            week("2024-10-16", "mon-fri 08:00-12:00", "10-16..04-15"),
            week("2025-04-16", "mon-fri 07:00-11:00", "04-16..10-15"),
        ]
    )

    begins = {day: calendar.spans_on(date.fromisoformat(day))[0][0].hour for day in (
        "2025-04-15", "2025-04-16", "2025-10-15", "2025-10-16", "2025-12-31", "2028-02-29", "2030-04-15", "2030-04-16",
    )}  # fmt: skip
    assert begins == {
        "2025-04-15": 8,
        "2025-04-16": 7,
        "2025-10-15": 7,
        "2025-10-16": 8,
        "2025-12-31": 8,
        "2028-02-29": 8,
        "2030-04-15": 8,
        "2030-04-16": 7,
    }


def test_a_day_worked_instead_has_the_hours_of_the_season_in_which_it_is_worked() -> None:
    calendar = calendar_with(
        [week("2020-01-01", "mon-fri 08:00-12:00"), week("2020-01-01", "mon-fri 07:00-11:00", "08-01..08-25")]
    )

    assert calendar.spans_on(date(2026, 8, 22)) == ((time(7), time(11)),)  # for Monday 31 August


def test_a_saturday_for_a_day_on_which_the_agency_never_works_is_a_day_off() -> None:
    calendar = calendar_with([week("2020-01-01", "tue-fri 08:00-12:00")])

    assert calendar.kind_of(date(2026, 8, 22)) is DayKind.WEEKEND  # for Monday 31 August
    assert not calendar.is_working_day(date(2026, 8, 22))
    assert calendar.kind_of(date(2026, 1, 10)) is DayKind.SWAPPED_IN  # for Friday 2 January


def test_a_day_with_hours_of_its_own_is_worked_by_them() -> None:
    morning = SpecialDay(DayKind.DECIDED, "trực", "x", "K", hours=((time(8), time(9)),))
    calendar = calendar_with([], {date(2026, 2, 17): morning})

    assert calendar.spans_on(date(2026, 2, 17)) == ((time(8), time(9)),)  # in Tết
    assert calendar.kind_of(date(2026, 2, 17)) is DayKind.DECIDED


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    always_off = SpecialDay(DayKind.HOLIDAY, "nghỉ", "nguồn", "K")
    calendar = Calendar(weeks=[week("2026-01-01", "mon 08:00-12:00")], seed=lambda day: always_off)

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
