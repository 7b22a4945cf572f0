"""Texts of a Word file's automatic numbering (MS-DOC 2.9.131, 2.9.150): "Điều 1." stands in no paragraph."""

import re
import struct

from backend.documents import code_page
from backend.documents.compound.word_file import Table, WordFile
from backend.documents.compound.word_formats import Formats
from backend.documents.compound.word_modifiers import Look, changed
from backend.documents.styled_text import RunLook, StyledText
from backend.documents.word_story import LETTERS

LIST_BYTES, LEVEL_BYTES = 28, 28
SIMPLE_AT, CHARACTERS_AT, PARAGRAPHS_AT = 26, 24, 25
LEVELS = 9  # of a list that is not simple
UTF_16 = 1200
_NUMBERS = re.compile("[\x00-\x1f]")  # where the numbers of levels go


def numbering_lines(file: WordFile, formats: Formats) -> list[str]:
    """Texts with letters; what ends before it should is left out, for nothing of the paper depends on it."""
    lists = file.part(Table.LISTS)
    levels = 0
    for at in range(2, len(lists) - LIST_BYTES + 1, LIST_BYTES):
        levels += 1 if lists[at + SIMPLE_AT] & 1 else LEVELS
    at, lines = sum(file.places[Table.LISTS]) if lists else 0, list[str]()
    for _ in range(levels):
        head = file.table[at : at + LEVEL_BYTES]
        if len(head) < LEVEL_BYTES:
            break
        properties = at + LEVEL_BYTES + head[PARAGRAPHS_AT]
        at = properties + head[CHARACTERS_AT]
        look = changed(formats.standard, file.table[properties:at], Look())
        (length,) = struct.unpack("<H", file.table[at : at + 2].ljust(2, b"\0"))
        text = code_page.decode(file.table[at + 2 : at + 2 + 2 * length], UTF_16)
        at += 2 + 2 * length
        story = StyledText()
        story.add(_NUMBERS.sub("", text), RunLook(formats.font(look.font_other), look.capitals or look.small_capitals))
        lines += [line for line in story.end().pages[0] if LETTERS.search(line)]
    return lines
