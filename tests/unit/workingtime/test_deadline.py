"""Terms in working and calendar days, the same day, extensions, and days that papers name."""

import tomllib
from datetime import date, datetime

import pytest

from backend.clock import VIETNAM
from backend.workingtime.data import default_calendar, rules_folder
from backend.workingtime.deadline import TermUnit, add_working_days, count_term, due_before, due_on, extend_term

WORKING, CALENDAR = TermUnit.WORKING_DAY, TermUnit.CALENDAR_DAY


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due(start: str, days: int, unit: TermUnit = WORKING) -> str:
    return f"{count_term(moment(start), days, unit, default_calendar()).due_at:%Y-%m-%d %H:%M}"


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
        ("2028-02-28 08:00", 1, "2028-02-29 17:00"),  # a leap day is a day
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, days: int, expected: str) -> None:
    assert due(start, days) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-02 08:00", 10, "2026-03-12 17:00"),
        ("2026-03-02 23:59", 10, "2026-03-12 17:00"),
        ("2026-03-13 08:00", 30, "2026-04-13 17:00"),  # the thirtieth day is a Sunday
        ("2026-02-05 08:00", 10, "2026-02-23 17:00"),  # the tenth day is in Tết
        ("2025-12-31 08:00", 2, "2026-01-05 17:00"),  # the swapped Friday is a day off
        ("2025-12-31 08:00", 10, "2026-01-10 17:00"),  # the worked Saturday is none
        ("2028-02-19 08:00", 10, "2028-02-29 17:00"),
        ("2027-02-19 08:00", 10, "2027-03-01 17:00"),  # no leap year
    ],
)
def test_calendar_days_run_through_and_end_on_a_working_day(start: str, days: int, expected: str) -> None:
    assert due(start, days, CALENDAR) == expected


@pytest.mark.parametrize("unit", TermUnit)
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-02 17:00"),
        ("2026-03-02 05:00", "2026-03-02 17:00"),  # before hours
        ("2026-03-02 12:00", "2026-03-02 17:00"),  # at lunch
        ("2026-03-02 16:59", "2026-03-02 17:00"),
        ("2026-03-02 17:00", "2026-03-03 17:00"),  # after hours
        ("2026-03-07 10:00", "2026-03-09 17:00"),  # a Saturday
        ("2026-01-10 10:00", "2026-01-10 17:00"),  # a Saturday that is worked
        ("2026-02-13 18:00", "2026-02-23 17:00"),  # the evening before Tết
    ],
)
def test_the_same_day_ends_with_its_working_hours(start: str, expected: str, unit: TermUnit) -> None:
    assert due(start, 0, unit) == expected


def test_the_days_passed_over_are_named() -> None:
    term = add_working_days(moment("2026-01-01 08:00"), 1, default_calendar())

    assert (term.first_day, term.last_day) == (date(2026, 1, 5), date(2026, 1, 5))
    assert term.passed_over == ((date(2026, 1, 2), "Nghỉ liền Tết Dương lịch 2026"),)


def test_of_a_term_in_calendar_days_only_those_at_its_end_are_named() -> None:
    term = count_term(moment("2025-12-30 08:00"), 3, CALENDAR, default_calendar())

    assert (term.first_day, term.counted_to, term.last_day) == (date(2025, 12, 31), date(2026, 1, 2), date(2026, 1, 5))
    assert term.passed_over == ((date(2026, 1, 2), "Nghỉ liền Tết Dương lịch 2026"),)


def test_a_complaint_of_30_days_extended_by_15_takes_45_from_its_acceptance() -> None:
    term = count_term(moment("2026-03-13 08:00"), 30, CALENDAR, default_calendar())
    longer = extend_term(term, 15, CALENDAR, default_calendar())

    assert (term.counted_to, term.last_day) == (date(2026, 4, 12), date(2026, 4, 13))
    assert longer.counted_to == date(2026, 4, 27)  # not the 28th, though the first term ended on a Monday
    assert longer.due_at == moment("2026-04-28 17:00")  # the 27th is off for the Hùng Kings
    assert [day for day, _ in longer.passed_over] == [date(2026, 4, 27)]
    assert longer.first_day == date(2026, 3, 14)


