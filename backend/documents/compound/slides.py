"""PowerPoint 97–2003 presentations (MS-PPT): texts of slides, notes and masters in their fonts, embedded files.

Text of slides that were changed later stays in the file; it is read too. A slide is a page; notes, masters and whatever
else has text are pages numbered 1.
"""

import struct
import zlib
from dataclasses import dataclass, field, replace
from enum import IntEnum

from backend.documents import code_page
from backend.documents.compound.file import Storage
from backend.documents.compound.office_art import CONTAINER, DEEPEST, Drawings, Record, read_drawings, records
from backend.documents.compound.slide_fonts import font_runs
from backend.documents.limits import Budget, LimitExceeded
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Corrupt, Unreadable
from backend.documents.styled_text import PLAIN, RunLook, StyledText
from backend.text.legacy_charset import FontCharset, LegacyCharset, charset_of_font, decode_run

POWERPOINT = "application/vnd.ms-powerpoint"
ENCRYPTED_TOKEN = 0xF3D1C4DF  # in the stream Current User
TOKEN_AT = 12
UTF_16 = 1200
LINE_BREAK = "\x0b"


class Kind(IntEnum):
    SLIDE = 0x03EE
    DRAWING = 0x040C
    SOUND = 0x07E7
    WIDE_TEXT = 0x0FA0
    TEXT_LOOK = 0x0FA1
    NARROW_TEXT = 0x0FA8
    FONT = 0x0FB7
    STRING = 0x0FBA
    LINKED_OBJECT = 0x0FCE
    OBJECT = 0x1011
    ENCRYPTED = 0x2F14


@dataclass(slots=True)
class Presentation:
    pages: list[Page] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    drawings: Drawings = field(default_factory=Drawings)
    charset: LegacyCharset | None = None
    broken: bool = False
    unread: bool = False  # sounds, and objects whose content lies elsewhere


def read_slides(storage: Storage, budget: Budget) -> Presentation:
    """Raises Unreadable for what is encrypted, or has no document."""
    stream = storage.stream("PowerPoint Document")
    current = storage.stream("Current User") or b""
    if stream is None:
        raise Corrupt
    if len(current) >= TOKEN_AT + 4 and struct.unpack_from("<I", current, TOKEN_AT)[0] == ENCRYPTED_TOKEN:
        raise Unreadable(UnreadableReason.ENCRYPTED)
    slides = _Slides(budget)
    slides.learn_fonts(stream)
    slides.read(stream)
    read_drawings(storage.stream("Pictures") or b"", slides.found.drawings)
    slides.found.broken = slides.found.broken or slides.found.drawings.broken
    return slides.result()


@dataclass(slots=True)
class _Slides:
    budget: Budget
    found: Presentation = field(default_factory=Presentation)
    _fonts: dict[int, FontCharset | None] = field(default_factory=dict)
    _slides: list[list[str]] = field(default_factory=list)
    _others: list[str] = field(default_factory=list)
    _pending: str | None = None  # a text whose fonts follow

    def learn_fonts(self, data: bytes, depth: int = 0) -> None:
        """Fonts stand in the document's environment, which may come behind the first text."""
        for record in records(data, Drawings()):
            if record.version == CONTAINER and depth < DEEPEST:
                self.learn_fonts(record.data, depth + 1)
            elif record.kind == Kind.FONT:
                name = code_page.decode(record.data[:64], UTF_16).split("\0")[0]
                self._fonts[record.instance] = charset_of_font(name)

    def read(self, data: bytes, lines: list[str] | None = None, depth: int = 0) -> None:
        self.budget.check_time()
        if depth > DEEPEST:
            self.found.broken = True
            return
        lines = self._others if lines is None else lines
        beyond = Drawings()
        for record in records(data, beyond):
            if record.kind != Kind.TEXT_LOOK:
                self._end_text(lines, b"")
            if record.version == CONTAINER:
                self._read_container(record, lines, depth)
            else:
                self._read_atom(record, lines)
        self._end_text(lines, b"")
        self.found.broken = self.found.broken or beyond.broken

    def _read_container(self, record: Record, lines: list[str], depth: int) -> None:
        if record.kind == Kind.ENCRYPTED:
            raise Unreadable(UnreadableReason.ENCRYPTED)
        if record.kind == Kind.SLIDE:
            lines = []
            self._slides.append(lines)
        elif record.kind == Kind.DRAWING:
            words = Drawings()
            read_drawings(record.data, words)
            lines += words.lines
        elif record.kind == Kind.LINKED_OBJECT:
            self.found.unread = True
        self.read(record.data, lines, depth + 1)

    def _read_atom(self, record: Record, lines: list[str]) -> None:
        if record.kind == Kind.WIDE_TEXT:
            self._pending = code_page.decode(record.data[: len(record.data) // 2 * 2], UTF_16)
        elif record.kind == Kind.NARROW_TEXT:
            self._pending = record.data.decode("latin-1")
        elif record.kind == Kind.TEXT_LOOK:
            self._end_text(lines, record.data)
        elif record.kind == Kind.STRING:
            text = code_page.decode(record.data[: len(record.data) // 2 * 2], UTF_16)
            lines += _lines_of(text, [(len(text), PLAIN)])
        elif record.kind == Kind.SOUND:
            self.found.unread = True
        elif record.kind == Kind.OBJECT:
            self._read_object(record)

    def _read_object(self, record: Record) -> None:
        """A compound file, deflated behind its size where the instance says so."""
        if record.instance == 0:
            self.found.objects.append(record.data)
            return
        room = self.budget.room_bytes(len(record.data))
        inflater = zlib.decompressobj()
        try:
            content = inflater.decompress(record.data[4:], room)
        except zlib.error:
            self.found.broken = True
            return
        if inflater.unconsumed_tail:
            raise LimitExceeded
        self.found.broken = self.found.broken or not inflater.eof
        self.found.objects.append(content)

    def _end_text(self, lines: list[str], looks: bytes) -> None:
        """The text that waits for its fonts. Where none is named it has a master's, which may be an old one."""
        text, self._pending = self._pending, None
        if text is None:
            return
        runs = [(length, self._look(number)) for length, number in font_runs(looks, len(text))]
        read = _lines_of(text, runs)
        lines += read
        if any(number is None for _, number in font_runs(looks, len(text))):
            for old in dict.fromkeys(font for font in self._fonts.values() if font is not None):
                if decode_run(text, replace(old, capitals=False)) != text:
                    lines += [line for line in _lines_of(text, [(len(text), RunLook(old))]) if line not in read]

    def _look(self, number: int | None) -> RunLook:
        font = None if number is None else self._fonts.get(number)
        if font is not None:
            self.found.charset = self.found.charset or font.charset
        return RunLook(font)

    def result(self) -> Presentation:
        pages = [Page(number, tuple(lines)) for number, lines in enumerate(self._slides, start=1) if lines]
        self.found.pages = pages + ([Page(1, tuple(self._others))] if self._others else [])
        return self.found


def _lines_of(text: str, runs: list[tuple[int, RunLook]]) -> list[str]:
    story, at = StyledText(), 0
    for length, look in runs:
        for number, part in enumerate(text[at : at + length].replace(LINE_BREAK, "\n").split("\r")):
            if number:
                story.end_paragraph()
            story.add(part, look)
        at += length
    return story.end().pages[0]
