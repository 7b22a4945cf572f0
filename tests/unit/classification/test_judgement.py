"""Parts of a file → finding, by rules/conformance/judgement.json, which the TypeScript engine runs too."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.documents.model import Extraction, Page, Part, UnreadablePart, UnreadableReason

CONFORMANCE = Path(__file__).parents[3] / "rules/conformance/judgement.json"
CASES = json.loads(CONFORMANCE.read_text("utf-8"))["cases"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(packaged_bundle())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_file_is_judged_as_the_conformance_file_says(case: dict[str, Any], engine: Engine) -> None:
    finding = engine.judge(_extraction(case), name="x", sha256="00" * 32, size_bytes=1, elapsed_ms=0.0)

    assert {
        "secrecy": finding.secrecy,
        "level": finding.level,
        "obligation": finding.obligation,
        "unreadable": finding.unreadable_reason,
        "kind": finding.document.kind,
        "charset": finding.charset,
        "hits": [{"id": hit.id, "part": hit.part, "page": hit.page, "line": hit.line} for hit in finding.hits],
    } == case["expect"]


def _extraction(case: dict[str, Any]) -> Extraction:
    parts = tuple(
        Part(part["path"], "text/plain", tuple(Page(n, tuple(lines)) for n, lines in enumerate(part["pages"], 1)))
        for part in case["parts"]
    )
    reasons = [UnreadableReason(reason) for reason in case.get("unreadable", [])]
    return Extraction("application/zip", parts, tuple(UnreadablePart("z", "x/y", reason) for reason in reasons))
