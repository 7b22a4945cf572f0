"""One XML part of a Word file (body, header, footnotes, comments, a chart …) as lines on pages.

A line is a paragraph, broken where a tab, a line break or a wide gap breaks it for the eye. Paragraphs of cells and
text boxes are paragraphs. Pages come from explicit page breaks and from those Word noted when it last saved; without
either everything stands on page 1.

Besides what is shown now: the paragraph as it was before tracked changes, hidden text, texts quoted in field codes,
WordArt, alternative texts of pictures, texts of automatic numbering.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from backend.documents.run_text import RunText
from backend.documents.spacing import pieces
from backend.documents.word_styles import PLAIN, Look, Styles
from backend.documents.xml_reader import Attributes
from backend.text.legacy_charset import LegacyCharset

TEXT = {"t", "delText"}
INSTRUCTION = {"instrText", "delInstrText"}
DELETED, INSERTED = {"del", "moveFrom"}, {"ins", "moveTo"}
CHANGES = DELETED | INSERTED
BREAKS = {"tab", "ptab", "br", "cr"}
CLOSED = {"p", "r", "txbxContent", "tbl", "ddList", "AlternateContent", *CHANGES}
PAGE_TURN = "\f"
QUOTED = re.compile('["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]')
NUMBERING = re.compile("%[1-9]")
# Two letters, whatever is set between them that nobody sees or that only sets them apart
LETTERS = re.compile(r"[^\W\d_][ \u00a0\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]*[^\W\d_]")
# Attributes that a reader sees as text, by element
SEEN_ATTRIBUTES = {
    "textpath": ("string",),
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "shape": ("alt",),
    "imagedata": ("title",),
}
READ_ATTRIBUTES = {*SEEN_ATTRIBUTES, "fldSimple", "lvlText", "listEntry", "result", "default"}


@dataclass(slots=True)
class _Paragraph:
    shown: list[str] = field(default_factory=list)
    before_changes: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    style: str | None = None
    turns_page: bool = False


@dataclass(slots=True)
class _Run:
    look: Look = PLAIN
    style: str | None = None
    resolved: Look | None = None


@dataclass(slots=True)
class _Field:
    in_result: bool = False
    instruction: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Alternative:
    """mc:AlternateContent: the fallback mostly repeats the choice; what it repeats is read once."""

    lines: set[str] = field(default_factory=set)
    in_fallback: bool = False


class WordStory:
    """An XML handler; `pages` and `charset` are its result."""

    def __init__(self, styles: Styles, *, paged: bool) -> None:
        self.pages: list[list[str]] = [[]]
        self._run_text = RunText()
        self._styles = styles
        self._paged = paged
        self._names: list[str] = ["", ""]
        self._paragraphs: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._fields: list[_Field] = []
        self._alternatives: list[_Alternative] = []
        self._cells: list[int] = []  # of the open tables, the number of the open cell in its row
        self._choices: list[str] = []  # entries of a drop-down form field
        self._chosen = 0
        self._deleted = self._inserted = self._boxes = 0
        self._turn = False

    @property
    def charset(self) -> LegacyCharset | None:
        return self._run_text.charset

    # events

    def open(self, name: str, attributes: Attributes) -> None:
        parent = self._names[-1]
        self._names.append(name)
        if name == "t":
            return
        if name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "r":
            self._runs.append(_Run())
        elif name in CHANGES:
            self._count_change(name, 1)
        elif parent == "r":
            self._open_in_run(name, attributes)
        elif parent in ("rPr", "pPr"):
            self._open_property(parent, name, attributes)
        else:
            self._open_structure(name)
        self._read_attributes(name, attributes)

    def close(self, name: str) -> None:
        self._names.pop()
        if name not in CLOSED:
            return
        if name == "p":
            self._end_paragraph(self._paragraphs.pop())
        elif name == "r":
            self._runs.pop()
        elif name in CHANGES:
            self._count_change(name, -1)
        elif name == "txbxContent":
            self._boxes -= 1
        elif name == "tbl":
            self._cells.pop()
        elif name == "ddList":
            self._end_choices()
        elif name == "AlternateContent":
            self._alternatives.pop()

    def text(self, data: str) -> None:
        name = self._names[-1]
        if name in TEXT:
            self._add(data)
        elif name in INSTRUCTION:
            self._fields_open().instruction.append(data)
        elif name == "v" and LETTERS.search(data):  # a label kept in a chart
            self._emit(pieces(data))

    # elements

    def _open_in_run(self, name: str, attributes: Attributes) -> None:
        if name in BREAKS:
            turn = name == "br" and attributes.get("type") == "page" and self._turns_count()
            self._add(PAGE_TURN if turn else "\n")
        elif name == "lastRenderedPageBreak":
            self._rendered_turn()
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "sym":
            self._add(_symbol(attributes.get("char", "")), attributes.get("font"))
        elif name == "fldChar":
            self._field_character(attributes.get("fldCharType"))
        elif name == "rPr" and attributes.get("cap") in ("all", "small"):  # DrawingML
            self._runs[-1].look = Look(capitals=True)
        elif name == "AlternateContent":
            self._open_structure(name)

    def _open_property(self, parent: str, name: str, attributes: Attributes) -> None:
        owner = self._names[-3]
        if parent == "pPr" and owner == "p" and name == "pStyle":
            self._paragraphs[-1].style = attributes.get("val")
        elif parent == "rPr" and owner == "r":
            run = self._runs[-1]
            if name == "rStyle":
                run.style = attributes.get("val")
            elif name == "latin":  # DrawingML
                run.look = run.look.with_property("rFonts", {"ascii": attributes.get("typeface", "")})
            else:
                run.look = run.look.with_property(name, attributes)

    def _open_structure(self, name: str) -> None:
        if name == "txbxContent":
            self._boxes += 1
        elif name == "tbl":
            self._cells.append(0)
        elif name == "tr" and self._cells:
            self._cells[-1] = 0
        elif name == "tc" and self._cells:
            self._cells[-1] += 1
        elif name == "AlternateContent":
            self._alternatives.append(_Alternative())
        elif name == "Fallback" and self._alternatives:
            self._alternatives[-1].in_fallback = True
        elif name == "ddList":
            self._choices, self._chosen = [], 0

    def _read_attributes(self, name: str, attributes: Attributes) -> None:
        if name not in READ_ATTRIBUTES:
            return
        for key in SEEN_ATTRIBUTES.get(name, ()):
            self._emit(pieces(attributes.get(key, "")))
        value = attributes.get("val", "")
        if name == "fldSimple":
            self._emit(_quoted(attributes.get("instr", "")))
        elif name == "lvlText" and LETTERS.search(NUMBERING.sub("", value)):
            self._emit(pieces(value))
        elif name == "listEntry":
            self._choices.append(value)
        elif name in ("result", "default") and self._names[-2] == "ddList" and value.isdecimal():
            self._chosen = int(value) if name == "result" else (self._chosen or int(value))
        elif name == "default" and self._names[-2] == "textInput":
            self._emit(pieces(value))

    def _count_change(self, name: str, step: int) -> None:
        if name in DELETED:
            self._deleted += step
        else:
            self._inserted += step

    def _end_choices(self) -> None:
        if self._chosen < len(self._choices):
            self._emit(pieces(self._choices[self._chosen]))

    # fields

    def _fields_open(self) -> _Field:
        if not self._fields:
            self._fields.append(_Field())  # an instruction without a beginning
        return self._fields[-1]

    def _field_character(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._emit(_quoted("".join(self._fields.pop().instruction)))

    # text

    def _add(self, data: str, font: str | None = None) -> None:
        look = self._look()
        data = self._run_text.read(data, font or look.font)
        if look.capitals:
            data = data.upper()
        if not self._paragraphs:
            self._emit(pieces(data))
            return
        paragraph = self._paragraphs[-1]
        beside = self._alternatives and any(alternative.in_fallback for alternative in self._alternatives)
        in_instruction = self._fields and any(not open_field.in_result for open_field in self._fields)
        if look.hidden or in_instruction or (beside and not self._boxes):
            paragraph.aside.append(data)
            return
        if not self._inserted:
            paragraph.before_changes.append(data)
        if not self._deleted:
            paragraph.shown.append(data)

    def _look(self) -> Look:
        if not self._runs:
            return PLAIN
        run = self._runs[-1]
        if run.resolved is None:
            style = self._paragraphs[-1].style if self._paragraphs else None
            run.resolved = self._styles.look(run.look, run.style, style)
        return run.resolved

    # pages

    def _turns_count(self) -> bool:
        """Whether a page break here is one of the body: not in a box, and of a table row in its first cell only."""
        return self._paged and not self._boxes and all(cell == 1 for cell in self._cells)

    def _rendered_turn(self) -> None:
        if not self._turns_count() or not self._paragraphs:
            return
        if "".join(self._paragraphs[-1].shown).strip():
            self._paragraphs[-1].turns_page = True  # a paragraph that runs over stays on the page where it begins
        else:
            self._paragraphs[-1].shown.append(PAGE_TURN)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        shown = self._composed(paragraph.shown)
        lines: list[str] = []
        for number, on_page in enumerate(shown.split(PAGE_TURN)):
            self._turn = self._turn or number > 0
            self._emit(found := pieces(on_page))
            lines += found
        for other in (paragraph.before_changes, paragraph.aside):
            if other and other != paragraph.shown:
                self._emit([line for line in pieces(self._composed(other)) if line not in lines])
        self._turn = self._turn or paragraph.turns_page

    def _composed(self, runs: list[str]) -> str:
        """Tone marks of old charsets stand apart, and may stand in the next run."""
        text = "".join(runs)
        return text if self.charset is None else unicodedata.normalize("NFC", text)

    def _emit(self, lines: list[str]) -> None:
        for alternative in self._alternatives:
            if alternative.in_fallback:
                lines = [line for line in lines if line not in alternative.lines]
            else:
                alternative.lines.update(lines)
        if not lines:
            return
        if self._turn and self.pages[-1]:
            self.pages.append([])
        self._turn = False
        self.pages[-1].extend(lines)


def _symbol(code: str) -> str:
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= character <= "\udfff" else character


def _quoted(instruction: str) -> list[str]:
    return [line for quoted in QUOTED.findall(instruction) for line in pieces(quoted)]
