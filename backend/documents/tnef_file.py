"""Outlook's winmail.dat (MS-OXTNEF): subject, bodies and attachments of a letter in one stream of attributes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.documents import sniff
from backend.documents.compressed_rtf import decompressed
from backend.documents.model import Page
from backend.documents.reading import Corrupt, Reading, inner_path
from backend.documents.spacing import pieces

SIGNATURE_BYTES = 6  # signature and key
SUBJECT, BODY = 0x00018004, 0x0002800C
ATTACHMENT_BEGINS, ATTACHMENT_TITLE, ATTACHMENT_DATA = 0x00069002, 0x00018010, 0x0006800F
MESSAGE_PROPERTIES, ATTACHMENT_PROPERTIES = 0x00069003, 0x00069005
# MAPI properties (MS-OXPROPS) by identifier
PROPERTY_SUBJECT, PROPERTY_BODY, PROPERTY_RTF, PROPERTY_HTML = 0x0037, 0x1000, 0x1009, 0x1013
PROPERTY_DATA, PROPERTY_LONG_NAME = 0x3701, 0x3707
# Property types of fixed size in bytes, padded to four; the others are counted and say how long they are
FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8, 0x0040: 8}
FIXED |= {0x0048: 16, 0x0001: 0}
STRING8, UNICODE, OBJECT, BINARY = 0x001E, 0x001F, 0x000D, 0x0102
MULTIPLE, NAMED_FROM = 0x1000, 0x8000
IDENTIFIER_BYTES = 16  # of the interface before an object's data


@dataclass(slots=True)
class _Letter:
    """`held`: from where to where the file holds what was handed on as it is."""

    lines: list[str] = field(default_factory=list)
    inner: list[tuple[str, bytes]] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    name: str = ""  # of the attachment being read

    def hand_on(self, name: str, content: bytes, starts: int) -> None:
        self.inner.append((name, content))
        self.held.append((starts, starts + len(content)))


def read_tnef(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """Raises Corrupt where an attribute or property is cut off or does not add up."""
    letter = _letter(data)
    reading.add(path, sniff.TNEF, [Page(1, tuple(letter.lines))] if letter.lines else [])
    for name, content in letter.inner:
        reading.budget.take_member()
        reading.go_deeper(content, inner_path(path, name), depth + 1)
    return sniff.TNEF


def without_attachments(data: bytes) -> bytes:
    """The file with nothing where attachments stand as they are: what is left nobody has read as a file. Raises
    Corrupt."""
    rest = bytearray(data)
    for starts, ends in _letter(data).held:
        rest[starts:ends] = bytes(ends - starts)
    return bytes(rest)


def _letter(data: bytes) -> _Letter:
    letter = _Letter()
    try:
        for attribute, content, starts in _attributes(data):
            _take(attribute, content, starts, letter)
    except struct.error as error:
        raise Corrupt from error
    return letter


def _attributes(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Identifier, bytes, and where they start. The file has level, identifier, length, bytes, and their sum."""
    at = SIGNATURE_BYTES
    while at < len(data):
        _, attribute, length = struct.unpack_from("<BII", data, at)
        content = data[at + 9 : at + 9 + length]
        (checksum,) = struct.unpack_from("<H", data, at + 9 + length)
        if sum(content) & 0xFFFF != checksum:
            raise Corrupt
        yield attribute, content, at + 9
        at += 11 + length


def _take(attribute: int, content: bytes, starts: int, letter: _Letter) -> None:
    if attribute in (SUBJECT, BODY):
        letter.lines += pieces(_text8(content))
    elif attribute == ATTACHMENT_BEGINS:
        letter.name = ""
    elif attribute == ATTACHMENT_TITLE:
        letter.name = _text8(content)
    elif attribute == ATTACHMENT_DATA:
        letter.hand_on(letter.name or _number(letter), content, starts)
    elif attribute == MESSAGE_PROPERTIES:
        _take_message(content, letter)
    elif attribute == ATTACHMENT_PROPERTIES:
        _take_attachment(content, starts, letter)


def _take_message(content: bytes, letter: _Letter) -> None:
    for identifier, kind, value, _ in _properties(content):
        if identifier in (PROPERTY_SUBJECT, PROPERTY_BODY) and kind in (STRING8, UNICODE):
            letter.lines += [line for row in _text(kind, value).splitlines() for line in pieces(row)]
        elif identifier == PROPERTY_RTF:
            letter.inner.append(("body.rtf", decompressed(value)))
        elif identifier == PROPERTY_HTML:
            letter.inner.append(("body.html", value if kind == BINARY else _text(kind, value).encode()))


def _take_attachment(content: bytes, starts: int, letter: _Letter) -> None:
    """Its data stands here when it is an object or a letter: both follow the identifier of an interface."""
    for identifier, kind, value, at in _properties(content):
        if identifier == PROPERTY_DATA and kind in (OBJECT, BINARY):
            skipped = IDENTIFIER_BYTES if kind == OBJECT else 0
            letter.hand_on(letter.name or _number(letter), value[skipped:], starts + at + skipped)
        elif identifier == PROPERTY_LONG_NAME and kind in (STRING8, UNICODE) and letter.inner:
            letter.inner[-1] = (_text(kind, value), letter.inner[-1][1])


def _properties(content: bytes) -> Iterator[tuple[int, int, bytes, int]]:
    """Identifier, type, value and its place of each property (section 2.1.3.5)."""
    (count,) = struct.unpack_from("<I", content)
    at = 4
    for _ in range(count):
        kind, identifier = struct.unpack_from("<HH", content, at)
        at += 4
        if identifier >= NAMED_FROM:
            at = _after_name(content, at)
        values = 1
        if kind & MULTIPLE or kind not in FIXED:
            (values,) = struct.unpack_from("<I", content, at)
            at += 4
        if kind & ~MULTIPLE not in FIXED and kind & ~MULTIPLE not in (STRING8, UNICODE, OBJECT, BINARY):
            raise Corrupt
        for _ in range(values):
            size = FIXED.get(kind & ~MULTIPLE, -1)
            if size < 0:
                (size,) = struct.unpack_from("<I", content, at)
                at += 4
            if at + size > len(content):
                raise Corrupt
            yield identifier, kind & ~MULTIPLE, content[at : at + size], at
            at += -(-size // 4) * 4


def _after_name(content: bytes, at: int) -> int:
    """A named property: a set's identifier, then a number or a name."""
    (kind,) = struct.unpack_from("<I", content, at + 16)
    (number,) = struct.unpack_from("<I", content, at + 20)
    return at + 24 + (-(-number // 4) * 4 if kind else 0)


def _number(letter: _Letter) -> str:
    return f"attachment {len(letter.inner) + 1}"


def _text(kind: int, value: bytes) -> str:
    return value.decode("utf-16-le", "replace").rstrip("\0") if kind == UNICODE else _text8(value)


def _text8(value: bytes) -> str:
    written = value.rstrip(b"\0")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp1258", "replace")
