"""One name, settled: who is meant today and why; or a question with its candidates; or why nobody is known."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from backend.directory.names import (
    SYLLABLES_KEPT,
    Words,
    bare,
    bare_words,
    by_first,
    is_bare,
    split_type,
    starts,
    vocabulary,
)
from backend.directory.recipient_reasons import AskReason, BlankReason, MatchReason
from backend.directory.recipients.known import NamedAgency, When, stands
from backend.directory.recipients.lineage import Lineage
from backend.directory.recipients.name_book import TIER, Found, NameBook, Naming
from backend.directory.recipients.spelling import Spelling, distance
from backend.directory.terms import RecipientMemory

SCORES = {
    MatchReason.EXACT_NAME: 1.0,
    MatchReason.GROUP: 1.0,
    MatchReason.AS_ADDRESSED: 1.0,
    MatchReason.REMEMBERED: 1.0,
    MatchReason.FORMER_NAME: 0.95,
    MatchReason.SUCCESSOR: 0.95,
    MatchReason.WITHOUT_ACCENTS: 0.9,
    MatchReason.ACRONYM: 0.9,
    MatchReason.SPELLING: 0.85,
    MatchReason.OWN_SURROUNDINGS: 0.85,
    MatchReason.SHORT_NAME: 0.8,
}
_AS_IN_A_NAME = ("quan",)  # quận without accents: Quan Triều
MOST_TITLE, SHORTEST_TITLE = 5, 3  # words before a name; letters of one in which one may be wrong
OF_A_TITLE = 0.9  # "Giám đốc Sở Y tế" means the agency, a little less surely than its name


@dataclass(frozen=True, slots=True)
class Meant:
    """`predecessor`: the code of the agency that was named, where another stands in for it."""

    code: str
    reason: MatchReason
    score: float
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as written; `codes`: the candidates, the likeliest first."""

    text: str
    reason: AskReason
    codes: tuple[str, ...]
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    text: str
    reason: BlankReason
    code: str | None = None


@dataclass(slots=True)
class Settled:
    meant: dict[str, Meant] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    blank: list[Blank] = field(default_factory=list)
    followed: dict[str, RecipientMemory] = field(default_factory=dict)  # choices made before, by the part of the entry

    def __bool__(self) -> bool:
        return bool(self.meant or self.asked or self.blank)

    def add(self, other: "Settled") -> None:
        for code, meant in other.meant.items():
            self.meant.setdefault(code, meant)
        self.asked += other.asked
        self.blank += other.blank
        self.followed |= other.followed

    def of_a_title(self) -> "Settled":
        lowered = {
            code: Meant(code, one.reason, round(one.score * OF_A_TITLE, 3), one.predecessor)
            for code, one in self.meant.items()
        }
        return Settled(lowered, self.asked, self.blank, self.followed)


