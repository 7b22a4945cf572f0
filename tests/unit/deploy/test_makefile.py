"""`make` explains itself, and the pipeline runs nothing that a person would not."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
KINDS = ("unit-sqlite", "unit-postgresql", "unit-typescript", "unit-php")


def test_make_alone_names_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    [asked_for, parts] = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)

    assert set(parts.split()) == {"installed", *KINDS}
    for target in asked_for.split():
        assert re.search(rf"^  make {target} +\S", listed, re.MULTILINE), target


def test_the_whole_test_is_check_then_unit_then_e2e_and_what_fails_hides_nothing_of_the_others() -> None:
    first = re.search(r"^test: .*\n\t(.+)$", MAKEFILE, re.MULTILINE)
    assert first is not None
    assert first[1].endswith("$(MAKE) --no-print-directory --keep-going check unit e2e")
    assert f"\nunit: {' '.join(KINDS)} ##" in MAKEFILE
    assert all(f"\n{one}: installed" in MAKEFILE for one in ("check", *KINDS, "e2e"))
    assert re.search(r"^\.NOTPARALLEL:", MAKEFILE, re.MULTILINE)


def test_the_pipeline_calls_make_test_and_nothing_else() -> None:
    pipeline = ROOT / ".ci" / "run"

    assert pipeline.read_text("utf-8") == "#!/bin/bash\nexec make test\n"
    assert os.access(pipeline, os.X_OK)
