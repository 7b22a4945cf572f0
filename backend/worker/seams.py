"""What the worker needs of the gateway, which it never imports: the composition root hands it over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from backend.compliance.link_checks import Downloaded
from backend.correspondence.facts import Delivery
from backend.correspondence.lost_letters import LostLetters
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.watched_letters import WatchedLetter


class Outcome(StrEnum):
    """`IN_DOUBT`: the server may or may not have taken the mail."""

    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Sent:
    """`note` is the server's reply code or a word for what failed; never the server's text."""

    outcome: Outcome
    note: str


@dataclass(frozen=True, slots=True)
class Records:
    """Journal records in order, and where the next read begins. `position` unchanged: there is nothing new. `lost`:
    what was written before there and cannot be read."""

    records: Sequence[Mapping[str, Any]]
    position: str
    lost: Sequence[LostLetters] = ()


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Lines of Postfix's log in order. `gap`: lines may be missing, a log was removed before it was read."""

    deliveries: Sequence[Delivery]
    position: str
    gap: bool


@dataclass(frozen=True, slots=True)
class MailboxEvents:
    """Lines of Dovecot's log in order. `gap`: lines may be missing. `broken`: how many could not be read."""

    events: Sequence[MailboxEvent]
    position: str
    gap: bool
    broken: int


@dataclass(frozen=True, slots=True)
class WatchedLetters:
    """Letters of a folder in order, and where the next read begins. `position` unchanged: there is nothing new."""

    letters: Sequence[WatchedLetter]
    position: str


class JournalSource(Protocol):
    """The milter's journal. Positions are opaque; "" is the beginning. Reads files: call it in a thread."""

    def read(self, position: str) -> Records: ...

    def shipped(self, position: str, now: datetime) -> None:
        """Everything before the position is stored for good."""
        ...

    def stored(self) -> str:
        """The position of the last `shipped`, as this machine remembers it."""
        ...

    def is_before(self, position: str, other: str) -> bool: ...


class LogSource(Protocol):
    """Postfix's log. Positions are opaque; "" is the beginning. Reads files: call it in a thread."""

    def read(self, position: str, now: datetime) -> Deliveries: ...


class MailboxLogSource(Protocol):
    """Dovecot's log. Positions are opaque; "" is the beginning. Reads files: call it in a thread."""

    def read(self, position: str, now: datetime) -> MailboxEvents: ...


class FolderSource(Protocol):
    """A watched IMAP folder of `mailbox`: its inbox, or (`sent`) where its sent mail lies. `name` is the position's.
    Blocks: call it in a thread of its own."""

    @property
    def name(self) -> str: ...
    @property
    def mailbox(self) -> str: ...
    @property
    def sent(self) -> bool: ...

    def read(self, position: str, now: datetime) -> WatchedLetters:
        """Raises Unavailable: the server does not answer."""
        ...

    def wait(self, stopped: Callable[[], bool]) -> None:
        """Until there may be something new. Raises as `read`."""
        ...

    def close(self) -> None: ...


class Mailer(Protocol):
    async def send(self, message: bytes, recipient: str) -> Sent:
        """Hand a composed mail to the mail server, with the null sender. Never raises for what the server does."""
        ...


class Caller(Protocol):
    """The gateway that rings whoever is on duty."""

    async def call(self, call_id: str, body: bytes) -> Sent:
        """Make one signed call. Never raises for what the gateway does. IN_DOUBT: it may have been taken."""
        ...


class LinkReader(Protocol):
    """Who looks at published links."""

    async def read(self, url: str) -> Downloaded:
        """Never raises for what the network or the other server does."""
        ...


@dataclass(frozen=True, slots=True)
class Seams:
    """`log` is None where no Postfix log is configured: then nothing is known of deliveries. `mailbox_log` is None
    where no Dovecot log is: then nothing is known of openings. `caller` is None where no
    gateway is configured that rings whoever is on duty; `issuance_caller` where no system wants to be told of issued
    papers. `sources_stand` is the same as before as long as nothing was written into the journal or a log."""

    journal: JournalSource
    log: LogSource | None
    mailer: Mailer
    mailbox_log: MailboxLogSource | None = None
    caller: Caller | None = None
    issuance_caller: Caller | None = None
    sources_stand: Callable[[], object] = object
