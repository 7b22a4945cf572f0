"""Every shipped rule against its schema and its vectors."""

import json
import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backend.classification.bundle import Bundle, packaged_bundle
from backend.classification.matchers import Subject
from backend.classification.packaged import rule_files, vector_files, written_kinds, written_rules
from backend.classification.rule import Effect, read_rule
from backend.classification.vectors import run_vectors
from backend.documents.model import DocumentForm
from backend.errors import BundleError
from backend.rules_folder import rules_dir

RULES = Path(__file__).parents[3] / "rules"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return packaged_bundle()


@pytest.mark.parametrize("file", rule_files(), ids=lambda file: file.stem)
def test_a_rule_and_its_vectors_keep_their_schemas(file: Path) -> None:
    for path, schema in ((file, "rule"), (file.with_suffix(".test.json"), "vectors")):
        text = path.read_text("utf-8")
        document = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
        jsonschema.validate(document, json.loads((RULES / f"schema/{schema}.schema.json").read_text("utf-8")))


def test_every_vector_is_as_expected(bundle: Bundle) -> None:
    results = list(run_vectors(bundle))

    assert [result for result in results if result] == []
    assert len(results) >= 50


def test_a_vector_that_is_not_as_expected_is_named(bundle: Bundle, tmp_path: Path) -> None:
    shutil.copytree(RULES / "secrecy", tmp_path / "secrecy")
    vectors = json.loads((tmp_path / "secrecy/marking.test.json").read_text("utf-8"))
    vectors["cases"][1]["expect"]["level"] = "TUYET_MAT"
    (tmp_path / "secrecy/marking.test.json").write_text(json.dumps(vectors), "utf-8")

    [failure] = [result for result in run_vectors(bundle, tmp_path) if result]

    assert (failure.about, failure.case) == ("secrecy.marking", vectors["cases"][1]["name"])
    assert (failure.expected["level"], failure.found["level"]) == ("TUYET_MAT", "TOI_MAT")


@pytest.mark.parametrize("file", vector_files(), ids=lambda file: file.stem)
def test_a_rule_has_cases_of_both_outcomes(file: Path) -> None:
    outcomes = [case["expect"]["match"] for case in json.loads(file.read_text("utf-8"))["cases"]]

    assert {True, False} == set(outcomes)


@pytest.mark.parametrize("kind", [kind["code"] for kind in written_kinds() if not kind.get("outside")])
def test_every_kind_of_administrative_paper_is_mandatory_or_encouraged(kind: str, bundle: Bundle) -> None:
    subject = Subject((), DocumentForm(kind=kind), date(2026, 3, 1))
    found = [rule.effect for rule in bundle.rules if any(True for _ in rule.matcher.matches(subject))]

    assert found == ([Effect.MANDATORY] if kind in ("LCT", "TLH") else [Effect.ENCOURAGED])


def test_rules_are_found_in_a_wheel_and_in_a_checkout(tmp_path: Path) -> None:
    assert rules_dir(tmp_path / "backend") == tmp_path / "rules"

    (tmp_path / "backend/_rules").mkdir(parents=True)

    assert rules_dir(tmp_path / "backend") == tmp_path / "backend/_rules"
    assert rules_dir() == RULES


def test_a_rule_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "secrecy").mkdir()
    (tmp_path / "secrecy/marking.toml").write_text("id = ", "utf-8")

    with pytest.raises(BundleError, match="marking"):
        written_rules(tmp_path)


def test_a_rule_and_its_folder_agree_on_the_family() -> None:
    assert {rule["id"].split(".")[0] for rule in written_rules()} == {"secrecy", "circulation", "obligation"}
    assert all(rule["id"].startswith(rule["family"] + ".") for rule in written_rules())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"effect": "allow"}, "allow"),
        ({"looks_at": ["footer"]}, "footer"),
        ({"title": ""}, "empty text"),
        ({"regex": ".*"}, "keys differ"),
        ({"match": {"kind": "line"}}, "keys"),
        ({"match": "MẬT"}, "no such kind"),
        ({"match": {"kind": "line", "phrases": ["MẬT"], "levels": ["MAT"]}}, "rule "),
        ({"match": {"kind": "line", "phrases": ["MẬT"], "levels": {"MẬT": "SECRET"}}}, "SECRET"),
        ({"looks_at": []}, "looks_at"),
        ({"looks_at": 3}, "looks_at"),
        ({"id": "other.rule"}, "family"),
    ],
)
def test_a_rule_that_is_not_understood_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(BundleError, match=reason):
        read_rule(written_rules()[0] | change)
