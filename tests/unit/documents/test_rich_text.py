"""Rich text that is damaged, nested, or made to hide something: found all the same, and never clean."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction

WORDS = [
    *(
        r"{\rtf1\ansi ",
        "{",
        "}",
        r"{\*\x ",
        r"{\fonttbl{\f0 .VnTime;}}",
        r"{\header ",
        r"{\field{\*\fldinst ",
        r"{\pict ",
    ),
    *(
        r"\u7852?",
        r"\'cb",
        r"\par ",
        r"\cell ",
        r"\f0 ",
        r"\caps ",
        r"\v ",
        r"\bin4 abcd",
        r"\uc3 ",
        "MẬT",
        "\\",
        "\\'",
        " ",
    ),
    *(
        r"{\object{\*\objdata ",
        "0105000002000000",
        r"{\sp{\sn gtextUNICODE}{\sv ",
        r"{\upr{a}{\*\ud{",
        r"\plain ",
        "\n",
    ),
]


def read(text: str | bytes) -> Extraction:
    return extract(text.encode() if isinstance(text, str) else text, "x", Limits())


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def test_a_hundred_thousand_open_braces_are_not_gone_into() -> None:
    found = read(r"{\rtf1 " + "{" * 100_000 + r"T\u7888?I M\u7852?T")
    assert lines(found) == ["TỐI MẬT"]
    assert [part.reason.value for part in found.unreadable] == ["corrupt"]


def test_a_megabyte_of_rich_text_takes_seconds_at_most() -> None:
    began = time.monotonic()
    found = read(r"{\rtf1 " + r"\pard\plain\f0\fs24 C\u244?ng v\u259?n s\u7889? 12\par" * 20_000 + "}")
    assert len(lines(found)) == 20_000
    assert time.monotonic() - began < 20


def test_a_picture_whose_digits_are_broken_up_goes_to_its_reader() -> None:
    digits = b"GIF89a".hex()
    found = read(r"{\rtf1 {\pict\pngblip " + "\r\n".join(re.findall("..", digits)) + "}}")
    assert [part.path for part in found.unreadable] == ["picture1"]


def test_words_before_a_mark_cut_off_are_kept_apart_from_what_follows() -> None:
    assert lines(read(r"{\rtf1 T\u7888?I M\u7852?T\par\pard V\u7873? vi\u7879?c")) == ["TỐI MẬT", "Về việc"]


def test_what_looks_like_a_pdf_too_is_never_clean() -> None:
    found = read(r"{\rtf1 %PDF-1.4 M\u7852?T}")
    assert lines(found) == ["%PDF-1.4 MẬT"]
    assert [part.reason.value for part in found.unreadable] == ["corrupt"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_mixture_of_control_words_is_read_without_a_stumble(words: list[str]) -> None:
    found = read(r"{\rtf1 M\u7852?T\par " + "".join(words))
    assert "MẬT" in lines(found)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_behind_a_mark_leave_it_found(data: bytes) -> None:
    assert "MẬT" in lines(read(rb"{\rtf1 M\u7852?T\par " + data))
