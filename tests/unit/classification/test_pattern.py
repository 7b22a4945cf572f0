import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.classification.pattern import check_pattern, compile_pattern
from backend.errors import BundleError


@pytest.mark.parametrize(
    "pattern",
    [
        "Số: [0-9]{1,4}/UBND",
        "a\\.b",
        "a(?:b|c)?d",
        "a(?:b|c){2}d",
        "a[x-z]{0,80}b[x-z]{0,80}c",
        "a-b",
        "tối {0,3}mật",
        "a[\\]\\-]b",
        "aậ{1,2}b",
    ],
)
def test_the_restricted_subset_is_accepted(pattern: str) -> None:
    check_pattern(pattern, pattern[0])


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a.b", "not allowed"),
        ("^ab", "not allowed"),
        ("ab$", "not allowed"),
        ("ab*", "not allowed"),
        ("ab+", "not allowed"),
        ("a(b)", "not allowed"),
        ("a(?=b)", "not allowed"),
        ("a(?i)b", "not allowed"),
        ("a\\bc", "not allowed"),
        ("a\\wc", "not allowed"),
        ("a\\1", "not allowed"),
        ("a[^b]", "plain list"),
        ("a[\\d]", "plain list"),
        ("a[b", "not allowed"),
        ("a\\-b", "not allowed"),
        ("ab\\", "not allowed"),
        ("a[]", "not allowed"),
        ("a[b-]", "plain list"),
        ("a[b-c-d]", "plain list"),
        ("a[[:alpha:]", "plain list"),
        ("a[z-b]", "plain list"),
        ("ab{0,81}", "at most 80"),
        ("ab{3,2}", "at most 80"),
        ("ab{0}", "at most 80"),
        ("a?{2}", "repeats nothing"),
        ("a(?:?b)", "repeats nothing"),
        ("a|{2}", "repeats nothing"),
        ("a(?:b{2}){3}", "inside a quantified group"),
        ("a(?:(?:b?)c){3}", "inside a quantified group"),
        ("ab{0,9}c{0,9}d{0,9}", "more than 2 gaps"),
        ("a(?:b", "stays open"),
        ("a(?:b))", "closes nothing"),
        ("b", "without its literal"),
        ("a?b", "without its literal"),
        ("a{0,3}b", "without its literal"),
        ("a|b", "without its literal"),
        ("[a]b", "without its literal"),
        ("(?:a|c)b", "without its literal"),
    ],
)
def test_what_two_engines_might_read_differently_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(BundleError, match=reason):
        check_pattern(pattern, "a")


def test_what_re2_does_not_take_is_refused_though_it_looks_plain() -> None:
    with pytest.raises(BundleError, match="surrogates"):
        compile_pattern("a\ud800")


def test_the_literal_may_not_reach_over_what_may_be_absent() -> None:
    with pytest.raises(BundleError, match="without its literal"):
        check_pattern("ab?c", "abc")
    with pytest.raises(BundleError, match="without its literal"):
        check_pattern("ab{1,2}c", "bc")
    check_pattern("ab{1,2}c", "ab")


_ATOMS = st.sampled_from(["a", "ậ", "Đ", " ", "-", "\\.", "\\/", "[a-cđ]", "[0-9\\-]", "(?:ab|ậ)", "(?:a|b|c)"])
_REPEATS = st.sampled_from(["", "", "?", "{2}", "{0,3}", "{1,8}"])
_PATTERNS = st.lists(st.tuples(_ATOMS, _REPEATS).map("".join), max_size=6).map(lambda atoms: "mật" + "".join(atoms))


@given(_PATTERNS, st.text(alphabet="abcậđĐ0-./ mt", max_size=40))
def test_re2_finds_what_a_backtracking_engine_finds(pattern: str, text: str) -> None:
    check_pattern(pattern, "mật")
    written = text + "mật" + text

    by_re2 = [found.span() for found in compile_pattern(pattern).finditer(written)]

    assert by_re2 == [found.span() for found in re.finditer(pattern, written)]
