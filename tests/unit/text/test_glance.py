"""A glance says of any text what the patterns say one by one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text import legacy_detection, normalise
from backend.text.glance import Glance

ALPHABET = "ậâụyêỤYÊ .-·M\n\u00ad\u00a0\u0302\u2010\u2500đ^ao\u00c4\u00f5\u0152\uf020\U000e0020"


@pytest.mark.parametrize(
    ("glance", "patterns"),
    [
        (normalise._SEES_ODD, [normalise.UNUSUAL, normalise._PERHAPS_APART]),
        (
            legacy_detection._SEES_ODD,
            [legacy_detection._FOREIGN, legacy_detection._ACCENTS_IN_A_ROW, legacy_detection._VIQR],
        ),
    ],
)
@given(text=st.text(alphabet=ALPHABET, max_size=12) | st.text(max_size=8))
def test_a_glance_finds_what_one_of_its_patterns_finds(
    text: str, glance: Glance, patterns: list[re.Pattern[str]]
) -> None:
    assert glance.finds(text) == any(pattern.search(text) for pattern in patterns)


def test_of_what_is_no_text_a_glance_says_that_something_may_be_there() -> None:
    assert Glance(["a"]).finds("\ud800")


@given(st.text(alphabet="òùìỳừÙỲaeyâêôơưouiăÊƠYđ \n", max_size=20))
def test_tones_placed_pair_by_pair_are_placed_as_one_by_one(page: str) -> None:
    assert normalise._with_tones_well_placed(page) == normalise._with_each_tone_well_placed(page)
