"""The piece table of a Word file (MS-DOC 2.8.35, 2.9.38): which bytes are the text, in which order.

A fast-saved file has its text in many pieces, some in one byte a character and some in two, and pieces may carry
changes of format.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from backend.documents import code_page
from backend.documents.reading import Corrupt

FORMAT_CHANGES, PIECES = 1, 2
COMPRESSED = 0x40000000
# Changes that fit into a piece itself (Prm0): their numbers to the modifiers that Word 97 has for them
SHORT_MODIFIERS = {0x41: 0x0800, 0x42: 0x0801, 0x5A: 0x083A, 0x5B: 0x083B, 0x5C: 0x083C}


@dataclass(frozen=True, slots=True)
class Piece:
    """`start` is a byte of the stream WordDocument; `width` bytes make a character; `changes`: modifiers (grpprl)."""

    start: int
    length: int
    width: int
    changes: bytes = b""

    def text(self, main: bytes, offset: int, length: int) -> str:
        """Some of its characters. Halves of UTF-16 pairs may come apart where a run ends between them."""
        begins = self.start + offset * self.width
        data = main[begins : begins + length * self.width]
        if self.width == 1:
            return code_page.decode(data, code_page.WESTERN)
        return data[: len(data) // 2 * 2].decode("utf-16-le", "surrogatepass")

    @property
    def ends(self) -> int:
        return self.start + self.length * self.width


def read_pieces(table: bytes) -> list[Piece]:
    """Raises Corrupt when there is no piece table or it contradicts itself."""
    changes: list[bytes] = []
    at = 0
    while at < len(table) and table[at] == FORMAT_CHANGES:
        (size,) = _unpack("<H", table, at + 1)
        changes.append(table[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(table) or table[at] != PIECES:
        raise Corrupt
    (size,) = _unpack("<I", table, at + 1)
    pieces = table[at + 5 : at + 5 + size]
    if len(pieces) < size or size < 16 or (size - 4) % 12:
        raise Corrupt
    count = (size - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", pieces)
    return [_piece(pieces, 4 * (count + 1) + 8 * n, positions[n], positions[n + 1], changes) for n in range(count)]


def _piece(pieces: bytes, at: int, begins: int, ends: int, changes: Sequence[bytes]) -> Piece:
    place, modifier = struct.unpack_from("<IH", pieces, at + 2)
    if ends < begins:
        raise Corrupt
    compressed = bool(place & COMPRESSED)
    start = place & (COMPRESSED - 1)
    return Piece(
        start // 2 if compressed else start, ends - begins, 1 if compressed else 2, _changes(modifier, changes)
    )


def _changes(modifier: int, changes: Sequence[bytes]) -> bytes:
    if modifier & 1:
        number = modifier >> 1
        return changes[number] if number < len(changes) else b""
    code = SHORT_MODIFIERS.get(modifier >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, modifier >> 8)


def _unpack(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as error:
        raise Corrupt from error
