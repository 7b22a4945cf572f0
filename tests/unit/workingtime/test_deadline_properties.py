"""What holds for every term, moment and calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.workingtime.calendar import Calendar, DayKind, SpecialDay
from backend.workingtime.deadline import TermUnit, count_term, due_before, due_on, extend_term
from tests.unit.workingtime.random_calendars import DAYS, calendars

MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2024, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes with `timezones`
ENOUGH = settings(max_examples=60, deadline=None)
TERMS = st.integers(0, 40)
UNITS = st.sampled_from(TermUnit)
HOLIDAY = SpecialDay(DayKind.HOLIDAY, "nghỉ thêm", "QĐ 9", "K")


@ENOUGH
@given(calendars, MOMENTS, TERMS, UNITS)
def test_a_term_ends_after_it_began_at_the_end_of_a_working_day(
    calendar: Calendar, start: datetime, days: int, unit: TermUnit
) -> None:
    term = count_term(start, days, unit, calendar)

    assert term.due_at > start
    assert term.due_at.date() == term.last_day
    assert term.due_at.time() == calendar.spans_on(term.last_day)[-1][1]
    assert term.first_day <= term.last_day
    assert all(not calendar.is_working_day(day) for day, _ in term.passed_over)


@ENOUGH
@given(calendars, MOMENTS, MOMENTS, TERMS, UNITS)
def test_what_came_later_is_never_due_earlier(
    calendar: Calendar, one: datetime, two: datetime, days: int, unit: TermUnit
) -> None:
    earlier, later = sorted((one, two))

    assert count_term(earlier, days, unit, calendar).due_at <= count_term(later, days, unit, calendar).due_at


@ENOUGH
@given(calendars, MOMENTS, TERMS, TERMS, UNITS)
def test_a_longer_term_is_never_due_earlier(
    calendar: Calendar, start: datetime, one: int, two: int, unit: TermUnit
) -> None:
    short, long = sorted((one, two))

    assert count_term(start, short, unit, calendar).due_at <= count_term(start, long, unit, calendar).due_at


@ENOUGH
@given(calendars, MOMENTS, TERMS, UNITS, DAYS)
def test_one_more_holiday_never_brings_a_due_date_forward(
    calendar: Calendar, start: datetime, days: int, unit: TermUnit, day: date
) -> None:
    with_holiday = replace(calendar, special={**calendar.special, day: HOLIDAY})

    assert count_term(start, days, unit, calendar).due_at <= count_term(start, days, unit, with_holiday).due_at


@ENOUGH
@given(calendars, MOMENTS, TERMS)
def test_working_days_are_never_shorter_than_calendar_days(calendar: Calendar, start: datetime, days: int) -> None:
    in_calendar_days = count_term(start, days, TermUnit.CALENDAR_DAY, calendar)

    assert in_calendar_days.due_at <= count_term(start, days, TermUnit.WORKING_DAY, calendar).due_at


@ENOUGH
@given(calendars, MOMENTS, TERMS, UNITS, st.integers(1, 40), UNITS)
def test_an_extension_never_shortens_a_term(
    calendar: Calendar, start: datetime, days: int, unit: TermUnit, more: int, more_unit: TermUnit
) -> None:
    term = count_term(start, days, unit, calendar)
    longer = extend_term(term, more, more_unit, calendar)

    assert longer.due_at >= term.due_at
    assert longer.first_day == term.first_day
    assert len({day for day, _ in longer.passed_over}) == len(longer.passed_over)


@ENOUGH
@given(calendars, MOMENTS, st.integers(1, 40), st.integers(1, 40), UNITS)
def test_an_extension_in_the_same_unit_is_the_longer_term(
    calendar: Calendar, start: datetime, days: int, more: int, unit: TermUnit
) -> None:
    extended = extend_term(count_term(start, days, unit, calendar), more, unit, calendar)

    assert extended == count_term(start, days + more, unit, calendar)


@ENOUGH
@given(calendars, DAYS)
def test_a_named_day_is_never_overrun(calendar: Calendar, day: date) -> None:
    assert due_before(day, calendar).date() < day
    assert due_before(day, calendar) <= due_on(day, calendar)
    assert due_on(day, calendar).date() <= day
    assert calendar.is_working_day(due_on(day, calendar).date())
