"""How an agency stands to each clause of the directive, by what is stored and nothing else. Pure.

Where something can be counted, all of it is met, none of it is not yet, and what lies between is partly: there is no
threshold of ours. Where the clause asks for more than is counted, all is only met as far as counted. What the software
does not see is said to be unknown, never met.

Source: rules/directive/clauses.toml (Chỉ thị, khoản 1 to 8).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from backend.rules_folder import rules_dir


class ClauseState(StrEnum):
    MET = "met"
    MET_AS_COUNTED = "met_as_counted"  # all that is counted; the clause asks for more than that
    PARTLY = "partly"
    NOT_YET = "not_yet"
    UNMEASURED = "unmeasured"  # the software cannot know, or there is nothing to count yet
    NOT_SHOWN = "not_shown"  # known, and not for the person who asks


class Origin(StrEnum):
    """Where a figure comes from."""

    DIRECTORY = "directory"  # as it stands today
    LETTERS = "letters"  # clocks of letters received in the period
    REGISTERS = "registers"  # papers issued in the period, by the register taken over and the issuing list
    CHECKS = "checks"  # of the five checks a day
    GATES = "gates"  # what browsers say of themselves
    SENT = "sent"  # letters that agencies' boxes sent through the gate in the period
    SIGNED = "signed"  # what was noted of decisions after their signing
    REPORTS = "reports"  # drafted, approved and sent by the software
    NOWHERE = "nowhere"  # nothing is stored


ORIGINS = {
    "private_boxes": Origin.LETTERS,
    "readiness": Origin.DIRECTORY,
    "assignments": Origin.DIRECTORY,
    "published": Origin.DIRECTORY,
    "mandatory": Origin.REGISTERS,
    "citizens": Origin.LETTERS,
    "in_time": Origin.LETTERS,
    "unicode": Origin.SENT,
    "issued": Origin.REGISTERS,
    "checks": Origin.CHECKS,
    "guarded": Origin.GATES,
    "regulation": Origin.SIGNED,
    "reports": Origin.REPORTS,
    "officials_boxes": Origin.DIRECTORY,
    "registers": Origin.REGISTERS,
    "list_of_kinds": Origin.SIGNED,
}


@dataclass(frozen=True, slots=True)
class Clause:
    """`points`: where in the directive, "1.a, 3"; `covers`: whether what is counted is the "whole" clause, "part" of
    it, or "proof" where there is any. Stands in [valid_from, valid_to)."""

    id: str
    points: str
    duty: str
    duty_en: str
    status: str
    valid_from: date
    valid_to: date | None = None
    covers: str = "whole"


@dataclass(frozen=True, slots=True)
class Figure:
    """`part` of `of` do what the clause asks. Of private boxes: letters that came from them, and how many are known."""

    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Finding:
    """`reason`: which sentence says what the figure means, or why there is none (compliance/locales, `[directive]`).
    `cited`: the decision the sentence names."""

    clause: Clause
    state: ClauseState
    reason: str
    figure: Figure | None = None
    cited: str = ""

    @property
    def origin(self) -> Origin:
        return ORIGINS.get(self.clause.id, Origin.NOWHERE)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted for an agency, by clause; a clause without an entry is one nothing is stored of. `None`: not for
    the person who asks. `private_letters`: None where they are too few to be told. `signed`: by clause, the decision in
    force that was noted."""

    figures: Mapping[str, Figure | None]
    private_letters: int | None
    private_known: int
    signed: Mapping[str, str] = field(default_factory=dict)


def findings(measured: Measured, today: date) -> list[Finding]:
    """Of each clause in force, in the order of the rules."""
    return [_finding(clause, measured) for clause in clauses(today)]


def _finding(clause: Clause, measured: Measured) -> Finding:
    if clause.id == "private_boxes":
        return _of_private_boxes(clause, measured)
    if clause.id in measured.signed:
        state = ClauseState.MET if clause.covers == "whole" else ClauseState.MET_AS_COUNTED
        return Finding(clause, state, clause.id, cited=measured.signed[clause.id])
    if clause.id not in measured.figures:
        return Finding(clause, ClauseState.UNMEASURED, f"{clause.id}_unknown")
    figure = measured.figures[clause.id]
    if figure is None:
        return Finding(clause, ClauseState.NOT_SHOWN, "not_shown")
    if figure.of == 0:
        return Finding(clause, ClauseState.UNMEASURED, f"{clause.id}_nothing", figure)
    return Finding(clause, _state(figure, clause), clause.id, figure)


def _state(figure: Figure, clause: Clause) -> ClauseState:
    if figure.part == figure.of:
        return ClauseState.MET if clause.covers == "whole" else ClauseState.MET_AS_COUNTED
    if clause.covers == "proof":
        return ClauseState.UNMEASURED
    return ClauseState.PARTLY if figure.part else ClauseState.NOT_YET


def _of_private_boxes(clause: Clause, measured: Measured) -> Finding:
    """A letter that came from a private box proves that not all is well; that none came proves nothing, for what leaves
    from private boxes to elsewhere passes no server of the province."""
    if not measured.private_known:
        return Finding(clause, ClauseState.UNMEASURED, "private_boxes_nothing")
    if measured.private_letters is None:
        return Finding(clause, ClauseState.UNMEASURED, "private_boxes_few")
    figure = Figure(measured.private_letters, measured.private_known)
    if measured.private_letters:
        return Finding(clause, ClauseState.PARTLY, "private_boxes", figure)
    return Finding(clause, ClauseState.UNMEASURED, "private_boxes_unknown", figure)


def clauses(today: date) -> list[Clause]:
    return [one for one in _clauses() if one.valid_from <= today and (one.valid_to is None or today < one.valid_to)]


def source(language: str) -> tuple[str, str]:
    """The directive by name, and how well its name and words are known."""
    written, suffix = _written(), "" if language == "vi" else f"_{language}"
    return written[f"source{suffix}"], written[f"source_status{suffix}"]


@cache
def _clauses() -> tuple[Clause, ...]:
    return tuple(Clause(**row) for row in _written()["clause"])


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((rules_dir() / "directive" / "clauses.toml").read_text("utf-8"))
