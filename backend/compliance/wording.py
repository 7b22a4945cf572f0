"""The words of compliance for people, in Vietnamese and English (locales/)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def texts(language: str, section: str) -> dict[str, Any]:
    """`language`: vi or en."""
    written = files("backend.compliance").joinpath(f"locales/{language}.toml").read_text("utf-8")
    said: dict[str, Any] = tomllib.loads(written)[section]
    return said
