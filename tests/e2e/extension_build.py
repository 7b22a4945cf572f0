"""The extension as it is built from this checkout, for the stories that load it or read it as the stores do."""

import functools
import os
import subprocess
from pathlib import Path

from deploy.demo.layout import CHECKOUT

BINARIES = CHECKOUT / ".venv" / "bin"
DIST = CHECKOUT / "extension" / "dist"


@functools.cache
def built(browser: str) -> Path:
    """The folder for `chrome` or `firefox`, built anew once a run."""
    _build()
    return DIST / browser


@functools.cache
def _build() -> None:
    environment = dict(os.environ, PATH=f"{BINARIES}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    done = subprocess.run(
        [BINARIES / "npm", "run", "--silent", "build:extension"],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
