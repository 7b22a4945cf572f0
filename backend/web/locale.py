"""The texts of our pages: Vietnamese first, English on request (?lang=en); both files hold the same keys."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from starlette.requests import Request

LANGUAGES: Final = ("vi", "en")


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text of one language, by dotted key ("status.title")."""
    tables = tomllib.loads((files("backend.web") / "locales" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{key}": text for table, entries in tables.items() for key, text in entries.items()}


def language_of(request: Request) -> str:
    """What the link or the form asked for. Not Accept-Language: many officials' browsers speak English."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else "vi"
