"""What holds for all moments: additive, never negative, monotone, and the same as counting minute by minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.clock import VIETNAM
from backend.workingtime.data import default_calendar
from backend.workingtime.hours import working_time_between
from backend.workingtime.steps import steps_between

CALENDAR = default_calendar()
MOMENTS = st.datetimes(datetime(2025, 12, 20), datetime(2026, 9, 20), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes with `timezones`


@given(MOMENTS, MOMENTS, MOMENTS)
def test_time_is_additive(one: datetime, two: datetime, three: datetime) -> None:
    start, middle, end = sorted((one, two, three))

    whole = working_time_between(start, end, CALENDAR)
    assert whole == working_time_between(start, middle, CALENDAR) + working_time_between(middle, end, CALENDAR)


@given(MOMENTS, MOMENTS)
def test_time_is_never_negative_and_never_more_than_what_passed(start: datetime, end: datetime) -> None:
    worked = working_time_between(start, end, CALENDAR)

    assert timedelta() <= worked <= max(end - start, timedelta())


@given(MOMENTS, MOMENTS, MOMENTS)
def test_a_later_end_is_never_less(one: datetime, two: datetime, three: datetime) -> None:
    start, end, later = sorted((one, two, three))

    assert working_time_between(start, end, CALENDAR) <= working_time_between(start, later, CALENDAR)


@settings(max_examples=20, deadline=None)
@given(MOMENTS, st.integers(0, 4 * 24 * 60))
def test_it_is_what_a_clerk_counts_minute_by_minute(moment: datetime, minutes: int) -> None:
    start = moment.replace(second=0, microsecond=0)

    counted = sum(_is_worked(start + timedelta(minutes=minute)) for minute in range(minutes))
    assert working_time_between(start, start + timedelta(minutes=minutes), CALENDAR) == timedelta(minutes=counted)


@given(MOMENTS, MOMENTS)
def test_steps_cover_everything_and_their_counted_part_is_the_working_time(one: datetime, two: datetime) -> None:
    start, end = sorted((one, two))
    steps = steps_between(start, end, CALENDAR)

    assert sum((step.end - step.start for step in steps), timedelta()) == end - start
    assert all(step.end == following.start for step, following in pairwise(steps))
    counted = sum((step.end - step.start for step in steps if step.counted), timedelta())
    assert counted == working_time_between(start, end, CALENDAR)


def _is_worked(moment: datetime) -> bool:
    local = moment.astimezone(VIETNAM)
    return any(begins <= local.time() < finishes for begins, finishes in CALENDAR.spans_on(local.date()))
