"""Codes citizens type."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.reference_code import check_character, is_well_formed, new_code, tidy

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_a_code_names_agency_and_day_and_ends_in_its_check_character() -> None:
    code = new_code("H55.05", date(2026, 1, 5))

    assert code.startswith("TDT.H55.05-260105-")
    assert len(code) == len("TDT.H55.05-260105-XXXXC")
    assert is_well_formed(code)


def test_a_code_of_something_else_is_not_one() -> None:
    other = "HS.H55.05-260105-0001"

    assert not is_well_formed(other + check_character(other))


def test_the_check_character_is_that_of_iso_7064() -> None:
    # ISO/IEC 7064 MOD 37,36 over "A12425GABC1234002" gives "M" (the example of ISO 15706, ISAN and GRid).
    assert check_character("A12425GABC1234002") == "M"


def test_a_code_may_be_typed_in_small_letters_and_with_spaces() -> None:
    code = new_code("H55.05", date(2026, 1, 5))

    assert tidy(f"  {code[:9].lower()} {code[9:]} ") == code


@given(st.data())
def test_every_wrong_character_is_found(data: st.DataObject) -> None:
    code = new_code("H55.05", date(2026, 1, 5))
    place = data.draw(st.sampled_from([place for place, sign in enumerate(code) if sign in SIGNS]))
    wrong = data.draw(st.sampled_from(SIGNS.replace(code[place], "")))

    assert not is_well_formed(code[:place] + wrong + code[place + 1 :])


def test_exchanged_neighbours_are_found() -> None:
    unchecked = "TDT.H55.05-260105-7KQ2"
    code = unchecked + check_character(unchecked)

    assert is_well_formed(code)
    for exchanged in ("K7Q2", "7QK2", "7K2Q"):
        assert not is_well_formed(f"TDT.H55.05-260105-{exchanged}{code[-1]}")
