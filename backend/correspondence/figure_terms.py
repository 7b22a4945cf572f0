"""What is asked about response times, and what is answered. Durations are working seconds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.correspondence.figure import Figure
from backend.correspondence.terms import Period, SenderClass


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """`below`: with the letters of all agencies under it. `matter`: one only; None for all, "" for those without."""

    agency_code: str
    period: Period
    below: bool = False
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseTimeRow:
    """`left_out`: months (YYYYMM) of the period whose letters are too few to be shown; they are not in the figure."""

    sender_class: SenderClass
    figure: Figure
    left_out: tuple[int, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Figures:
    """`period`: the one counted, which is wider than the one asked for where only whole months are shown. `hidden`: the
    sender classes of which nothing is shown, because too few letters came."""

    agency_code: str
    period: Period
    rows: tuple[ResponseTimeRow, ...]
    hidden: tuple[SenderClass, ...]


class CountedAs(StrEnum):
    ANSWERED = "answered"
    OPEN = "open"
    CLOSED = "closed"  # came to its end without an answer
    PASSED_ON = "passed_on"  # this and the following are set aside, not in n
    NO_ANSWER = "no_answer"
    RETURNED = "returned"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class FigureLetter:
    """`working_seconds`: to the answer, or so far. `in_time`: None where it is not in the share."""

    id: str
    reference_code: str
    received_at: datetime
    due_at: datetime | None
    counted_as: CountedAs
    working_seconds: int
    in_time: bool | None
