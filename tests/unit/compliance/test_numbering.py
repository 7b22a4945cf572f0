"""Numbers and symbols, and which numbers of a year are in no row."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.compliance.numbering import Symbol, gaps, read_symbol
from backend.compliance.terms import NumberGap


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("15/QĐ-UBND", "15/QĐ-UBND"),
        ("5/UBND-VX", "05/UBND-VX"),
        ("006 / QC-TT.HĐND - UBND", "06/QC-TT.HĐND-UBND"),
        ("34/2008/CT-TTg", "34/2008/CT-TTg"),
        ("15a/QĐ-UBND", "15a/QĐ-UBND"),
    ],
)
def test_a_number_and_symbol_has_one_form(written: str, read: str) -> None:
    found = read_symbol(written)
    assert found is not None
    assert found.text == read


@pytest.mark.parametrize("written", ["", "QĐ-UBND", "15", "15/", "số 15/QĐ", "1234567/QĐ", "1/" + "Q" * 60])
def test_what_is_no_number_and_symbol_is_none(written: str) -> None:
    assert read_symbol(written) is None


def symbols(*written: str) -> list[Symbol]:
    return [found for one in written if (found := read_symbol(one)) is not None]


def test_series_with_numbers_of_their_own_have_gaps_of_their_own() -> None:
    found = gaps(symbols("1/QĐ-SKHCN", "4/QĐ-SKHCN", "1/SKHCN-VP", "2/SKHCN-VP", "4/SKHCN-VP"))

    assert found == [NumberGap("QĐ-SKHCN", 2, 3), NumberGap("SKHCN-VP", 3, 3)]


def test_where_no_number_occurs_twice_the_year_has_one_sequence() -> None:
    assert gaps(symbols("1/QĐ-SKHCN", "2/SKHCN-VP", "4/QĐ-SKHCN")) == [NumberGap("", 3, 3)]


def test_a_second_paper_under_one_number_opens_no_gap() -> None:
    assert gaps(symbols("1/QĐ-SKHCN", "2/QĐ-SKHCN", "2a/QĐ-SKHCN", "3/QĐ-SKHCN")) == []


@given(some.sets(some.integers(1, 60), min_size=1))
def test_gaps_and_numbers_make_up_the_whole_run_and_never_meet(numbers: set[int]) -> None:
    found = gaps([Symbol(number, "", "QĐ") for number in numbers])

    missing = {number for gap in found for number in range(gap.first, gap.last + 1)}
    assert missing | numbers == set(range(min(numbers), max(numbers) + 1))
    assert not missing & numbers