class Asking:
    def __init__(self, agencies: Mapping[str, NamedAgency], lineage: Lineage, book: NameBook) -> None:
        self._agencies, self._lineage, self._book = agencies, lineage, book
        self._spelling = Spelling(book)

    def certain(self, text: str, name: Words, when: When) -> Settled:
        """What a name means as it stands, without accents or shortened; empty when it fits nothing."""
        for variant, found in self._variants(name, self._found):
            settled = self._meant_by(text, found, when)
            return settled if variant == name else settled.of_a_title()
        return Settled()

    def mended(self, text: str, name: Words, when: When) -> Settled:
        """What a broken name means; empty when it fits nothing."""
        plain = without_broken_titles(name)
        if plain != without_titles(name) and (found := self.certain(text, plain, when)):
            return found.of_a_title()
        for variant, spelled in self._variants(name, self._mended):
            settled = (
                self._chosen(text, spelled, when) if spelled.namings else self._asked_of_near(text, spelled.near, when)
            )
            return settled if variant == name else settled.of_a_title()
        return self._commune(text, plain, when)

    def _variants(self, name: Words, find: Callable[[Words], Found | None]) -> Iterator[tuple[Words, Found]]:
        """The name, and what it is without titles, where they fit something."""
        seen = set[Words]()
        for shorten in (_as_it_is, without_titles, without_broken_titles):
            variant = shorten(name)
            if variant not in seen and (found := find(variant)) is not None:
                yield variant, found
            seen.add(variant)

    def _found(self, name: Words) -> Found | None:
        return next((found for one in self._spelled(name) if (found := self._book.find(one))), None)

    def _mended(self, name: Words) -> Found | None:
        spelled = list(self._spelled(name))
        found = next((found for one in spelled if (found := self._spelling.find(one))), None)
        return found or next((found for one in spelled if (found := self._book.shortened(one, loosely=True))), None)

    def _spelled(self, name: Words) -> Iterable[Words]:
        return dict.fromkeys(self._book.spellings(name))

    def stand_in(self, text: str, code: str, reason: MatchReason, when: When) -> Settled:
        """Who is to be mailed for an agency: itself, or its successor."""
        heirs = self._lineage.heirs(code, when.today)
        if heirs.is_same:
            return Settled({code: Meant(code, reason, SCORES[reason])})
        if heirs.is_certain:
            [heir] = heirs.codes
            return Settled({heir: Meant(heir, MatchReason.SUCCESSOR, SCORES[MatchReason.SUCCESSOR], code)})
        if heirs.codes:
            return Settled(asked=[Asked(text, AskReason.SPLIT, heirs.codes, code)])
        return Settled(blank=[Blank(text, BlankReason.ENDED, code)])

    def asked(self, text: str, reason: AskReason, namings: Iterable[Naming], when: When) -> Settled:
        """A question about everybody who may be meant and exists."""
        codes = [code for naming in namings for code in self._lineage.heirs(naming.code, when.today).codes]
        return Settled(asked=[Asked(text, reason, tuple(dict.fromkeys(codes)))]) if codes else Settled()

    def _meant_by(self, text: str, found: Found, when: When) -> Settled:
        if found.namings:
            return self._chosen(text, found, when)
        return self._asked_of_near(text, found.near, when)

    def _chosen(self, text: str, found: Found, when: When) -> Settled:
        """Of those who bear the name, the one who bore it that day; of several, the one in the sender's own house."""
        day = when.written_on
        bearers = [one for one in found.namings if stands(one.since, one.until, day) and self._existed(one, when)]
        if len(codes := _codes(bearers)) == 1:
            return self._stand_in(text, bearers[0], found, when)
        if len(codes) > 1:
            return self._near_the_sender(text, bearers, found, when)
        if all(one.since is not None and one.since > day for one in found.namings):
            return self.asked(text, AskReason.LATER, found.namings, when)
        before = [one for one in found.namings if one.since is None or one.since <= day]
        heirs = {self._lineage.heirs(code, when.today).codes for code in _codes(before)}
        if len(heirs) == 1:
            return self._stand_in(text, before[0], found, when)
        return self.asked(text, AskReason.SAME_NAME, before, when)

    def _near_the_sender(self, text: str, bearers: Sequence[Naming], found: Found, when: When) -> Settled:
        strongest = [one for one in bearers if one.reason in (MatchReason.EXACT_NAME, MatchReason.FORMER_NAME)]
        if when.sender is not None:
            house = self._lineage.house(when.sender)
            own = _codes(one for one in bearers if self._lineage.house(one.code) == house)
            if len(own) == 1:
                return self.stand_in(text, own[0], MatchReason.OWN_SURROUNDINGS, when)
        if found.reason is None and len(_codes(strongest)) == 1:
            return self._stand_in(text, strongest[0], found, when)
        return self.asked(text, AskReason.SAME_NAME, bearers, when)

    def _stand_in(self, text: str, naming: Naming, found: Found, when: When) -> Settled:
        return self.stand_in(text, naming.code, found.reason or naming.reason, when)

    def _existed(self, naming: Naming, when: When) -> bool:
        return self._agencies[naming.code].exists_on(when.written_on)

    def _asked_of_near(self, text: str, near: Sequence[Naming], when: When) -> Settled:
        standing = [one for one in near if self._lineage.heirs(one.code, when.today).codes]
        day = [one for one in standing if self._existed(one, when)]
        return self.asked(text, AskReason.CONFUSABLE, day or standing, when)

    def _commune(self, text: str, name: Words, when: When) -> Settled:
        """A commune whose kind is not said, or said wrongly, or whose name nobody has as it is written."""
        kind, own = split_type(name)
        kind, own = (kind, _without_broken_kind(own)) if kind else _short_kind(name)
        if kind not in (*vocabulary().commune_types, TIER, ()) or not own or _has_other_kind(kind, own):
            return Settled()
        near = self._spelling.near_communes(own)
        if not kind and not any(bare_words(own) in (one, bare_words(one)) for one in self._book.own_names):
            return Settled()  # any two words come near some commune
        same = [one for one in near if split_type(one.words)[1] in (own,)]
        reason = AskReason.TYPE_MISSING if same else AskReason.CONFUSABLE
        return self._asked_here(text, reason, same or near, when)

    def _asked_here(self, text: str, reason: AskReason, near: Sequence[Naming], when: When) -> Settled:
        standing = [one for one in near if self._agencies[one.code].exists_on(when.today)]
        return self.asked(text, reason, standing, when)


