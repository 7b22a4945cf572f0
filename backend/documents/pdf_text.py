"""The characters of a PDF page as upright runs.

pdfium's own lines are not used as they are: they join a stamp with the cell beside it. But a stretch of one text object
that is no wider than its letters and spaces cannot hold such a gap: it is one run, told by its first and last letter.
Wider ones are halved until they fit; what is left, and whatever looks unusual, is read word by word or letter by
letter. `lines.py` then decides what stands alone.
"""

import ctypes
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from backend.documents import pdf_calls
from backend.documents.lines import APART_EM, SPACE_EM, Run, lines_of
from backend.documents.pdf_letters import LOST, LetterCount
from backend.documents.pdf_styles import Style, Styles
from backend.documents.pdf_widths import in_bytes
from backend.documents.spacing import PICTOGRAM
from backend.text.legacy_charset import FontCharset, LegacyCharset, decode_run

_SAME_BASELINE_EM = 0.1
_HYPHEN = 0x02  # what pdfium gives for a hyphen at the end of a line
# Letters that no old charset's code points show
UNICODE_ONLY = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_SOFT_HYPHEN = "\u00ad"  # ư in TCVN3, and it ends many a word: pdfium takes it for a hyphen, but it is wider
WIDEST_HYPHEN_EM = 0.4
_SPACES = "\t \u00a0\u2000-\u200a\u202f\u3000"
_WORD = re.compile(f"[^\n\r{_SPACES}]+")
_LINE = re.compile(f"[^\n\r{_SPACES}](?:[^\n\r]*[^\n\r{_SPACES}])?")  # as pdfium breaks them
_ODD_SPACE = re.compile("[\t\u00a0\u2000-\u200a\u202f\u3000]")
_ODD_SPACES = re.compile(f"[{_SPACES}]{{2,}}|{_ODD_SPACE.pattern}")
# What asks for a closer look: lost and private letters, halves of pairs, marks apart from their letters
_UNUSUAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u0300-\u036f\ud800-\uf8ff\ufffd-\uffff]")
_TELLING = "\u1eac"  # Ậ: who writes it in capitals may write MẬT
SHORT = 40  # characters; a mark is shorter, and every letter of it must be one
TIGHTENED_EM = 0.005  # by how much kerning may narrow a letter on average
SPACE_WIDTH_EM = 0.25
OVERLAP_EM = 0.5
_text_object, _loose_box, _is_generated = pdf_calls.text_object, pdf_calls.loose_box, pdf_calls.is_generated


