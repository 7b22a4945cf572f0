"""In how many working days an agency answers ordinary letters by a decision of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """`valid_to`: the first day on which it no longer holds."""

    valid_from: date
    days: int
    decision_number: str
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def term_on(terms: Iterable[OwnTerm], day: date) -> OwnTerm | None:
    """Of those that hold on a day the last one counts; None: the shipped term does."""
    return next((term for term in reversed(tuple(terms)) if term.holds_on(day)), None)