def _as_it_is(name: Words) -> Words:
    return name


def without_titles(name: Words) -> Words:
    """`chủ tịch các pct ủy ban nhân dân tỉnh` → `ủy ban nhân dân tỉnh`."""
    while name and (title := next((one for one in _titles().get(name[0], ()) if starts(name, one)), None)):
        name = name[len(title) :]
    return name


def without_broken_titles(name: Words) -> Words:
    """`chu tịch ủy ban nhân dân xã …`, `dc giám đôc sở …`: leaders' titles with an accent or a letter wrong."""
    for place in range(1, min(MOST_TITLE, len(name) - 1) + 1):
        if split_type(name[place:])[0] and all(_is_of_a_title(word) for word in name[:place]):
            return name[place:]
    return without_titles(name)


@lru_cache(SYLLABLES_KEPT)
def _is_of_a_title(word: str) -> bool:
    letters = bare(word)
    return any(distance(letters, title) <= (len(title) > SHORTEST_TITLE) for title in _title_words())


@cache
def _title_words() -> frozenset[str]:
    titles = [bare_words(title) for title in vocabulary().titles]
    return frozenset([*(word for title in titles for word in title), *("".join(title) for title in titles)])


@cache
def _titles() -> dict[str, tuple[Words, ...]]:
    """By their first word, with accents, and without: of one word that would be a syllable of some name (bà, Ba Bể)."""
    titles = vocabulary().titles
    return by_first((*titles, *(bare_words(title) for title in titles if len(title) > 1)))


def _codes(namings: Iterable[Naming]) -> list[str]:
    return list(dict.fromkeys(naming.code for naming in namings))


def _short_kind(name: Words) -> tuple[Words, Words]:
    """`xã Phú Lương` → the commune's type and its own name."""
    for kind in vocabulary().commune_types:
        short = kind[len(TIER) :]
        for spelled in (short, bare_words(short)):
            if starts(name, spelled):
                return kind, name[len(spelled) :]
    return (), name


def _without_broken_kind(own: Words) -> Words:
    """`phươmg Gia Sàng`: the kind is not said for certain."""
    kinds = [bare(kind[-1]) for kind in vocabulary().commune_types]
    broken = len(own) > 2 and any(distance(bare(own[0]), kind) <= (len(kind) > SHORTEST_TITLE) for kind in kinds)
    return own[1:] if broken else own


def _has_other_kind(kind: Words, own: Words) -> bool:
    """`UBND huyện …`, `UBND thành phố …`: no commune is meant."""
    plain = is_bare(own)
    tiers = [bare_words(one) if plain else one for one in vocabulary().other_tiers]
    return bool(kind) and any(starts(own, one) for one in tiers if one != _AS_IN_A_NAME)
