"""Of a roster it is said who is on duty, who comes next, and when nobody is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.compliance.duty_models import DutyTurn
from backend.compliance.rostering import gaps, next_on_duty, on_duty

MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)
WEEK = 7 * 24


def at(hour: int) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def turn(begins: int, ends: int) -> DutyTurn:
    return DutyTurn(id=f"{begins}-{ends}", begins_at=at(begins), ends_at=at(ends))


def test_a_turn_holds_from_its_beginning_until_before_its_end() -> None:
    night, day = turn(22, 31), turn(31, 38)

    assert on_duty([night, day], at(22)) == [night]
    assert on_duty([night, day], at(31)) == [day]
    assert on_duty([night, day], at(38)) == []


def test_next_are_those_who_begin_first_after_now() -> None:
    night, day, desk = turn(22, 31), turn(31, 38), turn(31, 35)

    assert next_on_duty([night, day, desk], at(23)) == [day, desk]
    assert next_on_duty([night], at(23)) == []


def test_hours_of_nobody_are_told() -> None:
    assert gaps([turn(2, 5), turn(4, 8), turn(10, 12)], at(0), at(12)) == [(at(0), at(2)), (at(8), at(10))]
    assert gaps([], at(0), at(WEEK)) == [(at(0), at(WEEK))]
    assert gaps([turn(-5, WEEK + 1)], at(0), at(WEEK)) == []
    assert gaps([turn(13, 14)], at(0), at(12)) == [(at(0), at(12))]


@given(st.lists(st.tuples(st.integers(-30, 200), st.integers(1, 40)), max_size=8))
def test_every_hour_has_somebody_or_is_in_a_gap_and_never_both(spans: list[tuple[int, int]]) -> None:
    turns = [turn(begins, begins + length) for begins, length in spans]
    found = gaps(turns, at(0), at(WEEK))

    for hour in range(WEEK):
        in_gap = any(since <= at(hour) < until for since, until in found)
        assert in_gap is not bool(on_duty(turns, at(hour)))
