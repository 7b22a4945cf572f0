"""How everything held about one person is found (rules/personal_data/reach.toml). Pure."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from backend.rules_folder import rules_dir


class By(StrEnum):
    ADDRESS = "address"  # the person's own, as address or log-in
    OFFICIAL = "official"
    CORRESPONDENT = "correspondent"
    LETTER = "letter"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a person to rows of a table. `show`: empty for every column that is not hidden. `unreached`: why
    there is none; then the rest is empty."""

    purpose: str
    table: str
    by: By | None = None
    columns: tuple[str, ...] = ()
    json: str = ""
    quoted: bool = False
    through: str = ""
    show: tuple[str, ...] = ()
    unreached: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    hidden: frozenset[str]
    ways: tuple[Way, ...]


@cache
def reach() -> Reach:
    """As the register has them: what is found by rows comes after these."""
    written = tomllib.loads((rules_dir() / "personal_data" / "reach.toml").read_text("utf-8"))
    return Reach(frozenset(written["hidden"]), tuple(_way(row) for row in written["reach"]))


def _way(row: dict[str, Any]) -> Way:
    lists = {name: tuple(row.get(name, ())) for name in ("columns", "show")}
    return Way(**row | lists | {"by": By(row["by"]) if "by" in row else None})
