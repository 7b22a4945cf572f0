"""Every matcher against rules/conformance, which the TypeScript engine runs too."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backend.classification.matchers import Subject
from backend.classification.page_text import PageText, Place
from backend.classification.rule import read_matcher
from backend.classification.vectors import MATCHERS, TODAY, run_conformance
from backend.classification.verdict import DocumentForm
from backend.documents.model import Page
from backend.errors import BundleError

RULES = Path(__file__).parents[3] / "rules"


def conformance(name: str) -> Any:
    return json.loads((RULES / "conformance" / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", MATCHERS)
def test_the_conformance_files_keep_their_schema(name: str) -> None:
    schema = json.loads((RULES / "schema/conformance.schema.json").read_text("utf-8"))
    jsonschema.validate(conformance(name), schema)


def test_every_matcher_finds_what_its_conformance_file_says() -> None:
    results = list(run_conformance(RULES / "conformance"))

    assert [result for result in results if result] == []
    assert len(results) >= 60


def test_a_case_that_is_not_as_expected_is_named(tmp_path: Path) -> None:
    for name in MATCHERS:
        cases = conformance(name)["cases"][:1]
        cases[0]["expect"] = {"match": not cases[0]["expect"]["match"]}
        (tmp_path / f"{name}.json").write_text(json.dumps({"cases": cases}), "utf-8")

    failures = [failure for failure in run_conformance(tmp_path) if failure]

    assert [failure.about for failure in failures] == list(MATCHERS)
    assert failures[0].case == conformance("line")["cases"][0]["name"]


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        ({"kind": "regex", "phrases": ["a"]}, "no such kind"),
        ({"kind": "line"}, "keys"),
        ({"kind": "line", "phrases": ["a"], "speed": 1}, "keys"),
        ({"kind": "line", "phrases": []}, "not empty"),
        ({"kind": "line", "phrases": "MẬT"}, "not empty"),
        ({"kind": "phrase", "phrases": ["\u200b"]}, "empty phrase"),
        ({"kind": "phrase", "phrases": ["a"], "case": "lower"}, "neither exact nor any"),
        ({"kind": "line", "phrases": ["a"], "levels": {"b": "MAT"}}, "not listed"),
        ({"kind": "near", "first": ["a"], "second": ["b"], "within": 201}, "0 to 200"),
        ({"kind": "field", "field": "author", "in": ["a"]}, "field"),
        ({"kind": "field", "field": "kind", "in": ["a"], "contains": ["b"]}, "field"),
        ({"kind": "any", "of": []}, "empty"),
        ({"kind": "any", "of": ["line"]}, "no such kind"),
        ({"kind": "line", "phrases": ["MẬT", 7]}, "no text"),
        ({"kind": "line", "phrases": ["MẬT."]}, "no line can be"),
        ({"kind": "line_start", "phrases": ["- MẬT"]}, "no line can be"),
        ({"kind": "line_start", "phrases": ["MẬT"], "only_pages": [0]}, "page numbers"),
        ({"kind": "line_start", "phrases": ["MẬT"], "only_pages": 1}, "page numbers"),
        ({"kind": "near", "first": ["a"], "second": ["b"], "within": True}, "0 to 200"),
        ({"kind": "field", "field": "kind", "in": "BC"}, "not empty"),
        ({"kind": "field", "field": "kind", "in": []}, "not empty"),
        ({"kind": "pattern", "pattern": "A.B", "literal": "A", "case": "exact"}, "not allowed"),
        ({"kind": "pattern", "pattern": "Ab", "literal": "b", "case": "any"}, "lower case"),
    ],
)
def test_a_match_that_is_not_understood_is_refused(match: dict[str, Any], reason: str) -> None:
    with pytest.raises(BundleError, match=reason):
        read_matcher(match)


def test_half_a_character_is_no_reason_to_stumble() -> None:
    page = PageText(Page(1, ("a\ud800", "Số: 12/UBND")))
    matcher = read_matcher({"kind": "pattern", "pattern": "Số: [0-9]{1,4}", "literal": "Số: "})

    [match] = matcher.matches(Subject((page,), DocumentForm(), TODAY))

    assert match.place == Place(1, 2)
