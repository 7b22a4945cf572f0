"""Who stands before whom in the emulation table: by what chance cannot explain, among agencies of one load."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.compliance.emulation import Compared, placed, standing
from backend.correspondence.response_time import wilson


def agency(code: str, in_time: int, of: int, load: int = 5) -> Compared:
    return Compared(code, code, of, load, None, wilson(in_time, of), None, partial=False)


def places(*rows: Compared) -> dict[str, int | None]:
    return {one.code: one.place for one in placed(rows)}


def test_shares_whose_intervals_meet_have_one_place() -> None:
    assert places(agency("A", 20, 25), agency("B", 18, 25)) == {"A": 1, "B": 1}


def test_only_who_is_surely_better_stands_before() -> None:
    found = places(agency("A", 300, 300), agency("B", 150, 300), agency("C", 140, 300), agency("D", 10, 300))
    assert found == {"A": 1, "B": 2, "C": 2, "D": 4}


def test_a_perfect_score_of_few_letters_stands_before_nobody_by_chance() -> None:
    assert places(agency("A", 5, 5), agency("B", 24, 29)) == {"A": 1, "B": 1}


def test_a_busy_agency_is_not_set_beside_a_small_one() -> None:
    assert places(agency("A", 5, 5), agency("B", 0, 500, load=300)) == {"A": None, "B": None}


def test_the_bands_of_today_begin_where_groups_may_be_shown() -> None:
    assert standing(date(2026, 1, 5)).begins == (5, 30, 100, 300, 1000)
    with pytest.raises(LookupError):
        standing(date(2009, 1, 1))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(5, 60)), min_size=2, max_size=12))
def test_nobody_stands_behind_an_agency_that_answers_no_better(shares: list[tuple[int, int]]) -> None:
    rows = placed([agency(f"A{place}", min(part, of), of) for place, (part, of) in enumerate(shares)])

    assert min(one.place or 0 for one in rows) == 1
    for one in rows:
        better = [other for other in rows if (other.on_time.low or 0) > (one.on_time.high or 0)]
        assert one.place == 1 + len(better)
        assert all((other.place or 0) < (one.place or 0) for other in better)
        assert all((other.on_time.value or 0) > (one.on_time.value or 0) for other in better)
