"""What people type must find whom they mean: typed without accents, in another order, in initials, with a typo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.directory.search_answer import FIRST_AT_MOST, Asker, answer
from backend.directory.search_index import SearchIndex
from backend.directory.search_terms import bare_terms
from tests.unit.directory.searchable import AT_HEALTH, COLLEAGUE, PEOPLE, local_parts, province


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.of(province())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("so tttt", "sokhcn"),  # initials of what it was called before
        ("stttt", "sokhcn"),
        ("sở thông tin", "sokhcn"),
        ("skhcn", "sokhcn"),
        ("SỞ KH&CN", "sokhcn"),
        ("vp ubnd", "vpubnd"),
        ("vpubnd", "vpubnd"),
        ("ubnd phu luong", "phuluong"),
        ("xa phu luong", "phuluong"),
        ("phuluong", "phuluong"),
        ("ttyt phu l", "ttytphuluong"),
        ("yen binh", "yenbinh"),
        ("binh yen", "binhyen"),
        ("Văn Lăng", "vanlang.donghy"),
        ("Văn Lang", "vanlang"),
        ("điềm thụy", "diemthuy"),  # written with the tone elsewhere
        ("diem thuy", "diemthuy"),
        ("nguyen van an", "annv.sokhcn"),
        ("an nguyen van", "annv.sokhcn"),
        ("nguyenvanan", "annv.sokhcn"),
        ("ng v an", "annv.sokhcn"),
        ("do van an", "andv.soyte"),
        ("đỗ", "andv.soyte"),
        ("bùi thị hoà", "hoabt.yenbinh"),
        ("ke toan so y te", "halt.soyte"),
        ("an chuyen doi so", "annv.sokhcn"),
        ("giam doc so y te", "giamdoc.soyte"),
        ("vu duc long", "giamdoc.soyte"),
        ("annv", "annv.sokhcn"),
        ("annv.sokhcn@thainguyen.gov.vn", "annv.sokhcn"),
        ("gd@backan.gov.vn", "giamdoc.soyte"),
        ("0208 3855 123", "sokhcn"),
        ("3855123", "sokhcn"),
        ("+84 208 3712345", "halt.soyte"),
        ("khoa hoc cong nghe", "sokhcn"),
        ("nguyen vam an", "annv.sokhcn"),
        ("nguyne van an", "annv.sokhcn"),
        ("nguyeen van an", "annv.sokhcn"),
        ("dien thuy", "diemthuy"),
        ("hoc cong nge", "sokhcn"),
    ],
)
def test_what_is_typed_finds_first_who_is_meant(index: SearchIndex, typed: str, wanted: str) -> None:
    assert local_parts(index, typed)[:1] == [wanted]


def test_a_piece_of_a_word_finds_it_where_nothing_else_does(index: SearchIndex) -> None:
    assert "ttytphuluong" in local_parts(index, "tphuluong")


@pytest.mark.parametrize("typed", ["thainguyen", "gov", "gov.vn", "@thainguyen.gov.vn", "thainguyengovvn"])
def test_the_domain_finds_nobody(index: SearchIndex, typed: str) -> None:
    found = local_parts(index, typed, first=50)

    assert not set(found) & set(PEOPLE)
    assert set(found) <= {"ubnd"}  # "tỉnh Thái Nguyên" is its own name


@pytest.mark.parametrize("typed", ["", "   ", "@", "!?", '"', "*", "own:", "a AND", "NEAR(", "\0"])
def test_what_says_nothing_is_answered_all_the_same(index: SearchIndex, typed: str) -> None:
    assert len(answer(index, typed, COLLEAGUE, 5)) <= 5


def test_accents_typed_put_those_first_who_have_them_so(index: SearchIndex) -> None:
    assert local_parts(index, "hà")[0] == "halt.soyte"
    assert local_parts(index, "hạ")[0] == "hantt.phuluong"
    assert set(local_parts(index, "ha")) >= {"halt.soyte", "hantt.phuluong"}


def test_the_askers_own_surroundings_come_first(index: SearchIndex) -> None:
    assert local_parts(index, "van an", AT_HEALTH)[0] == "andv.soyte"
    assert local_parts(index, "nguyen", AT_HEALTH)[0] == "anhnv.soyte"
    assert local_parts(index, "van an", Asker("H55.05.01", "H55.05", public=False))[0] == "annv.sokhcn"


def test_a_name_typed_in_full_goes_before_a_longer_one_next_door(index: SearchIndex) -> None:
    assert local_parts(index, "nguyen van an", AT_HEALTH) == ["annv.sokhcn", "anhnv.soyte"]


def test_the_public_finds_what_is_published_and_no_colleague(index: SearchIndex) -> None:
    public = Asker()

    assert local_parts(index, "so y te", public)[0] == "soyte"
    assert local_parts(index, "giam doc so y te", public) == ["giamdoc.soyte"]
    for typed in ("nguyen", "an", "halt", "vu duc long", "nguyenthikim", "thikim", "ke toan", "3712345"):
        assert not set(local_parts(index, typed, public, first=50)) & {*PEOPLE, "nguyenthikim"}, typed
    assert [entry.title for entry in answer(index, "giam doc", public, 5)] == ["Giám đốc - Sở Y tế"]


def test_a_colleague_finds_the_person_at_a_desk_not_the_desk_twice(index: SearchIndex) -> None:
    assert [entry.title for entry in answer(index, "giam doc so y te", COLLEAGUE, 5)] == ["Vũ Đức Long"]


def test_no_more_are_answered_than_may_be(index: SearchIndex) -> None:
    assert len(answer(index, "n", COLLEAGUE, 3)) == 3
    assert len(answer(index, "u", COLLEAGUE, 10_000)) <= FIRST_AT_MOST
    assert answer(index, "n", COLLEAGUE, 0) == []


NAMES = {box: bare_terms(name) for box, (name, _, _) in PEOPLE.items()}


@given(st.data())
def test_every_beginning_of_a_name_finds_it(index: SearchIndex, data: st.DataObject) -> None:
    box = data.draw(st.sampled_from(sorted(NAMES)))
    name = " ".join(NAMES[box])
    typed = name[: data.draw(st.integers(1, len(name)))]

    assert box in local_parts(index, typed, first=FIRST_AT_MOST), typed


@given(st.data())
def test_the_words_of_a_name_find_it_in_any_order(index: SearchIndex, data: st.DataObject) -> None:
    box = data.draw(st.sampled_from(sorted(NAMES)))
    typed = " ".join(data.draw(st.permutations(NAMES[box])))

    assert box in local_parts(index, typed, first=FIRST_AT_MOST), typed


@given(st.text(max_size=30))
def test_nothing_that_can_be_typed_breaks_the_search(index: SearchIndex, typed: str) -> None:
    assert len(answer(index, typed, AT_HEALTH, 5)) <= 5
