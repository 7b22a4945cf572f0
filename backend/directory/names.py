"""How names of agencies are compared: by syllables, wherever the tone is written, with or without accents.

A syllable becomes its letters (with ă â ê ô ơ ư đ) followed by a figure for its tone, so that HOÀ and HÒA, UỶ and ỦY,
THUỴ and THỤY are one; its bare form has neither tone nor marks.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import combining, normalize

from backend.text.normalise import accented

Words = tuple[str, ...]

TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_AMPERSAND = re.compile(r"(\w+)\s*&\s*(?=(\w+))")
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u00d0": "Đ", "\u00f0": "đ"})
_INSIDE = re.compile(r"(?<=\w)[&./\-](?=\w)")  # KH&CN, LĐ-TB&XH, đ/c are one word each
_WORD = re.compile(r"\w+")
_LATIN = [chr(code) for code in (*range(0x250), *range(0x1E00, 0x1F00))]
_SMALL, _CAPITAL = ("".join(filter(kind, _LATIN)) for kind in (str.islower, str.isupper))
_GLUED = re.compile(f"(?<=[{_SMALL}])(?=[{_CAPITAL}])")
_PARENTHESIS = re.compile(r"\([^()]*\)?")
_VOWEL = re.compile("[aeiou]")
SYLLABLES_KEPT = 20_000  # Vietnamese has fewer
LONGEST_SHORT = 5  # letters on either side of "&" in an abbreviation


def words(text: str) -> Words:
    """The syllables of a name; parentheses and punctuation count for nothing, abbreviations are written out."""
    plain = _unglued(_PARENTHESIS.sub(" ", accented(text.translate(_HYPHENS))))
    lower = _AMPERSAND.sub(_and_or_one_word, plain.lower())
    found = (fold(word) for word in _WORD.findall(_INSIDE.sub("", lower)))
    return tuple(syllable for word in found for syllable in _written_out(word))


def _unglued(text: str) -> str:
    """`LamVỹ` lost a space."""
    return _GLUED.sub(" ", text)


def _and_or_one_word(found: re.Match[str]) -> str:
    """`KH & CN` is one word; `Nông nghiệp & Môi trường` says "và"."""
    return f"{found[1]}&" if _is_abbreviation(found[1]) and _is_abbreviation(found[2]) else f"{found[1]} và "


def _is_abbreviation(word: str) -> bool:
    letters = bare(fold(word))
    return len(letters) == len(word) <= LONGEST_SHORT and (
        letters == word.replace("đ", "d") and (len(word) < 3 or _VOWEL.search(letters) is None)
    )


def _written_out(word: str) -> Words:
    known = vocabulary().abbreviations
    if word in known:
        return known[word]
    before = next((short for short in ("ubnd", "hđnd") if word.startswith(short)), None)
    return (word,) if before is None else (*known[before], word[len(before) :])  # UBNDtỉnh


@lru_cache(SYLLABLES_KEPT)
def fold(word: str) -> str:
    """Letters first, then the tone: `hoà` and `hòa` both become `hoa1`."""
    letters, tone = [], ""
    for sign in normalize("NFD", word.lower()):
        tone += TONES.get(sign, "")
        letters += [] if sign in TONES else [sign]
    return normalize("NFC", "".join(letters)) + tone


@lru_cache(SYLLABLES_KEPT)
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
    for kind in vocabulary().types_by_first.get(syllables[0], ()) if syllables else ():
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
    """words.toml, folded. Longest phrases first where the longest counts; `blank` is without accents, and what is
    `_either` with and without."""

    blank: dict[str, tuple[Words, ...]]
    own_house: frozenset[Words]
    own_leaders: frozenset[Words]
    titles: tuple[Words, ...]
    types: tuple[Words, ...]
    types_by_first: dict[str, tuple[Words, ...]]
    commune_types: frozenset[Words]
    other_tiers: tuple[Words, ...]
    tiers: tuple[Words, ...]
    tier_kinds: dict[Words, tuple[Words, ...]]
    passed_over: frozenset[str]
    abbreviations: dict[str, Words]
    groups: dict[str, frozenset[Words]]
    below: tuple[Words, ...]
    endings: tuple[Words, ...]
    everywhere: tuple[Words, ...]
    centre: tuple[Words, ...]
    provinces: tuple[Words, ...]
    provinces_either: frozenset[Words]
    exceptions: tuple[Words, ...]


@cache
def vocabulary() -> Vocabulary:
    raw = tomllib.loads(files("backend.directory").joinpath("words.toml").read_text("utf-8"))
    return Vocabulary(
        blank={reason: tuple(map(bare_words, _phrases(phrases))) for reason, phrases in raw["blank"].items()},
        own_house=_either(raw["own_house"]),
        own_leaders=_either(raw["own_leaders"]),
        titles=_phrases(raw["titles"]),
        types=_phrases(raw["types"]),
        types_by_first=by_first(_phrases(raw["types"])),
        commune_types=frozenset(_phrases(raw["commune_types"])),
        other_tiers=_phrases(raw["other_tiers"]),
        tiers=_phrases(raw["tiers"]),
        tier_kinds={_phrase(said): _phrases(kinds) for said, kinds in raw["tier_kinds"].items()},
        passed_over=frozenset(fold(word) for word in raw["passed_over"]),
        abbreviations={fold(short): _phrase(long) for short, long in raw["abbreviations"].items()},
        groups={name: _either(phrases) for name, phrases in raw["groups"].items()},
        below=tuple(sorted(_either(raw["below"]), key=len, reverse=True)),
        endings=tuple(sorted(_either(raw["endings"]), key=len, reverse=True)),
        everywhere=tuple(_either(raw["everywhere"])),
        centre=tuple(_either(raw["centre"])),
        provinces=_phrases(raw["provinces"]),
        provinces_either=_either(raw["provinces"]),
        exceptions=tuple(_either(raw["exceptions"])),
    )


def by_first(phrases: Iterable[Words]) -> dict[str, tuple[Words, ...]]:
    """Phrases by their first word, in their order."""
    found: dict[str, list[Words]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[0]].append(phrase)
    return {first: tuple(those) for first, those in found.items()}


def _either(texts: list[str]) -> frozenset[Words]:
    """With accents, and without."""
    phrases = _phrases(texts)
    return frozenset([*phrases, *(bare_words(phrase) for phrase in phrases)])


def _phrases(texts: list[str]) -> tuple[Words, ...]:
    return tuple(sorted((_phrase(text) for text in texts), key=len, reverse=True))


def _phrase(text: str) -> Words:
    return tuple(fold(word.replace("/", "")) for word in text.split())
