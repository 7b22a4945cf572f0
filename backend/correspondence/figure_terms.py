"""What is asked about response times, and what is answered. Durations are working seconds."""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class FigureLetter:
    """`counted_as`: "answered", "open", or "closed" (came to an end without an answer)."""

    id: str
    received_at: datetime
    counted_as: str
    working_seconds: int | None
