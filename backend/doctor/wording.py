"""What the doctor says: a sentence in the language asked for, and the line that mends it, which has no language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from backend.doctor.fault import UNSEEN, Finding

SHARED = "every"  # the table of what every check may say


@cache
def tables(name: str) -> Mapping[str, Mapping[str, str]]:
    """`name`: locales/vi, locales/en or mends."""
    read: dict[str, dict[str, str]] = tomllib.loads(
        files("backend.doctor").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    )
    return read


def title(check: str, language: str) -> str:
    return tables(f"locales/{language}")[check]["title"]


def sentence(finding: Finding, language: str) -> str:
    return _written(f"locales/{language}", finding)


def mend(finding: Finding) -> str:
    return _written("mends", finding) if finding.reason != "ok" else ""


def _written(table: str, finding: Finding) -> str:
    section = SHARED if finding.reason == UNSEEN else finding.check
    return tables(table)[section][finding.reason].format_map(finding.said)
