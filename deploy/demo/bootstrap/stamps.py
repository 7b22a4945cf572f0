"""Remembers what a step was done with, so that it is done again only when that has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: str) -> str:
    """Of names and contents; a file that is not there counts by its absence."""
    sha256 = hashlib.sha256()
    for word in words:
        sha256.update(f"{len(word)}:{word}".encode())
    for file in files:
        content = file.read_bytes() if file.is_file() else b"-"
        sha256.update(f"{file.name}:{len(content)}:".encode() + content)
    return sha256.hexdigest()


def stands(stamp: Path, value: str) -> bool:
    """Whether the step was done with just this."""
    return stamp.is_file() and stamp.read_text("ascii", "replace").strip() == value


def put(stamp: Path, value: str) -> None:
    """To be called when the step has succeeded, never before."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n", "ascii")
