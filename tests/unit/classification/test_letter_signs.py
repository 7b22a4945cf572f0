"""The signs of rules/letters, by the vectors beside them; and that nothing but flags and codes comes out."""

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.classification.letter_signs import LetterSigns, LetterText, shipped_signs
from backend.rules_folder import rules_dir

CASES = json.loads((rules_dir() / "letters" / "signs.test.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_vectors_of_signs(case: dict[str, Any]) -> None:
    text = LetterText([case.get("subject", "")], case.get("body", []), case.get("papers", []), case.get("files", []))
    signs = shipped_signs().read(text)

    found = {"shielded": signs.shielded, "dossiers": list(signs.dossiers)}
    found |= {"tax_code": signs.tax_code, "status_asked": signs.status_asked, "answers_us": signs.answers_us}
    assert {name: found[name] for name in case["expect"]} == case["expect"]


def test_every_sign_has_vectors_of_both_outcomes() -> None:
    outcomes = {(name, bool(value)) for case in CASES for name, value in case["expect"].items()}

    assert outcomes == {(field.name, there) for field in fields(LetterSigns) for there in (True, False)}


def test_a_letter_without_signs_leaves_no_key_in_its_record() -> None:
    assert shipped_signs().read(LetterText(["Xin hỏi"], ["Kính gửi Sở."])).record() == {}


@given(st.lists(st.text(max_size=60), max_size=8), st.lists(st.text(max_size=60), max_size=8))
def test_whatever_is_written_only_codes_of_their_own_shape_come_out(subjects: list[str], body: list[str]) -> None:
    signs = shipped_signs().read(LetterText(subjects, body))

    assert all(code.replace(".", "").replace("-", "").isalnum() and code.isascii() for code in signs.dossiers)
    assert signs.status_asked == "" or signs.status_asked.startswith("TDT.")


@given(st.integers(0, 7), st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_of_ten_last_digits_at_most_one_makes_a_tax_code(first: int, others: list[int]) -> None:
    begin = "".join(map(str, [first, *others]))
    good = [last for last in range(10) if shipped_signs().read(LetterText([], [f"MST {begin}{last}"])).tax_code]

    assert len(good) <= 1
