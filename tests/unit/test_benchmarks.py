"""`python -m benchmarks` as somebody types it, without measuring anything."""

import ast
from pathlib import Path

import pytest

from benchmarks.__main__ import main, names
from benchmarks.measuring import interleaved

_CONTRACT = (
    "directory-search directory-import recipients graphql-throughput ingest reply-time-query recompute threads "
    "milter-throughput classify rules-engine browser-scan footprint dashboard report stamps extension "
    "soak"
)
FOLDER = Path(__file__).parents[2] / "benchmarks"


def test_every_benchmark_has_a_name_of_the_contract_and_can_be_run() -> None:
    assert "rules-engine" in names()
    assert set(names()) <= set(_CONTRACT.split())
    for module in names().values():
        tree = ast.parse((FOLDER / f"{module.rpartition('.')[2]}.py").read_text("utf-8"))
        assert "run" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, module


@pytest.mark.parametrize("arguments", [["nothing"], ["--corpus", "/nowhere/at/all"]])
def test_bad_usage_ends_with_two_before_anything_is_measured(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2


def test_both_ways_are_timed_equally_often_and_take_turns() -> None:
    order: list[str] = []

    interleaved(lambda: order.append("ours"), lambda: order.append("peer"), rounds=4)

    assert order == ["ours", "peer", "peer", "ours", "ours", "peer", "peer", "ours", "ours", "peer"]
