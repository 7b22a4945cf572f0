"""Parts of a file → finding, by rules/conformance/judgement.json, which the TypeScript engine runs too."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.documents.model import Extraction, Page, Part, UncertainPlace, UnreadablePart, UnreadableReason

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
    return Extraction(
        "application/zip",
        tuple(Part(part["path"], "text/plain", tuple(_pages(part))) for part in case["parts"]),
        tuple(UnreadablePart("z", "x/y", UnreadableReason(reason)) for reason in case.get("unreadable", [])),
        tuple(UncertainPlace("z", page) for page in case.get("uncertain", [])),
    )


def _pages(part: dict[str, Any]) -> Iterator[Page]:
    for number, lines in enumerate(part["pages"], start=1):
        stamps = part.get("stamps", [])[number - 1 : number]
        yield Page(number, tuple(lines), tuple(stamps[0]) if stamps else ())
