"""What rules in shadow would do, by rules/conformance/shadow.json, which TypeScript runs too; they have no say."""

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from backend.classification.bundle import Bundle, packaged_bundle, packaged_payload
from backend.classification.effect import Effect
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_message
from backend.classification.message_findings import MessageFindings
from backend.classification.shadow import (
    AT_THE_END,
    Seen,
    ShadowJudge,
    compared,
    counts,
    seen,
    shadow_engine,
)
from backend.classification.verdict import Action, Finding, SecrecyState, Where
from tests.unit.classification.test_stages import written_rule

CONFORMANCE = json.loads((Path(__file__).parents[3] / "rules/conformance/shadow.json").read_text("utf-8"))
NOW = datetime(2026, 12, 2, tzinfo=UTC)


def read_seen(written: dict[str, Any]) -> Seen:
    acting, observed = (
        {rule: Effect(effect) for rule, effect in written[key].items()} for key in ("acting", "observed")
    )
    return Seen(Action(written["action"]), acting, observed)


def bundle(version: str, rules: list[dict[str, Any]]) -> Bundle:
    written = {"version": version, "rules": [written_rule(one) for one in rules], "overlays": []}
    return Bundle.from_payload(packaged_payload() | written)


@pytest.mark.parametrize("case", CONFORMANCE["cases"], ids=lambda case: str(case["name"]))
def test_two_sets_of_rules_are_compared_as_the_conformance_file_says(case: dict[str, Any]) -> None:
    assert compared(read_seen(case["live"]), read_seen(case["candidate"])) == case["expect"]


@pytest.mark.parametrize("case", CONFORMANCE["judged"], ids=lambda case: str(case["name"]))
def test_a_text_is_counted_as_the_conformance_file_says(case: dict[str, Any]) -> None:
    live = bundle("1", case["live"])
    saw = seen([Engine(live, now=lambda: NOW).judge_text(case["lines"], Where.BODY_TEXT)], live, NOW)
    candidate = None
    if case["candidate"] is not None:
        judge = ShadowJudge(shadow_engine(bundle("2", case["candidate"])))
        judge.text(case["lines"], Where.BODY_TEXT)
        candidate = (seen(judge.findings, judge.engine.bundle, AT_THE_END), "2")

    assert [[one.bundle, one.rule, one.outcome] for one in counts(saw, "1", candidate)] == case["expect"]


def letter() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Báo cáo"
    message.set_content("Kính gửi Sở.\n")
    message.add_attachment("TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\n\nTỐI MẬT\n", filename="a.txt")
    message.add_attachment("Danh sách\n", filename="b.txt")
    return message.as_bytes()


def without_times(findings: MessageFindings) -> list[tuple[Any, ...]]:
    every = (findings.subject, *findings.bodies, *findings.attachments)
    return [(one.secrecy, one.level, one.hits, one.observed, one.unreadable_reason) for one in every]


def test_a_candidate_that_finds_everything_or_nothing_changes_no_finding() -> None:
    alone = inspect_message(letter(), Engine(packaged_bundle()))
    everything = [{"id": "secrecy.all", "effect": "mark", "line": line} for line in ("Danh sách", "Kính gửi Sở")]
    everything[1]["id"] = "secrecy.others"
    nothing = [{"id": "secrecy.none", "effect": "mark", "line": "Không có"}]

    for rules in (everything, nothing):
        judge = ShadowJudge(shadow_engine(bundle("2", rules)))
        assert without_times(inspect_message(letter(), Engine(packaged_bundle()), judge)) == without_times(alone)
        assert len(judge.findings) == 4
    assert alone.attachments[0].secrecy is SecrecyState.MARKED


class BrokenEngine(Engine):
    def judge_text(self, lines: Any, where: Where) -> Finding:
        raise RuntimeError("a defect")

    def judge(self, *_: Any, **__: Any) -> Finding:
        raise RuntimeError("a defect")


def test_a_candidate_that_breaks_changes_no_finding_and_is_counted_as_failed() -> None:
    alone = inspect_message(letter(), Engine(packaged_bundle()))
    judge = ShadowJudge(BrokenEngine(packaged_bundle()))

    assert without_times(inspect_message(letter(), Engine(packaged_bundle()), judge)) == without_times(alone)
    assert (judge.has_failed, judge.findings) == (True, [])
    [count] = counts(seen([alone.subject], packaged_bundle(), NOW), "1", (None, "2"))
    assert (count.bundle, count.rule, count.outcome) == ("2", "*", "failed")
