"""What a table of the directory brings, line by line, and what is wrong with it.

Fields have the names of the columns in the database. `said` names the columns of the file: of what a file has no column
for, it says nothing, and what stands stays.
"""

from dataclasses import dataclass, field
from datetime import date

from backend.directory.channels import Channel
from backend.directory.terms import MailboxKind, OfficialRole, ReadinessItem, SuccessionKind
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
class Row:
    """`remove`: that the line takes back what was entered by mistake; what ends, ends by a day."""

    line: int
    said: frozenset[str]
    remove: bool


@dataclass(frozen=True, slots=True)
class RowOfAgency(Row):
    """`agency`: the code of the agency whose row it is."""

    agency: str


@dataclass(frozen=True, slots=True)
class AgencyRow(Row):
    code: str
    name: str
    kind: str
    parent: str | None
    former_names: tuple[str, ...]
    symbol: str
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    short_names: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class NameRow(RowOfAgency):
    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SuccessionRow(RowOfAgency):
    """`agency` is the predecessor."""

    successor: str
    kind: SuccessionKind
    on_date: date | None
    decision_number: str | None


@dataclass(frozen=True, slots=True)
class GroupRow(Row):
    code: str
    name: str
    spellings: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class GroupRuleRow(RowOfAgency):
    """Under `agency` the members stand."""

    group: str
    kind: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class GroupMemberRow(RowOfAgency):
    group: str
    excluded: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ReadinessRow(RowOfAgency):
    item: ReadinessItem
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class MailboxRow(RowOfAgency):
    address: str
    kind: MailboxKind
    published: bool
    withdrawn: bool
    display: str
    published_from: date | None
    published_to: date | None
    decision_number: str | None


@dataclass(frozen=True, slots=True)
class AliasRow(Row):
    alias: str
    address: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class LoginRow(Row):
    login: str
    address: str


@dataclass(frozen=True, slots=True)
class OfficialRow(RowOfAgency):
    """`role` is None where the line gives none: the assignments say it."""

    name: str
    post: str
    role: OfficialRole | None
    login: str | None
    private_addresses: tuple[str, ...]
    phone: str
    competent: bool
    staff_number: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class AssignmentRow(RowOfAgency):
    """`home`: the agency where the official is in office, which may be another than the one of the role."""

    official: str
    home: str
    login: str | None
    role: OfficialRole
    delegator: str | None
    delegator_login: str | None
    scope: str
    valid_from: date | None
    valid_to: date | None
    decision_number: str | None


@dataclass(frozen=True, slots=True)
class BusinessRow(RowOfAgency):
    pattern: str
    name: str


@dataclass(frozen=True, slots=True)
class WeekRow(RowOfAgency):
    valid_from: date
    hours: str
    source: str
    season: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class DayRow(RowOfAgency):
    day: date
    kind: SetDay
    hours: str
    stands_for: date | None
    name: str
    decision_number: str


@dataclass(frozen=True, slots=True)
class TermRow(RowOfAgency):
    """The agency's own ordinary term, in working days."""

    valid_from: date
    valid_to: date | None
    days: int
    decision_number: str


@dataclass(frozen=True, slots=True)
class ChannelRow(RowOfAgency):
    document_kind: str
    channel: Channel
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(slots=True)
class Tables:
    """Everything one import brings, in the order of its files."""

    agencies: list[AgencyRow] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)
    successions: list[SuccessionRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    group_rules: list[GroupRuleRow] = field(default_factory=list)
    group_members: list[GroupMemberRow] = field(default_factory=list)
    readiness: list[ReadinessRow] = field(default_factory=list)
    mailboxes: list[MailboxRow] = field(default_factory=list)
    aliases: list[AliasRow] = field(default_factory=list)
    logins: list[LoginRow] = field(default_factory=list)
    officials: list[OfficialRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    businesses: list[BusinessRow] = field(default_factory=list)
    weeks: list[WeekRow] = field(default_factory=list)
    days: list[DayRow] = field(default_factory=list)
    terms: list[TermRow] = field(default_factory=list)
    channels: list[ChannelRow] = field(default_factory=list)
    origin: dict[int, str] = field(default_factory=dict)  # id of a row → name of its file
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: Row, reason: str) -> None:
        self.problems.append(Problem(self.origin[id(row)], row.line, reason))
