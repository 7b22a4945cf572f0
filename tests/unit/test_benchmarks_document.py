"""What docs/benchmarks.md says of figures and promises."""

import json
from pathlib import Path

import pytest

from benchmarks import document
from benchmarks.__main__ import names
from benchmarks.document import Figure, Target, keep, page, targets

SLOWER: Figure = {
    "name": "threads (2300 messages)",
    "value": 90.5,
    "unit": "ms",
    "peer": "mailbox.mbox",
    "peer_value": 40.0,
    "ratio": 2.263,
    "n": 5,
}
ALONE: Figure = {**SLOWER, "peer": None, "peer_value": None, "ratio": None}
TWICE_AT_MOST = Target("threads (2300 messages)", "ms", "ratio", None, 2, None)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(document, "FIGURES", tmp_path / "benchmarks.json")
    monkeypatch.setattr(document, "PAGE", tmp_path / "benchmarks.md")
    return tmp_path


def test_a_promise_that_is_not_kept_is_called_missed() -> None:
    assert TWICE_AT_MOST.says(SLOWER) == "ratio ≤ 2: **missed**"
    assert TWICE_AT_MOST.says({**SLOWER, "ratio": 2.0}) == "ratio ≤ 2: met"
    assert TWICE_AT_MOST.says({**SLOWER, "ratio": -0.1}) == "ratio ≤ 2: met"  # memory that shrinks
    assert (
        Target("x", "messages/s", "value", 120, None, None).says({**SLOWER, "value": 119.9})
        == "value ≥ 120: **missed**"
    )


def test_a_ratio_without_its_peer_keeps_no_promise() -> None:
    assert TWICE_AT_MOST.says(ALONE) == "ratio ≤ 2: not measured"


def test_a_promise_about_one_peer_says_nothing_of_another() -> None:
    faster = Target("threads (2300 messages)", "ms", "ratio", 3, None, "rspamd")

    assert not faster.is_of(SLOWER)
    assert faster.is_of({**SLOWER, "peer": "rspamd"})


def test_a_figure_stands_in_its_section_with_its_peer_and_what_was_promised() -> None:
    written = page({"threads": {"machine": "2 × a processor", "figures": [SLOWER, ALONE]}}, [TWICE_AT_MOST])

    assert "## threads\n\n2 × a processor\n" in written
    assert "| threads (2300 messages) | 90.5 ms | mailbox.mbox | 40.0 | 2.263 | 5 | ratio ≤ 2: **missed** |" in written
    assert "| threads (2300 messages) | 90.5 ms |  |  |  | 5 | ratio ≤ 2: not measured |" in written


def test_measuring_one_benchmark_anew_leaves_the_figures_of_the_others(kept: Path) -> None:
    keep({"threads": [SLOWER]})
    keep({"stamps": [{**ALONE, "name": "stamps (found)"}]})
    keep({"threads": [{**SLOWER, "value": 70.0}]})

    stored = json.loads((kept / "benchmarks.json").read_text("utf-8"))
    assert list(stored) == ["stamps", "threads"]
    assert [figure["value"] for figure in stored["threads"]["figures"]] == [70.0]
    assert "stamps (found)" in (kept / "benchmarks.md").read_text("utf-8")


def test_every_promise_has_one_bound_and_is_of_a_benchmark_there_is() -> None:
    benchmarks = names()
    for target in targets():
        assert target.of in ("value", "ratio"), target
        assert (target.at_least is None) != (target.at_most is None), target
        assert target.figure.split(" ")[0].rstrip(",") in benchmarks, target


def test_the_page_of_the_repository_is_written_from_its_figures() -> None:
    stored = json.loads(document.FIGURES.read_text("utf-8"))

    assert document.PAGE.read_text("utf-8") == page(stored, targets())
