"""Names that typing or scanning broke: words run together or torn, accents lost or read wrongly, a letter changed.

What is certain is mended; where another agency is near, or the own name of a commune is what broke, it is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from unicodedata import combining, normalize

from backend.directory.names import TONES, Words, bare, bare_words
from backend.directory.recipient_reasons import MatchReason
from backend.directory.recipients.name_book import Found, NameBook, Naming

SAFE_PLACE = 3  # syllables a commune's own name needs for one of them to be mended
SHORTEST_MENDED = 3  # letters of a syllable in which one may be wrong
MOST_NEAR = 6
FAR = 3  # letters between two syllables nobody takes for each other

_MARK_OF_TONE = {figure: sign for sign, figure in TONES.items()}


class Spelling:
    def __init__(self, book: NameBook) -> None:
        self._joined: dict[str, list[Naming]] = defaultdict(list)
        self._gapped: dict[tuple[int, Words], list[Naming]] = defaultdict(list)
        self._communes: dict[Words, list[Naming]] = book.own_names
        self._communes_bare = [(bare_words(own), namings) for own, namings in book.own_names.items()]
        for naming in book:
            letters = bare_words(naming.words)
            self._joined["".join(letters)].append(naming)
            for place in range(len(letters)):
                self._gapped[_gap(letters, place)].append(naming)

    def find(self, written: Words) -> Found:
        if len(written) < 2:  # one word is a symbol or nothing
            return Found()
        return self._same_letters(written) or self._one_syllable(written) or Found()

    def near_communes(self, own: Words) -> tuple[Naming, ...]:
        """Communes that may be meant by a name nobody has: the same letters, another order, one syllable alike."""
        if own in self._communes:
            return tuple(self._communes[own])
        written = bare_words(own)
        near = [
            (rank, one) for letters, those in self._communes_bare if (rank := _rank(written, letters)) for one in those
        ]
        return tuple(naming for _, naming in sorted(near, key=lambda pair: (pair[0], pair[1].words))[:MOST_NEAR])

    def _same_letters(self, written: Words) -> Found | None:
        namings = self._joined.get("".join(bare_words(written)), [])
        if not namings:
            return None
        marks = _marks(written)
        same = [naming for naming in namings if _marks(naming.words) == marks]
        if _is_one_name(same):  # only the spaces differ
            return Found(tuple(same), MatchReason.SPELLING)
        if _is_one_name(namings) and all(self._is_place_mendable(written, naming) for naming in namings):
            return Found(tuple(namings), MatchReason.SPELLING)
        return Found(near=tuple(namings))

    def _is_place_mendable(self, written: Words, naming: Naming) -> bool:
        """Whether the own name of a commune stands as it should, or all but one of its three or more syllables do, and
        no other name has those."""
        if len(written) != len(naming.words):
            return naming.place == 0
        broken = [one for one in range(len(written)) if written[one] != naming.words[one]]
        inside = [one for one in broken if one >= len(written) - naming.place]
        if not inside:
            return True
        return len(broken) == 1 and naming.place >= SAFE_PLACE and self._is_alone(naming, broken[0])

    def _is_alone(self, naming: Naming, place: int) -> bool:
        return _is_one_name(self._gapped.get(_gap(bare_words(naming.words), place), ()))

    def _one_syllable(self, written: Words) -> Found | None:
        letters = bare_words(written)
        for place in range(len(letters)):
            fitting = self._gapped.get(_gap(letters, place), [])
            alike = [one for one in fitting if _is_alike(letters[place], bare(one.words[place]))]
            if not alike:
                continue
            far = all(distance(letters[place], bare(one.words[place])) >= FAR for one in fitting if one not in alike)
            if far and _is_one_name(alike) and all(self._is_mendable(written, one, place, fitting) for one in alike):
                return Found(tuple(alike), MatchReason.SPELLING)
            return Found(near=tuple(alike))
        return None

    def _is_mendable(self, written: Words, naming: Naming, place: int, fitting: Sequence[Naming]) -> bool:
        """The other syllables stand as they should, and the broken one does not tell one commune from another."""
        others = [one for one in range(len(written)) if one != place]
        if any(written[one] != naming.words[one] for one in others):
            return False
        if place < len(written) - naming.place:
            return True
        return naming.place >= SAFE_PLACE and _is_one_name(fitting)


def _gap(letters: Words, place: int) -> tuple[int, Words]:
    return place, (*letters[:place], *letters[place + 1 :])


def _is_one_name(namings: Iterable[Naming]) -> bool:
    return len({naming.words for naming in namings}) == 1


def _marks(name: Words) -> list[str]:
    """Every accent of a name, wherever it stands."""
    signs = [sign for word in name for sign in normalize("NFD", word.translate(_WITHOUT_TONE)) if combining(sign)]
    tones = [sign for word in name if not word.isdecimal() for sign in word if sign in _MARK_OF_TONE]
    return sorted([*signs, *tones, *("đ" for word in name for sign in word if sign == "đ")])


_WITHOUT_TONE = str.maketrans("", "", "12345")


def _is_alike(written: str, name: str) -> bool:
    if written == name:
        return True
    longer = max(len(written), len(name))
    return longer >= SHORTEST_MENDED and distance(written, name) == 1 and not (written + name).isdecimal()


def _rank(written: Words, letters: Words) -> int:
    """How near a commune's name is to the one written, both without accents, 1 the nearest; 0: it is another."""
    if written == letters:
        return 1
    if len(written) != len(letters) or len(written) < 2:
        return 0
    broken = [(one, other) for one, other in zip(written, letters, strict=True) if one != other]
    if len(broken) == 1:
        return 2 + apart if (apart := distance(*broken[0])) < FAR else 0
    return 2 if sorted(written) == sorted(letters) else 0


def distance(first: str, second: str) -> int:
    """Letters to change, add or leave out, up to FAR."""
    if abs(len(first) - len(second)) >= FAR:
        return FAR
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, start=1):
        before, row[0] = row[0], place
        for column, other in enumerate(second, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != other))
    return min(row[-1], FAR)
