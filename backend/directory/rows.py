"""What a table of the directory brings, line by line, and what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date

from backend.directory.channels import Channel
from backend.directory.terms import MailboxKind, OfficialRole
from backend.directory.working_calendar import SetDay


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Why a line cannot be taken over. `line` counts from 1, the header included."""

    table: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.table}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class AgencyRow:
    line: int
    code: str
    name: str
    kind: str
    parent: str | None
    former_names: tuple[str, ...]
    symbol: str
    valid_from: date | None
    valid_to: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class MailboxRow:
    line: int
    address: str
    agency: str
    kind: MailboxKind
    published: bool


@dataclass(frozen=True, slots=True)
class OfficialRow:
    line: int
    name: str
    post: str
    agency: str
    role: OfficialRole
    login: str | None
    private_addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BusinessRow:
    line: int
    pattern: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    line: int
    agency: str
    valid_from: date
    hours: str
    source: str
    season: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class DayRow:
    line: int
    agency: str
    day: date
    kind: SetDay
    hours: str
    stands_for: date | None
    name: str
    decision_number: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    line: int
    agency: str
    document_kind: str
    channel: Channel
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(slots=True)
class Tables:
    """Everything one import brings, in the order of its files."""

    agencies: list[AgencyRow] = field(default_factory=list)
    mailboxes: list[MailboxRow] = field(default_factory=list)
    officials: list[OfficialRow] = field(default_factory=list)
    businesses: list[BusinessRow] = field(default_factory=list)
    weeks: list[WeekRow] = field(default_factory=list)
    days: list[DayRow] = field(default_factory=list)
    channels: list[ChannelRow] = field(default_factory=list)
    origin: dict[int, str] = field(default_factory=dict)  # id of a row → name of its file
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: object, reason: str) -> None:
        self.problems.append(Problem(self.origin[id(row)], getattr(row, "line", 0), reason))
