r"""What became of letters in the mailboxes, by Dovecot's own log (plugins notify and mail_log, events save and
flag_change): stored in the inbox, opened (\Seen), read receipt sent ($MDNSent, RFC 3503).

Dovecot 2.3 exports no JSON event that names both a message and its flags; mail_log's line does, for every client and
every session. It knows the mailbox, never the person who looked. Of a Message-ID it prints 80 characters: a longer one
is cut and names no letter for certain.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path

from backend.clock import VIETNAM
from backend.gateway.log_file import FollowedLog, LogPosition
from backend.gateway.log_stamp import STAMP, stamped_at

_LINE = re.compile(
    STAMP
    + r" (?:\S+ dovecot(?:\[\d+\])?: )?(?P<program>imap|lmtp|lda)\((?:\d+, )?(?P<user>[^\s()<>,]+)\)\S*"
    + r" (?:Info: )?(?P<action>save|flag_change): (?P<rest>.*)"
)
# The sender chose the id, so it ends where the last of the flags begin, whatever it holds itself.
_REST = re.compile(r"box=(?P<box>.*?), uid=\d+, msgid=(?P<id>.*), flags=\((?P<flags>[^()]*)\)")
_MESSAGE_ID = re.compile(r"<(?P<id>[!-;=?-~]+)>")
_DELIVERS = frozenset({"lmtp", "lda"})


class MailboxEventKind(StrEnum):
    IN_MAILBOX = "in_mailbox"
    OPENED = "opened"
    MDN_SENT = "mdn_sent"


_BY_FLAG = {"\\Seen": MailboxEventKind.OPENED, "$MDNSent": MailboxEventKind.MDN_SENT}


@dataclass(frozen=True, slots=True)
class MailboxEvent:
    """`mailbox` is the log-in whose box it is, in lower case; `message_id` comes without <>.

    Dovecot prints all flags at every change, so the same event comes again with the next one.
    """

    kind: MailboxEventKind
    at: datetime
    mailbox: str
    message_id: str


@dataclass(frozen=True, slots=True)
class MailboxEventBatch:
    """`gap`: lines may be missing. `broken`: lines of mail_log that could not be read, of another format perhaps."""

    events: tuple[MailboxEvent, ...]
    position: LogPosition | None
    gap: bool
    broken: int


class DovecotEvents:
    def __init__(self, path: Path, zone: tzinfo = VIETNAM) -> None:
        """`zone` is the machine's own: stamps without one are meant in it."""
        self._file = FollowedLog(path)
        self._zone = zone

    def read(self, position: LogPosition | None, now: datetime) -> MailboxEventBatch:
        """Events after the position (None: from the beginning of the present file).

        A position that comes back unchanged means: nothing new yet.
        """
        batch = self._file.read(position)
        events: list[MailboxEvent] = []
        broken = 0
        for line in batch.lines:
            found = read_events(line, now, self._zone)
            events += found or ()
            broken += found is None
        return MailboxEventBatch(tuple(events), batch.position, batch.gap, broken)


def read_events(line: str, now: datetime, zone: tzinfo = VIETNAM) -> tuple[MailboxEvent, ...] | None:
    """What a line says of a letter, mostly nothing; None for a line of mail_log that cannot be read."""
    match = _LINE.fullmatch(line)
    if not match:
        return ()
    rest, at = _REST.fullmatch(match["rest"]), stamped_at(match["plain"], match["iso"], now, zone)
    if not rest or at is None:
        return None
    named = _MESSAGE_ID.fullmatch(rest["id"])
    if not named:
        return ()
    kinds = _kinds(match["program"], match["action"], rest["box"], rest["flags"].split())
    return tuple(MailboxEvent(kind, at, match["user"].lower(), named["id"]) for kind in kinds)


def _kinds(program: str, action: str, box: str, flags: list[str]) -> Iterator[MailboxEventKind]:
    """A copy that a client stores was delivered by nobody; what Sieve flags or POP3 fetches was seen by nobody."""
    if action == "save" and program in _DELIVERS and box == "INBOX":
        yield MailboxEventKind.IN_MAILBOX
    if action == "flag_change" and program == "imap":
        yield from (_BY_FLAG[flag] for flag in flags if flag in _BY_FLAG)