def test_a_day_off_that_moved_the_first_end_makes_an_extended_term_no_longer() -> None:
    term = count_term(moment("2025-12-30 08:00"), 3, CALENDAR, default_calendar())
    longer = extend_term(term, 10, CALENDAR, default_calendar())

    assert term.passed_over != ()
    assert (longer.due_at, longer.passed_over) == (moment("2026-01-12 17:00"), ())


def test_an_information_request_of_15_working_days_is_extended_by_15_calendar_days() -> None:
    term = count_term(moment("2026-02-12 10:00"), 15, WORKING, default_calendar())
    longer = extend_term(term, 15, CALENDAR, default_calendar())

    assert term.due_at == moment("2026-03-12 17:00")
    assert longer.due_at == moment("2026-03-27 17:00")
    assert longer.passed_over == term.passed_over != ()  # Tết made it longer and still does


def test_a_denunciation_of_7_working_days_is_extended_by_3() -> None:
    term = count_term(moment("2026-01-29 10:00"), 7, WORKING, default_calendar())
    longer = extend_term(term, 3, WORKING, default_calendar())

    assert (term.last_day, longer.last_day) == (date(2026, 2, 9), date(2026, 2, 12))
    assert extend_term(longer, 3, WORKING, default_calendar()).last_day == date(2026, 2, 24)  # 13, 23, 24


@pytest.mark.parametrize(
    ("day", "by_the_day", "before_the_day"),
    [
        (date(2026, 12, 4), "2026-12-04 17:00", "2026-12-03 17:00"),
        (date(2026, 12, 5), "2026-12-04 17:00", "2026-12-04 17:00"),  # a Saturday
        (date(2026, 2, 23), "2026-02-23 17:00", "2026-02-13 17:00"),  # the first day after Tết
        (date(2026, 1, 11), "2026-01-10 17:00", "2026-01-10 17:00"),  # the Sunday after the worked Saturday
    ],
)
def test_a_day_that_a_paper_names_is_kept_and_never_moved_back(day: date, by_the_day: str, before_the_day: str) -> None:
    assert due_on(day, default_calendar()) == moment(by_the_day)
    assert due_before(day, default_calendar()) == moment(before_the_day)


@pytest.mark.parametrize(
    ("row", "first", "longest"),
    [
        ("agency.receipt", "2026-03-02 17:00", None),
        ("information.simple", "2026-03-05 17:00", None),
        ("information.complex", "2026-03-23 17:00", "2026-04-07 17:00"),
        ("complaint.accept", "2026-03-12 17:00", None),
        ("complaint.first", "2026-04-01 17:00", "2026-04-16 17:00"),
        ("complaint.first.remote", "2026-04-16 17:00", "2026-05-04 17:00"),  # 45 and 60; day 60 is 1 May
        ("complaint.second", "2026-04-16 17:00", "2026-05-04 17:00"),
        ("complaint.second.remote", "2026-05-04 17:00", "2026-05-11 17:00"),  # 60 and 70: not ten days after 4 May
        ("denunciation.first", "2026-03-11 17:00", "2026-03-16 17:00"),
    ],
)
def test_a_shipped_row_counted_from_monday_the_second_of_march(row: str, first: str, longest: str | None) -> None:
    rows = tomllib.loads((rules_folder() / "deadlines" / "terms.toml").read_text("utf-8"))["term"]
    [found] = [one for one in rows if one["id"] == row]
    calendar = default_calendar()

    term = count_term(moment("2026-03-02 08:00"), found["days"], TermUnit(found["unit"]), calendar)
    assert term.due_at == moment(first)
    assert ("extension_days" in found) is (longest is not None)
    if longest is not None:
        longer = extend_term(term, found["extension_days"], TermUnit(found["extension_unit"]), calendar)
        assert longer.due_at == moment(longest)


def test_terms_without_days_are_refused() -> None:
    term = count_term(moment("2026-03-02 08:00"), 1, WORKING, default_calendar())

    with pytest.raises(ValueError, match="at least one"):
        add_working_days(moment("2026-03-02 08:00"), 0, default_calendar())
    with pytest.raises(ValueError, match="negative"):
        due("2026-03-02 08:00", -1)
    with pytest.raises(ValueError, match="at least one"):
        extend_term(term, 0, CALENDAR, default_calendar())
