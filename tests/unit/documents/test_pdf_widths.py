"""Widths of lines by tables over bytes are those of their letters one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.documents.pdf_widths import WidthTables, in_bytes

EM = 13.0
LETTERS = "abcđêộỨ 0.–"
WIDTHS = st.fixed_dictionaries({letter: st.floats(min_value=0, max_value=2 * EM) for letter in LETTERS})


@given(WIDTHS, st.text(alphabet=LETTERS, max_size=700))
def test_a_line_is_as_wide_as_its_letters(widths: dict[str, float], line: str) -> None:
    written = in_bytes(line)

    assert written is not None
    assert WidthTables(EM, widths).width_of(written) == pytest.approx(
        sum(map(widths.__getitem__, line)), abs=len(line) * EM / (1 << 15) + 1e-6
    )


def test_a_letter_met_later_is_known_from_then_on() -> None:
    widths = {"a": 6.0}
    tables = WidthTables(EM, widths)
    with pytest.raises(KeyError):
        tables.width_of(in_bytes("ab") or b"")

    widths["b"] = 7.0

    assert tables.width_of(in_bytes("ab") or b"") == pytest.approx(13.0, abs=0.01)


@pytest.mark.parametrize("text", ["a\x00", "\u0302", "\u00a0", "ä", "\u0430", "\x02"])
def test_what_is_no_common_letter_has_no_byte(text: str) -> None:
    assert in_bytes(text) is None
