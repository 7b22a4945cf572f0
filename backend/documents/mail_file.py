"""A letter saved as a file (RFC 5322, RFC 2046): its headers as lines, every leaf part read like a file of its own.

Where two mail programs could take the letter apart in two ways (no boundary, a field given twice, an encoding nobody
knows), it is read as far as it goes and never called clean.
"""

import codecs
import email
import re
from email import policy
from email.errors import MessageError
from email.message import Message

from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Corrupt, Reading, inner_path
from backend.documents.sniff import MAIL
from backend.documents.spacing import pieces
from backend.mail.fields import decoded, values
from backend.mail.transfer import content_of

# A text is taken for a letter when its first lines are headers, two of them of these.
_HEADERS = re.compile(
    r"^(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|x-[a-z-]+"
    r"|content-transfer-encoding|dkim-signature|reply-to|sender|arc-[a-z-]+|authentication-results):",
    re.IGNORECASE,
)
_ENTITY = re.compile("(?:mime-version|content-type):", re.IGNORECASE)  # what a signature encloses may have no other
_HEADER_LINE = re.compile("^(?:[!-9;-~]+:|[ \t])")
HEAD_LINES = 40
SEEN_HEADERS = ("Subject", "Keywords", "Comments")
LOST = "\ufffd"  # stands for bytes of a header that are in no charset it names: what they say was not read
DECISIVE_FIELDS = ("Content-Type", "Content-Transfer-Encoding")
TRANSFER_ENCODINGS = {"", "7bit", "8bit", "binary", "base64", "quoted-printable"}
CONTENT_ELSEWHERE = {"message/external-body", "message/partial"}
_UUENCODED = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} \S", re.MULTILINE)


def is_mail(text: str) -> bool:
    known = int(_ENTITY.match(text) is not None)
    for line in text.split("\n", HEAD_LINES)[:HEAD_LINES]:
        if not _HEADER_LINE.match(line):
            break
        known += _HEADERS.match(line) is not None
    return known >= 2


def read_mail(data: bytes, path: str, depth: int, reading: Reading) -> None:
    """Raises Corrupt when the standard parser gives up."""
    try:
        message = email.message_from_bytes(data, policy=policy.compat32)
        parts = list(message.walk())
    except (MessageError, ValueError, LookupError, AttributeError, IndexError) as error:
        raise Corrupt from error
    lines = [line for part in parts for name in SEEN_HEADERS for value in values(part, name) for line in _lines(value)]
    reading.add(path, MAIL, [Page(1, tuple(lines))] if lines else [])
    leaves = [part for part in parts if not part.is_multipart()]
    for number, leaf in enumerate(leaves, start=1):
        reading.budget.take_member()
        reading.go_deeper(_content(leaf), inner_path(path, _name(leaf) or f"part {number}"), depth + 1)
    for part in parts:
        for around in (part.preamble, part.epilogue):
            if around and around.strip():
                reading.go_deeper(around.encode("utf-8", "surrogateescape"), inner_path(path, "around"), depth + 1)
    for reason in sorted({reason for part in parts for reason in _doubts(part)}):
        reading.give_up(path, MAIL, reason)


def _doubts(part: Message) -> list[UnreadableReason]:
    """Why another program may see more in this part, once its content has been taken."""
    doubts = []
    lost = any(LOST in decoded(value) for name in SEEN_HEADERS for value in values(part, name))
    if lost or part.defects or any(len(values(part, name)) > 1 for name in DECISIVE_FIELDS):
        doubts.append(UnreadableReason.CORRUPT)
    encoding_known = _transfer_encoding(part) in TRANSFER_ENCODINGS
    uuencoded = part.get_content_maintype() == "text" and _UUENCODED.search(_content(part)) is not None
    if not encoding_known or uuencoded or part.get_content_type() in CONTENT_ELSEWHERE:
        doubts.append(UnreadableReason.UNSUPPORTED)
    return doubts


def _transfer_encoding(part: Message) -> str:
    return next(iter(values(part, "Content-Transfer-Encoding")), "").lower()


def _lines(value: str) -> list[str]:
    return pieces(decoded(value))


def _name(leaf: Message) -> str:
    return decoded(leaf.get_filename() or "").strip()


def _content(leaf: Message) -> bytes:
    """The decoded bytes; text in a charset of its own as UTF-8, so that it is read like any text."""
    if "Content-Transfer-Encoding" in leaf:  # white space around it would keep the parser from knowing it
        leaf.replace_header("Content-Transfer-Encoding", _transfer_encoding(leaf))
    content = content_of(leaf) or b""
    charset = leaf.get_content_charset()
    if leaf.get_content_maintype() != "text" or charset is None:
        return content
    try:
        if codecs.lookup(charset).name in ("utf-8", "ascii"):
            return content
        return content.decode(charset).encode("utf-8")
    except (UnicodeError, LookupError):
        return content  # read as it stands, or not at all
