"""Seasons of every year: their ends, leap days, New Year."""

from datetime import date

import pytest

from backend.workingtime.season import parse_season


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        ("04-16..10-15", ["2026-04-16", "2026-10-15", "2031-07-01"], ["2026-04-15", "2026-10-16", "2026-01-01"]),
        ("10-16..04-15", ["2025-10-16", "2025-12-31", "2026-01-01", "2026-04-15"], ["2025-10-15", "2026-04-16"]),
        ("11-01..02-29", ["2028-02-29", "2027-02-28"], ["2028-03-01", "2027-03-01", "2027-10-31"]),
        ("02-29..03-31", ["2028-02-29", "2027-03-01"], ["2028-02-28", "2027-02-28"]),
        ("11-01..02-28", ["2028-02-28"], ["2028-02-29"]),  # as it is written
        ("05-01..05-01", ["2026-05-01"], ["2026-04-30", "2026-05-02"]),
    ],
)
def test_a_season_holds_from_its_first_to_its_last_day(season: str, inside: list[str], outside: list[str]) -> None:
    read = parse_season(season)

    assert [day for day in inside if date.fromisoformat(day) not in read] == []
    assert [day for day in outside if date.fromisoformat(day) in read] == []


@pytest.mark.parametrize(("day", "winter"), [(day, day.month in (11, 12, 1, 2)) for day in [
    date(2027, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2028, 10, 31), date(2028, 11, 1),
]])  # fmt: skip
def test_summer_and_winter_that_name_the_leap_day_leave_no_day_out(day: date, winter: bool) -> None:
    assert (day in parse_season("11-01..02-29")) is winter
    assert (day in parse_season("03-01..10-31")) is not winter


def test_a_season_reads_as_officials_write_days() -> None:
    assert str(parse_season("04-16..10-05")) == "16/04-05/10"


@pytest.mark.parametrize(
    "text", ["", "summer", "4-16..10-15", "04-16-10-15", "02-30..04-01", "01-01..13-01", "04-31..05-01"]
)
def test_a_season_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"season|no year"):
        parse_season(text)
