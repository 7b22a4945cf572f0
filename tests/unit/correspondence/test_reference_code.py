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


def test_an_agency_may_have_its_own_prefix() -> None:
    assert new_code("H55.05", date(2026, 1, 5), "KHCN").startswith("KHCN.H55.05-260105-")


def test_the_check_character_is_that_of_iso_7064() -> None:
    # ISO/IEC 7064 MOD 37,36 over "A12425GABC1234002" gives "M" (the example of ISO 15706, ISAN and GRid).
    assert check_character("A12425GABC1234002") == "M"


def test_a_code_may_be_typed_in_small_letters_and_with_spaces() -> None:
    code = new_code("H55.05", date(2026, 1, 5))

    assert tidy(f"  {code[:9].lower()} {code[9:]} ") == code


@given(st.data())
def test_every_wrong_character_and_every_exchanged_pair_is_found(data: st.DataObject) -> None:
    code = new_code("H55.05", date(2026, 1, 5))
    places = [place for place, sign in enumerate(code) if sign in SIGNS]
    index = data.draw(st.integers(0, len(places) - 1))
    place = places[index]
    wrong = data.draw(st.sampled_from(SIGNS.replace(code[place], "")))
    assert not is_well_formed(code[:place] + wrong + code[place + 1 :])

    other = places[index - 1]
    if index and code[place] != code[other]:
        signs = list(code)
        signs[place], signs[other] = signs[other], signs[place]
        assert not is_well_formed("".join(signs))
