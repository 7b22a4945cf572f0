"""Paragraphs put together from styled runs, as the readers of .doc and .rtf find them one after another.

Each run is decoded by its font where that is one of the old 8-bit charsets. Besides what is shown now, a paragraph is
read as it was before tracked changes; hidden text and texts quoted in field codes are lines of their own.
"""

import re
from dataclasses import dataclass, field

from backend.documents.spacing import pieces
from backend.text.legacy_charset import FontCharset, LegacyCharset, decode_run

PAGE_TURN = "\f"
QUOTED = re.compile('["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]')
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run of text is shown."""

    font: FontCharset | None = None  # None: Unicode
    capitals: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False


PLAIN = RunLook()


@dataclass(slots=True)
class _Field:
    in_result: bool = False
    code: list[tuple[str, RunLook]] = field(default_factory=list)


class StyledText:
    """One story (body, header, note, box …); `pages` and `charsets` are its result."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.charsets: set[LegacyCharset] = set()
        self._runs: list[tuple[str, RunLook]] = []
        self._fields: list[_Field] = []

    def add(self, text: str, look: RunLook = PLAIN) -> None:
        """Text of one look; line breaks and tabs stand in it as characters, PAGE_TURN turns the page."""
        for open_field in reversed(self._fields):
            if not open_field.in_result:
                open_field.code.append((text, look))
                return
        if self._runs and self._runs[-1][1] == look:
            self._runs[-1] = (self._runs[-1][0] + text, look)
        else:
            self._runs.append((text, look))

    def begin_field(self) -> None:
        self._fields.append(_Field())

    def separate_field(self) -> None:
        if self._fields:
            self._fields[-1].in_result = True

    def end_field(self) -> None:
        """What a field's code quotes is read; all of it where it runs over paragraphs."""
        if self._fields:
            code = "".join(self._decoded(text, look) for text, look in self._fields.pop().code)
            quoted = [code] if "\n" in code else QUOTED.findall(code)
            self._emit([line for text in quoted for line in pieces(text)])

    def end_paragraph(self) -> None:
        if any(not one.in_result for one in self._fields):
            self.add("\n")
            return
        shown, before, aside = self._texts()
        lines: set[str] = set()
        for number, on_page in enumerate(shown.split(PAGE_TURN)):
            if number and self.pages[-1]:
                self.pages.append([])
            found = pieces(on_page)
            self._emit(found)
            lines.update(found)
        for other in (before, aside):
            self._emit([line for line in pieces(other) if line not in lines])

    def end(self) -> "StyledText":
        """The story with whatever was left open closed."""
        while self._fields:
            self.add("\n")
            self.end_field()
        self.end_paragraph()
        return self

    def _texts(self) -> tuple[str, str, str]:
        """The open paragraph: as shown, as it was before changes (where that differs), and what is hidden."""
        runs, self._runs = self._runs, []
        shown: list[str] = []
        before: list[str] = []
        aside: list[str] = []
        changed = False
        for text, look in runs:
            text = self._decoded(text, look)
            if look.hidden:
                aside.append(text)
                continue
            changed = changed or look.inserted or look.deleted
            if not look.inserted:
                before.append(text)
            if not look.deleted:
                shown.append(text)
        return "".join(shown), "".join(before) if changed else "", "".join(aside)

    def _decoded(self, text: str, look: RunLook) -> str:
        if look.font is not None:
            decoded = decode_run(text, look.font)
            if decoded != text:
                self.charsets.add(look.font.charset)
            text = decoded
        text = _cleaned(text)
        return text.upper() if look.capitals else text

    def _emit(self, lines: list[str]) -> None:
        self.pages[-1].extend(lines)


def _cleaned(text: str) -> str:
    """Halves of UTF-16 pairs joined; what has no partner is no character."""
    if _SURROGATES.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
