"""Signed text on disk, replaced as a whole."""

from pathlib import Path


def replace_text(file: Path, text: str) -> None:
    """At once: whoever reads the file meanwhile sees the old text or the new one, never half of it."""
    beside = file.with_name(file.name + ".new")
    beside.write_text(text, encoding="ascii")
    beside.replace(file)
