"""Header fields as strangers write them: folded, commented, encoded, broken. Nothing here raises."""

import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

END_OF_HEADER = re.compile(rb"(?:\A|\n)\r?\n")
FOLD = re.compile(r"\r?\n(?=[ \t])")
LONGEST_VALUE = 65_536  # characters looked at; Postfix's header_size_limit is 102,400 for all fields together
_parser = BytesHeaderParser(policy=compat32)


def read_header(raw: bytes) -> Message:
    """Parse the header section of a raw message (the body may follow; it is not looked at)."""
    end = END_OF_HEADER.search(raw)
    return _parser.parsebytes(raw[: end.start()] if end else raw)


def values(header: Message, name: str) -> list[str]:
    """All values of the field in order, unfolded and trimmed. Raw 8-bit text counts as UTF-8."""
    wanted = name.lower()
    return [_value(str(raw)) for field, raw in header.raw_items() if field.lower() == wanted]


def all_values(header: Message) -> dict[str, list[str]]:
    """The same of every field, by its name in lower case."""
    found: dict[str, list[str]] = {}
    for field, raw in header.raw_items():
        found.setdefault(field.lower(), []).append(_value(str(raw)))
    return found


def _value(raw: str) -> str:
    if raw.isascii():
        return unfold(raw[:LONGEST_VALUE]).strip()
    octets = raw[:LONGEST_VALUE].encode("utf-8", "surrogateescape")
    return unfold(octets.decode("utf-8", "replace")).strip()


def first(header: Message, name: str) -> str:
    """The first value of the field, "" when it is absent."""
    return next(iter(values(header, name)), "")


def has_any(header: Message, names: Iterable[str]) -> bool:
    return any(name in header for name in names)


def unfold(value: str) -> str:
    return FOLD.sub("", value)


def without_comments(value: str) -> str:
    """Drop RFC 5322 comments (nested, with quoted pairs); a comment becomes one space.

    Quoted strings are kept as they are. An unclosed comment runs to the end of the value.
    """
    if "(" not in value and ")" not in value:
        return value
    kept: list[str] = []
    depth, quoted, index = 0, False, 0
    while index < len(value):
        character = value[index]
        if character == "\\":
            if not depth:
                kept.append(value[index : index + 2])
            index += 2
            continue
        if character == '"' and not depth:
            quoted = not quoted
        if not quoted and character in "()":
            depth = depth + 1 if character == "(" else max(0, depth - 1)
            kept.append(" ")
        elif not depth:
            kept.append(character)
        index += 1
    return "".join(kept)


def decoded(value: str) -> str:
    """Decode RFC 2047 words; what cannot be decoded stays readable as replacement characters."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(_text(piece, charset) for piece, charset in pieces)


def _text(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "ascii", "replace")
    except (LookupError, ValueError):
        return piece.decode("latin-1")
