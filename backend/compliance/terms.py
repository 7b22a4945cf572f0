"""The closed sets of issuance (phát hành) and the values other parts receive from it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Coverage(StrEnum):
    """How far an issued document came to one line of its recipients. The later ones prove more."""

    NOT_SENT = "not_sent"  # no letter of the agency carried it there
    ACCEPTED = "accepted"  # our own mail server has it
    DELAYED = "delayed"
    BOUNCED = "bounced"
    RETURNED = "returned"  # the receiving clerk gave it back
    HANDED_OVER = "handed_over"  # another mail server took it
    IN_MAILBOX = "in_mailbox"
    DISPLAYED = "displayed"
    RECEIVED = "received"
    REGISTERED = "registered"
    REPLIED = "replied"
    PUBLISHED = "published"  # a link stands instead, found to be the same file
    EXCUSED = "excused"  # a stated reason stands instead


class Reason(StrEnum):
    """Why a recipient, or a paper of the register, gets no letter."""

    OTHER_SYSTEM = "other_system"  # Hệ thống QLVB&ĐH carries it (Chỉ thị, khoản 1 điểm e)
    PAPER_ONLY = "paper_only"
    NO_BOX = "no_box"  # no official mailbox yet
    PUBLISHED = "published"  # the published link stands instead, as long as it holds (khoản 1 điểm j)
    PERSON = "person"  # a citizen or an official by name: who it is is not kept
    MAILED = "mailed"  # in a letter that did not pass the panel
    SECRET = "secret"  # noqa: S105 - of a register's row alone, which is then removed


class LinkState(StrEnum):
    WAITING = "waiting"  # not looked at yet
    SAME = "same"
    DIFFERENT = "different"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # an address the province's server must not ask, or too large a file
    INCOMPARABLE = "incomparable"  # the province's key of fingerprints changed since


class Event(StrEnum):
    """What other systems are told of an issued document."""

    DELIVERED = "delivered"
    REGISTERED = "registered"
    ANSWERED = "answered"
    RECALLED = "recalled"


PROOFS = frozenset(
    {
        Coverage.HANDED_OVER,
        Coverage.IN_MAILBOX,
        Coverage.DISPLAYED,
        Coverage.RECEIVED,
        Coverage.REGISTERED,
        Coverage.REPLIED,
    }
)
COVERED = PROOFS | {Coverage.PUBLISHED, Coverage.EXCUSED}


@dataclass(frozen=True, slots=True)
class NewLine:
    """One recipient. `entry`: which line of Nơi nhận it comes from, counted from 1; `text`: that line as written."""

    entry: int
    text: str
    recipient_code: str = ""
    address: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A paper that is issued. `symbol`: "15/QĐ-UBND"; `pages` None where nobody counted them."""

    fingerprint: str
    symbol: str
    kind: str
    issued_on: date
    pages: int | None
    copies: int
    lines: tuple[NewLine, ...]


@dataclass(frozen=True, slots=True)
class LineStanding:
    """`at`: when it came so far; None for what has no moment. `reason`: what is stated, whether it holds or not."""

    ordinal: int
    entry: int
    text: str
    recipient_code: str
    recipient_name: str
    address: str
    coverage: Coverage
    at: datetime | None
    reason: Reason | None

    @property
    def covered(self) -> bool:
        return self.coverage in COVERED


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    state: LinkState
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued document as it stands now. `messages`: how many letters carried it; `recalled`: what its sender said of
    the last of them, "" for nothing."""

    id: str
    symbol: str
    kind: str
    issued_on: date
    pages: int | None
    copies: int
    recorded_at: datetime
    recorded_by: str
    messages: int
    recalled: str
    link: Link | None
    lines: tuple[LineStanding, ...]


@dataclass(frozen=True, slots=True)
class Unmailed:
    """A paper of the register, or of the panel (`document`: its id there), that no letter is known to have carried."""

    symbol: str
    kind: str
    issued_on: date
    document: str
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Numbers that stand in no register row between two that do. `series` is empty where all papers of the year share
    one sequence. Why a number is missing is not known, and not asked."""

    series: str
    first: int
    last: int
