"""Shortened names: `Sở KH&CN`, `TTYT Phú Lương`, `BQL các KCN tỉnh`."""

import re
from collections.abc import Iterator
from itertools import product

from backend.directory.names import Words, bare, bare_words, vocabulary

LONGEST_DOUBTFUL = 4  # letters of a word that may be a syllable or an abbreviation
MOST_READINGS = 16
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.ASCII
)


def name_key(name: Words) -> str:
    """The first letters of a name's syllables, without those that shortening passes over."""
    return "".join(word[0] for word in bare_words(_counted(name)))


def letter_keys(written: Words) -> Iterator[str]:
    """The keys of names that these words may shorten: a word counts by its first letter, an abbreviation by all."""
    readings = [_readings(word) for word in _counted(written)]
    for number, letters in enumerate(product(*readings)):
        if number == MOST_READINGS:
            return
        yield "".join(letters)


def fits_shortened(written: Words, name: Words, *, loosely: bool = False) -> bool:
    """Whether every word is the name's next syllable or the first letters of its next ones, to the end; at least one
    of them shortens. Accents are all there, or none is; `loosely`: they may be others."""
    words, syllables = _counted(written), _counted(name)
    if len(words) >= len(syllables):
        return False
    if loosely:
        words = bare_words(words)
    return _fits(words, syllables) or _fits(words, bare_words(syllables))


def _fits(words: Words, syllables: Words) -> bool:
    if not words or not syllables:
        return not words and not syllables
    word, length = words[0], len(words[0])
    if word == syllables[0] and _fits(words[1:], syllables[1:]):
        return True
    taken = syllables[:length]
    return (
        1 < length == len(taken)
        and not word[-1].isdecimal()
        and bare(word) == "".join(one[0] for one in bare_words(taken))
        and _fits(words[1:], syllables[length:])
    )


def _readings(word: str) -> tuple[str, ...]:
    letters = bare(word)
    if letters != word and "đ" not in word:
        return (letters[0],)
    if _SYLLABLE.fullmatch(letters) is None:
        return (letters,)
    return (letters[0], letters) if len(letters) <= LONGEST_DOUBTFUL else (letters[0],)


def _counted(name: Words) -> Words:
    return tuple(word for word in name if word not in vocabulary().passed_over and word not in _BARE_PASSED_OVER)


_BARE_PASSED_OVER = {"va", "cac", "cua"}
