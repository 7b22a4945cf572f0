"""`make` explains itself, and the pipeline runs nothing that a person would not."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_make_alone_names_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    [phony] = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)

    for target in phony.split():
        assert re.search(rf"^  make {target} +\S", listed, re.MULTILINE), target


def test_the_whole_test_is_check_then_unit_then_e2e() -> None:
    assert re.search(r"^test: check unit e2e ", MAKEFILE, re.MULTILINE)
    assert re.search(r"^\.NOTPARALLEL:", MAKEFILE, re.MULTILINE)


def test_the_pipeline_calls_make_test_and_nothing_else() -> None:
    pipeline = ROOT / ".ci" / "run"

    assert pipeline.read_text("utf-8") == "#!/bin/bash\nexec make test\n"
    assert os.access(pipeline, os.X_OK)
