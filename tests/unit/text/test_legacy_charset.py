import json
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text.legacy_charset import LegacyCharset, charset_of_font, decode, decode_run, detect
from backend.text.legacy_tables import replaced
from backend.text.legacy_text import read_text
from backend.text.syllables import is_syllable
from tests.unit.text.old_writing import VIETNAMESE, bytes_in, written_in

CONFORMANCE = json.loads((Path(__file__).parents[3] / "rules/conformance/charset.json").read_text("utf-8"))
# The bytes that stand for no letter and for no character of another kind either
ONE_BYTE = [charset for charset in LegacyCharset if charset is not LegacyCharset.VIQR]
CAPITALS_ARE_A_FONT = {LegacyCharset.TCVN3}


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("case", CONFORMANCE["fonts"], ids=lambda case: case["name"])
def test_a_font_tells_its_charset(case: dict[str, Any]) -> None:
    font = charset_of_font(case["name"])
    assert (font and {"charset": font.charset, "capitals": font.capitals}) == case["expect"]


@pytest.mark.parametrize("case", CONFORMANCE["runs"], ids=lambda case: case["name"])
def test_a_run_reads_as_its_font_draws_it(case: dict[str, Any]) -> None:
    font = charset_of_font(case["font"])
    assert font is not None
    assert composed(decode_run(case["text"], font)) == composed(case["expect"])


@pytest.mark.parametrize("case", CONFORMANCE["decode"], ids=lambda case: f"{case['charset']} {case['text'][:20]!a}")
def test_a_text_is_decoded(case: dict[str, Any]) -> None:
    assert decode(case["text"], LegacyCharset(case["charset"])) == case["expect"]


@pytest.mark.parametrize("case", CONFORMANCE["detect"], ids=lambda case: case["name"])
def test_a_charset_is_recognised_by_content(case: dict[str, Any]) -> None:
    found = detect(case["lines"])
    assert (found and found.charset) == case["expect"]
    assert found is None or 0.75 <= found.confidence <= 1


@pytest.mark.parametrize("case", CONFORMANCE["texts"], ids=lambda case: case["name"])
def test_a_text_without_fonts_is_read_line_by_line(case: dict[str, Any]) -> None:
    read = read_text(case["lines"])
    assert {"lines": list(read.lines), "charset": read.charset, "doubtful": read.doubtful} == case["expect"]


@pytest.mark.parametrize("word", CONFORMANCE["syllables"]["vietnamese"])
def test_vietnamese_words_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", CONFORMANCE["syllables"]["other"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("charset", LegacyCharset)
@given(text=st.text(alphabet=VIETNAMESE + "bcdghklmnpqrstvx .,"))
def test_all_of_vietnamese_survives_writing_and_reading(charset: LegacyCharset, text: str) -> None:
    if charset in CAPITALS_ARE_A_FONT:
        text = text.lower()
    if charset is LegacyCharset.VIQR:  # a full stop after a vowel is a mark, dd is đ, no word has two tones
        text = " ".join(text.replace(".", ""))
    assert decode(written_in(charset, text), charset) == composed(text)


@pytest.mark.parametrize("charset", ONE_BYTE)
@given(text=st.text(alphabet=VIETNAMESE + "bcdghklmnpqrstvx .,"), cut=st.integers(0, 40))
def test_a_word_cut_anywhere_between_two_runs_reads_the_same(charset: LegacyCharset, text: str, cut: int) -> None:
    written = written_in(charset, text)
    assert composed(replaced(written[:cut], charset) + replaced(written[cut:], charset)) == decode(written, charset)


@pytest.mark.parametrize("charset", ONE_BYTE)
def test_text_taken_for_windows_1252_reads_like_text_taken_for_latin_1(charset: LegacyCharset) -> None:
    for byte in bytes_in(charset, VIETNAMESE):
        shown = bytes([byte]).decode("cp1252", "replace")
        if shown != "\ufffd":
            assert replaced(shown, charset) == replaced(chr(byte), charset)


def test_windows_1258_agrees_with_the_codec_of_the_language() -> None:
    for byte in range(0xC0, 0x100):
        letter = bytes([byte]).decode("cp1258")
        if letter in VIETNAMESE or unicodedata.combining(letter):
            assert replaced(chr(byte), LegacyCharset.CP1258) == letter


@pytest.mark.parametrize(("charset", "name"), [(LegacyCharset.VISCII, "VISCII"), (LegacyCharset.TCVN3, "TCVN5712-1")])
def test_the_tables_agree_with_iconv(charset: LegacyCharset, name: str) -> None:
    text = VIETNAMESE.lower() if charset in CAPITALS_ARE_A_FONT else VIETNAMESE
    done = subprocess.run(
        ["iconv", "-f", name, "-t", "UTF-8"], input=bytes_in(charset, text), capture_output=True, check=True
    )
    assert composed(done.stdout.decode()) == decode(written_in(charset, text), charset) == text
