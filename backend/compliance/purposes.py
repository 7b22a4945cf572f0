"""Which tables hold personal data, and what forgets it (rules/personal_data/purposes.toml). Pure."""

import tomllib
from dataclasses import dataclass
from functools import cache

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
    rows = tomllib.loads((rules_dir() / "personal_data" / "purposes.toml").read_text("utf-8"))["purpose"]
    return tuple(Purpose(**row | {"tables": tuple(row["tables"])}) for row in rows)
