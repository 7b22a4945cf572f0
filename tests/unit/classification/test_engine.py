import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.fingerprint import fingerprint_of
from backend.classification.inspect import inspect_file
from backend.classification.keys import write_secret
from backend.classification.matchers import Match, Subject
from backend.classification.prefilter import Literal
from backend.classification.verdict import (
    Action,
    Ring,
    SecrecyState,
    action_for,
    ring_of_all,
    worst,
)
from backend.documents.model import Extraction, Page, Part, UnreadableReason
from backend.errors import UsageError

CONFORMANCE = Path(__file__).parents[3] / "rules/conformance"
ENGINE = Engine(packaged_bundle())


def test_a_rule_that_stumbles_is_never_taken_for_nothing_found() -> None:
    class Stumbling:
        needs = None
        literals: frozenset[Literal] = frozenset()

        def matches(self, subject: Subject) -> Iterator[Match]:
            raise ZeroDivisionError

    bundle = packaged_bundle()
    engine = Engine(replace(bundle, rules=(replace(bundle.rules[0], matcher=Stumbling()),)))

    with pytest.raises(ZeroDivisionError):
        inspect_file(b"abc", "a.txt", engine)


def test_judging_takes_its_time_too() -> None:
    extraction = Extraction("text/plain", (Part("", "text/plain", (Page(1, ("a",)),)),))

    finding = ENGINE.judge(extraction, name="x", sha256="00" * 32, size_bytes=1, elapsed_ms=7.0)

    assert finding.elapsed_ms > 7.0


def test_the_fingerprint_is_the_one_an_independent_tool_computes() -> None:
    [case] = json.loads((CONFORMANCE / "fingerprint.json").read_text("utf-8"))["cases"]
    key = base64.urlsafe_b64decode(case["key"] + "=")

    assert fingerprint_of(case["sha256"], key) == case["fingerprint"]


@pytest.mark.parametrize(
    "case", json.loads((CONFORMANCE / "actions.json").read_text("utf-8"))["cases"], ids=lambda case: case["name"]
)
def test_the_action_follows_from_what_the_file_is_and_who_gets_it(case: dict[str, str | None]) -> None:
    reason = UnreadableReason(case["unreadable"]) if case["unreadable"] else None
    clean = inspect_file(b"", "x", ENGINE)
    finding = replace(clean, secrecy=SecrecyState(case["secrecy"] or ""), unreadable_reason=reason)

    assert action_for(finding, Ring(case["ring"] or "")) == case["action"]


def test_the_outermost_recipient_decides_and_nobody_named_is_the_strictest() -> None:
    assert ring_of_all({Ring.PROVINCE, Ring.OFFICIAL}) is Ring.OFFICIAL
    assert ring_of_all({Ring.PROVINCE}) is Ring.PROVINCE
    assert ring_of_all(set()) is Ring.OTHER


def test_the_worst_action_wins() -> None:
    assert worst({Action.ALLOW, Action.CONFIRM, Action.BLOCK}) is Action.BLOCK
    assert worst({Action.ALLOW, Action.CONFIRM}) is Action.CONFIRM
    assert worst(set()) is Action.ALLOW


def test_a_secret_is_never_overwritten_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    write_secret(tmp_path / "key", b"x")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError):
        write_secret(tmp_path / "key", b"y")
