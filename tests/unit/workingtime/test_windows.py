"""The five checks of a working day: cut to the hours worked, none at night or on days off."""

from datetime import date, time

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.data import default_calendar
from backend.workingtime.week import parse_day, parse_hours
from backend.workingtime.windows import DatedWindow, Window, shipped_windows, windows_on

FRIDAY = date(2026, 1, 9)


def hours(windows: list[Window]) -> list[str]:
    return [f"{window.start:%H:%M}-{window.end:%H:%M}" for window in windows]


def test_a_working_day_has_five_checks() -> None:
    assert hours(windows_on(FRIDAY, default_calendar())) == [
        "07:30-08:15",
        "09:00-10:15",
        "13:30-14:15",
        "15:00-15:45",
        "16:15-17:00",
    ]


def test_week_ends_tet_and_days_swapped_off_have_none_and_the_saturday_worked_instead_has_five() -> None:
    off = [date(2026, 1, 11), date(2026, 2, 16), date(2026, 1, 2)]

    assert [windows_on(day, default_calendar()) for day in off] == [[], [], []]
    assert len(windows_on(date(2026, 1, 10), default_calendar())) == 5


def test_a_check_lies_inside_the_hours_that_the_agency_works() -> None:
    mornings = Calendar([DatedWeek(date(2020, 1, 1), parse_hours("mon-fri 08:00-10:00"))])

    assert hours(windows_on(FRIDAY, mornings)) == ["08:00-08:15", "09:00-10:00"]


def test_a_day_worked_by_decision_has_the_checks_of_its_own_hours() -> None:
    decided = SpecialDay(DayKind.DECIDED, "x", "y", "V", hours=parse_day("13:00-15:30"))
    calendar = Calendar([DatedWeek(date(2020, 1, 1), parse_hours("mon-fri 07:30-11:30"))], {FRIDAY: decided})

    assert hours(windows_on(FRIDAY, calendar)) == ["13:30-14:15", "15:00-15:30"]


def test_of_two_rows_with_one_name_the_one_that_began_to_hold_later_counts() -> None:
    rows = (
        DatedWindow("start", (time(8), time(9)), date(2020, 1, 1), "x"),
        DatedWindow("start", (time(10), time(11)), date(2026, 1, 9), "y"),
    )

    assert hours(windows_on(date(2026, 1, 8), default_calendar(), rows)) == ["08:00-09:00"]
    assert hours(windows_on(FRIDAY, default_calendar(), rows)) == ["10:00-11:00"]


def test_each_shipped_row_names_its_source() -> None:
    assert [row.source.partition(":")[0] for row in shipped_windows()] == ["Chỉ thị, khoản 2 điểm d"] * 5
