"""One XML part of an OpenDocument file as lines on pages (ODF 1.3 part 3).

A line is a paragraph, broken as the eye breaks it; so are texts of notes, comments, frames and shapes, names of sheets
and whatever else an element or an attribute says. Each sheet and each slide is a page; in a text, pages come from
breaks that styles ask for and from those noted when it was last saved. Besides what is shown now: the paragraph as it
was before tracked changes, and hidden text.
"""

import re
from dataclasses import dataclass, field

from backend.documents.opendocument_styles import OpenDocumentStyles
from backend.documents.run_text import RunText
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS
from backend.documents.word_styles import Look
from backend.documents.xml_reader import Attributes
from backend.text.legacy_charset import LegacyCharset

PARAGRAPHS = {"p", "h"}
# Elements inside a paragraph whose texts stand apart from it
ISLANDS = {
    "annotation",
    "note",
    "frame",
    "text-box",
    "custom-shape",
    "rect",
    "ellipse",
    "line",
    "connector",
    "g",
    "object",
    "image",
    "ruby-text",
    "tracked-changes",
    "table",
    "control",
}
PAGES = {("spreadsheet", "table"), ("presentation", "page"), ("drawing", "page")}
PICTURES = {"image", "fill-image", "background-image", "object", "object-ole", "section-source", "plugin"}
PICTURES |= {"floating-frame", "applet"}
ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|/|\.\./)")
# What an element says of the program or of the paper's look
UNSEEN = {"generator", "creation-date", "print-date", "date", "editing-cycles", "editing-duration", "label"}
UNSEEN |= {"font-face", "style", "config-item", "printer-setup", "change-info"}
UNSEEN_ATTRIBUTES = {"name", "condition", "formula", "expression", "href", "font-family", "font-name", "display-name"}
STYLE_ATTRIBUTE = re.compile("(?:style|page|class)-names?$|^font-")


@dataclass(slots=True)
class _Paragraph:
    depth: int
    look: Look
    island: bool = False
    looks: list[Look] = field(default_factory=list)  # of the open spans
    shown: list[str] = field(default_factory=list)
    before_changes: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    turns_page: bool = False


