import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text.charset import Charset, charset_of
from backend.text.normalise import accented, accented_lines, is_word_character, joined, standing_alone, tone_stripped
from tests.unit.text.old_writing import VIETNAMESE

CASES = json.loads((Path(__file__).parents[3] / "rules/conformance/normalise.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_views_are_as_the_conformance_file_says(case: dict[str, Any]) -> None:
    expected = case["expect"]

    assert accented(case["text"]) == expected["accented"]
    assert joined(case["text"]) == expected["joined"]
    if "alone" in expected:
        assert standing_alone(accented(case["text"])) == expected["alone"]
    if "plain" in expected:
        assert tone_stripped(accented(case["text"])) == expected["plain"]


@given(st.text())
def test_reading_twice_is_reading_once(text: str) -> None:
    assert accented(accented(text)) == accented(text)


@given(st.text(alphabet=VIETNAMESE + "bcmnt .-_·"))
def test_vietnamese_read_twice_is_read_once(text: str) -> None:
    assert accented(accented(text)) == accented(text)


@given(st.lists(st.text(alphabet=VIETNAMESE + "MТ.- \n\u00ad\u2028\u00a0\u0302", max_size=8)))
def test_lines_read_together_read_like_each_by_itself(lines: list[str]) -> None:
    assert accented_lines(lines) == tuple(map(accented, lines))


@given(st.text(alphabet="aăâeêioôơuưyđAĂÂĐ òáảõạằấẻễỉốờúữỳ"))
def test_composed_and_decomposed_text_read_alike(text: str) -> None:
    assert accented(unicodedata.normalize("NFD", text)) == accented(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("character", ["a", "Ậ", "đ", "7", "\u0323", "Ж"])
def test_letters_digits_and_marks_make_words(character: str) -> None:
    assert is_word_character(character)


@pytest.mark.parametrize("character", [" ", "-", "_", ".", "│", "“"])
def test_punctuation_makes_no_words(character: str) -> None:
    assert not is_word_character(character)


def test_the_charset_tells_composed_from_decomposed_text() -> None:
    assert charset_of(["Công văn"]) is Charset.UTF8_NFC
    assert charset_of(["Công văn", "Co\u0302ng va\u0306n"]) is Charset.UTF8_NFD


def test_without_text_no_charset_is_claimed() -> None:
    assert charset_of([]) is Charset.OTHER


def test_a_character_loses_its_tones_in_common_text_as_it_does_beside_a_rare_one() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x11000)):
        assert tone_stripped(chr(code)) == tone_stripped(f"{chr(code)}\u0416")[0]
