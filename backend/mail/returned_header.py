"""Which letter a report is about, from what it returns of that letter (RFC 3462, RFC 6522 section 3)."""

import re
from collections.abc import Sequence
from email.message import Message

from backend.mail.fields import first, read_header
from backend.mail.message import message_ids
from backend.mail.mime_parts import content_type, text_of

_RETURNED = {"message/rfc822", "message/global", "message/rfc822-headers", "message/global-headers", "message/news"}
_HEADERS = "text/rfc822-headers"
_FIELD = re.compile(r"[ \t>]*([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|$)")
_FIELDS_OF_A_LETTER = {"from", "to", "subject", "date", "received", "mime-version", "return-path", "sender", "cc"}
_NEEDED = 2  # of these, so that a block of lines is taken for the header of a letter


def returned_message_id(parts: Sequence[Message]) -> str | None:
    """The Message-ID of the letter that comes back with a report, without <>. None: it does not say."""
    for part in parts:
        if content_type(part) in _RETURNED or content_type(part) == _HEADERS:
            return _in_header(text_of(part))
    return None


def message_id_in_text(text: str) -> str | None:
    """The Message-ID of the first block of lines that reads like the header of a letter."""
    for block in re.split(r"\n[ \t>]*\n", text):
        lines = [re.sub(r"^[ \t>]*(?=[A-Za-z][A-Za-z0-9-]*:)", "", line) for line in block.split("\n")]
        names = {match[1].lower() for line in lines if (match := _FIELD.match(line))}
        if "message-id" in names and len(names & _FIELDS_OF_A_LETTER) >= _NEEDED:
            start = next(number for number, line in enumerate(lines) if _FIELD.match(line))
            return _in_header("\n".join(lines[start:]))
    return None


def named_id(value: str) -> str | None:
    """The id of one field, without <>; None when it holds none or several."""
    ids = message_ids(value)
    return ids[0] if len(ids) == 1 else None


def _in_header(text: str) -> str | None:
    return named_id(first(read_header(text.lstrip("\n").encode("utf-8", "replace")), "Message-ID"))