class OpenDocumentStory:
    """An XML handler; its result are `pages`, `media_type` (of flat files), `charset`, `has_remote_content`,
    `pictures` and `fonts` (base64, in pieces)."""

    def __init__(self, styles: OpenDocumentStyles, *, flat: bool = False) -> None:
        self.pages: list[list[str]] = [[]]
        self.pictures: list[list[str]] = []
        self.fonts: list[list[str]] = []
        self._bytes: list[str] = []
        self.has_remote_content = False
        self.media_type: str | None = None
        self._styles = styles
        self._flat = flat
        self._run_text = RunText()
        self._names: list[str] = ["", ""]
        self._paragraphs: list[_Paragraph] = []
        self._counted = 0  # sheets or slides
        self._sheet = ""
        self._turn = False
        self._region = ""
        self._insertions: set[str] = set()
        self._inserted = 0
        self._deletions: dict[str, list[str]] = {}

    @property
    def charset(self) -> LegacyCharset | None:
        return self._run_text.charset

    # events

    def open(self, name: str, attributes: Attributes) -> None:
        parent = self._names[-1]
        self._names.append(name)
        if name in PARAGRAPHS:
            style = attributes.get("style-name")
            if not self._paragraphs:
                self._turn = self._turn or (self._styles.turns_page(style) and not self._counted)
            self._paragraphs.append(_Paragraph(len(self._names), self._styles.look("paragraph", style)))
        elif name in ISLANDS and self._paragraphs:
            self._paragraphs.append(_Paragraph(len(self._names), Look(), island=True))
        elif (parent, name) in PAGES:
            self._open_page(attributes)
        elif name == "document":
            self.media_type = attributes.get("mimetype")
        elif self._paragraphs:
            self._open_in_paragraph(name, attributes)
        if name == "binary-data":
            self._bytes = []
            (self.fonts if parent == "font-face-uri" else self.pictures).append(self._bytes)
        self._styles.open(name, attributes)
        self._open_change(name, attributes)
        if attributes:
            self._read_attributes(name, attributes)

    def close(self, name: str) -> None:
        if self._paragraphs and self._paragraphs[-1].depth == len(self._names):
            self._end_paragraph(self._paragraphs.pop())
        if name == "span" and self._paragraphs and self._paragraphs[-1].looks:
            self._paragraphs[-1].looks.pop()
        elif name == "tracked-changes":
            self._region = ""
        elif name in ("document-content", "document"):
            self._emit([line for texts in self._deletions.values() for text in texts for line in pieces(text)])
        self._styles.close(name)
        self._names.pop()
        if name == "table" and self._names[-1] == "spreadsheet":
            self._emit(pieces(self._sheet))

    def text(self, data: str) -> None:
        name = self._names[-1]
        if name == "binary-data":
            self._bytes.append(data)
        elif name in UNSEEN and not (self._paragraphs and not self._paragraphs[-1].island):
            return
        elif self._paragraphs and self._paragraphs[-1].island:
            self._emit(pieces(data))
        elif self._paragraphs:
            # white space is folded where it stands (6.1.2); line breaks and wide gaps have elements of their own
            self._add(_WHITE_SPACE.sub(" ", data))
        elif LETTERS.search(data):
            self._emit(pieces(data))

    # elements

    def _open_page(self, attributes: Attributes) -> None:
        self._counted += 1
        if self._counted > 1:
            self.pages.append([])
        self._turn = False
        self._sheet = attributes.get("name", "")

    def _open_in_paragraph(self, name: str, attributes: Attributes) -> None:
        if name == "span":
            look = self._styles.look("text", attributes.get("style-name"))
            looks = self._paragraphs[-1].looks
            looks.append(look.over(looks[-1]) if looks else look)
        elif name == "s":
            count = attributes.get("c", "1")
            self._add(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif name in ("tab", "line-break"):
            self._add("\n")
        elif name == "soft-page-break":
            self._paragraphs[-1].turns_page = True

    def _open_change(self, name: str, attributes: Attributes) -> None:
        change = attributes.get("change-id", "")
        if name == "changed-region":
            self._region = attributes.get("id", "")
        elif name == "insertion" and self._region:
            self._insertions.add(self._region)
        elif name == "change-start" and change in self._insertions:
            self._inserted += 1
        elif name == "change-end" and change in self._insertions:
            self._inserted -= 1
        elif name == "change" and change in self._deletions:
            self._deleted_here(self._deletions.pop(change))
        elif name == "soft-page-break" and not self._paragraphs:
            self._turn = True

    def _deleted_here(self, texts: list[str]) -> None:
        if self._paragraphs and len(texts) == 1:
            self._paragraphs[-1].before_changes += texts
        else:
            self._emit([line for text in texts for line in pieces(text)])

    def _read_attributes(self, name: str, attributes: Attributes) -> None:
        if name in PICTURES:
            href = attributes.get("href", "")
            outside = bool(href) and not href.startswith("#") if self._flat else ELSEWHERE.match(href) is not None
            self.has_remote_content = self.has_remote_content or outside
        for key, value in attributes.items():
            unseen = name in UNSEEN or key in UNSEEN_ATTRIBUTES or STYLE_ATTRIBUTE.search(key)
            if not value.isascii() and not unseen and LETTERS.search(value):
                self._emit(pieces(value))

    # text

    def _add(self, data: str) -> None:
        paragraph, look = self._paragraphs[-1], self._look()
        data = self._run_text.read(data, look.font)
        if look.capitals:
            data = data.upper()
        if look.hidden:
            paragraph.aside.append(data)
            return
        paragraph.shown.append(data)
        if not self._inserted:
            paragraph.before_changes.append(data)

    def _look(self) -> Look:
        paragraph = self._paragraphs[-1]
        return paragraph.looks[-1].over(paragraph.look) if paragraph.looks else paragraph.look

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        if self._region and not paragraph.island:
            self._deletions.setdefault(self._region, []).append("".join(paragraph.shown + paragraph.aside))
            return
        found = pieces("".join(paragraph.shown))
        self._emit(found)
        for other in ("".join(paragraph.before_changes), "".join(paragraph.aside)):
            self._emit([line for line in pieces(other) if line not in found])
        self._turn = self._turn or paragraph.turns_page

    def _emit(self, lines: list[str]) -> None:
        if not lines:
            return
        if self._turn and self.pages[-1]:
            self.pages.append([])
        self._turn = False
        self.pages[-1].extend(lines)


_WHITE_SPACE = re.compile("[ \t\r\n]+")
_MOST_SPACES = 1000
