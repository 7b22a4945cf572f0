"""By which row of rules/deadlines a letter is due, and when. Pure but for the file that is shipped."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from backend.correspondence.terms import SenderClass
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import rules_folder
from backend.workingtime.deadline import CountedTerm, TermUnit, count_term, extend_term
from backend.workingtime.hours import at, in_vietnam

ORDINARY, RECEIPT = "ordinary", "agency.receipt"


class TermStart(StrEnum):
    IN_MAILBOX = "in_mailbox"
    VALID_PAPER = "valid_paper"  # mail by itself never starts it


@dataclass(frozen=True, slots=True)
class Term:
    """A row. `key` is what a clerk chooses; rows with the same key follow each other in time. `decision_number`: of the
    paper by which an agency set the term itself, "" for a row as shipped."""

    id: str
    key: str
    matter: str
    sender_classes: frozenset[SenderClass]
    days: int
    unit: TermUnit
    start: TermStart
    basis: str
    phrases: tuple[str, ...]
    valid_from: date
    valid_to: date | None  # the first day on which it no longer holds
    extension_days: int = 0  # by how much the row lets the term be extended; 0: it says nothing about it
    extension_unit: TermUnit = TermUnit.WORKING_DAY
    decision_number: str = ""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Due:
    term: Term
    counted: CountedTerm


def due_of(
    sender_class: SenderClass,
    received_at: datetime,
    calendar: Calendar,
    matter: str = "",
    valid_paper_on: date | None = None,
) -> Due:
    """When a citizen's or business's letter received at this moment is due.

    A matter whose term only a valid paper starts is counted from the day of that paper; until somebody noted it, the
    letter has the ordinary term like every other: the agency's own where it set one (`Calendar.own_terms`), on the day
    of receipt.

    Raises:
        LookupError: no row holds for this sender class on this day.

    Source: domain rows with their basis in rules/deadlines; Luật 02/2011/QH13 Điều 8, Luật 25/2018/QH14 Điều 22, 25
    (mail by itself starts no statutory term).
    """
    term = _row(matter, sender_class, in_vietnam(received_at).date())
    if term is not None and term.start is TermStart.VALID_PAPER:
        dated = _row(matter, sender_class, valid_paper_on) if valid_paper_on else None
        if dated is not None and valid_paper_on is not None:
            return Due(dated, count_term(at(valid_paper_on, time()), dated.days, dated.unit, calendar))
        term = None
    day = in_vietnam(received_at).date()
    term = term or _row(ORDINARY, sender_class, day)
    if term is None:
        raise LookupError(f"no term for {sender_class} on {received_at:%Y-%m-%d}")
    term = _as_set(term, calendar, day)
    return Due(term, count_term(received_at, term.days, term.unit, calendar))


def latest_extension(due: Due, calendar: Calendar) -> date | None:
    """The last day to which the row lets the term be extended; None where it says nothing about that."""
    if not due.term.extension_days:
        return None
    return extend_term(due.counted, due.term.extension_days, due.term.extension_unit, calendar).last_day


def proposed_extension(due: Due, calendar: Calendar) -> date:
    """The new day a clerk is offered: as far as the row allows, else the same days once more."""
    days, unit = due.term.extension_days or due.term.days, due.term.extension_unit
    return extend_term(due.counted, days, unit if due.term.extension_days else due.term.unit, calendar).last_day


def receipt_due(received_at: datetime, calendar: Calendar) -> datetime:
    """By when an agency is told that its paper arrived.

    Raises:
        LookupError: no row holds on this day.
    """
    row = _row(RECEIPT, SenderClass.AGENCY, in_vietnam(received_at).date()) or _first(RECEIPT)
    return count_term(received_at, row.days, row.unit, calendar).due_at


def matters_on(day: date, calendar: Calendar) -> list[Term]:
    """What a clerk may choose for a citizen's or business's letter on a day, in the order of the file."""
    chosen = [term for term in terms() if term.holds_on(day) and SenderClass.AGENCY not in term.sender_classes]
    return [_as_set(term, calendar, day) for term in chosen]


@cache
def matters() -> frozenset[str]:
    """Every key there is, or ever was."""
    return frozenset(_by_key())


@cache
def terms() -> tuple[Term, ...]:
    """The rows as shipped."""
    return read_terms(rules_folder() / "deadlines" / "terms.toml")


def read_terms(file: Path) -> tuple[Term, ...]:
    """
    Raises:
        ValueError, KeyError: a row is not one that this version can count by.
    """
    rows: Sequence[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["term"]
    return tuple(_term(row) for row in rows)


@cache
def _by_key() -> Mapping[str, tuple[Term, ...]]:
    return {key: tuple(term for term in terms() if term.key == key) for key in {term.key for term in terms()}}


def _row(key: str, sender_class: SenderClass, day: date) -> Term | None:
    rows = _by_key().get(key, ())
    return next((term for term in rows if term.holds_on(day) and sender_class in term.sender_classes), None)


def _as_set(term: Term, calendar: Calendar, day: date) -> Term:
    """The ordinary row with the days an agency decided itself; every other row as it is."""
    own = calendar.own_term_on(day)
    if own is None or term.key != ORDINARY:
        return term
    return replace(term, days=own.days, unit=TermUnit.WORKING_DAY, decision_number=own.decision_number)


def _first(key: str) -> Term:
    """The earliest row: letters older than the law it stands on are counted by it too, as an aim."""
    rows = _by_key().get(key, ())
    if not rows:
        raise LookupError(f"no row for {key}")
    return rows[0]


def _term(row: dict[str, Any]) -> Term:
    if row["days"] < 0 or row.get("extension_days", 1) < 1:
        raise ValueError(f"{row['id']}: a term has no negative days, an extension at least one")
    return Term(
        id=row["id"],
        key=row.get("key", row["id"]),
        matter=row["matter"],
        sender_classes=frozenset(SenderClass(name) for name in row["sender_classes"]),
        days=row["days"],
        unit=TermUnit(row["unit"]),
        start=TermStart(row["start"]),
        basis=row["basis"],
        phrases=tuple(row.get("phrases", ())),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        extension_days=row.get("extension_days", 0),
        extension_unit=TermUnit(row.get("extension_unit", TermUnit.WORKING_DAY)),
    )
