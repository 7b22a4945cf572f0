"""Property modifiers of Word files (MS-DOC 2.2.5, 2.6.1): what they change of how a run looks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

CAPITALS, SMALL_CAPITALS, HIDDEN = 0x083B, 0x083A, 0x083C
DELETED, INSERTED, SPECIAL = 0x0800, 0x0801, 0x0855
FONT_ASCII, FONT_OTHER = 0x4A4F, 0x4A51
CHARACTER_STYLE, PARAGRAPH_STYLE, PLAIN_AGAIN = 0x4A30, 0x4600, 0x2A33
PICTURE, SYMBOL = 0x6A03, 0x6A09
LONG_TABLE, LONG_TABS = 0xD608, 0xC615  # operands whose length is written in another way
OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
AS_STYLE, AGAINST_STYLE = 0x80, 0x81


@dataclass(frozen=True, slots=True)
class Look:
    """What matters of a run's properties. Fonts are numbers of the font table: for ASCII, and for other letters."""

    capitals: bool = False
    small_capitals: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    special: bool = False
    font_ascii: int = 0
    font_other: int = 0
    picture: int | None = None  # where it stands in the stream Data
    symbol: tuple[int, int] | None = None  # font number and character
    style: int | None = None  # of characters
    paragraph_style: int | None = None  # set by a piece


def changed(look: Look, modifiers: bytes, style: Look) -> Look:
    """The look after modifiers; `style` is what a toggle "as the style" refers to."""
    for code, operand in _modifiers(modifiers):
        change = _CHANGES.get(code)
        if change is not None:
            look = change(look, int.from_bytes(operand, "little"), style)
    return look


_CHANGES: Mapping[int, Callable[[Look, int, Look], Look]] = {
    CAPITALS: lambda look, value, style: replace(look, capitals=_toggled(value, style.capitals)),
    SMALL_CAPITALS: lambda look, value, style: replace(look, small_capitals=_toggled(value, style.small_capitals)),
    HIDDEN: lambda look, value, style: replace(look, hidden=_toggled(value, style.hidden)),
    DELETED: lambda look, value, _: replace(look, deleted=value != 0),
    INSERTED: lambda look, value, _: replace(look, inserted=value != 0),
    SPECIAL: lambda look, value, _: replace(look, special=value != 0),
    FONT_ASCII: lambda look, value, _: replace(look, font_ascii=value),
    FONT_OTHER: lambda look, value, _: replace(look, font_other=value),
    CHARACTER_STYLE: lambda look, value, _: replace(look, style=value),
    PARAGRAPH_STYLE: lambda look, value, _: replace(look, paragraph_style=value),
    PICTURE: lambda look, value, _: replace(look, picture=value),
    SYMBOL: lambda look, value, _: replace(look, symbol=(value & 0xFFFF, value >> 16)),
    PLAIN_AGAIN: lambda look, _, style: replace(
        style, deleted=look.deleted, inserted=look.inserted, special=look.special
    ),
}


def _toggled(value: int, of_style: bool) -> bool:
    if value in (AS_STYLE, AGAINST_STYLE):
        return of_style == (value == AS_STYLE)
    return value != 0


def _modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Codes and whole operands, as far as the bytes go."""
    at = 0
    while at + 3 <= len(data):
        code = data[at] | data[at + 1] << 8
        at += 2
        size = OPERAND_BYTES.get(code >> 13)
        if size is None:
            at, size = _variable(code, data, at)
        if at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def _variable(code: int, data: bytes, at: int) -> tuple[int, int]:
    if code == LONG_TABLE:
        return at + 2, max(int.from_bytes(data[at : at + 2], "little") - 1, 0)
    if code == LONG_TABS and data[at] == 255:
        return at + 1, len(data)  # never written by Word; what follows cannot be found
    return at + 1, data[at]
