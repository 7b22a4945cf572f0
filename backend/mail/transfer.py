"""The content of a part of a letter, its transfer encoding (RFC 2045, section 6) undone as far as it goes."""

import re
from base64 import b64decode
from copy import copy
from email.errors import InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect
from email.message import Message

_DEFECTS = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_NO_DIGIT = re.compile(rb"[^A-Za-z0-9+/=]")
_PADDING = re.compile(rb"=+")


def content_of(leaf: Message) -> bytes | None:
    """The decoded bytes, None if there are none to be had. What is wrong with them is noted in `leaf.defects`.

    The standard parser leaves base64 of an impossible length as it stands and stops at padding; mail programs go on.
    """
    content = leaf.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    if any(isinstance(defect, _DEFECTS) for defect in leaf.defects):
        return _whatever_decodes(_as_written(leaf))
    return content


def _as_written(leaf: Message) -> bytes:
    bare = copy(leaf)
    del bare["Content-Transfer-Encoding"]
    written = bare.get_payload(decode=True)
    return written if isinstance(written, bytes) else b""


def _whatever_decodes(written: bytes) -> bytes:
    return b"".join(map(_decoded, _PADDING.split(_NO_DIGIT.sub(b"", written))))


def _decoded(digits: bytes) -> bytes:
    """A single digit left over says less than a byte."""
    whole = digits[:-1] if len(digits) % 4 == 1 else digits
    return b64decode(whole + b"=" * (-len(whole) % 4))
