"""By which row of rules/deadlines a letter is due, and when."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from backend.correspondence.terms import SenderClass
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import rules_folder
from backend.workingtime.deadline import CountedTerm, TermUnit, add_working_days, count_term
from backend.workingtime.hours import in_vietnam

WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class Term:
    """A row that is in use: so many working days from the moment the letter is in the designated mailbox."""

    id: str
    sender_classes: frozenset[SenderClass]
    days: int
    basis: str
    valid_from: date
    valid_to: date | None  # the first day on which it no longer holds


@dataclass(frozen=True, slots=True)
class Due:
    term: Term
    counted: CountedTerm


def due_of(sender_class: SenderClass, received_at: datetime, calendar: Calendar) -> Due:
    """When a citizen's or business's letter received at this moment is due.

    Raises:
        LookupError: no row holds for this sender class on this day.
    """
    received_on = in_vietnam(received_at).date()
    for term in terms():
        valid = term.valid_from <= received_on and (term.valid_to is None or received_on < term.valid_to)
        if valid and sender_class in term.sender_classes:
            return Due(term, add_working_days(received_at, term.days, calendar))
    raise LookupError(f"no term in use for {sender_class} on {received_on}")


def receipt_due(received_at: datetime, calendar: Calendar) -> datetime:
    """By when an agency is told that its paper arrived: the same day.

    Source: NĐ 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c.
    """
    return count_term(received_at, 0, TermUnit.WORKING_DAY, calendar).due_at


@cache
def matters() -> frozenset[str]:
    """The ids of every matter the clerk may choose, whether a term is counted for it or not."""
    rows = tomllib.loads((rules_folder() / "deadlines" / "terms.toml").read_text("utf-8"))["term"]
    return frozenset(row["id"] for row in rows)


@cache
def terms() -> tuple[Term, ...]:
    """The rows in use, as shipped."""
    return read_terms(rules_folder() / "deadlines" / "terms.toml")


def read_terms(file: Path) -> tuple[Term, ...]:
    """
    Raises:
        ValueError, KeyError: a row in use is not one this version can count by.
    """
    rows: Sequence[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["term"]
    return tuple(_term(row) for row in rows if row["in_use"])


def _term(row: dict[str, Any]) -> Term:
    if row["unit"] != WORKING_DAY or row["start"] != "in_mailbox" or row["days"] < 1:
        raise ValueError(f"{row['id']}: only working days from the mailbox are counted yet")
    classes = frozenset(SenderClass(name) for name in row["sender_classes"])
    return Term(row["id"], classes, row["days"], row["basis"], row["valid_from"], row.get("valid_to"))
