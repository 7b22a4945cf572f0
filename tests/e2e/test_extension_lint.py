"""The extension as Mozilla's own reader of add-ons sees it (web-ext lint): no error, and no warning of ours."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from deploy.demo.layout import CHECKOUT

BUILT = CHECKOUT / "extension" / "dist" / "firefox"
NODE = CHECKOUT / ".venv" / "bin" / "node"
WEB_EXT = CHECKOUT / "tests" / "e2e" / "addon_lint" / "node_modules" / "web-ext" / "bin" / "web-ext.js"
AROUND = 80  # characters beside the place
# What the reader names although it is as it must be, as it stands in the built file around the place.
KNOWN = {
    "UNSAFE_VAR_ASSIGNMENT": (
        r"createElement\(`template`\);return \w\.innerHTML=",  # lit: templates written in the source, no values
        r"\(await import\(this\.workerSrc\)\)\.WorkerMessageHandler",  # pdf.js: its own worker
        r"await import\(`\$\{\w\.#\w\}\$\{this\._noWasmFilename\}`\)",  # pdf.js: its own decoder
    ),
    "DANGEROUS_EVAL": (r"Function\(`return this`\)\(\)",),  # core-js in pdf.js: never reached where globalThis is
}


def linted(folder: Path) -> Any:
    command: list[str | Path] = [
        NODE,
        WEB_EXT,
        "lint",
        "--source-dir",
        folder,
        "--output",
        "json",
        "--no-config-discovery",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


def is_known(folder: Path, warning: dict[str, Any]) -> bool:
    if "line" not in warning:
        return False
    line = (folder / warning["file"]).read_text("utf-8").split("\n")[warning["line"] - 1]
    place = line[max(0, warning["column"] - AROUND) : warning["column"] + AROUND]
    return any(re.search(known, place) for known in KNOWN.get(warning["code"], ()))


def test_the_stores_reader_finds_no_error_and_no_warning_of_ours() -> None:
    found = linted(BUILT)

    assert found["errors"] == []
    others = [warning for warning in found["warnings"] if not is_known(BUILT, warning)]
    assert [(warning["code"], warning.get("file"), warning["message"]) for warning in others] == []
    assert found["metadata"]["id"] == "thu-cong-vu@congvu.invalid"  # it was read at all
