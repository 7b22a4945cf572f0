"""Stages of a rule by rules/conformance/stages.json, which the TypeScript engine runs too; and what may not weaken."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.classification.bundle import Bundle, packaged_payload
from backend.classification.effect import Effect
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.rule import read_rule
from backend.classification.stages import Stage, StageRow, effect_at, read_stages, stage_at
from backend.classification.verdict import SecrecyState, Where
from backend.errors import BundleError

CONFORMANCE = json.loads(
    (Path(__file__).parents[3] / "rules/conformance/stages.json").read_text("utf-8"),
)
TEXTS = {"title": "t", "title_en": "t", "source": "s", "why": "w", "why_en": "w"}


def written_rule(one: dict[str, Any]) -> dict[str, Any]:
    return {
        **TEXTS,
        "id": one["id"],
        "family": one["id"].partition(".")[0],
        "effect": one["effect"],
        "looks_at": ["attachment.text", "body.text"],
        "match": {"kind": "line", "phrases": [one["line"]]},
        **({"stages": one["stages"]} if "stages" in one else {}),
    }


@pytest.mark.parametrize("case", CONFORMANCE["cases"], ids=lambda case: str(case["name"]))
def test_the_stage_in_force_is_what_the_conformance_file_says(case: dict[str, Any]) -> None:
    effect, at = Effect(case["effect"]), datetime.fromisoformat(case["at"])
    if case["expect"] == "refused":
        with pytest.raises(BundleError):
            read_stages(case["stages"], effect)
        return
    rows = () if case["stages"] is None else read_stages(case["stages"], effect)

    assert (stage_at(rows, at), effect_at(effect, rows, at)) == (case["expect"], case["does"])


@pytest.mark.parametrize("case", CONFORMANCE["judged"], ids=lambda case: str(case["name"]))
def test_a_text_is_judged_by_the_stages_as_the_conformance_file_says(case: dict[str, Any]) -> None:
    payload = packaged_payload() | {"rules": [written_rule(one) for one in case["rules"]], "overlays": []}
    at = datetime.fromisoformat(case["at"])
    engine = Engine(Bundle.from_payload(payload), lambda: date(2026, 12, 1), lambda: at)
    found = engine.judge_text(case["lines"], Where.BODY_TEXT)

    assert {
        "secrecy": found.secrecy,
        "hits": [hit.id for hit in found.hits],
        "observed": list(found.observed),
    } == case["expect"]


@given(
    st.lists(st.integers(0, 1_000_000), min_size=3, max_size=3, unique=True),
    st.integers(0, 1_100_000),
    st.integers(0, 1_100_000),
)
def test_once_a_rule_has_begun_it_never_grows_weaker_as_time_passes(starts: list[int], one: int, other: int) -> None:
    stages, begin = (Stage.OBSERVE, Stage.WARN, Stage.ENFORCE), datetime(2026, 1, 1, tzinfo=UTC)
    seconds = zip(stages, sorted(starts), strict=True)
    rows = tuple(StageRow(stage, begin + timedelta(seconds=start)) for stage, start in seconds)
    earlier, later = (max(begin + timedelta(seconds=at), rows[0].since) for at in sorted([one, other]))

    assert stages.index(stage_at(rows, earlier)) <= stages.index(stage_at(rows, later))


def test_a_bundle_whose_marks_are_all_observed_is_refused() -> None:
    rules = [written_rule(one) for one in CONFORMANCE["judged"][0]["rules"]]
    observed = rules[0] | {"stages": [{"stage": "observe", "from": "2026-12-01T00:00:00Z"}]}

    with pytest.raises(BundleError, match="no enforced rule"):
        Bundle.from_payload(packaged_payload() | {"rules": [observed, rules[1]], "overlays": []})


def test_a_rule_with_an_unknown_stage_makes_the_whole_bundle_unreadable() -> None:
    rules = packaged_payload()["rules"]
    rules[0] |= {"stages": [{"stage": "off", "from": "2026-12-01T00:00:00Z"}]}

    with pytest.raises(BundleError, match="no such stage"):
        Bundle.from_payload(packaged_payload() | {"rules": rules})


def test_what_an_agency_tightened_holds_whatever_stage_the_rule_of_the_province_is_in() -> None:
    payload = packaged_payload()
    for rule in payload["rules"]:
        if rule["id"] == "circulation.internal":
            rule["stages"] = [{"stage": "observe", "from": "2026-01-01T00:00:00Z"}]
    overlay = {"agency": "H55.05", "source": "Quyết định 1/QĐ-SKHCN", "tighten": {"circulation.internal": "mark"}}
    bundle = Bundle.from_payload(payload | {"overlays": [overlay | {"rules": []}]})
    paper = "Lưu hành nội bộ".encode()

    assert inspect_file(paper, "a.txt", Engine(bundle)).secrecy is SecrecyState.NONE
    assert inspect_file(paper, "a.txt", Engine(bundle)).observed == ("circulation.internal",)
    assert inspect_file(paper, "a.txt", Engine(bundle.for_agency("H55.05"))).secrecy is SecrecyState.MARKED


def test_a_rule_of_an_older_bundle_reads_as_enforced() -> None:
    rule = read_rule(written_rule({"id": "secrecy.marking", "effect": "mark", "line": "MẬT"}))

    assert (rule.stages, rule.is_always_enforced) == ((), True)
