"""Postfix's log as facts: queued, handed over, in the mailbox, bounced, deferred (architecture, facts).

The caller keeps the position; it survives rotation (by inode and first bytes) and truncation. Stamps of both forms
are read: "Nov  2 08:15:00" (no year, no zone: both are worked out) and RFC 3339.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from backend.clock import VIETNAM

HEAD_BYTES = 200  # of a log file; with the inode they tell whether it is still the same file
READ_BYTES = 4 * 1024 * 1024  # at most in one call
LINE_BYTES = 64 * 1024  # a longer line is none of Postfix's and is passed over

_STAMP = r"(?:(?P<plain>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)|(?P<iso>\d{4}-\d\d-\d\dT\S+))"
_LINE = re.compile(
    _STAMP
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
class LogPosition:
    """Everything before `offset` (bytes) of the file with this inode and head has been read."""

    inode: int
    offset: int
    head: str  # SHA-256 of the first bytes, at most HEAD_BYTES and at most `offset`


@dataclass(frozen=True, slots=True)
class LogBatch:
    """`gap`: the file of the old position is gone unread to its end, so that events may be missing."""

    events: tuple[DeliveryEvent, ...]
    position: LogPosition | None
    gap: bool


class PostfixLog:
    def __init__(self, path: Path, zone: tzinfo = VIETNAM) -> None:
        """`zone` is the machine's own: stamps without one are meant in it."""
        self._path = path
        self._zone = zone

    def read(self, position: LogPosition | None, now: datetime) -> LogBatch:
        """Events after the position (None: from the beginning of the present file), whole lines only, about 4 MB.

        A position that comes back unchanged means: nothing new yet.

        After a rotation the rest of the old file (found beside the new one by its inode) comes first; the new one
        is read by the next call. A missing log gives nothing.
        """
        old = self._file_of(position) if position else None
        current = old or self._path
        offset = position.offset if position and old else 0
        try:
            with current.open("rb") as file:
                lines, end = _whole_lines(file, offset)
                reached = _position(file, end)
        except FileNotFoundError:
            return LogBatch((), position, gap=False)
        events = tuple(event for line in lines if (event := read_line(line, now, self._zone)))
        if end == offset and old and old != self._path and self._path.exists():
            return self.read(None, now)
        return LogBatch(events, reached, gap=position is not None and old is None)

    def _file_of(self, position: LogPosition) -> Path | None:
        for candidate in (self._path, *sorted(self._path.parent.glob(f"{self._path.name}?*"))):
            try:
                with candidate.open("rb") as file:
                    same = os.fstat(file.fileno()).st_ino == position.inode
                    if same and _position(file, position.offset) == position:
                        return candidate
            except OSError:
                continue
        return None


def read_line(line: str, now: datetime, zone: tzinfo = VIETNAM) -> DeliveryEvent | None:
    """The event of a log line, None for lines that say nothing of a letter's way."""
    match = _LINE.match(line)
    if not match:
        return None
    at = _moment(match["plain"], match["iso"], now, zone)
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


def _moment(plain: str | None, iso: str | None, now: datetime, zone: tzinfo) -> datetime | None:
    try:
        if iso:
            parsed = datetime.fromisoformat(iso)
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
        return _with_year(plain or "", now, zone)
    except ValueError:
        return None


def _with_year(stamp: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The latest year in which the stamp is not in the future; a day's grace for clocks that differ."""
    latest = now.astimezone(zone) + timedelta(days=1)
    for year in range(latest.year, latest.year - 9, -1):
        try:
            local = datetime.strptime(f"{year} {stamp}", "%Y %b %d %H:%M:%S").replace(tzinfo=zone)
        except ValueError:  # 29 February of a year that has none
            continue
        if local <= latest:
            return local.astimezone(UTC)
    return None


def _whole_lines(file: BinaryIO, offset: int) -> tuple[list[str], int]:
    file.seek(offset)
    data = file.read(READ_BYTES)
    end = data.rfind(b"\n") + 1
    if not end and len(data) == READ_BYTES:
        return [], offset + len(data)
    return list(_texts(data[:end])), offset + end


def _texts(data: bytes) -> Iterator[str]:
    return (line.decode("utf-8", "replace") for line in data.split(b"\n") if 0 < len(line) <= LINE_BYTES)


def _position(file: BinaryIO, offset: int) -> LogPosition:
    """The position in this file. Its head says nothing when the file is shorter than the offset: then it differs."""
    stat = os.fstat(file.fileno())
    file.seek(0)
    head = file.read(min(HEAD_BYTES, offset))
    known = hashlib.sha256(head).hexdigest() if stat.st_size >= offset else "shorter"
    return LogPosition(stat.st_ino, offset, known)
