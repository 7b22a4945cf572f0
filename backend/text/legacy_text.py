"""Text without fonts that may be of an old charset, line by line to Unicode; lines stay where they are.

Where the charset is recognised, its lines are decoded; lines that are Unicode already stay. Too short a text to tell by
may still be a mark ("mËt"): a short line of which an old charset makes nothing but Vietnamese, with a word of marks in
it, is read so. Of TCVN3 nobody knows here which lines were set in a font of capitals: a short line of letters alone is
read in capitals, for a stamp is one ("tèi mËt" is TỐI MẬT), while running text is not. A guess on
the safe side. Twin of webmail-plugin/src/core/legacy_text.ts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.text.legacy_detection import count, count_viqr, examine, is_odd
from backend.text.legacy_tables import LegacyCharset, decode
from backend.text.syllables import OF_MARKS, is_syllable

MOST_LETTERS = 24  # of a line that may be a stamp, spaces aside
_LETTER = "[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]"
_WORDS = re.compile(f"{_LETTER}+")
_SIGNS_AND_FIGURES = re.compile("[0-9\u00a1-\u00bf\u00d7\u00f7\u20ac]")
_VIETNAMESE = re.compile("[a-zàáâãèéêìíòóôõùúýăđĩũơư\u1ea1-\u1ef9]+")
# Letters and marks of Unicode that no old charset's code points show
_UNICODE_ONLY = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]"
)


@dataclass(frozen=True, slots=True)
class ReadText:
    """`charset` is the old one recognised, None for Unicode. `doubtful`: it may be an old charset, and was not read."""

    lines: tuple[str, ...]
    charset: LegacyCharset | None
    doubtful: bool


def read_text(lines: Sequence[str]) -> ReadText:
    """As many lines as were given."""
    if not is_odd("\n".join(lines)):
        return ReadText(tuple(lines), None, doubtful=False)
    found = examine(lines)
    if found.detection is None:
        return ReadText(tuple(map(_perhaps_a_stamp, lines)), None, found.doubtful)
    charset = found.detection.charset
    read = zip(lines, converted(lines, charset), strict=True)
    seen = (_perhaps_a_stamp(line) if line == decoded else _as_a_stamp(decoded, charset) for line, decoded in read)
    return ReadText(tuple(seen), charset, doubtful=False)


def converted(lines: Sequence[str], charset: LegacyCharset) -> tuple[str, ...]:
    """The lines in Unicode, as they were written: capitals are not guessed. Lines that are Unicode already stay."""
    is_mixed = any(map(_UNICODE_ONLY.search, lines))
    return tuple(decode(line, charset) if _is_in(line, charset, is_mixed=is_mixed) else line for line in lines)


def _is_in(line: str, charset: LegacyCharset, *, is_mixed: bool) -> bool:
    return _UNICODE_ONLY.search(line) is None and _says_more(line, charset, is_mixed=is_mixed)


def _says_more(line: str, charset: LegacyCharset, *, is_mixed: bool) -> bool:
    """A line that reads as well both ways is of the old charset, unless the text has lines of Unicode too."""
    if charset is LegacyCharset.VIQR:
        return count_viqr(line).vietnamese > 0
    gained = count(decode(line, charset)).vietnamese - count(line).vietnamese
    return gained > 0 or (gained == 0 and not is_mixed)


def _perhaps_a_stamp(line: str) -> str:
    if len(line.replace(" ", "")) > MOST_LETTERS or _UNICODE_ONLY.search(line) or not is_odd(line):
        return line
    readings = (_as_a_stamp(decode(line, charset), charset) for charset in LegacyCharset)
    return next((reading for reading in readings if reading != line and _is_of_marks(reading)), line)


def _is_of_marks(text: str) -> bool:
    words = _WORDS.findall(text.lower())
    if _SIGNS_AND_FIGURES.search(text):
        return False
    if all(len(word) == 1 for word in words):  # letters set apart
        together = "".join(words)
        return _VIETNAMESE.fullmatch(together) is not None and any(mark in together for mark in OF_MARKS)
    return not OF_MARKS.isdisjoint(words) and all(map(is_syllable, words))


def _as_a_stamp(decoded: str, charset: LegacyCharset) -> str:
    is_stamp = sum(map(len, _WORDS.findall(decoded))) <= MOST_LETTERS and _SIGNS_AND_FIGURES.search(decoded) is None
    return decoded.upper() if charset is LegacyCharset.TCVN3 and is_stamp else decoded
