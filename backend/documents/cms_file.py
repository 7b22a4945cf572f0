"""Signed and encrypted files and letters (CMS, RFC 5652; S/MIME, RFC 8551; .p7m, .p7s). Twin of scan/mail/cms.ts.

What was signed is read on. A signature that stands apart from what it signs, or stamps a time, holds no content. BER is
taken apart as far as that needs, lengths of both forms, strings in pieces.
"""

from dataclasses import dataclass

from backend.documents import sniff
from backend.documents.archive_reader import read_tail
from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Reading, Unreadable, Unsupported, inner_path

SEQUENCE, OBJECT_IDENTIFIER, OCTET_STRING, CONTENT = 0x30, 0x06, 0x04, 0xA0
CONSTRUCTED, INDEFINITE = 0x20, 0x80
DEEPEST = 24
PKCS7, SMIME = bytes.fromhex("2a864886f70d0107"), bytes.fromhex("2a864886f70d01091001")
DATA, SIGNED = PKCS7 + b"\x01", PKCS7 + b"\x02"
TIME_STAMP = SMIME + b"\x04"
ENCRYPTED = {PKCS7 + b"\x03", PKCS7 + b"\x04", PKCS7 + b"\x06", SMIME + b"\x17"}  # the last: AuthEnvelopedData


@dataclass(frozen=True, slots=True)
class Element:
    """`content` without its end mark; `ends` is behind that."""

    tag: int
    content: bytes
    children: tuple["Element", ...]
    ends: int


def read_cms(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """Raises Corrupt, Unsupported (what is neither data, signed nor encrypted) or Unreadable encrypted."""
    outer = element_at(data, 0, 0)
    kind, content = _content_info(outer)
    if kind in ENCRYPTED:
        raise Unreadable(UnreadableReason.ENCRYPTED)
    if kind == SIGNED and content is not None:
        kind, content = _content_info(_encapsulated(content))
    elif kind != DATA:
        raise Unsupported
    reading.add(path, sniff.CMS, ())
    read_tail(data[outer.ends :], (path, sniff.CMS), depth, reading)
    if content is not None and kind != TIME_STAMP:
        reading.go_deeper(_octets(content), inner_path(path, "(content)"), depth + 1)
    return sniff.CMS


def _content_info(element: Element) -> tuple[bytes, Element | None]:
    """A type, and what is of that type: None when it stands elsewhere."""
    parts = element.children
    if element.tag != SEQUENCE or not 1 <= len(parts) <= 2 or parts[0].tag != OBJECT_IDENTIFIER:
        raise Corrupt
    if len(parts) == 1:
        return parts[0].content, None
    if parts[1].tag != CONTENT or len(parts[1].children) != 1:
        raise Corrupt
    return parts[0].content, parts[1].children[0]


def _encapsulated(signed: Element) -> Element:
    """SignedData: version, digest algorithms, what is signed, then certificates and signatures."""
    if signed.tag != SEQUENCE or len(signed.children) < 4:
        raise Corrupt
    return signed.children[2]


def _octets(element: Element) -> bytes:
    """Raises Unsupported for content that is not a string of octets, as program signatures have it."""
    if element.tag == OCTET_STRING:
        return element.content
    if element.tag == OCTET_STRING | CONSTRUCTED:
        return b"".join(map(_octets, element.children))
    raise Unsupported


def element_at(data: bytes, at: int, depth: int, ends: int | None = None) -> Element:
    """Raises Corrupt when it reaches beyond `ends`, or is nested too deep."""
    ends = len(data) if ends is None else ends
    if depth > DEEPEST or at + 2 > ends or data[at] & 0x1F == 0x1F:
        raise Corrupt
    tag, length, starts = data[at], data[at + 1], at + 2
    if length == INDEFINITE:
        children, ends = _children(data, starts, depth, ends, marked=True)
        return Element(tag, data[starts : ends - 2], children, ends)
    if length > INDEFINITE:
        length_bytes = length - INDEFINITE
        length, starts = int.from_bytes(data[starts : starts + length_bytes], "big"), starts + length_bytes
    if starts + length > ends:
        raise Corrupt
    ends = starts + length
    children = _children(data, starts, depth, ends, marked=False)[0] if tag & CONSTRUCTED else ()
    return Element(tag, data[starts:ends], children, ends)


def _children(data: bytes, at: int, depth: int, ends: int, *, marked: bool) -> tuple[tuple[Element, ...], int]:
    """Those up to the end, or up to the mark of two zeros."""
    children: list[Element] = []
    while marked or at < ends:
        if marked and data[at : at + 2] == b"\0\0":
            return tuple(children), at + 2
        children.append(element_at(data, at, depth + 1, ends))
        at = children[-1].ends
    return tuple(children), at
