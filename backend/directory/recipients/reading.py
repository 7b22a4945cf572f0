"""An entry taken apart: what it says besides names (purposes, places, what is kept on file, the sender's leaders)."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from backend.directory.names import Words, bare_words, contains, starts, vocabulary, words
from backend.directory.recipient_reasons import BlankReason
from backend.directory.recipients.asking import without_titles
from backend.directory.recipients.spelling import distance
from backend.text.normalise import accented

_PARENTHESIS = re.compile(r"\(([^()]*)\)?")
_LINES = re.compile(r"[;\n]")
_LETTERS = re.compile(r"\w")
_SHORT_TYPE = re.compile(r"\b([PXpx])\.\s*(?=\w)")
_SHORT_TYPES = {"p": "phường ", "x": "xã "}
_ARCHIVE = "vt"
_DASHES = re.compile(r"\s[-\u2010-\u2015]\s")
AROUND = " -*+\u2013./;,"  # bullets, and how entries end
LONGEST_MARK = 3  # words an entry like "như trên" has, where a letter of it is wrong


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of an entry between ";", as `said`: its text without parentheses, and the places those said."""

    said: str
    text: str
    places: tuple[Words, ...]
    has_exceptions: bool

    @property
    def key(self) -> str:
        """What two spellings of it have in common; another place is another entry."""
        return " ".join((*words(self.text), *(syllable for place in self.places for syllable in place)))


def folded_entry(entry: str) -> str:
    """The key by which a choice for an entry is remembered."""
    return "; ".join(piece.key for piece in pieces(entry))


def pieces(entry: str) -> list[Piece]:
    return [_piece(part) for part in _outside_parentheses(_composed(entry)) if _says_something(part)]


def blank_reason(piece: str) -> BlankReason | None:
    """Why nobody is to be mailed for it, by its first words; typed without accents or slightly wrong, too."""
    letters = bare_words(words(piece))
    for reason, phrases in vocabulary().blank.items():
        if any(_begins(letters, phrase) for phrase in phrases):
            return BlankReason(reason)
    if letters and _is_filed(letters):
        return BlankReason.FILE
    if letters and _is_leaders_alone(letters):
        return BlankReason.OWN_LEADERS
    return None


def is_elsewhere(name: Words, own_provinces: Collection[Words]) -> bool:
    """Whether a name is of the centre, of all provinces, or of another province."""
    if is_everywhere(name) or any(starts(name, phrase) for phrase in vocabulary().centre):
        return True
    return any(name[-length:] in ends_there for length, ends_there in _ends_elsewhere(frozenset(own_provinces)).items())


def is_everywhere(name: Words) -> bool:
    return any(contains(name, phrase) for phrase in vocabulary().everywhere)


def is_province(name: Words) -> bool:
    return name in vocabulary().provinces_either


def place_of(part: Words) -> Words | None:
    """`tỉnh Lào Cai`, `huyện Đồng Hỷ`, `Lào Cai`: a place said behind a name, not a name itself."""
    for kind in _place_kinds():
        if starts(part, kind):
            return part if len(part) > len(kind) else None
    return part if is_province(part) else None


@cache
def _place_kinds() -> tuple[Words, ...]:
    kinds = (*vocabulary().other_tiers, words("tỉnh"))
    return (*kinds, *(bare_words(kind) for kind in kinds))


def _piece(text: str) -> Piece:
    inside = [found[1] for found in _PARENTHESIS.finditer(text)]
    said = [words(one) for one in inside]
    places = tuple(place for one in said if (place := place_of(one)) is not None)
    plain = _SHORT_TYPE.sub(lambda found: _SHORT_TYPES[found[1].lower()], _PARENTHESIS.sub(" ", text))
    exceptions = any(contains(words(text.replace("(", " ")), phrase) for phrase in vocabulary().exceptions)
    return Piece(text.strip(AROUND), _DASHES.sub(" ", plain).strip(AROUND), places, exceptions)


def _outside_parentheses(entry: str) -> list[str]:
    """Split at ";" and line ends, but not inside parentheses."""
    kept = _PARENTHESIS.sub(lambda found: _LINES.sub(",", found[0]), entry)
    return _LINES.split(kept)


def _composed(entry: str) -> str:
    return "\n".join(accented(line) for line in entry.splitlines())


def _says_something(part: str) -> bool:
    """A scanner's crumbs behind ";" are no entry."""
    return len(_LETTERS.findall(part)) > 1


def _begins(letters: Words, wanted: Words) -> bool:
    if starts(letters, wanted) or (len(wanted) > 1 and letters[:1] == ("".join(wanted),)):
        return True
    if len(wanted) == 1 or len(letters) > LONGEST_MARK or len(letters) < len(wanted):
        return False
    return distance(" ".join(letters[: len(wanted)]), " ".join(wanted)) == 1


def _is_filed(letters: Words) -> bool:
    """`LưuVT`, `Lưn: VT`: the archive is the clerk's own room, whatever the first word became."""
    first = letters[0]
    return first.startswith("luuvt") or (_ARCHIVE in letters[1:3] and distance(first, "luu") == 1)


def _is_leaders_alone(letters: Words) -> bool:
    """`CT, các PCT`, `Lãnh đạo Sở`, `Ban Giám đốc`: nobody outside is named."""
    if letters in vocabulary().own_leaders:
        return True
    rest = without_titles(letters)
    if rest and rest[0] in ("cac", "va"):
        return _is_leaders_alone(rest[1:])
    return rest != letters and (not rest or rest in vocabulary().own_house)


@cache
def _ends_elsewhere(own_provinces: frozenset[Words]) -> dict[int, frozenset[Words]]:
    """How names of other provinces end, by their length; with accents, and without."""
    found: dict[int, set[Words]] = defaultdict(set)
    for other in vocabulary().provinces:
        for tier in (words("tỉnh"), words("thành phố")) if other not in own_provinces else ():
            ending = (*tier, *other)
            found[len(ending)] |= {ending, bare_words(ending)}
    return {length: frozenset(endings) for length, endings in found.items()}
