"""Terms in working days: the day of the event does not count (Bộ luật Dân sự 2015, Điều 147)."""

from datetime import date, datetime

import pytest

from backend.clock import VIETNAM
from backend.workingtime.data import default_calendar
from backend.workingtime.deadline import add_working_days


def due(start: str, days: int) -> str:
    moment = datetime.fromisoformat(start).replace(tzinfo=VIETNAM)
    return f"{add_working_days(moment, days, default_calendar()).due_at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-02 08:00", 1, "2026-03-03 17:00"),
        ("2026-03-02 08:00", 5, "2026-03-09 17:00"),
        ("2026-03-02 23:59", 5, "2026-03-09 17:00"),  # the hour does not matter, the day does
        ("2026-03-06 16:59", 1, "2026-03-09 17:00"),  # Friday, then Monday
        ("2026-03-07 10:00", 1, "2026-03-09 17:00"),  # a Saturday's letter: Monday is day one
        ("2026-02-12 10:00", 5, "2026-02-26 17:00"),  # over Tết: 13, 23, 24, 25, 26 February
        ("2026-01-05 08:00", 5, "2026-01-10 17:00"),  # the worked Saturday is a working day
        ("2025-12-31 08:00", 1, "2026-01-05 17:00"),  # New Year, the swapped Friday, a week-end
        ("2026-08-28 08:00", 1, "2026-09-03 17:00"),  # over National Day
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, days: int, expected: str) -> None:
    assert due(start, days) == expected


def test_the_days_passed_over_are_named() -> None:
    term = add_working_days(datetime(2026, 1, 1, 8, 0, tzinfo=VIETNAM), 1, default_calendar())

    assert (term.first_day, term.last_day) == (date(2026, 1, 5), date(2026, 1, 5))
    assert term.passed_over == ((date(2026, 1, 2), "Nghỉ liền Tết Dương lịch 2026"),)


def test_a_term_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due("2026-03-02 08:00", 0)
