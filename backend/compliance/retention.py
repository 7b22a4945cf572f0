"""How long what is kept of issued papers is kept: dated rows (rules/deadlines/retention.toml). Pure.

What stands here proves that a paper was mailed; it is no archive of papers, and papers are not in it.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from backend.rules_folder import rules_dir

ISSUED_PAPERS = "issued_papers"


@dataclass(frozen=True, slots=True)
class Keep:
    """`years`: whole calendar years after the paper's own. Stands in [valid_from, valid_to)."""

    id: str
    years: int
    basis: str
    status: str
    valid_from: date
    valid_to: date | None = None

    def last_year_forgotten(self, today: date) -> int:
        """Papers of this year and of all before it are kept no longer."""
        return today.year - self.years - 1


def standing(today: date, rows: Sequence[Keep] | None = None) -> Keep:
    """
    Raises:
        LookupError: no row stands that day: then nothing may be forgotten.
    """
    found = [
        row
        for row in (kept() if rows is None else rows)
        if row.id == ISSUED_PAPERS and row.valid_from <= today and (row.valid_to is None or today < row.valid_to)
    ]
    if not found:
        raise LookupError("no row of retention.toml stands today")
    return max(found, key=lambda row: row.valid_from)


@cache
def kept() -> tuple[Keep, ...]:
    text = (rules_dir() / "deadlines" / "retention.toml").read_text("utf-8")
    return tuple(Keep(**row) for row in tomllib.loads(text)["keep"])
