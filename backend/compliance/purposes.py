"""Which tables hold personal data, and what forgets it (rules/personal_data/purposes.toml). Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from backend.rules_folder import rules_dir


@dataclass(frozen=True, slots=True)
class Purpose:
    """`days`: how long, where a number of days decides. `forgotten`: the function, by its whole name; "" where nothing
    forgets, and then `stays` says why."""

    id: str
    tables: tuple[str, ...]
    days: int | None = None
    forgotten: str = ""
    stays: str = ""


@cache
def purposes() -> tuple[Purpose, ...]:
    """As they are shown."""
    rows = _written()["purpose"]
    return tuple(Purpose(**row | {"tables": tuple(row["tables"])}) for row in rows)


def register_valid_from() -> date:
    day: date = _written()["valid_from"]
    return day


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((rules_dir() / "personal_data" / "purposes.toml").read_text("utf-8"))
