"""Working time between two moments, with literal dates (Chỉ thị, khoản 1 điểm g; Bộ luật Lao động 2019, Điều 112)."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.clock import VIETNAM
from backend.workingtime.data import default_calendar
from backend.workingtime.hours import working_time_between
from backend.workingtime.week import parse_hours

WEEK = parse_hours("mon-fri 07:30-11:30 13:00-17:00")


def vietnam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def worked(start: str, end: str) -> float:
    """Hours of working time by the default calendar."""
    return working_time_between(vietnam(start), vietnam(end), default_calendar()) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-01-05 08:00", "2026-01-05 09:00", 1),  # a Monday morning
        ("2026-01-05 11:00", "2026-01-05 13:30", 1),  # lunch does not count
        ("2026-01-05 11:30", "2026-01-05 13:00", 0),  # nothing but lunch
        ("2026-01-05 16:00", "2026-01-06 08:30", 2),  # over night
        ("2026-01-05 20:00", "2026-01-05 23:00", 0),  # an evening
        ("2026-01-05 00:00", "2026-01-06 00:00", 8),  # a whole day
        ("2026-01-16 16:00", "2026-01-19 08:30", 2),  # Friday to Monday
        ("2026-01-17 09:00", "2026-01-18 18:00", 0),  # an ordinary week-end
    ],
)
def test_lunch_night_and_week_end_do_not_count(start: str, end: str, hours: float) -> None:
    assert worked(start, end) == hours


def test_tet_2026_lasts_from_the_fourteenth_to_the_twenty_second_of_february() -> None:
    assert worked("2026-02-13 16:00", "2026-02-23 08:30") == 2
    assert worked("2026-02-14 00:00", "2026-02-23 00:00") == 0


def test_the_friday_after_new_year_2026_is_off_and_the_saturday_a_week_later_is_worked() -> None:
    assert worked("2026-01-02 00:00", "2026-01-03 00:00") == 0
    assert worked("2026-01-10 00:00", "2026-01-11 00:00") == 8
    assert worked("2026-01-03 00:00", "2026-01-04 00:00") == 0


def test_the_monday_before_national_day_2026_is_off_against_saturday_the_twenty_second() -> None:
    assert worked("2026-08-22 00:00", "2026-08-23 00:00") == 8
    assert worked("2026-08-31 00:00", "2026-09-03 00:00") == 0
    assert worked("2026-08-29 00:00", "2026-08-30 00:00") == 0


@pytest.mark.parametrize("day", ["2026-01-01", "2026-04-27", "2026-04-30", "2026-05-01", "2026-09-01", "2026-09-02"])
def test_public_holidays_do_not_count(day: str) -> None:
    assert worked(f"{day} 00:00", f"{day} 23:59") == 0


def test_it_is_exact_to_the_second() -> None:
    start, end = vietnam("2026-01-05 11:29:59"), vietnam("2026-01-05 13:00:01")

    assert working_time_between(start, end, WEEK) == timedelta(seconds=2)


def test_it_does_not_matter_in_which_zone_a_moment_is_said() -> None:
    start, end = datetime(2026, 1, 5, 1, 0, tzinfo=UTC), datetime(2026, 1, 5, 2, 0, tzinfo=UTC)

    assert working_time_between(start, end, WEEK) == timedelta(hours=1)


def test_an_end_before_the_start_is_no_time() -> None:
    assert worked("2026-01-05 10:00", "2026-01-05 09:00") == 0


def test_a_naive_moment_is_refused() -> None:
    naive, aware = datetime(2026, 1, 5, 8, 0), vietnam("2026-01-05 09:00")  # noqa: DTZ001 - that is the point

    with pytest.raises(ValueError, match="aware"):
        working_time_between(naive, aware, WEEK)
    with pytest.raises(ValueError, match="aware"):
        working_time_between(aware, naive, WEEK)
