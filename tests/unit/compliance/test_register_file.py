"""Both readers of the register read the same: here the backend's (its twin: register_file.test.ts)."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.compliance.register_file import ROWS_LIMIT, RegisterProblem, read_register

ROOT = Path(__file__).resolve().parents[3]
CASES = json.loads((ROOT / "tests/data/register/cases.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_register_is_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    read = read_register(case["text"].encode())

    rows = [
        {
            "line": row.line,
            "symbol": row.symbol.text,
            "issued_on": row.issued_on.isoformat(),
            "kind": row.kind,
            "recipients": list(row.recipients),
            "copies": row.copies,
        }
        for row in read.rows
    ]
    problems = [{"line": one.line, "what": one.what} for one in read.problems]
    assert (rows, read.dropped, problems) == (case["rows"], case["dropped"], case["problems"])


def test_another_charset_is_refused_as_a_whole() -> None:
    assert read_register("Số;Ngày;Độ mật\n".encode("utf-16")).problems == (RegisterProblem(0, "charset"),)


def test_more_rows_than_a_year_has_are_refused() -> None:
    rows = "".join(f"{number},QĐ-SKHCN,2026-01-05,\n" for number in range(1, ROWS_LIMIT + 2))

    assert read_register(f"Số,Ký hiệu,Ngày,Độ mật\n{rows}".encode()).problems == (RegisterProblem(0, "rows"),)
