import pytest

from backend.classification.pattern import check_pattern
from backend.errors import BundleError


@pytest.mark.parametrize(
    "pattern",
    ["Số: [0-9]{1,4}/UBND", "a\\.b", "a(?:b|c)?d", "a[x-z]{0,80}b[x-z]{0,80}c", "a-b", "tối {0,3}mật", "a[\\]\\-]b"],
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
        ("a{0,81}", "above 80"),
        ("a(?:b{2}){3}", "inside a quantified group"),
        ("a(?:(?:b?)c){3}", "inside a quantified group"),
        ("ab{0,9}c{0,9}d{0,9}", "more than 2 gaps"),
        ("a(?:b", "stays open"),
        ("a(?:b))", "closes nothing"),
        ("b", "must contain its literal"),
    ],
)
def test_what_two_engines_might_read_differently_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(BundleError, match=reason):
        check_pattern(pattern, "a")
