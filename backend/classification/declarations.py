"""What a declaration is: the closed sets and the values of `confirm` (architecture, "Confirming")."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

DECLARATION_LIFETIME = timedelta(hours=24)
REQUEST_LIFETIME = timedelta(hours=24)


class DeclarationReason(StrEnum):
    DECLASSIFIED = "declassified"
    CHECKED_UNREADABLE = "checked_unreadable"
    NOT_A_MARK = "not_a_mark"
    STAMP_LOOKED_AT = "stamp_looked_at"  # a person saw what the finder could not read: no secrecy mark
    MAY_LEAVE = "may_leave"  # a restricted paper that its owner lets out


class DeclarationWay(StrEnum):
    PLUGIN = "plugin"
    PAGE = "page"  # /xac-nhan/<code>


@dataclass(frozen=True, slots=True)
class Declarer:
    """Who declares: a log-in, and the person among those who share it."""

    login: str
    agency_code: str
    person_id: str


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as the gate sees it: its fingerprint and `declassified`, `uncertain`, `unreadable` or `restricted`.
    `earlier`: its fingerprint by the key before, while two overlap; of the same file."""

    fingerprint: str
    state: str
    earlier: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """The milter asks: may this log-in's submission with these files pass?"""

    verdict_id: str
    login: str
    bundle: str
    files: tuple[FileState, ...]


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """`code` opens /xac-nhan/<code>; None when every file is declared."""

    declared: bool
    code: str | None


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What /xac-nhan/<code> shows: files by their state, never by name."""

    code: str
    login: str
    files: tuple[FileState, ...]
    asked_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class BrowserReport:
    """What the plugin reports of one file (contract 3: of a marked file no fingerprint)."""

    fingerprint: str | None
    action: str
    state: str
    rules: tuple[str, ...]
    bundle: str
    obligation: str | None
    kind: str | None
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class CheckedAttachment:
    """What the gate at the mail server said of one attachment it let pass."""

    fingerprint: str
    action: str
    earlier: str = ""  # by the key before, while two overlap


@dataclass(frozen=True, slots=True)
class CheckedSubmission:
    """A submission the gate at the mail server let pass."""

    verdict_id: str
    at: datetime
    login: str
    agency_code: str
    bundle: str
    from_webmail: bool
    attachments: tuple[CheckedAttachment, ...]
