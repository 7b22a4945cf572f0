"""How names of agencies are compared: by syllables, wherever the tone is written, with or without accents.

A syllable becomes its letters (with ă â ê ô ơ ư đ) followed by a figure for its tone, so that HOÀ and HÒA, UỶ and ỦY,
THUỴ and THỤY are one; its bare form has neither tone nor marks.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

from backend.text.normalise import accented

Words = tuple[str, ...]

TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_AMPERSAND = re.compile(r"\s*&\s*")
_INSIDE = re.compile(r"(?<=\w)[&./\-](?=\w)")  # KH&CN, LĐ-TB&XH, đ/c are one word each
_WORD = re.compile(r"\w+")
_PARENTHESIS = re.compile(r"\([^()]*\)?")


def words(text: str) -> Words:
    """The syllables of a name; parentheses and punctuation count for nothing, abbreviations are written out."""
    plain = _PARENTHESIS.sub(" ", accented(text).lower())
    found = _WORD.findall(_INSIDE.sub("", _AMPERSAND.sub("&", plain)))
    folded = (fold(word) for word in found)
    return tuple(syllable for word in folded for syllable in vocabulary().abbreviations.get(word, (word,)))


def fold(word: str) -> str:
    """Letters first, then the tone: `hoà` and `hòa` both become `hoa1`."""
    letters, tone = [], ""
    for sign in normalize("NFD", word.lower()):
        tone += TONES.get(sign, "")
        letters += [] if sign in TONES else [sign]
    return normalize("NFC", "".join(letters)) + tone


def bare(word: str) -> str:
    """Without tone and marks, as people write who have no Vietnamese keyboard."""
    untoned = word.rstrip("12345") if not word.isdecimal() else word
    return "".join(sign for sign in normalize("NFD", untoned) if not combining(sign)).replace("đ", "d")


def bare_words(syllables: Words) -> Words:
    return tuple(bare(syllable) for syllable in syllables)


def is_bare(syllables: Words) -> bool:
    return bare_words(syllables) == syllables


def initials(syllables: Words) -> str:
    """`khoa học và công nghệ` → `khcn`; an abbreviation stays whole, so that `sở khcn` gives the same."""
    return "".join(syllable[0] for syllable in syllables if syllable not in vocabulary().passed_over)


def split_type(syllables: Words) -> tuple[Words, Words]:
    """What an agency is called before its own name, and its own name: ("sở",) and the rest."""
    for kind in vocabulary().types:
        if syllables[: len(kind)] == kind:
            return kind, syllables[len(kind) :]
    return (), syllables


def starts(syllables: Words, phrase: Words) -> bool:
    return bool(phrase) and syllables[: len(phrase)] == phrase


def ends(syllables: Words, phrase: Words) -> bool:
    return bool(phrase) and syllables[-len(phrase) :] == phrase


def contains(syllables: Words, phrase: Words) -> bool:
    return any(syllables[place : place + len(phrase)] == phrase for place in range(len(syllables) - len(phrase) + 1))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """words.toml, folded. Longest phrases first where the longest counts."""

    internal: tuple[Words, ...]
    titles: tuple[Words, ...]
    types: tuple[Words, ...]
    commune_types: frozenset[Words]
    passed_over: frozenset[str]
    abbreviations: dict[str, Words]
    groups: dict[str, frozenset[Words]]
    endings: tuple[Words, ...]
    everywhere: tuple[Words, ...]


@cache
def vocabulary() -> Vocabulary:
    raw = tomllib.loads(files("backend.directory").joinpath("words.toml").read_text("utf-8"))
    return Vocabulary(
        internal=_phrases(raw["internal"]),
        titles=_phrases(raw["titles"]),
        types=_phrases(raw["types"]),
        commune_types=frozenset(_phrases(raw["commune_types"])),
        passed_over=frozenset(fold(word) for word in raw["passed_over"]),
        abbreviations={fold(short): _phrase(long) for short, long in raw["abbreviations"].items()},
        groups={name: frozenset(_phrases(phrases)) for name, phrases in raw["groups"].items()},
        endings=_phrases(raw["endings"]),
        everywhere=_phrases(raw["everywhere"]),
    )


def _phrases(texts: list[str]) -> tuple[Words, ...]:
    return tuple(sorted((_phrase(text) for text in texts), key=len, reverse=True))


def _phrase(text: str) -> Words:
    return tuple(fold(word.replace("/", "")) for word in text.split())
