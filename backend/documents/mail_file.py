"""A letter saved as a file (RFC 5322): its headers as lines, every leaf part read like a file of its own."""

import codecs
import email
import email.message
import re
from email import policy
from email.errors import MessageError

from backend.documents.model import Page
from backend.documents.reading import Corrupt, Reading, inner_path
from backend.documents.sniff import MAIL
from backend.documents.spacing import pieces

# A text is taken for a letter when its first lines are headers, two of them of these.
_HEADERS = re.compile(
    r"^(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|x-[a-z-]+"
    r"|content-transfer-encoding|dkim-signature|reply-to|sender|arc-[a-z-]+|authentication-results):",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile("^(?:[!-9;-~]+:|[ \t])")
HEAD_LINES = 40


def is_mail(text: str) -> bool:
    known = 0
    for line in text.split("\n", HEAD_LINES)[:HEAD_LINES]:
        if not _HEADER_LINE.match(line):
            break
        known += _HEADERS.match(line) is not None
    return known >= 2


def read_mail(data: bytes, path: str, depth: int, reading: Reading) -> None:
    """Raises Corrupt when the standard parser gives up."""
    try:
        message = email.message_from_bytes(data, policy=policy.default)
        lines = [line for value in _header_values(message) for line in pieces(value)]
        leaves = [part for part in message.walk() if not part.is_multipart()]
    except (MessageError, ValueError, LookupError, AttributeError, IndexError) as error:
        raise Corrupt from error
    reading.add(path, MAIL, [Page(1, tuple(lines))] if lines else [])
    for number, leaf in enumerate(leaves, start=1):
        reading.budget.take_member()
        reading.go_deeper(_content(leaf), inner_path(path, _name(leaf) or f"part {number}"), depth + 1)
    for part in message.walk():
        for around in (part.preamble, part.epilogue):
            if around and around.strip():
                reading.go_deeper(around.encode("utf-8", "surrogateescape"), inner_path(path, "around"), depth + 1)


def _header_values(message: email.message.EmailMessage) -> list[str]:
    return [str(part[name]) for part in message.walk() for name in ("subject", "keywords", "comments") if part[name]]


def _name(leaf: email.message.Message) -> str | None:
    return leaf.get_filename()


def _content(leaf: email.message.Message) -> bytes:
    """The decoded bytes; text in a charset of its own as UTF-8, so that it is read like any text."""
    payload = leaf.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = leaf.get_content_charset()
    if leaf.get_content_maintype() != "text" or charset is None:
        return content
    try:
        if codecs.lookup(charset).name in ("utf-8", "ascii"):
            return content
        return content.decode(charset).encode("utf-8")
    except (UnicodeError, LookupError):
        return content  # read as it stands, or not at all
