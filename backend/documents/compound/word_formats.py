"""How the text of a Word file looks, place by place: pages of properties, styles, fonts (MS-DOC 2.9.33, 2.9.271)."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from backend.documents.compound.word_file import Table, WordFile
from backend.documents.compound.word_modifiers import Look, changed
from backend.documents.reading import Corrupt
from backend.text.legacy_charset import FontCharset, charset_of_font

PAGE_BYTES = 512
FONT_NAME_AT = 40  # in an entry of the font table, after its size and properties
PARAGRAPH, CHARACTER = 1, 2  # kinds of styles
LONGEST_CHAIN = 20  # styles may name each other in a circle
BOX_BYTES = 13  # of an entry in a page of paragraphs


@dataclass(frozen=True, slots=True)
class Runs:
    """Property modifiers by where in the stream their text begins."""

    starts: Sequence[int]
    ends: Sequence[int]
    modifiers: Sequence[bytes]

    def at(self, place: int) -> tuple[bytes, int]:
        """What holds at that byte, and where that ends."""
        number = bisect_right(self.starts, place) - 1
        if number >= 0 and place < self.ends[number]:
            return self.modifiers[number], self.ends[number]
        following = self.starts[number + 1] if number + 1 < len(self.starts) else place + (1 << 32)
        return b"", following


@dataclass(slots=True)
class Formats:
    """`look_at` answers for one place; everything is worked out once for each kind of run."""

    characters: Runs
    paragraphs: Runs
    fonts: Sequence[FontCharset | None]
    styles: dict[int, tuple[int, bytes]]  # number: the style it is based on, and its modifiers
    standard: Look
    _styled: dict[int, Look] = field(default_factory=dict)
    _looks: dict[tuple[bytes, int, bytes], Look] = field(default_factory=dict)

    def look_at(self, place: int, changes: bytes) -> tuple[Look, int]:
        """The look at that byte of the stream, and up to where it holds."""
        own, ends = self.characters.at(place)
        paragraph, paragraph_ends = self.paragraphs.at(place)
        style = int.from_bytes(paragraph[:2], "little")
        key = (own, style, changes)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._look(own, style, changes)
        return look, min(ends, paragraph_ends)

    def _look(self, own: bytes, style: int, changes: bytes) -> Look:
        set_by_piece = changed(Look(), changes, Look()).paragraph_style
        under = self._style(style if set_by_piece is None else set_by_piece)
        for modifiers in (own, changes):
            number = changed(Look(), modifiers, Look()).style
            if number in self.styles:
                under = self._over(under, number)
        return changed(changed(under, own, under), changes, under)

    def _style(self, number: int) -> Look:
        if number not in self._styled:
            self._styled[number] = self._over(self.standard, number)
        return self._styled[number]

    def _over(self, look: Look, number: int) -> Look:
        chain: list[bytes] = []
        for _ in range(LONGEST_CHAIN):
            if number not in self.styles:
                break
            number, modifiers = self.styles[number]
            chain.append(modifiers)
        for modifiers in reversed(chain):
            look = changed(look, modifiers, look)
        return replace(look, picture=None, symbol=None, style=None)

    def font(self, number: int) -> FontCharset | None:
        return self.fonts[number] if number < len(self.fonts) else None


def read_formats(file: WordFile) -> Formats:
    """Raises Corrupt when what it needs lies beyond the end: text of an old font would be taken for Unicode."""
    characters = _runs(file, Table.CHARACTER_PAGES, _character_page)
    paragraphs = _runs(file, Table.PARAGRAPH_PAGES, _paragraph_page)
    styles, standard = _styles(file.part(Table.STYLES))
    return Formats(characters, paragraphs, _fonts(file.part(Table.FONTS)), styles, standard)


def _runs(file: WordFile, which: Table, read_page: "_PageReader") -> Runs:
    table = file.part(which)
    count = max(len(table) - 4, 0) // 8
    found: list[tuple[int, int, bytes]] = []
    numbers = struct.iter_unpack("<I", table[4 * (count + 1) : 4 * (count + 1) + 4 * count])
    for page_number in dict.fromkeys(number & 0x3FFFFF for (number,) in numbers):
        at = page_number * PAGE_BYTES
        page = file.main[at : at + PAGE_BYTES]
        if len(page) < PAGE_BYTES:
            raise Corrupt
        found += read_page(page)
    found.sort()
    return Runs([run[0] for run in found], [run[1] for run in found], [run[2] for run in found])


class _PageReader:
    """A page of properties: places, and for each run where on the page its modifiers stand."""

    entry_bytes: int

    def __call__(self, page: bytes) -> Iterator[tuple[int, int, bytes]]:
        count = page[PAGE_BYTES - 1]
        entries = 4 * (count + 1)
        if entries + count * self.entry_bytes > PAGE_BYTES - 1:
            raise Corrupt
        places = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            at = 2 * page[entries + number * self.entry_bytes]
            yield places[number], places[number + 1], self.modifiers(page, at) if at else b""

    def modifiers(self, page: bytes, at: int) -> bytes:
        raise NotImplementedError


class _CharacterPage(_PageReader):
    entry_bytes = 1

    def modifiers(self, page: bytes, at: int) -> bytes:
        return page[at + 1 : at + 1 + page[at]]


class _ParagraphPage(_PageReader):
    entry_bytes = BOX_BYTES

    def modifiers(self, page: bytes, at: int) -> bytes:
        """They begin with the number of the style."""
        if page[at]:
            return page[at + 1 : at + 2 * page[at]]
        return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < PAGE_BYTES else b""


_character_page, _paragraph_page = _CharacterPage(), _ParagraphPage()


def _fonts(table: bytes) -> list[FontCharset | None]:
    fonts: list[FontCharset | None] = []
    at = 4
    while at < len(table):
        entry = table[at : at + 1 + table[at]]
        name = entry[FONT_NAME_AT : len(entry) // 2 * 2].decode("utf-16-le", "replace").split("\0")[0]
        fonts.append(charset_of_font(name))
        at += len(entry)
    return fonts


def _styles(sheet: bytes) -> tuple[dict[int, tuple[int, bytes]], Look]:
    """Styles by number, and the look that the document starts from."""
    styles: dict[int, tuple[int, bytes]] = {}
    standard = Look()
    if len(sheet) < 20:
        return styles, standard
    size, count, base_bytes = struct.unpack_from("<3H", sheet)
    if size >= 18:
        ascii_font, _, other_font = struct.unpack_from("<3H", sheet, 14)
        standard = Look(font_ascii=ascii_font, font_other=other_font)
    at = 2 + size
    for number in range(count):
        if at + 2 > len(sheet):
            break
        (length,) = struct.unpack_from("<H", sheet, at)
        style = sheet[at + 2 : at + 2 + length]
        if len(style) > 10:
            styles[number] = _style(style, base_bytes)
        at += 2 + length + length % 2
    return styles, standard


def _style(style: bytes, base_bytes: int) -> tuple[int, bytes]:
    kind_and_base, parts = struct.unpack_from("<2H", style, 2)
    kind, base = kind_and_base & 15, kind_and_base >> 4
    name_length = int.from_bytes(style[base_bytes : base_bytes + 2], "little")
    at = base_bytes + 2 + 2 * name_length + 2
    wanted = {PARAGRAPH: 1, CHARACTER: 0}.get(kind, (parts & 15) - 1)
    for number in range(parts & 15):
        size = int.from_bytes(style[at : at + 2], "little")
        if number == wanted:
            return base, style[at + 2 : at + 2 + size]
        at += 2 + size + size % 2
    return base, b""
