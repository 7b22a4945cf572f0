"""The file information block of a Word 97–2003 file (MS-DOC 2.5): where things stand, and how long each story is."""

import struct
from dataclasses import dataclass
from enum import IntEnum

from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Unreadable, Unsupported

IDENTIFIER, FIRST_OF_WORD_97 = 0xA5EC, 0x00C1
ENCRYPTED, OTHER_TABLE = 0x0100, 0x0200  # flags at byte 10
STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
FIRST_STORY_COUNT = 3  # of the 32-bit numbers: ccpText


class Table(IntEnum):
    """Numbers of the places in the table stream (FibRgFcLcb97)."""

    STYLES = 1
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    DRAWINGS = 50
    LISTS = 73


@dataclass(frozen=True, slots=True)
class WordFile:
    """`main` is the stream WordDocument, `table` its table stream; `lengths` are characters of each story."""

    main: bytes
    table: bytes
    lengths: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def part(self, which: Table) -> bytes:
        """Bytes of the table stream; raises Corrupt when they lie beyond its end."""
        start, size = self.places[which] if which < len(self.places) else (0, 0)
        if size and start + size > len(self.table):
            raise Corrupt
        return self.table[start : start + size]


def table_name(main: bytes) -> str:
    """Name of the table stream. Raises Unreadable for what is encrypted, older than Word 97, or no Word file."""
    if len(main) < 32:
        raise Corrupt
    identifier, version = struct.unpack_from("<2H", main)
    (flags,) = struct.unpack_from("<H", main, 10)
    if flags & ENCRYPTED:
        raise Unreadable(UnreadableReason.ENCRYPTED)
    if version < FIRST_OF_WORD_97:
        raise Unsupported
    if identifier != IDENTIFIER:
        raise Corrupt
    return "1Table" if flags & OTHER_TABLE else "0Table"


def word_file(main: bytes, table: bytes) -> WordFile:
    try:
        (short_count,) = struct.unpack_from("<H", main, 32)
        at = 34 + 2 * short_count
        (long_count,) = struct.unpack_from("<H", main, at)
        numbers = struct.unpack_from(f"<{long_count}i", main, at + 2)
        at += 2 + 4 * long_count
        (pair_count,) = struct.unpack_from("<H", main, at)
        flat = struct.unpack_from(f"<{2 * pair_count}I", main, at + 2)
    except struct.error as error:
        raise Corrupt from error
    lengths = numbers[FIRST_STORY_COUNT : FIRST_STORY_COUNT + len(STORIES)]
    if len(lengths) < len(STORIES) or min(lengths) < 0 or len(flat) <= 2 * Table.PIECES:
        raise Corrupt
    return WordFile(main, table, lengths, tuple(zip(flat[::2], flat[1::2], strict=True)))
