"""Fonts of a text in a presentation (MS-PPT 2.9.44 ff.): how many characters have which."""

import struct
from collections.abc import Sequence

STYLE_BITS, FONT, SIZE, COLOR, POSITION = 0x3FFF, 1 << 16, 1 << 17, 1 << 18, 1 << 19
OTHER_FONTS = (1 << 21, 1 << 22, 1 << 23)
# Of paragraphs, in the order in which they stand: the bits that say a property is there, and its bytes
BULLET_FLAGS, TAB_STOPS = 0xF, 1 << 20
PARAGRAPH_PROPERTIES = (
    (BULLET_FLAGS, 2),
    (1 << 7, 2),
    (1 << 4, 2),
    (1 << 6, 2),
    (1 << 5, 4),
    (1 << 11, 2),
    (1 << 12, 2),
    (1 << 13, 2),
    (1 << 14, 2),
    (1 << 8, 2),
    (1 << 10, 2),
    (1 << 15, 2),
    (TAB_STOPS, 2),
    (1 << 16, 2),
    (0xE0000, 2),
    (1 << 21, 2),
)


def font_runs(looks: bytes, length: int) -> Sequence[tuple[int, int | None]]:
    """Characters and the number of their font, None where it is not said; together `length`."""
    runs: list[tuple[int, int | None]] = []
    left = length
    try:
        at = _after_paragraphs(looks, length)
        while left > 0:
            count, mask = struct.unpack_from("<2I", looks, at)
            at += 8 + 2 * bool(mask & STYLE_BITS)
            font = int(struct.unpack_from("<H", looks, at)[0]) if mask & FONT else None
            at += 2 * bool(mask & FONT) + 2 * sum(bool(mask & bit) for bit in OTHER_FONTS)
            at += 2 * bool(mask & SIZE) + 4 * bool(mask & COLOR) + 2 * bool(mask & POSITION)
            runs.append((min(count, left), font))
            left -= runs[-1][0]
            if count == 0:
                break
    except struct.error:
        pass  # the rest has no font of its own
    return [*runs, (left, None)] if left else runs


def _after_paragraphs(looks: bytes, length: int) -> int:
    """Paragraphs count one character more than the text has: the end of the last."""
    at, left = 0, length + 1
    while left > 0:
        count, _, mask = struct.unpack_from("<IHI", looks, at)
        at += 10
        for bits, size in PARAGRAPH_PROPERTIES:
            if mask & bits:
                if bits == TAB_STOPS:
                    size += 4 * struct.unpack_from("<H", looks, at)[0]
                at += size
        left -= count
        if count == 0:
            break
    return at
