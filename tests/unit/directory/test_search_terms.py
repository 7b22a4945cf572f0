"""One spelling for what stands in the directory and what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.directory.search_terms import (
    TERMS_AT_MOST,
    agency_terms,
    bare_terms,
    local_part_terms,
    telephone_terms,
    typed_terms,
)
from backend.directory.search_typos import MEANT_AT_MOST, meant


@given(st.text(max_size=40))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = bare_terms(text)

    assert bare_terms(" ".join(once)) == once


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Sở Khoa học và Công nghệ", ("so", "khoa", "hoc", "va", "cong", "nghe")),
        ("Đỗ Đình ĐIỀM", ("do", "dinh", "diem")),
        ("HOÀ hòa Thuỵ THỤY", ("hoa", "hoa", "thuy", "thuy")),
        ("Ho\u0300a", ("hoa",)),  # decomposed
        ("KH&CN, LĐ-TB&XH", ("khcn", "ld", "tbxh")),
        ("hantt2.tanky", ("hantt2", "tanky")),
        ("Phòng Nghiệp vụ 1", ("phong", "nghiep", "vu", "1")),
    ],
)
def test_terms_have_neither_tones_nor_marks(text: str, terms: tuple[str, ...]) -> None:
    assert bare_terms(text) == terms


def test_only_the_part_before_the_at_sign_is_looked_for() -> None:
    assert typed_terms("an.nguyen@thainguyen.gov.vn") == ("an", "nguyen")
    assert set(local_part_terms("giamdoc.soyte@thainguyen.gov.vn")) == {"giamdoc", "soyte", "giamdocsoyte"}


def test_a_word_typed_twice_is_looked_for_once_and_a_page_of_text_not_whole() -> None:
    assert typed_terms("an an AN") == ("an",)
    assert len(typed_terms(" ".join(f"w{number}" for number in range(99)))) == TERMS_AT_MOST


def test_a_telephone_number_is_found_with_and_without_its_area_code_however_it_is_written() -> None:
    assert set(telephone_terms("0208.3855.123")) == {"02083855123", "3855123"}
    assert set(telephone_terms("+84 208 3855 123")) == {"02083855123", "3855123"}
    assert set(telephone_terms("")) == set()
    assert typed_terms("(0208) 3855 123") == ("02083855123",)


def test_the_usual_initials_of_an_agency_are_among_its_terms() -> None:
    assert {"khcn", "skhcn", "stttt", "tttt"} <= set(
        agency_terms(["Sở Khoa học và Công nghệ", "Sở Thông tin và Truyền thông"], "")
    )
    assert {"ubnd", "vp", "vpubnd"} <= set(agency_terms(["Văn phòng Ủy ban nhân dân tỉnh"], ""))


@pytest.mark.parametrize("typed", ["nguyn", "nguyeen", "nguyem", "ngueyn"])
def test_one_letter_missing_too_many_wrong_or_swapped_is_a_typo(typed: str) -> None:
    assert meant(typed, ["tran", "nguyen", "le"]) == ["nguyen"]


def test_two_letters_wrong_a_short_word_and_figures_are_not_guessed_at() -> None:
    assert meant("ngyem", ["nguyen"]) == []
    assert meant("le", ["la", "li"]) == []
    assert meant("0208", ["0209"]) == []


def test_of_many_words_that_may_be_meant_the_commonest_are_tried() -> None:
    words = [f"hoan{letter}" for letter in "abcdefghi"]

    assert meant("hoanz", words) == words[:MEANT_AT_MOST]