@dataclass(slots=True)
class PageText:
    """Runs by writing direction (degrees), letters by font, the old charsets that were decoded, and the page's
    characters as pdfium gives them."""

    runs: dict[int, list[Run]] = field(default_factory=lambda: defaultdict(list))
    fonts: dict[str, LetterCount] = field(default_factory=lambda: defaultdict(LetterCount))
    charsets: set[LegacyCharset] = field(default_factory=set)
    plain: str = ""
    is_ordinary: bool = False  # all of them are common letters and signs of Unicode Vietnamese
    drawn: bool = False  # in fonts without a name (Type 3): a glyph is a drawing, and is called what its maker likes
    unshown: bool = False  # letters that nobody names are drawn by every viewer as it likes
    _old: dict[str, list[tuple[Style, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, style: Style, run: Run) -> None:
        self.drawn |= not style.font
        runs = self.runs[style.angle]
        if style.charset is not None:
            self._old[style.font].append((style, len(runs)))
        else:
            letters = self.fonts[style.font]
            if not letters.has_higher:
                letters.count(run.text)
        runs.append(run)

    def finish(self) -> None:
        """Decode what is set in fonts of old charsets, but for fonts whose letters are those of Unicode after all."""
        for font, places in self._old.items():
            is_unicode = any(UNICODE_ONLY.search(self.runs[style.angle][at].text) for style, at in places)
            for style, at in places:
                runs = self.runs[style.angle]
                if style.charset is not None:
                    text = runs[at].text
                    runs[at] = runs[at]._replace(text=_decoded(text, style.charset, is_unicode=is_unicode))
                    self.charsets |= set() if is_unicode or text.isascii() else {style.charset.charset}
                self.fonts[font].count(runs[at].text)

    def lines(self) -> list[str]:
        """Lines of the direction that most letters follow first."""
        directions = (
            sorted(self.runs, key=lambda angle: -_letters(self.runs[angle])) if len(self.runs) > 1 else self.runs
        )
        lines = [line for angle in directions for line in lines_of(self.runs[angle])]
        return [unicodedata.normalize("NFC", line) for line in lines] if self.charsets else lines  # marks stand apart

    @property
    def is_empty(self) -> bool:
        return not self.runs


def _decoded(text: str, font: FontCharset, *, is_unicode: bool) -> str:
    if is_unicode:
        return text.upper() if font.capitals else text
    return decode_run(text, font)


def _letters(runs: list[Run]) -> int:
    return sum(len(run.text) - run.text.count(" ") for run in runs)


class _Word:
    """Characters being put together to a run."""

    def __init__(self, page: PageText) -> None:
        self._page = page
        self._style: Style | None = None
        self._text: list[str] = []
        self._starts = self._ends = self._baseline = 0.0

    def add(self, character: str, style: Style, start: float, end: float, baseline: float) -> None:
        if self._style is not None and not self._continues(style, start, baseline):
            self.finish()
        if self._style is None:
            self._style, self._starts, self._ends, self._baseline = style, start, end, baseline
        self._text.append(character)
        self._ends = max(self._ends, end)

    def _continues(self, style: Style, start: float, baseline: float) -> bool:
        gap = start - self._ends
        return (
            self._style is not None
            and self._style.looks_like(style)
            and -style.em < gap < SPACE_EM * style.em
            and abs(baseline - self._baseline) <= _SAME_BASELINE_EM * style.em
        )

    def finish(self, *, space: bool = False) -> None:
        if self._style is not None:
            text = "".join(self._text) + " " * space
            width = self._ends - self._starts
            self._page.add(self._style, Run(self._starts, self._baseline, width, self._style.em, text))
        self._style = None
        self._text = []


def read_text(text_page: object, before: Styles | None = None) -> tuple[PageText, Styles]:
    """Read one loaded text page. `before` are the styles of a page that is still open."""
    reader = _PageReader(text_page, before)
    return reader.read(), reader.styles


class _PageReader:
    def __init__(self, text_page: object, before: Styles | None) -> None:
        self._text_page = pdf_calls.pointer(text_page)
        self.styles = Styles(self._text_page, before)
        self._styled = self.styles.of_objects
        self._count = max(pdf_calls.characters(self._text_page), 0)
        self._text = _whole_text(self._text_page, self._count)
        written = in_bytes(self._text)
        self._is_ordinary = written is not None
        self._page = PageText(plain=self._text, is_ordinary=self._is_ordinary)
        self._odd_spaces = "  " in self._text or (not self._is_ordinary and bool(_ODD_SPACE.search(self._text)))
        self._written = None if self._odd_spaces else written
        self._box, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self._box_at = ctypes.byref(self._box)
        self._origin_at = ctypes.byref(self._x), ctypes.byref(self._y)

    def read(self) -> PageText:
        if len(self._text) != self._count:
            self._read_letters(0, self._count)
        elif _TELLING in self._text or (not self._is_ordinary and _UNUSUAL.search(self._text)):
            for start, end in self._lines():
                self._read_line(start, end)
        else:
            for start, end in self._lines():
                if not self._take(start, end):
                    self._halve(start, end)
        self._page.finish()
        return self._page

    def _lines(self) -> Iterator[tuple[int, int]]:
        """Where each line starts and ends, without the spaces around it."""
        if not self._is_ordinary:
            yield from (found.span() for found in _LINE.finditer(self._text))
            return
        start = 0
        for line in self._text.replace("\r", "\n").split("\n"):
            if bare := line.strip(" "):
                begins = start if len(bare) == len(line) else start + line.index(bare)
                yield begins, begins + len(bare)
            start += len(line) + 1

    def _read_line(self, start: int, end: int) -> None:
        if self._text.find(_TELLING, start, end) >= 0:
            self._read_words(start, end)
        elif _UNUSUAL.search(self._text, start, end):
            self._read_around_unusual(start, end)
        else:
            self._read_stretch(start, end)

    def _read_around_unusual(self, start: int, end: int) -> None:
        """The unusual words of a line letter by letter, what stands between them as ever."""
        for found in _WORD.finditer(self._text, start, end):
            if _UNUSUAL.search(found.group()):
                self._read_between(start, found.start())
                self._read_letters(found.start(), min(found.end() + 1, self._count))
                start = found.end()
        self._read_between(start, end)

    def _read_between(self, start: int, end: int) -> None:
        found = _LINE.search(self._text, start, end)
        if found is not None:
            self._read_stretch(*found.span())

    def _read_stretch(self, start: int, end: int) -> None:
        """A part of a line, from word border to word border."""
        if not self._take(start, end):
            self._halve(start, end)

    def _halve(self, start: int, end: int) -> None:
        middle = (start + end) // 2
        space = self._text.rfind(" ", start, middle)
        if space < 0:
            space = self._text.find(" ", middle, end)
        if space < 0:
            self._read_letters(start, min(end + 1, self._count))
            return
        self._read_stretch(start, space)
        while space < end and self._text[space] == " ":
            space += 1
        self._read_stretch(space, end)

    def _take(self, start: int, end: int) -> bool:
        """Take the stretch as one run if it is upright, of one text object, and nowhere torn apart."""
        text_page, box, box_at = self._text_page, self._box, self._box_at
        text_object = _text_object(text_page, start)
        style = self._styled.get(text_object or 0) or self.styles.learn(start, text_object or 0)
        if not style.upright or _text_object(text_page, end - 1) != text_object:
            return False
        text = self._text[start:end]
        if style.charset is not None and "-" in text:
            return False
        if self._odd_spaces:
            text = _ODD_SPACES.sub(" ", text)
        try:
            if (written := self._written) is None or " " not in text:
                natural = style.width_of(text)
            else:
                natural = style.tables.width_of(written[start:end])
        except KeyError:
            natural = self._measured_width(style, text, start, end)
        if natural < 0 or (end - start <= SHORT and self._any_lost(start, end)):
            return False
        _loose_box(text_page, start, box_at)
        left, bottom = box.left, box.bottom
        _loose_box(text_page, end - 1, box_at)
        width = box.right - left
        if not _fits(width - natural, style, text):
            return False
        baseline = bottom + (style.baseline_above or self._measure_baseline(style, start, bottom))
        if self._text[end : end + 1] == " " and not _is_generated(text_page, end):  # the file's own, no line's end
            text += " "
        self._page.add(style, Run(left, baseline, width, style.em, text))
        return True

    def _any_lost(self, start: int, end: int) -> bool:
        has_no_letter, text_page = pdf_calls.has_no_letter, self._text_page
        return any(has_no_letter(text_page, index) == 1 for index in range(start, end))

    def _measured_width(self, style: Style, text: str, start: int, end: int) -> float:
        """In points, once the letters met for the first time are measured; less than nothing if one of them is none."""
        if not self._measure(style, start, end):
            return -1.0
        style.widths.setdefault(" ", SPACE_WIDTH_EM * style.em)
        return sum(map(style.widths.__getitem__, text))

    def _measure(self, style: Style, start: int, end: int) -> bool:
        """Learn the widths of letters not met before, false if one of them stands for nothing."""
        box = self._box
        for index in range(start, end):
            character = self._text[index]
            if character in style.widths or (character == " " and _is_generated(self._text_page, index)):
                continue
            if pdf_calls.has_no_letter(self._text_page, index) == 1:
                return False
            pdf_calls.loose_box(self._text_page, index, self._box_at)
            style.widths[character] = box.right - box.left
        return True

    def _measure_baseline(self, style: Style, index: int, bottom: float) -> float:
        pdf_calls.origin(self._text_page, index, *self._origin_at)
        style.baseline_above = self._y.value - bottom
        return style.baseline_above

    def _read_words(self, start: int, end: int) -> None:
        for found in _WORD.finditer(self._text, start, end):
            first, last = found.span()
            if _UNUSUAL.search(found.group()) or not self._take(first, last):
                self._read_letters(first, min(last + 1, self._count))

    def _read_letters(self, start: int, end: int) -> None:
        word = _Word(self._page)
        high = 0
        for index in range(start, end):
            code = pdf_calls.code(self._text_page, index)
            if _is_space(code):
                word.finish(space=not _is_generated(self._text_page, index))
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            style, _ = self.styles.at(index)
            if code == _HYPHEN:
                code = ord("-")
            character = chr(code)
            if self._is_lost(index, code, style):
                character = PICTOGRAM if style.symbols else LOST
                self._page.unshown |= not (style.symbols or style.embedded)
            starts, ends, baseline = self._place(index, style)
            if style.charset is not None and character == "-" and ends - starts > WIDEST_HYPHEN_EM * style.em:
                character = _SOFT_HYPHEN
            word.add(character, style, starts, ends, baseline)
        word.finish()

    def _is_lost(self, index: int, code: int, style: Style) -> bool:
        if style.charset is not None and 0xF020 <= code < 0xF100:  # where symbol fonts keep their bytes
            return False
        nothing = code < 0x20 or 0xD800 <= code < 0xF900 or code in (0xFFFD, 0xFFFE, 0xFFFF)
        return nothing or pdf_calls.has_no_letter(self._text_page, index) == 1

    def _place(self, index: int, style: Style) -> tuple[float, float, float]:
        """Start, end and baseline along the writing direction, in points."""
        box = self._box
        pdf_calls.loose_box(self._text_page, index, self._box_at)
        pdf_calls.origin(self._text_page, index, *self._origin_at)
        x, y = self._x.value, self._y.value
        if style.upright:
            return box.left, box.right, y
        start = x * style.cos + y * style.sin
        corners = [
            right * style.cos + top * style.sin for right in (box.left, box.right) for top in (box.bottom, box.top)
        ]
        slanted = abs(style.cos * style.sin) > 0.01  # the box of a slanted letter does not say its advance
        end = start + style.em if slanted else max(corners)
        return start, max(end, start), y * style.cos - x * style.sin


def _fits(slack: float, style: Style, text: str) -> bool:
    """Whether a stretch so much wider than its letters is surely one piece: nowhere in it a gap that sets apart, and
    in a single word none that parts letters."""
    em = style.em
    if " " not in text:
        return abs(slack) < SPACE_EM * em
    room = (APART_EM - TIGHTENED_EM * len(text)) * em - style.widths[" "]
    return -OVERLAP_EM * em < slack < room


def _whole_text(text_page: pdf_calls.Pointer, count: int) -> str:
    """All characters at once, in UTF-16; not one for one when pdfium leaves some out."""
    buffer = array("H", bytes(2 * count + 2))
    written = pdf_calls.text(text_page, 0, count, pdf_calls.Pointer(buffer.buffer_info()[0]))
    return str(memoryview(buffer)[: max(written - 1, 0)].cast("B"), "utf-16-le", "surrogatepass")


def _is_space(code: int) -> bool:
    return code in (0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x202F) or 0x2000 <= code <= 0x200A
