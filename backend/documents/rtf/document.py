"""RTF files: the text of every story, property and shape, pictures and embedded objects.

A destination nobody knows is read too: some program may show it. What follows the last brace is read as a file of its
own, and a file whose braces do not close is damaged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.documents import code_page, sniff
from backend.documents.compound.office_art import Drawings, read_pictures
from backend.documents.compound.packages import read_object_data
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Reading, inner_path
from backend.documents.rtf.group import Font, Format, Group
from backend.documents.rtf.tokens import Kind, Token, tokens
from backend.documents.rtf.words import (
    CHARACTERS,
    PARAGRAPH_ENDS,
    PICTURE_KINDS,
    PLACES,
    SEEN_SHAPE_PROPERTIES,
    SYMBOLS,
    Place,
)
from backend.documents.styled_text import RunLook, StyledText
from backend.documents.word_story import LETTERS
from backend.text.legacy_charset import LegacyCharset

PADDING = b"\0 \t\r\n\x1a"
DEEPEST_GROUP = 5000
LONGEST_FALLBACK = 4  # characters after \u; more would hide text from readers that know Unicode
TIME_IS_CHECKED_EVERY = 4096  # tokens
ANYWHERE = {Place.STORY, Place.PICTURE, Place.OBJECT}  # destinations that count wherever they stand in a group
GATHERING = {Place.LINES, Place.STORY, Place.SHAPE_NAME, Place.SHAPE_VALUE, Place.NUMBERING, Place.CHOICE, Place.SECOND}
WITHOUT_WORDS = {Place.NOTHING, Place.FONTS, Place.PICTURE, Place.OBJECT}
CONTROLS = re.compile("[\x00-\x1f]+")
CODE_PAGES = {"mac": 10000, "pc": 437, "pca": 437}


def read_rtf(data: bytes, path: str, depth: int, reading: Reading) -> str:
    document = _Document(path, depth, reading)
    data = data[max(data.find(b"{"), 0) :]  # programs pass over what stands before
    ends = document.read(data)
    pages = document.pages()
    reading.add(path, sniff.RTF, pages, next(iter(sorted(document.charsets)), None))
    if document.broken:
        reading.give_up(path, sniff.RTF, UnreadableReason.CORRUPT)
    if sniff.has_pdf_header(data) and not document.broken:
        reading.give_up(path, sniff.RTF, UnreadableReason.CORRUPT)  # a PDF to another program
    if document.links:
        reading.give_up(path, sniff.RTF, UnreadableReason.UNSUPPORTED)
    for name, inner in document.inner:
        reading.budget.take_member()
        reading.budget.take_bytes(len(inner))
        reading.go_deeper(inner, inner_path(path, name), depth + 1)
    read_pictures(document.pictures, path, depth, reading)
    tail = data[ends:].strip(PADDING)
    if tail:
        reading.go_deeper(tail, inner_path(path, "(tail)"), depth + 1)
    return sniff.RTF


@dataclass(slots=True)
class _Document:
    path: str
    depth: int
    reading: Reading
    body: StyledText = field(default_factory=StyledText)
    stories: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    inner: list[tuple[str, bytes]] = field(default_factory=list)
    pictures: Drawings = field(default_factory=Drawings)
    broken: bool = False
    links: bool = False
    charsets: set[LegacyCharset] = field(default_factory=set)
    _groups: list[Group] = field(default_factory=list)
    _fonts: dict[int, Font] = field(default_factory=dict)
    _font: Font = field(default_factory=Font)
    _default_font: int | None = None
    _code_page: int = code_page.WESTERN
    _looks: dict[Format, RunLook] = field(default_factory=dict)
    _pending: list[bytes] = field(default_factory=list)
    _skip: int = 0
    _shape_name: str = ""
    _choices: list[str] = field(default_factory=list)
    _objects: int = 0

    def read(self, data: bytes) -> int:
        """Read up to the brace that closes the file, and return where that is."""
        self._groups = [Group(Place.SHOWN, self.body, Format(), fresh=False)]
        handlers: dict[Kind, Callable[[Token], None]] = {
            Kind.OPEN: self._open,
            Kind.CLOSE: self._close,
            Kind.WORD: self._word,
            Kind.SYMBOL: self._symbol,
            Kind.BYTE: self._bytes,
            Kind.TEXT: self._bytes,
            Kind.BINARY: self._binary,
        }
        for number, token in enumerate(tokens(data)):
            if number % TIME_IS_CHECKED_EVERY == 0:
                self.reading.budget.check_time()
            handlers[token.kind](token)
            if token.kind is Kind.CLOSE and len(self._groups) == 1:
                return token.ends
        self.broken = True
        while len(self._groups) > 1:
            self._close(Token(Kind.CLOSE))
        return len(data)

    def pages(self) -> list[Page]:
        self.body.end()
        self.charsets |= self.body.charsets
        body = [Page(n, tuple(lines)) for n, lines in enumerate(self.body.pages, start=1) if lines]
        beside = [lines for lines in (*self.stories, self.lines) if lines]
        return body + [Page(1, tuple(lines)) for lines in beside]

    # tokens

    def _open(self, _: Token) -> None:
        self._flush()
        self._skip = 0
        self._groups[-1].fresh = False
        if len(self._groups) > DEEPEST_GROUP:
            self.broken = True
            self._groups[-1] = self._groups[-1].inner()  # braces beyond count no more; the text is read on
            return
        self._groups.append(self._groups[-1].inner())

    def _close(self, _: Token) -> None:
        self._flush()
        self._skip = 0
        group = self._groups.pop()
        if group.code:
            group.story.separate_field()
        for _field in range(group.fields):
            group.story.end_field()
        if group.hexadecimal or group.binary:
            self._end_data(group)
        if group.owner:
            self._end_story(group)

    def _word(self, token: Token) -> None:
        self._flush()
        self._skip = 0  # what a writer left out is no fallback
        group, word, number = self._groups[-1], token.text, token.number
        first, group.fresh = group.fresh, False
        place = PLACES.get(word)
        if place is not None and (first or place in ANYWHERE):
            self._enter(group, word, place)
        elif first and group.starred:
            self._enter(group, word, Place.LINES)
        elif group.place is Place.FONTS:
            self._font_word(word, number)
        elif word == "u" and number is not None:
            self._unicode(group, number)
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word in PARAGRAPH_ENDS:
            self._end_paragraph(group)
        elif word in PICTURE_KINDS:
            group.picture_kind = PICTURE_KINDS[word]
        else:
            self._other_word(group, word, number)

    def _other_word(self, group: Group, word: str, number: int | None) -> None:
        if word == "ansicpg" and number:
            self._code_page = number
        elif word in CODE_PAGES:
            self._code_page = CODE_PAGES[word]
        elif word == "deff":
            self._default_font = number
            self._looks.clear()
        elif word in ("objlink", "objautlink", "objsub"):
            self.links = True
        elif word == "ffres" and number is not None and 0 <= number < len(self._choices):
            self.lines.append(self._choices[number])
        else:
            group.format = group.format.with_word(word, number)
            self.broken = self.broken or group.format.fallback > LONGEST_FALLBACK

    def _symbol(self, token: Token) -> None:
        self._flush()
        group = self._groups[-1]
        if token.text == "*" and group.fresh:
            group.starred = True
            return
        group.fresh = False
        if token.text in SYMBOLS and self._skip:
            self._skip -= 1
        elif token.text in ("\r", "\n"):
            self._end_paragraph(group)
        else:
            self._add(SYMBOLS.get(token.text, ""))

    def _bytes(self, token: Token) -> None:
        data = token.data
        group = self._groups[-1]
        group.fresh = False
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if group.place in (Place.PICTURE, Place.OBJECT):
            group.hexadecimal.append(data)
        elif group.place is not Place.NOTHING:
            self._pending.append(data)

    def _binary(self, token: Token) -> None:
        group = self._groups[-1]
        group.fresh = False
        group.binary.append(token.data)
        self.broken = self.broken or token.number != len(token.data)

    # text

    def _flush(self) -> None:
        if not self._pending:
            return
        data = b"".join(self._pending)
        self._pending.clear()
        group = self._groups[-1]
        if group.place is Place.FONTS:
            self._name_font(data)
            return
        number = group.format.font if group.format.font is not None else self._default_font or 0
        font = self._fonts.get(number)
        self._add(code_page.decode(data, font.code_page if font and font.code_page else self._code_page))

    def _unicode(self, group: Group, number: int) -> None:
        self._skip = 0
        self._add(chr(number & 0xFFFF))
        self._skip = group.format.fallback

    def _add(self, text: str) -> None:
        group = self._groups[-1]
        if text and group.place not in WITHOUT_WORDS:
            look = self._looks.get(group.format)
            if look is None:
                look = self._looks[group.format] = group.format.look(self._fonts, self._default_font)
            group.story.add(text, look)

    def _end_paragraph(self, group: Group) -> None:
        if group.place not in WITHOUT_WORDS:
            group.story.end_paragraph()

    def _font_word(self, word: str, number: int | None) -> None:
        self._looks.clear()
        if word == "f" and number is not None:
            self._font = self._fonts.setdefault(number, Font())
        elif word == "fcharset" and number is not None:
            self._font.has_charset(number)
        elif word == "cpg" and number:
            self._font.code_page = number
        elif word == "u" and number is not None:
            self._font.name += chr(number & 0xFFFF)

    def _name_font(self, data: bytes) -> None:
        self._looks.clear()
        name, ended, _ = data.decode("latin-1").partition(";")
        self._font.name = (self._font.name + name).strip()
        if ended:
            self._font = Font()

    # destinations

    def _enter(self, group: Group, word: str, place: Place) -> None:
        outer = self._groups[-2]
        if word in ("shppict", "shpinst"):
            outer.first_seen = True
        if place is Place.SHOWN:
            return  # as the group around it
        if place is Place.CODE:
            group.code = True
            group.story.begin_field()
            outer.fields += 1
        if place is Place.SECOND:
            group.second = outer.first_seen
        if place is Place.LINES and group.place is Place.NOTHING and group.starred and word not in PLACES:
            return
        group.place = place
        if place in GATHERING:
            group.story, group.owner = StyledText(), True
            group.format = Format(fallback=group.format.fallback)

    def _end_story(self, group: Group) -> None:
        lines = [line for page in group.story.end().pages for line in page]
        self.charsets |= group.story.charsets
        if group.place is Place.STORY:
            self.stories.append(lines)
        elif group.place is Place.SECOND:
            seen = {line for story in (*self.stories, *self.body.pages) for line in story}
            self.stories.append([line for line in lines if line not in seen])
        elif group.place is Place.SHAPE_NAME:
            self._shape_name = "".join(lines)
        elif group.place is Place.CHOICE:
            self._choices.append(" ".join(lines))
        elif group.place is Place.SHAPE_VALUE:
            self.lines += lines if self._shape_name in SEEN_SHAPE_PROPERTIES else []
        else:
            self.lines += [line for line in lines if group.place is Place.LINES]
            if group.place is Place.NUMBERING:  # numbers of levels stand in it as control characters
                self.lines += [line for line in (CONTROLS.sub("", line) for line in lines) if LETTERS.search(line)]

    def _end_data(self, group: Group) -> None:
        data = group.data()
        if group.place is Place.OBJECT:
            self._objects += 1
            name = f"object{self._objects}"
            found = read_object_data(data)
            self.links = self.links or found.link
            if found.broken:
                self.reading.give_up(inner_path(self.path, name), sniff.OLE, UnreadableReason.CORRUPT)
            self.inner += [(f"{name}/{inner}" if inner else name, content) for inner, content in found.files]
        elif group.place is Place.PICTURE:
            self._end_picture(group, data)
        elif group.binary:
            self.broken = True  # bytes where no picture is

    def _end_picture(self, group: Group, data: bytes) -> None:
        kind = sniff.other_type(data) or ""
        drawn = not kind.startswith("image/")
        if group.second and drawn:
            return  # the first saying has the same picture
        if drawn:
            self.pictures.add_drawn(group.picture_kind or kind or sniff.BINARY)
        else:
            self.pictures.add_picture(data)
