"""Extraction against the vectors both sides are held to."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.lines import Run, lines_of
from backend.documents.model import Part
from tests.unit.documents.file_builder import build

CONFORMANCE = Path(__file__).resolve().parents[3] / "rules" / "conformance"


def cases(*files: Path) -> list[dict[str, Any]]:
    return [case for file in files for case in json.loads(file.read_text("utf-8"))["cases"]]


def pages_of(part: Part) -> list[list[object]]:
    return [[page.number, list(page.lines)] for page in part.pages]


@pytest.mark.parametrize(
    "case", cases(*sorted((CONFORMANCE / "extract").glob("*.json"))), ids=lambda case: case["name"]
)
def test_a_file_is_read_as_its_vector_says(case: dict[str, Any]) -> None:
    found = extract(build(case["file"]), "name.bin", Limits())
    read = {
        "media_type": found.media_type,
        "pages": [page for part in found.parts for page in pages_of(part)],
        "parts": [[part.path, pages_of(part)] for part in found.parts],
        "charsets": [part.charset for part in found.parts],
        "unreadable": [[part.path, part.reason.value] for part in found.unreadable],
        "stamps": [[page.number, list(page.stamps)] for part in found.parts for page in part.pages if page.stamps],
        "uncertain": [[place.path, place.page] for place in found.uncertain],
    }
    expected = case["expect"] | case.get("at_server", {})
    assert {name: read[name] for name in expected} == expected


@pytest.mark.parametrize("case", cases(CONFORMANCE / "lines.json"), ids=lambda case: case["name"])
def test_runs_become_lines_as_their_vector_says(case: dict[str, Any]) -> None:
    assert lines_of(Run(**run) for run in case["runs"]) == case["expect"]["lines"]
