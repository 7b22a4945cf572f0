"""The plugin writes no markup into a page by itself: what could be made to run goes through lit's policy alone.

Roundcube writes HTML everywhere and cannot ask browsers for Trusted Types (docs/threat-model.md); our part could.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "webmail-plugin" / "src"
OF_DASHBOARD = ROOT / "backend" / "web" / "dashboard" / "src"
SINK = re.compile(
    r"\.(?:inner|outer)HTML\s*\+?=(?!=)|\.srcdoc\b|insertAdjacentHTML|document\.write|createContextualFragment"
    r"|unsafe(?:HTML|SVG|Static|MathML)|[sS]etHTMLUnsafe|parseHTMLUnsafe|\beval\(|new Function\(|\.text\s*=\s*code"
    r"|setAttribute\(\s*[\"'`](?:on|srcdoc)"
)
INERT = re.compile(r"new DOMParser\(\)\.parseFromString")
READERS_OF_INERT_MARKUP = {
    "hosts/roundcube/html_lines.ts",
    "hosts/roundcube/drawn_files.ts",
    "hosts/page/put_html.ts",  # an editor's own HTML, with other words in it
}


def found(pattern: re.Pattern[str], folder: Path = SOURCES) -> set[str]:
    sources = (
        file for file in folder.rglob("*.ts") if not file.name.endswith(".test.ts") and "testing" not in file.parts
    )
    return {file.relative_to(folder).as_posix() for file in sources if pattern.search(file.read_text("utf-8"))}


def test_no_source_of_ours_writes_markup_or_code() -> None:
    assert found(SINK) == set()
    assert found(SINK, OF_DASHBOARD) == found(INERT, OF_DASHBOARD) == set()
    assert len(found(re.compile(""), OF_DASHBOARD)) > 10


@pytest.mark.parametrize(
    "line", ["a.innerHTML = b", "a.outerHTML += b", "a.insertAdjacentHTML('x', b)", "eval(b)", "unsafeHTML(b)"]
)
def test_what_would_be_a_sink_is_seen(line: str) -> None:
    assert SINK.search(line)


def test_markup_is_read_apart_from_the_page_where_it_runs_nothing() -> None:
    assert found(INERT) == READERS_OF_INERT_MARKUP


def test_lit_asks_for_one_policy_under_its_known_name() -> None:
    lit = (ROOT / "node_modules" / "lit-html" / "lit-html.js").read_text("utf-8")

    assert re.findall(r"createPolicy\(\s*[\"'`]([^\"'`]+)", lit) == ["lit-html"]
