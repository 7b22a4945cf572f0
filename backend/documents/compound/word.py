"""Word 97–2003 files (MS-DOC): the text of every story in its fonts, and where its pictures stand."""

import re
from dataclasses import dataclass, field

from backend.documents.compound.file import Storage
from backend.documents.compound.office_art import Drawings, read_delayed, read_picture
from backend.documents.compound.word_file import STORIES, Table, WordFile, table_name, word_file
from backend.documents.compound.word_formats import Formats, read_formats
from backend.documents.compound.word_lists import numbering_lines
from backend.documents.compound.word_modifiers import Look
from backend.documents.compound.word_pieces import Piece, read_pieces
from backend.documents.limits import Budget
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Corrupt, Unreadable
from backend.documents.styled_text import PAGE_TURN, RunLook, StyledText
from backend.text.legacy_charset import FontCharset, LegacyCharset

WORD = "application/msword"
OVERLAP = 4  # times the bytes of the file that its pieces may add up to: more is no text but a trap
MAIN = STORIES[0]
CONTROL = re.compile("([\x00-\x1f(])")
ASCII_OR_NOT = re.compile("[\x00-\x7f]+|[^\x00-\x7f]+")
SYMBOL, PICTURE = "(", "\x01"
PARAGRAPH_ENDS = "\r\x07"
CHARACTERS = {"\t": "\t", "\n": "\n", "\x0b": "\n", "\x0c": PAGE_TURN, "\x0e": "\n", "\x1e": "-", SYMBOL: SYMBOL}
FIELD_BEGIN, FIELD_SEPARATE, FIELD_END = "\x13", "\x14", "\x15"


@dataclass(slots=True)
class WordText:
    """What was read: pages, drawings with their pictures and words, and whether something lay beyond the end."""

    pages: list[Page] = field(default_factory=list)
    drawings: Drawings = field(default_factory=Drawings)
    broken: bool = False
    charset: LegacyCharset | None = None


def read_word(storage: Storage, budget: Budget) -> WordText:
    """Raises Unreadable for what is encrypted, older than Word 97, or has no text that can be found."""
    main = storage.stream("WordDocument") or b""
    table = storage.stream(table_name(main))
    if table is None:
        raise Corrupt
    file = word_file(main, table)
    formats = read_formats(file)
    document = _Document(file, formats, budget)
    document.read(read_pieces(file.part(Table.PIECES)))
    found = WordText(document.pages(), broken=document.broken, charset=document.charset)
    numbering = numbering_lines(file, formats)
    if numbering:
        found.pages.append(Page(1, tuple(numbering)))
    data = storage.stream("Data") or b""
    for place in sorted(document.pictures):
        budget.check_time()
        read_picture(data, place, found.drawings)
    _read_drawings(file, found)
    return found


def _read_drawings(file: WordFile, found: WordText) -> None:
    try:
        read_delayed(file.part(Table.DRAWINGS), file.main, found.drawings)
    except Corrupt:
        found.broken = True


@dataclass(slots=True)
class _Document:
    file: WordFile
    formats: Formats
    budget: Budget
    broken: bool = False
    pictures: set[int] = field(default_factory=set)
    _stories: list[StyledText] = field(default_factory=lambda: [StyledText() for _ in STORIES])
    _story: int = 0
    _left: int = 0  # characters of the open story

    def read(self, pieces: list[Piece]) -> None:
        self._left = self.file.lengths[0]
        characters = sum(piece.length for piece in pieces)
        if characters > OVERLAP * len(self.file.main):
            raise Unreadable(UnreadableReason.LIMIT)
        self.budget.take_bytes(characters)
        for piece in pieces:
            self.budget.check_time()
            self.broken = self.broken or piece.ends > len(self.file.main)
            self._read_piece(piece)
        self.broken = self.broken or characters < sum(self.file.lengths)

    @property
    def charset(self) -> LegacyCharset | None:
        return next((charset for story in self._stories for charset in sorted(story.charsets)), None)

    def _read_piece(self, piece: Piece) -> None:
        offset = 0
        while offset < piece.length:
            self.budget.check_time()
            while self._left == 0 and self._story + 1 < len(STORIES):
                self._story += 1
                self._left = self.file.lengths[self._story]
            place = piece.start + offset * piece.width
            look, ends = self.formats.look_at(place, piece.changes)
            length = min(max((ends - place) // piece.width, 1), piece.length - offset)
            if self._left:
                length = min(length, self._left)
                self._left -= length
            self._read_run(piece.text(self.file.main, offset, length), look)
            offset += length

    def _read_run(self, text: str, look: Look) -> None:
        story = self._stories[self._story]
        own, other = self.formats.font(look.font_ascii), self.formats.font(look.font_other)
        for number, part in enumerate(CONTROL.split(text)):
            if number % 2 == 0:
                _add(story, part, look, own, other)
            elif look.special or own is None or part in PARAGRAPH_ENDS or part in CHARACTERS:
                self._control(story, part, look, own)
            else:
                _add(story, part, look, own, other)  # a letter of VISCII or VPS

    def _control(self, story: StyledText, character: str, look: Look, font: FontCharset | None) -> None:
        if character in PARAGRAPH_ENDS:
            story.end_paragraph()
        elif character == FIELD_BEGIN:
            story.begin_field()
        elif character == FIELD_SEPARATE:
            story.separate_field()
        elif character == FIELD_END:
            story.end_field()
        elif character == PICTURE and look.special and look.picture is not None:
            self.pictures.add(look.picture)
        elif character == SYMBOL and look.special and look.symbol is not None:
            number, symbol = look.symbol
            story.add(chr(symbol), _run_look(look, self.formats.font(number)))
        elif character == PAGE_TURN and STORIES[self._story] != MAIN:
            story.add("\n")
        else:
            story.add(CHARACTERS.get(character, ""), _run_look(look, font))

    def pages(self) -> list[Page]:
        """The main text's pages first; every other story is a page numbered 1."""
        pages: list[Page] = []
        for story in self._stories:
            pages += [Page(n, tuple(lines)) for n, lines in enumerate(story.end().pages, start=1) if lines]
        return pages


def _add(story: StyledText, text: str, look: Look, own: FontCharset | None, other: FontCharset | None) -> None:
    if not text:
        return
    if own == other:
        story.add(text, _run_look(look, own))
        return
    for part in ASCII_OR_NOT.findall(text):
        story.add(part, _run_look(look, own if part.isascii() else other))


def _run_look(look: Look, font: FontCharset | None) -> RunLook:
    return RunLook(font, look.capitals or look.small_capitals, look.hidden, look.deleted, look.inserted)
