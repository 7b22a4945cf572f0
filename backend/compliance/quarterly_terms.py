"""What a quarterly report says of agencies, before it is put into words. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.compliance.address_health import Trouble
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.paper_saved import TotalSaving
from backend.compliance.quarter import Quarter
from backend.compliance.report_inputs import Inputs
from backend.correspondence.figure_terms import Figures
from backend.correspondence.lost_letters import LostLetters
from backend.correspondence.reminding import Reminded


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """Of papers issued in the quarter that ask for a letter. `settled`: a letter carried it, or a link or reasons of
    all its recipients stand instead; `excused`: a reason of the register; `unmailed`: neither."""

    settled: int = 0
    excused: int = 0
    unmailed: int = 0

    @property
    def total(self) -> int:
        return self.settled + self.excused + self.unmailed

    def __add__(self, other: "PaperCounts") -> "PaperCounts":
        return PaperCounts(self.settled + other.settled, self.excused + other.excused, self.unmailed + other.unmailed)


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """Windows of the days counted, over all boxes. `declared`: of those kept, by somebody's own word alone; `unseen`:
    letters came, and the mail server does not tell whether any was opened."""

    kept: int = 0
    declared: int = 0
    missed: int = 0
    unseen: int = 0

    def __add__(self, other: "CheckCounts") -> "CheckCounts":
        return CheckCounts(
            self.kept + other.kept,
            self.declared + other.declared,
            self.missed + other.missed,
            self.unseen + other.unseen,
        )


@dataclass(frozen=True, slots=True)
class AgencyQuarter:
    """Of one agency's own letters, papers and boxes. `boxes`: in use; `troubles` and browsers as they stand now;
    `browsers`: with a gate of ours, `managed` of them held in place by policy."""

    code: str
    name: str
    times: Figures
    papers: PaperCounts
    mandatory: PaperCounts
    saved: TotalSaving
    boxes: int
    checks: CheckCounts
    troubles: Mapping[Trouble, int]
    browsers: int
    managed: int
    written: CharsetCounts = field(default_factory=CharsetCounts)  # letters its boxes sent


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not known. Days are working days that are over. `checks_since`: the first day whose checks are counted,
    where details of earlier ones are deleted; None: all are counted. `checks_gone`: none is."""

    days_without_letters: tuple[date, ...]
    days_without_openings: tuple[date, ...]
    checks_since: date | None
    checks_gone: bool
    without_box: tuple[str, ...]
    is_running: bool
    last_day: date  # of the quarter, as far as it is over
    working_days: int  # of the quarter, as far as it is over
    written_since: date | None = None  # the first day of which it was counted what letters are written in
    lost: tuple[LostLetters, ...] = ()  # what a failing disk took of a mail server's journal

    @property
    def nothing_known(self) -> bool:
        """Whether no letter was told of on any working day: then that nothing waited in a box means nothing."""
        return len(self.days_without_letters) == self.working_days


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports to whom. `own`: the agency that reports and its papers' symbol, both "" where it is to be filled
    in."""

    above: str
    own: str
    symbol: str
    addressee: str


@dataclass(frozen=True, slots=True)
class QuarterlyFigures:
    """`whole`: response times of all agencies of the report together. `taken_at`: when everything was read."""

    quarter: Quarter
    taken_at: datetime
    scope: str
    issuer: Issuer
    whole: Figures
    agencies: tuple[AgencyQuarter, ...]
    gaps: Gaps
    reminded: Mapping[str, Reminded] = field(default_factory=dict)  # by agency; those that got no reminder are absent
    check_reminders: Mapping[str, int] = field(default_factory=dict)  # of boxes not looked into, by agency, as above
    letters_sent: Mapping[str, tuple[date, ...]] = field(default_factory=dict)  # to agencies that fell short, as above
    inputs: Inputs = field(default_factory=Inputs)
