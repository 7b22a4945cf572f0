"""Records of binary workbooks (MS-XLSB 2.1.4), and the texts in them.

Which record holds which text is not asked: every text of every record is read, so that none is missed.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from backend.documents.reading import Corrupt

# 2.4: BrtRowHdr, BrtCellBlank, Rk, Error, Bool, Real, Isst, the same of formulas, BrtColInfo: numbers alone
NUMERIC = {0, 1, 2, 3, 4, 5, 7, 60}
SHEET, FONT, HEADER_FOOTER = 156, 43, 479  # BrtBundleSh, BrtFont, BrtBeginHeaderFooter
_LENGTH = struct.Struct("<I")
_LETTERS = re.compile(rb"(?:[^\0]\0|[^\0][\x01\x03\x1e]|[\0-\xff][\xe0-\xf8]){2}")  # two letters of scripts in use here
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Record:
    kind: int
    data: bytes


def records(part: bytes) -> Iterator[Record]:
    """Raises Corrupt where the part ends inside a record."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, longest=2)
        size, at = _number(part, at, longest=4)
        if at + size > len(part):
            raise Corrupt
        yield Record(kind, part[at : at + size])
        at += size


def _number(part: bytes, at: int, *, longest: int) -> tuple[int, int]:
    """Seven bits a byte, the lowest first, as long as the highest bit is set (2.1.4)."""
    number = 0
    for index in range(longest):
        if at >= len(part):
            raise Corrupt
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return number, at


def texts(record: Record) -> list[str]:
    """Every XLWideString (2.5.169: its length, then UTF-16) of a record."""
    data, found, at = record.data, list[str](), 0
    if record.kind in NUMERIC or not _LETTERS.search(data):
        return found
    while at + 4 < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        text = data[at + 4 : at + 4 + 2 * length] if 0 < length <= (len(data) - at - 4) // 2 else b""
        decoded = text.decode("utf-16-le", "replace")
        if text and not _CONTROL.search(decoded):
            found.append(decoded)
            at += 4 + len(text)
        else:
            at += 1
    return found
