"""Word 97 files for tests (MS-DOC): runs in pieces, fonts, styles, stories, as old programs leave them."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tests.unit.documents.compound_builder import compound_of

PAGE, TEXT_AT = 512, 1024
FIB_PAIRS = 93  # Word 97
STYLES, CHARACTERS, PARAGRAPHS, FONTS, PIECES, LISTS = 1, 12, 13, 15, 33, 73
FAST_SAVED, ENCRYPTED, OTHER_TABLE = 0x0004, 0x0100, 0x0200
CAPITALS, SMALL_CAPITALS, HIDDEN, DELETED, SPECIAL = 0x083B, 0x083A, 0x083C, 0x0800, 0x0855


def flag(code: int, value: int = 1) -> bytes:
    return struct.pack("<HB", code, value)


def font(number: int) -> bytes:
    return b"".join(struct.pack("<2H", code, number) for code in (0x4A4F, 0x4A51))


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of text: `modifiers` of its characters; `changes` stand in the piece table (fast saving)."""

    text: str
    modifiers: bytes = b""
    wide: bool = True
    changes: bytes = b""
    style: int = 0

    def data(self) -> bytes:
        return self.text.encode("utf-16-le") if self.wide else self.text.encode("latin-1")

    @property
    def length(self) -> int:
        return len(self.data()) // (2 if self.wide else 1)


@dataclass(frozen=True, slots=True)
class Style:
    kind: int  # 1 of paragraphs, 2 of characters
    modifiers: bytes
    base: int = 0xFFF

    def written(self) -> bytes:
        head = struct.pack("<5H", 0, self.kind | self.base << 4, 2 if self.kind == 1 else 1, 0, 0)
        own = struct.pack("<H", len(self.modifiers)) + self.modifiers + b"\0" * (len(self.modifiers) % 2)
        paragraph = struct.pack("<2H", 2, 0) if self.kind == 1 else b""
        return head + struct.pack("<H", 1) + "S".encode("utf-16-le") + bytes(2) + paragraph + own


def word_streams(
    runs: Sequence[Run],
    *,
    fonts: Sequence[str] = ("Times New Roman",),
    styles: Sequence[Style] = (),
    lengths: Sequence[int] = (),
    numbering: Sequence[tuple[str, bytes]] = (),
    flags: int = FAST_SAVED | OTHER_TABLE,
) -> dict[str, bytes]:
    """The streams of a file whose stories have these lengths; all is main text without any."""
    text, begins, starts = b"", [0], []
    for run in runs:
        starts.append(TEXT_AT + len(text))
        text += run.data() + b"\0" * (len(run.data()) % 2)
        begins.append(begins[-1] + run.length)
    pages_at = TEXT_AT + -(-len(text) // PAGE) * PAGE
    table, pairs = b"", [(0, 0)] * FIB_PAIRS
    parts = {
        STYLES: _style_sheet(styles),
        CHARACTERS: struct.pack("<3I", starts[0], TEXT_AT + len(text), pages_at // PAGE),
        PARAGRAPHS: struct.pack("<3I", starts[0], TEXT_AT + len(text), pages_at // PAGE + 1),
        FONTS: _font_table(fonts),
        PIECES: _piece_table(runs, begins, starts),
    }
    for number, part in parts.items():
        pairs[number] = (len(table), len(part))
        table += part
    if numbering:
        heads = b"".join(bytes(26) + b"\1\0" for _ in numbering)
        pairs[LISTS] = (len(table), 2 + len(heads))
        table += struct.pack("<H", len(numbering)) + heads
        for level, modifiers in numbering:
            table += bytes(24) + bytes([len(modifiers), 2, 0, 0]) + bytes(2) + modifiers
            table += struct.pack("<H", len(level)) + level.encode("utf-16-le")
    fib = struct.pack("<3H", 0xA5EC, 0xC1, 0) + bytes(4) + struct.pack("<H", flags) + bytes(20)
    fib += struct.pack("<H", 14) + bytes(28) + struct.pack("<H", 22) + bytes(12)
    counts = [*lengths, *[0] * (8 - len(lengths))] if lengths else [begins[-1], *[0] * 7]
    fib += struct.pack("<8i", *counts) + bytes(44) + struct.pack("<H", FIB_PAIRS)
    fib += b"".join(struct.pack("<2I", *pair) for pair in pairs)
    ends = [*starts[1:], TEXT_AT + len(text)]
    main = fib.ljust(TEXT_AT, b"\0") + text.ljust(pages_at - TEXT_AT, b"\0")
    main += _page([*starts, ends[-1]], [bytes([len(r.modifiers)]) + r.modifiers for r in runs], 1)
    main += _page([*starts, ends[-1]], [struct.pack("<BBH", 0, 1, run.style) for run in runs], 13)
    return {"WordDocument": main, "1Table" if flags & OTHER_TABLE else "0Table": table}


def word_of(runs: Sequence[Run], **how: object) -> bytes:
    return compound_of(word_streams(runs, **how))  # type: ignore[arg-type]


def _page(places: Sequence[int], entries: Sequence[bytes], entry_bytes: int) -> bytes:
    """Modifiers stand at the end of a page, what they are of at its beginning."""
    page = bytearray(PAGE)
    struct.pack_into(f"<{len(places)}I", page, 0, *places)
    at = PAGE - 2
    for number, entry in enumerate(entries):
        at = (at - len(entry)) // 2 * 2
        page[at : at + len(entry)] = entry
        page[4 * len(places) + number * entry_bytes] = at // 2
    page[-1] = len(entries)
    return bytes(page)


def _piece_table(runs: Sequence[Run], begins: Sequence[int], starts: Sequence[int]) -> bytes:
    changes = b"".join(struct.pack("<BH", 1, len(run.changes)) + run.changes for run in runs if run.changes)
    numbers = {n: k for k, n in enumerate(n for n, run in enumerate(runs) if run.changes)}
    pieces = struct.pack(f"<{len(begins)}I", *begins)
    for number, run in enumerate(runs):
        place = starts[number] if run.wide else starts[number] * 2 | 0x40000000
        pieces += struct.pack("<HIH", 0, place, numbers[number] << 1 | 1 if run.changes else 0)
    return changes + struct.pack("<BI", 2, len(pieces)) + pieces


def _font_table(names: Sequence[str]) -> bytes:
    table = struct.pack("<2H", len(names), 0)
    for name in names:
        entry = bytes(39) + name.encode("utf-16-le") + bytes(2)
        table += bytes([len(entry)]) + entry
    return table


def _style_sheet(styles: Sequence[Style]) -> bytes:
    sheet = struct.pack("<H9H", 18, len(styles), 10, 0, 0, 0, 0, 0, 0, 0)
    for style in styles:
        written = style.written()
        sheet += struct.pack("<H", len(written)) + written + b"\0" * (len(written) % 2)
    return sheet
