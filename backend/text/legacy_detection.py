"""Which old charset a text without fonts is written in, by what it says when it is decoded.

A charset is believed only where decoding turns words that are no Vietnamese into Vietnamese syllables, nearly all of
them: German, French, Polish stay what they are. Only lines that say something odd are looked at, so that a paragraph
of an old charset inside a Unicode paper is found. Twin of webmail-plugin/src/core/legacy_detection.ts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from backend.text.glance import Glance
from backend.text.legacy_tables import LegacyCharset, decode
from backend.text.syllables import is_syllable

ENOUGH_WORDS = 3  # of Vietnamese gained by decoding; a sentence has more, a foreign name fewer
ENOUGH_SHARE = 0.75  # of the words with letters beyond ASCII
ENOUGH_BETTER = 0.1  # than as it is: Unicode has above 0.9, VISCII taken for Latin-1 about half
DOUBTFUL_BETTER = 0.4
_COMMONEST = {LegacyCharset.TCVN3, LegacyCharset.VNI}  # the others' signs are common in other texts
LOOKED_AT_CHARACTERS = 20_000
# Where an old charset may show: its signs and letters foreign to Vietnamese, two accented letters in a row, VIQR's
# circumflex. A cheap question; the words decide.
_FOREIGN = re.compile(
    "[\x02-\x06\x10-\x15\x19\x1c-\x1e\u0080-\u009f\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
    "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u201a\u201e"
    "\u2020\u2021\u2030\u2039\u203a\u20ac\u2122\uf020-\uf0ff]"
)
_ACCENTS_IN_A_ROW = re.compile("[\u00c0-\u00ff][\u00c0-\u00ff]")
_VIQR = re.compile(r"[AEOaeo]\^")
_SEES_ODD = Glance([_FOREIGN, _ACCENTS_IN_A_ROW, _VIQR])
# A word with at least one letter beyond ASCII; general punctuation and quotes part words
_LETTER = "[A-Za-z\\u0080-\\u009f\\u00a1-\\u00aa\\u00ac-\\u00ba\\u00bc-\\u1fff\\u20ac\\u2c00-\\uf8ff]"
_WORD = re.compile(f"{_LETTER}+")
_PUNCTUATION = re.compile("[\u2010-\u201f\u2022\u2026]")  # typed as such; in a font of VISCII some would be letters
_VIQR_WORD = re.compile(r"[A-Za-z][A-Za-z^(+*`'?~.\\]*")
_VIQR_INSIDE = re.compile(r"[AEIOUYaeiouy](?:[`'?~.][A-Za-z]|[`~]|[\^(+*])|[Dd][Dd]")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Detection:
    """`confidence`: the share of telling words that are Vietnamese once decoded, above 0.75 and at most 1."""

    charset: LegacyCharset
    confidence: float


@dataclass(frozen=True, slots=True)
class Count:
    """Words with letters beyond ASCII, and how many of them are Vietnamese syllables."""

    telling: int
    vietnamese: int

    @property
    def share(self) -> float:
        return self.vietnamese / self.telling if self.telling else 0.0


@dataclass(frozen=True, slots=True)
class Examination:
    """`doubtful`: some old charset explains many words, but not enough to believe it."""

    detection: Detection | None
    doubtful: bool


def detect(lines: Iterable[str]) -> Detection | None:
    """None for text that is Unicode Vietnamese, of another language, or too short to tell."""
    return examine(lines).detection


def is_odd(text: str) -> bool:
    """Whether an old charset may show in it at all."""
    return _SEES_ODD.finds(text)


def examine(lines: Iterable[str]) -> Examination:
    text = _PUNCTUATION.sub(" ", "\n".join(_odd_lines(lines)))
    if not text:
        return Examination(None, doubtful=False)
    as_it_is = count(text)
    enough_share = max(ENOUGH_SHARE, as_it_is.share + ENOUGH_BETTER)
    best: Detection | None = None
    most_gained = ENOUGH_WORDS - 1
    doubtful = False
    for charset in LegacyCharset:
        counted = count_viqr(text) if charset is LegacyCharset.VIQR else count(decode(text, charset))
        gained = counted.vietnamese - (0 if charset is LegacyCharset.VIQR else as_it_is.vietnamese)
        if charset in _COMMONEST:
            doubtful = doubtful or (gained >= ENOUGH_WORDS and counted.share >= as_it_is.share + DOUBTFUL_BETTER)
        if counted.share >= enough_share and gained > most_gained:
            best, most_gained = Detection(charset, counted.share), gained
    return Examination(best, doubtful=best is None and doubtful)


def _odd_lines(lines: Iterable[str]) -> Iterator[str]:
    room = LOOKED_AT_CHARACTERS
    for line in lines:
        if is_odd(line):
            yield line[:room]
            room -= len(line)
        if room <= 0:
            return


def count(text: str) -> Count:
    words = [word for word in _words(text) if len(word) > 1]
    return Count(sum(map(_has_vowel, words)), sum(map(is_syllable, words)))


@lru_cache(maxsize=8192)
def _has_vowel(word: str) -> bool:
    return _VOWEL.search(unicodedata.normalize("NFD", word)) is not None


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(unicodedata.normalize("NFC", text).replace("\u00ad", "")):
        if _BEYOND_ASCII.search(found.group()):
            yield found.group()


def count_viqr(text: str) -> Count:
    """Words that hold a sign where English has none; a mark at the end of a word may end a sentence."""
    words = [word for word in _VIQR_WORD.findall(text) if _VIQR_INSIDE.search(word)]
    decoded = (decode(word.rstrip("?.'("), LegacyCharset.VIQR) for word in words)
    return Count(len(words), sum(map(_is_vietnamese, words, decoded)))


def _is_vietnamese(written: str, decoded: str) -> bool:
    return _BEYOND_ASCII.search(decoded) is not None and (
        is_syllable(decoded) or is_syllable(decode(written, LegacyCharset.VIQR))
    )
