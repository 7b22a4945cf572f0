"""Postfix's log as facts: queued, handed over, in the mailbox, bounced, deferred (architecture, facts)."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path

from backend.clock import VIETNAM
from backend.gateway.log_file import FollowedLog, LogPosition
from backend.gateway.log_stamp import STAMP, stamped_at

_LINE = re.compile(
    STAMP
    + r" \S+ [\w.-]*postfix[\w.-]*/(?:[\w.-]+/)*(?P<program>[\w-]+)\[\d+\]: (?P<queue>[0-9A-Za-z]{6,20}): (?P<rest>.*)"
)
_TO = re.compile(r"to=<(?P<to>[^>]*)>,(?: orig_to=<(?P<original>[^>]*)>,)? relay=(?P<relay>.+?), (?:conn_use|delay)=")
_STATUS = re.compile(r"dsn=(?P<dsn>[\d.]+), status=(?P<status>sent|bounced|deferred|expired|undeliverable)\b")
_MESSAGE_ID = re.compile(r"(?:resent-)?message-id=<?(?P<id>[^<>\s]+)>?$")
_QUEUED = re.compile(r"from=<(?P<sender>[^>]*)>, size=(?P<size>\d+), nrcpt=(?P<count>\d+) \(queue active\)")
_EXPIRED = re.compile(r"from=<(?P<sender>[^>]*)>, status=(?:force-)?expired, returned to sender")
_INTO_A_BOX = frozenset({"lmtp", "virtual", "local"})  # delivery agents that end in a mailbox
_BOX_COMMAND = re.compile(r"dovecot|maildrop|lda")  # names of pipe transports that do


class DeliveryKind(StrEnum):
    MESSAGE_ID = "message_id"  # cleanup names the letter; also for mail without a Message-ID of its own
    ACCEPTED = "accepted"  # in the queue; comes again each time a deferred letter is tried
    HANDED_OVER = "handed_over"  # another server took it
    IN_MAILBOX = "in_mailbox"  # the mailbox of this province has it
    BOUNCED = "bounced"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One line. Addresses are in lower case; fields that the line does not carry are None."""

    kind: DeliveryKind
    at: datetime
    queue_id: str
    recipient: str | None = None
    original_recipient: str | None = None
    message_id: str | None = None
    sender: str | None = None
    relay: str | None = None
    dsn: str | None = None


@dataclass(frozen=True, slots=True)
class LogBatch:
    """`gap`: the file of the old position is gone unread to its end, so that events may be missing."""

    events: tuple[DeliveryEvent, ...]
    position: LogPosition | None
    gap: bool


class PostfixLog:
    def __init__(self, path: Path, zone: tzinfo = VIETNAM) -> None:
        """`zone` is the machine's own: stamps without one are meant in it."""
        self._file = FollowedLog(path)
        self._zone = zone

    def read(self, position: LogPosition | None, now: datetime) -> LogBatch:
        """Events after the position (None: from the beginning of the present file).

        A position that comes back unchanged means: nothing new yet.
        """
        batch = self._file.read(position)
        events = tuple(event for line in batch.lines if (event := read_line(line, now, self._zone)))
        return LogBatch(events, batch.position, batch.gap)


def read_line(line: str, now: datetime, zone: tzinfo = VIETNAM) -> DeliveryEvent | None:
    """The event of a log line, None for lines that say nothing of a letter's way."""
    match = _LINE.match(line)
    if not match:
        return None
    at = stamped_at(match["plain"], match["iso"], now, zone)
    if at is None:
        return None
    program, queue_id, rest = match["program"], match["queue"], match["rest"]
    if program == "cleanup":
        return _named(at, queue_id, rest)
    if program == "qmgr":
        return _queued(at, queue_id, rest)
    return _delivery(at, queue_id, program, rest)


def _named(at: datetime, queue_id: str, rest: str) -> DeliveryEvent | None:
    found = _MESSAGE_ID.match(rest)
    return DeliveryEvent(DeliveryKind.MESSAGE_ID, at, queue_id, message_id=found["id"]) if found else None


def _queued(at: datetime, queue_id: str, rest: str) -> DeliveryEvent | None:
    if found := _QUEUED.match(rest):
        return DeliveryEvent(DeliveryKind.ACCEPTED, at, queue_id, sender=found["sender"].lower())
    if found := _EXPIRED.match(rest):
        return DeliveryEvent(DeliveryKind.BOUNCED, at, queue_id, sender=found["sender"].lower())
    return None


def _delivery(at: datetime, queue_id: str, program: str, rest: str) -> DeliveryEvent | None:
    to, outcome = _TO.match(rest), _STATUS.search(rest)
    if not to or not outcome or "(forwarded as " in rest:  # a forwarded letter goes on under the queue id named there
        return None
    return DeliveryEvent(
        kind=_kind(outcome["status"], program, to["relay"], rest),
        at=at,
        queue_id=queue_id,
        recipient=to["to"].lower(),
        original_recipient=to["original"].lower() if to["original"] else None,
        relay=to["relay"],
        dsn=outcome["dsn"],
    )


def _kind(status: str, program: str, relay: str, rest: str) -> DeliveryKind:
    if status == "deferred":
        return DeliveryKind.DEFERRED
    if status != "sent":
        return DeliveryKind.BOUNCED
    filtered = "queued as" in rest  # a content filter that speaks LMTP gives the letter back to a queue
    boxed = program in _INTO_A_BOX or (program == "pipe" and _BOX_COMMAND.search(relay))
    return DeliveryKind.IN_MAILBOX if boxed and not filtered else DeliveryKind.HANDED_OVER
