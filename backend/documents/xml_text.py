"""Any XML part as lines: paragraphs of DrawingML and of HTML inside VML, and every other text a part may hold.

A part that no reader of ours knows still says what stands in it: the text of an element is a line, and so is an
attribute's value in which a letter is not of ASCII (a prompt, a title, a name: no mark is written in ASCII alone).
Values that are compared with and never shown are left out: filters, formulas, conditions of formats.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from backend.documents.run_text import RunText
from backend.documents.sheet_header import header_texts
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS
from backend.documents.xml_reader import Attributes
from backend.text.legacy_charset import LegacyCharset

PARAGRAPHS = {"p", "div", "si", "text", "Fallback"}
BREAKS = {"br", "tab", "cr"}
TEXT = "t"
RUNS = {"r", "fld", "font"}
HEADERS = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
UNSEEN = {"f", "formula", "formula1", "formula2", "sqref", "cfRule", "filter", "customFilter", "rPh"}
UNSEEN_ATTRIBUTES = {"typeface", "panose", "face"}
LITERAL = re.compile('"((?:[^"]|"")*)"')
COMPARING = {"=", "<", ">"}
QUOTED_LIST = re.compile('^"([^"]*)"$')
LONGEST_MARK = 40  # of a line that inherited capitals may turn into a mark; nothing longer stands alone


@dataclass(slots=True)
class _Block:
    """What is collected up to the close of the element at `depth`."""

    depth: int
    explicit: bool
    shown: list[str] = field(default_factory=list)
    inherited: list[str] = field(default_factory=list)


def literals_of(formula: str) -> list[str]:
    """The texts in quotes of a formula, but those it only compares with; what it names is no text."""
    shown = (found for found in LITERAL.finditer(formula) if formula[: found.start()].rstrip()[-1:] not in COMPARING)
    return [found.group(1).replace('""', '"') for found in shown]


def placeholder_class(attributes: Attributes) -> str:
    """Of a p:ph element: titles have a style of their own, all others share one (ECMA-376 part 1, 19.3.1.52)."""
    return "title" if attributes.get("type") in ("title", "ctrTitle") else "body"


class XmlText:
    """An XML handler; `lines` (as one page) and `charset` are its result.

    `inherited_font` is what some style above says, `capital_placeholders` are the classes of placeholders ("title",
    "body") whose layout draws capitals: a run that says nothing itself is read both ways.
    """

    def __init__(self, *, inherited_font: str | None = None, capital_placeholders: Collection[str] = ()) -> None:
        self.lines: list[str] = []
        self._run_text = RunText()
        self._names: list[str] = []
        self._blocks: list[_Block] = []
        self._fonts: list[str | None] = [None]
        self._capitals = False
        self._inherited_font = inherited_font
        self._capital_placeholders = capital_placeholders
        self._placeholder = ""

    @property
    def pages(self) -> list[list[str]]:
        return [self.lines]

    @property
    def charset(self) -> LegacyCharset | None:
        return self._run_text.charset

    def open(self, name: str, attributes: Attributes) -> None:
        names = self._names
        names.append(name)
        if name in PARAGRAPHS:
            self._blocks.append(_Block(len(names), explicit=True))
        elif name in RUNS:
            self._fonts.append(attributes.get("face"))
            self._capitals = False
        elif name in BREAKS and self._blocks:
            self._add("\n")
        elif name == "rPr":
            self._capitals = attributes.get("cap") in ("all", "small")
        elif name == "sp":
            self._placeholder = ""
        elif name == "ph":
            self._placeholder = placeholder_class(attributes)
        elif name in ("latin", "rFont") and names[-2:-1] == ["rPr"]:
            self._fonts[-1] = attributes.get("typeface") or attributes.get("val")
        if attributes and name not in UNSEEN:
            self._read_attributes(attributes)

    def close(self, name: str) -> None:
        if self._blocks and self._blocks[-1].depth == len(self._names):
            self._emit(self._blocks.pop())
        if name in RUNS and len(self._fonts) > 1:
            self._fonts.pop()
        self._names.pop()

    def text(self, data: str) -> None:
        name = self._names[-1]
        if name in HEADERS:
            self.lines += header_texts(data, self._run_text)
        elif name in UNSEEN:
            self._read_choices(name, data)
        elif self._blocks:
            if name == TEXT or data.strip() or "\n" not in data:
                self._add(data)
        elif data.strip():
            self._blocks.append(_Block(len(self._names), explicit=False))
            self._add(data)

    def _read_attributes(self, attributes: Attributes) -> None:
        for key, value in attributes.items():
            if not value.isascii() and key not in UNSEEN_ATTRIBUTES and LETTERS.search(value):
                self.lines += pieces(value)

    def _read_choices(self, name: str, data: str) -> None:
        """The choices of a data validation, in one line: until one is chosen none of them is shown."""
        if name == "formula1" or self._names[-2:-1] == ["formula1"]:
            self.lines += [line for choices in QUOTED_LIST.findall(data) for line in pieces(choices)]

    def _add(self, data: str) -> None:
        block, font = self._blocks[-1], self._fonts[-1]
        shown = self._run_text.read(data, font)
        inherited = self._run_text.read(data, self._inherited_font) if font is None and self._inherited_font else shown
        block.shown.append(shown.upper() if self._capitals else shown)
        capitals = self._capitals or self._placeholder in self._capital_placeholders
        block.inherited.append(inherited.upper() if capitals else inherited)

    def _emit(self, block: _Block) -> None:
        shown = pieces("".join(block.shown))
        others = [line for line in pieces("".join(block.inherited)) if len(line) <= LONGEST_MARK]
        lines = [*shown, *(line for line in others if line not in shown)]
        self.lines += lines if block.explicit else [line for line in lines if LETTERS.search(line)]
