"""By which row of rules/deadlines a letter is due, and when."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from backend.correspondence.terms import SenderClass
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import rules_folder
from backend.workingtime.deadline import CountedTerm, TermUnit, add_working_days, count_term
from backend.workingtime.hours import at, in_vietnam

WORKING_DAY, VALID_PAPER = "working_day", "valid_paper"


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


def statutory_due(matter: str, valid_paper_on: date, calendar: Calendar) -> Due | None:
    """When a letter of this matter is due whose valid paper came that day; None for a matter that no paper starts.

    Only the named receiver says that the paper is valid, and of what day; mail by itself starts no such term.

    Source: Luật 25/2018/QH14, Điều 24; Luật 02/2011/QH13, Điều 27, 28, 37.
    """
    for row in _rows():
        holds = row["valid_from"] <= valid_paper_on < row.get("valid_to", date.max)
        if row["id"] == matter and row["start"] == VALID_PAPER and holds:
            counted = count_term(at(valid_paper_on, time(12)), row["days"], TermUnit(row["unit"]), calendar)
            return Due(_as_term(row), counted)
    return None


def receipt_due(received_at: datetime, calendar: Calendar) -> datetime:
    """By when an agency is told that its paper arrived: the same day.

    Source: NĐ 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c.
    """
    return count_term(received_at, 0, TermUnit.WORKING_DAY, calendar).due_at


@cache
def matters() -> frozenset[str]:
    """The ids of every matter the clerk may choose, whether a term is counted for it or not."""
    return frozenset(row["id"] for row in _rows())


@cache
def statutory_ids() -> frozenset[str]:
    """The rows that only a valid paper starts."""
    return frozenset(row["id"] for row in _rows() if row["start"] == VALID_PAPER)


@cache
def _rows() -> Sequence[dict[str, Any]]:
    rows: Sequence[dict[str, Any]] = tomllib.loads((rules_folder() / "deadlines" / "terms.toml").read_text("utf-8"))[
        "term"
    ]
    return rows


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
    return _as_term(row)


def _as_term(row: dict[str, Any]) -> Term:
    classes = frozenset(SenderClass(name) for name in row["sender_classes"])
    return Term(row["id"], classes, row["days"], row["basis"], row["valid_from"], row.get("valid_to"))
