"""Document properties in property sets (MS-OLEPS): title, subject, keywords, company, and whatever a person added."""

import struct
from collections.abc import Iterator

from backend.documents import code_page
from backend.documents.spacing import pieces

SUMMARY, DOCUMENT_SUMMARY = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
SEEN = {SUMMARY: {2, 3, 4, 5, 6}, DOCUMENT_SUMMARY: {2, 13, 14, 15, 26, 27}}
CODE_PAGE, DICTIONARY = 1, 0
BYTES_STRING, WIDE_STRING, VARIANT, VECTOR = 0x1E, 0x1F, 0x0C, 0x1000
HEADER_BYTES, SET_BYTES = 28, 20
UTF_16 = 1200
MOST_STRINGS = 2000


def property_lines(name: str, stream: bytes) -> list[str]:
    """Lines of one property stream; the second set of the document summary holds properties of one's own."""
    try:
        (sets,) = struct.unpack_from("<I", stream, 24)
        places = [struct.unpack_from("<I", stream, HEADER_BYTES + SET_BYTES * n + 16)[0] for n in range(min(sets, 2))]
        texts = [
            text for n, place in enumerate(places) for text in _texts(stream, place, SEEN[name] if n == 0 else None)
        ]
    except (struct.error, IndexError):
        return []
    return [line for text in texts[:MOST_STRINGS] for line in pieces(text.replace("\0", "\n"))]


def _texts(stream: bytes, place: int, seen: set[int] | None) -> Iterator[str]:
    """Texts of one set; of all its properties if `seen` is None."""
    section = stream[place:]
    _, count = struct.unpack_from("<2I", section)
    if count > len(section) // 8:
        return
    entries = [struct.unpack_from("<2I", section, 8 + 8 * n) for n in range(count)]
    page = code_page.WESTERN
    for number, at in entries:
        if number == CODE_PAGE and at + 6 <= len(section):
            page = struct.unpack_from("<H", section, at + 4)[0]
    for number, at in entries:
        if number not in (CODE_PAGE, DICTIONARY) and (seen is None or number in seen):
            yield from _value(section, at, page)


def _value(section: bytes, at: int, page: int) -> Iterator[str]:
    if at + 8 > len(section):
        return
    kind, count = struct.unpack_from("<2I", section, at)
    if kind & VECTOR:
        at += 8
        for _ in range(min(count, MOST_STRINGS)):
            if kind & ~VECTOR == VARIANT:
                return  # pairs of headings and numbers
            text, at = _string(section, at, kind & ~VECTOR, page)
            yield text
    elif kind in (BYTES_STRING, WIDE_STRING):
        yield _string(section, at + 4, kind, page)[0]


def _string(section: bytes, at: int, kind: int, page: int) -> tuple[str, int]:
    if at + 4 > len(section):
        return "", at
    (size,) = struct.unpack_from("<I", section, at)
    wide = kind == WIDE_STRING
    data = section[at + 4 : at + 4 + (2 * size if wide else size)]
    text = code_page.decode(data, UTF_16 if wide else page)
    padded = -(-len(data) // 4) * 4 if wide else len(data)
    return text.rstrip("\0"), at + 4 + padded
