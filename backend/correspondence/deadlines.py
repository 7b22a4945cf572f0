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
from backend.workingtime.deadline import CountedTerm, add_working_days
from backend.workingtime.hours import ONE_DAY, at, in_vietnam

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


def same_day(received_at: datetime, calendar: Calendar) -> datetime:
    """By when an agency is told that its paper arrived: the end of that day's hours, or of the next working day's when
    it came after them.

    Source: NĐ 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c (the same day); what counts for a paper that comes after hours is
    the product's own.
    """
    day = in_vietnam(received_at).date()
    ends = end_of_hours(day, calendar)
    is_working_day = calendar.is_working_day(day)
    return ends if is_working_day and received_at < ends else end_of_hours(calendar.next_working_day(day), calendar)


def end_of_hours(day: date, calendar: Calendar) -> datetime:
    """When work ends on a day; on a day off midnight at its end."""
    spans = calendar.spans_on(day)
    return at(day, spans[-1][1]) if spans else at(day + ONE_DAY, time())


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
