"""The repository tests itself: sizes, rules with both outcomes, locales, invisible characters, lock files."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE_LINES, TEST_LINES, FUNCTION_LINES = 400, 500, 50
GENERATED = {"webmail-plugin/src/api/generated.ts", "webmail-plugin/src/api/operations.ts"}
TEXT = {
    f".{kind}"
    for kind in ["py", "ts", "php", "toml", "json", "md", "graphql", "html", "css", "csv", "inc", "sh", "lua", "lock"]
}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
LOCKS = (
    "requirements.lock",
    "benchmarks/peers/ariadne.lock",
    "benchmarks/peers/duckdb.lock",
    "benchmarks/peers/extraction.lock",
    "benchmarks/peers/graphene.lock",
    "benchmarks/peers/mercurius/package-lock.json",
    "package-lock.json",
    "tests/e2e/addon_lint/package-lock.json",
    "tests/e2e/oidc_provider/package-lock.json",
)
LONG_BECAUSE = "long because"


def tracked(*suffixes: str) -> list[Path]:
    """Files of this checkout that git tracks or would track, by suffix; all text files without any."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = set(suffixes) or TEXT
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return sorted(path for path in paths if path.suffix in wanted and path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name.endswith(".test.ts")


def test_no_source_file_outgrows_its_room() -> None:
    too_long = {
        name(path): lines
        for path in tracked(".py", ".ts", ".php")
        if name(path) not in GENERATED
        and (lines := len(path.read_text("utf-8").splitlines())) > (TEST_LINES if is_test(path) else SOURCE_LINES)
    }
    assert too_long == {}


def test_a_function_above_fifty_lines_says_why() -> None:
    unexplained = []
    for path in tracked(".py"):
        source = path.read_text("utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            last = node.end_lineno or node.lineno
            if last - node.lineno >= FUNCTION_LINES and LONG_BECAUSE not in "\n".join(lines[node.lineno - 1 : last]):
                unexplained.append(f"{name(path)}:{node.lineno} {node.name}")
    assert unexplained == []


def test_no_file_hides_an_invisible_character() -> None:
    hiding = {name(path) for path in tracked() if INVISIBLE.search(path.read_text("utf-8"))}
    assert hiding == set()


def test_the_lock_files_name_no_place_to_download_from() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        assert not re.search(r'index-url|"resolved": "https?:', text), lock


def rules() -> list[Path]:
    return [
        path
        for path in tracked(".toml")
        if path.parts[-3] == "rules" and "match" in tomllib.loads(path.read_text("utf-8"))
    ]


def test_the_rule_set_is_not_empty() -> None:
    assert "rules/secrecy/marking.toml" in {name(path) for path in rules()}


@pytest.mark.parametrize("path", rules(), ids=name)
def test_every_rule_has_a_source_and_vectors_of_both_outcomes(path: Path) -> None:
    rule = tomllib.loads(path.read_text("utf-8"))
    vectors = json.loads(path.with_suffix(".test.json").read_text("utf-8"))

    assert rule["source"]
    assert vectors["rule"] == rule["id"]
    assert {case["expect"]["match"] for case in vectors["cases"]} == {True, False}


def test_rule_ids_are_unique() -> None:
    ids = [tomllib.loads(path.read_text("utf-8"))["id"] for path in rules()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("gate", ["webmail-plugin", "extension"])
def test_both_languages_of_a_gate_have_the_same_texts(gate: str) -> None:
    locales = ROOT / gate / "src" / "locales"
    vietnamese, english = (json.loads((locales / f"{code}.json").read_text("utf-8")) for code in ("vi", "en"))

    assert vietnamese.keys() == english.keys()
    assert all(vietnamese.values())
    assert all(english.values())
