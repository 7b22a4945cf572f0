"""The form reader against the vectors both engines are held to."""

import json
import tomllib
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.documents.form import read_form
from backend.documents.form_kinds import KindTable
from backend.documents.model import Page

RULES = Path(__file__).resolve().parents[3] / "rules"
CASES = json.loads((RULES / "conformance" / "form.json").read_text("utf-8"))["cases"]
KINDS = KindTable.from_rows(tomllib.loads((RULES / "form" / "kinds.toml").read_text("utf-8"))["kinds"])


def as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_paper_reads_as_its_vector_says(case: dict[str, Any]) -> None:
    pages = [Page(number, tuple(lines)) for number, lines in enumerate(case["pages"], start=1)]
    form = {name: as_json(value) for name, value in asdict(read_form(pages, KINDS)).items()}

    assert {name: form[name] for name in case["expect"]} == case["expect"]
