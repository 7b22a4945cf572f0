"""What typing and scanning do to a line of a paper, and what that leaves certain."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_OLD_TONES = {"oà": "òa", "oá": "óa", "oả": "ỏa", "uỷ": "ủy", "uỳ": "ùy", "uý": "úy", "uỵ": "ụy", "oè": "òe"}
_OLD_TONES |= {new: old for old, new in _OLD_TONES.items()}
_LOOKS_LIKE = {"n": "u", "u": "n", "i": "l", "l": "i", "h": "b", "c": "e", "e": "c", "o": "a", "m": "n", "g": "q"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Noise:
    """`changes_letters`: the text may no longer say for certain which of several like names is meant."""

    name: str
    make: Callable[[str, random.Random], str]
    changes_letters: bool = False


def unaccented(text: str) -> str:
    """As typed without a Vietnamese keyboard."""
    signs = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _tone_elsewhere(text: str, chance: random.Random) -> str:
    for written, other in _OLD_TONES.items():
        if written in text:
            return text.replace(written, other)
    return text


def _one_mark(text: str, chance: random.Random) -> str:
    """One syllable loses its tone or gets another."""
    found = [place for place in _SYLLABLE.finditer(text) if unaccented(place[0]) != place[0]]
    if not found:
        return text
    place = chance.choice(found)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", place[0]) if sign not in _TONES)
    vowels = [number for number, sign in enumerate(plain) if sign.lower() in "aeiouy"]
    if chance.random() < 0.5 and vowels:
        after = vowels[0] + 1
        after += sum(1 for sign in plain[after : after + 1] if unicodedata.combining(sign))
        plain = plain[:after] + chance.choice(_TONES) + plain[after:]
    return text[: place.start()] + unicodedata.normalize("NFC", plain) + text[place.end() :]


def _one_letter(text: str, chance: random.Random) -> str:
    places = [number for number, sign in enumerate(text) if sign in _LOOKS_LIKE and 0 < number < len(text) - 1]
    if not places:
        return text
    place = chance.choice(places)
    letter = _LOOKS_LIKE[text[place]] if chance.random() < 0.6 else ""
    return text[:place] + letter + text[place + 1 :]


def _lost_space(text: str, chance: random.Random) -> str:
    places = [number for number, sign in enumerate(text) if sign == " " and text[number - 1].isalpha()]
    if not places:
        return text
    place = chance.choice(places)
    return text[:place] + text[place + 1 :]


def _hyphens(text: str, chance: random.Random) -> str:
    return text.replace("-", chance.choice("\u2013\u2010\u2011\u2014"))


def _spaces(text: str, chance: random.Random) -> str:
    return text.replace(" ", chance.choice(["  ", "\u00a0", " \u200b", "\t"]))


CLEAN = Noise("clean", lambda text, _: text)
NOISES = (
    (45, CLEAN),
    (8, Noise("tone elsewhere", _tone_elsewhere)),
    (6, Noise("decomposed", lambda text, _: unicodedata.normalize("NFD", text))),
    (8, Noise("spaces", _spaces)),
    (4, Noise("hyphens", _hyphens)),
    (4, Noise("capitals", lambda text, _: text.upper())),
    (3, Noise("eth", lambda text, _: text.replace("Đ", "\u00d0"))),
    (10, Noise("without accents", lambda text, _: unaccented(text))),
    (5, Noise("one mark", _one_mark, changes_letters=True)),
    (4, Noise("one letter", _one_letter, changes_letters=True)),
    (3, Noise("a lost space", _lost_space)),
)


def draw(chance: random.Random) -> Noise:
    return chance.choices([noise for _, noise in NOISES], [weight for weight, _ in NOISES])[0]
