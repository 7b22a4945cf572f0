"""docs/threat-model.md is a table of proofs: each control names tests that exist, each actor asked for has a row."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
PROOF = re.compile(r"`((?:unit|e2e)/[\w/]+\.py)::(test_\w+)`")
ACTORS = (
    "curious head",
    "malicious official",
    "compromised browser",
    "forged mail",
    "hostile document",
    "stolen laptop",
    "database thief",
)


def rows(section: str) -> list[list[str]]:
    """Cells of the section's table, without its head."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    functions = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(one.name for one in functions)


def missing(text: str) -> set[str]:
    return {
        f"{file}::{name}"
        for file, name in PROOF.findall(text)
        if not (ROOT / "tests" / file).is_file() or name not in names_in(file)
    }


def test_every_proof_that_is_named_exists() -> None:
    assert len(PROOF.findall(PAGE)) > 60
    assert missing(PAGE) == set()


def test_a_proof_that_does_not_exist_is_missed() -> None:
    real = "unit/deploy/test_threat_model.py"

    assert missing(f"`{real}::test_nothing` `unit/test_nowhere.py::test_x`") == {
        f"{real}::test_nothing",
        "unit/test_nowhere.py::test_x",
    }


def test_every_asset_and_every_control_has_a_proof() -> None:
    assets, actors = rows("Assets"), rows("Actors, controls and proofs")

    assert len(assets) >= 9
    assert len(actors) >= 30
    assert [row[0] for row in assets if len(row) != 3 or not PROOF.search(row[2])] == []
    assert [row[0] for row in actors if len(row) != 5 or not PROOF.search(row[3])] == []
    assert [row[0] for row in actors if not all(row)] == []


@pytest.mark.parametrize("actor", ACTORS)
def test_every_actor_that_was_asked_for_has_a_row(actor: str) -> None:
    assert [row for row in rows("Actors, controls and proofs") if f"**{actor}**" in row[0]]
