"""Counting by sums is counting step by step, for every calendar and every moment."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import WorkedTime, microseconds, working_seconds
from backend.workingtime.data import default_calendar
from backend.workingtime.day_table import Integers
from backend.workingtime.deadline import TermUnit, count_term
from backend.workingtime.hours import working_time_between
from tests.unit.workingtime.random_calendars import calendars

NEAR = st.datetimes(datetime(2023, 11, 1), datetime(2025, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes with `timezones`
FAR = st.datetimes(datetime(1940, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
A_FEW = settings(max_examples=40, deadline=None)  # a fresh table of some years for each
STRETCHES = st.lists(st.tuples(NEAR, NEAR), min_size=1, max_size=12)


def moments(*texts: str) -> Integers:
    return np.array([microseconds(datetime.fromisoformat(text)) for text in texts], np.int64)


def hours(start: str, end: str) -> float:
    [worked] = WorkedTime(default_calendar()).between(moments(start), moments(end))
    return float(worked) / 3_600_000_000


@A_FEW
@given(calendars, STRETCHES)
def test_it_counts_to_the_microsecond_what_is_counted_span_by_span(
    calendar: Calendar, stretches: list[tuple[datetime, datetime]]
) -> None:
    starts, ends = (np.array([microseconds(pair[end]) for pair in stretches], np.int64) for end in (0, 1))

    counted = WorkedTime(calendar).between(starts, ends)

    one_by_one = [working_time_between(start, end, calendar) // timedelta(microseconds=1) for start, end in stretches]
    assert counted.tolist() == one_by_one


@A_FEW
@given(FAR, st.timedeltas(timedelta(days=-5), timedelta(days=60)))
def test_it_does_so_in_every_year_those_of_changed_clocks_too(start: datetime, length: timedelta) -> None:
    calendar, end = default_calendar(), start + length

    [counted] = WorkedTime(calendar).between(*(np.array([microseconds(one)], np.int64) for one in (start, end)))

    assert counted == working_time_between(start, end, calendar) // timedelta(microseconds=1)


@A_FEW
@given(calendars, st.lists(st.tuples(st.integers(0, 3), NEAR, NEAR), max_size=12))
def test_a_letters_segments_are_added_up_before_they_are_cut_to_seconds(
    calendar: Calendar, segments: list[tuple[int, datetime, datetime]]
) -> None:
    letters = np.array([letter for letter, *_ in segments], np.int64)
    starts = np.array([microseconds(start) for _, start, _ in segments], np.int64)
    ends = np.array([microseconds(end) for *_, end in segments], np.int64)

    worked = [timedelta()] * 5
    for letter, start, end in segments:
        worked[letter] += working_time_between(start, end, calendar)
    counted = working_seconds(WorkedTime(calendar), letters, starts, ends, 5)
    assert counted.tolist() == [time // timedelta(seconds=1) for time in worked]


@A_FEW
@given(calendars, STRETCHES, STRETCHES)
def test_what_was_asked_before_changes_nothing(
    calendar: Calendar, before: list[tuple[datetime, datetime]], stretches: list[tuple[datetime, datetime]]
) -> None:
    used, fresh = WorkedTime(calendar), WorkedTime(calendar)
    for asked in (before, [(one - timedelta(days=3000), two) for one, two in before], stretches):
        starts, ends = (np.array([microseconds(pair[end]) for pair in asked], np.int64) for end in (0, 1))
        answer = used.between(starts, ends)

    assert answer.tolist() == fresh.between(starts, ends).tolist()


@A_FEW
@given(calendars, st.lists(NEAR, min_size=1, max_size=12), st.integers(0, 40), st.sampled_from(TermUnit))
def test_terms_are_due_when_they_are_by_the_count_of_single_days(
    calendar: Calendar, starts: list[datetime], days: int, unit: TermUnit
) -> None:
    counted = WorkedTime(calendar).due(np.array([microseconds(start) for start in starts], np.int64), days, unit)

    assert counted.tolist() == [microseconds(count_term(start, days, unit, calendar).due_at) for start in starts]


@A_FEW
@given(FAR, st.integers(0, 40), st.sampled_from(TermUnit))
def test_terms_of_every_year_are(start: datetime, days: int, unit: TermUnit) -> None:
    [counted] = WorkedTime(default_calendar()).due(np.array([microseconds(start)], np.int64), days, unit)

    assert counted == microseconds(count_term(start, days, unit, default_calendar()).due_at)


@pytest.mark.parametrize(
    ("start", "days", "unit", "expected"),
    [
        ("2026-02-12 10:00+07:00", 5, TermUnit.WORKING_DAY, "2026-02-26 17:00+07:00"),  # over Tết
        ("2025-12-31 08:00+07:00", 10, TermUnit.CALENDAR_DAY, "2026-01-10 17:00+07:00"),  # the worked Saturday
        ("2028-02-28 08:00+07:00", 1, TermUnit.WORKING_DAY, "2028-02-29 17:00+07:00"),
        ("2026-02-13 17:00+07:00", 0, TermUnit.WORKING_DAY, "2026-02-23 17:00+07:00"),
    ],
)
def test_literal_terms(start: str, days: int, unit: TermUnit, expected: str) -> None:
    assert WorkedTime(default_calendar()).due(moments(start), days, unit).tolist() == moments(expected).tolist()


def test_terms_that_never_end_and_terms_of_negative_days_are_refused() -> None:
    class NeverAtWork:
        def spans_on(self, day: date) -> tuple[()]:
            return ()

    start = moments("2026-02-12 10:00+07:00")
    with pytest.raises(ValueError, match="no working days"):
        WorkedTime(NeverAtWork()).due(start, 1, TermUnit.WORKING_DAY)
    with pytest.raises(ValueError, match="negative"):
        WorkedTime(default_calendar()).due(start, -1, TermUnit.WORKING_DAY)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-02-13 16:00+07:00", "2026-02-23 08:30+07:00", 2),  # over Tết
        ("2026-01-10 00:00+07:00", "2026-01-11 00:00+07:00", 8),  # the worked Saturday
        ("2026-01-02 00:00+07:00", "2026-01-03 00:00+07:00", 0),  # the Friday off for it
        ("2028-02-28 17:00+07:00", "2028-03-01 07:30+07:00", 8),  # a leap day
        ("2027-02-26 17:00+07:00", "2027-03-01 07:30+07:00", 0),  # none: a week-end
        ("2026-03-29 00:30+00:00", "2026-03-30 08:30+07:00", 1),  # the night Europe's clocks changed
        ("2026-03-28 20:30-05:00", "2026-03-29 21:00-04:00", 0.5),  # said in a zone that changes its clocks
        ("2026-03-30 09:00+07:00", "2026-03-30 08:00+07:00", 0),
    ],
)
def test_literal_days(start: str, end: str, expected: float) -> None:
    assert hours(start, end) == expected


def test_letters_without_segments_have_no_time_and_none_is_counted_for_another() -> None:
    starts, ends = moments("2026-03-30 08:00+07:00"), moments("2026-03-30 08:00:01.999999+07:00")

    counted = working_seconds(WorkedTime(default_calendar()), np.array([1]), starts, ends, 3)
    assert counted.tolist() == [0, 1, 0]
    empty = np.zeros(0, np.int64)
    assert working_seconds(WorkedTime(default_calendar()), empty, empty, empty, 2).tolist() == [0, 0]
    assert WorkedTime(default_calendar()).due(empty, 5, TermUnit.WORKING_DAY).tolist() == []
    with pytest.raises(IndexError):
        working_seconds(WorkedTime(default_calendar()), np.array([3]), starts, ends, 3)


def test_a_calendar_is_not_read_again_for_days_it_was_read_for() -> None:
    class Counted:
        def __init__(self) -> None:
            self.asked: list[date] = []

        def spans_on(self, day: date) -> tuple[()]:
            self.asked.append(day)
            return ()

    calendar = Counted()
    worked = WorkedTime(calendar)
    for _ in range(3):
        worked.between(moments("2026-03-30 08:00+07:00"), moments("2026-12-30 08:00+07:00"))
    assert calendar.asked.count(date(2026, 6, 1)) == 1
    for _ in range(3):  # longer than it was: read anew, once, and then all of it is there
        worked.between(moments("2024-03-30 08:00+07:00"), moments("2024-12-30 08:00+07:00"))
        worked.between(moments("2026-03-30 08:00+07:00"), moments("2026-12-30 08:00+07:00"))

    assert calendar.asked.count(date(2026, 6, 1)) == 2
    assert calendar.asked.count(date(2024, 6, 1)) == 1


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        microseconds(datetime(2026, 1, 5, 8, 0))  # noqa: DTZ001 - that is the point
