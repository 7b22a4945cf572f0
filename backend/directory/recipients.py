"""Which agencies an entry of "Nơi nhận" or "Kính gửi" means. When unsure it means none: a paper sent to the wrong
commune is worse than a recipient typed by hand.

Source: Chỉ thị, khoản 1 điểm j; NĐ 30/2020/NĐ-CP, Phụ lục I (Nơi nhận); confusable names of the province's communes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backend.directory.names import (
    Words,
    bare_words,
    contains,
    ends,
    initials,
    is_bare,
    split_type,
    starts,
    vocabulary,
    words,
)
from backend.directory.terms import RecipientEntry, RecipientMatch

EXACT, FORMER, WITHOUT_ACCENTS, INITIALS, SHORT = 1.0, 0.95, 0.9, 0.9, 0.8
OF_A_TITLE = 0.9  # "Giám đốc Sở Y tế" means the agency, a little less surely than its name
SHORTEST_INITIALS = 2

_PROVINCE, _TIER, _MANY = words("tỉnh"), words("ủy ban nhân dân"), words("các")[0]
_AND = re.compile(r"\s+(?:và|va)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency as recipients may name it. `address`: its published agency mailbox, None without one; `former_names`:
    its own older names and those of agencies merged into it; `symbol`: of its papers, "SKHCN"."""

    code: str
    name: str
    parent: str | None
    former_names: tuple[str, ...] = ()
    address: str | None = None
    symbol: str = ""


class RecipientIndex:
    """The agencies of one directory, by every way of writing their names."""

    def __init__(self, agencies: Sequence[NamedAgency]) -> None:
        self._agencies = {agency.code: agency for agency in agencies}
        self._province = _province_names(agencies)
        self._exact: dict[Words, dict[str, float]] = defaultdict(dict)
        self._bare: dict[Words, set[str]] = defaultdict(set)
        self._initials: dict[tuple[Words, str], set[str]] = defaultdict(set)
        for agency in agencies:
            for name, score in [(agency.name, EXACT), *((former, FORMER) for former in agency.former_names)]:
                self._register(agency.code, self._without_province(words(name)), score)
            if len(symbol := words(agency.symbol)) == 1:  # UBND is a kind of agency, not one of them
                self._keep(symbol, agency.code, INITIALS)

    def resolve(self, text: str) -> RecipientEntry:
        """What one entry means, in its order; an agency without a published mailbox is left out."""
        syllables = words(text)
        if _is_internal(syllables):
            return RecipientEntry(text, group=False, internal=True, matches=())
        group, found = False, dict[str, float]()
        for piece in filter(str.strip, text.split(";")):
            members = self._group(piece)
            group = group or members is not None
            meant = dict.fromkeys(members, EXACT) if members is not None else self._meant(piece)
            for code, score in meant.items():
                found.setdefault(code, score)
        return RecipientEntry(text, group=group, internal=False, matches=tuple(self._matches(found)))

    def _register(self, code: str, name: Words, score: float) -> None:
        kind, own = split_type(name)
        self._keep(name, code, score)
        self._bare[bare_words(name)].add(code)
        if kind in vocabulary().commune_types and own:
            self._keep((*kind[len(_TIER) :], *own), code, min(score, SHORT))
        elif kind and len(own) >= SHORTEST_INITIALS:
            self._initials[(kind, initials(own))].add(code)

    def _keep(self, name: Words, code: str, score: float) -> None:
        self._exact[name][code] = max(score, self._exact[name].get(code, 0.0))

    def _matches(self, found: Mapping[str, float]) -> Iterator[RecipientMatch]:
        for code, score in found.items():
            agency = self._agencies[code]
            if agency.address is not None:
                yield RecipientMatch(agency.name, code, agency.address, score)

    def _meant(self, piece: str) -> dict[str, float]:
        """The agencies a piece without group words names: one by its whole text, else one or more by its parts."""
        head, colon, tail = piece.partition(":")
        whole = self._one(words(head)) if colon else self._one(words(piece))
        if whole:
            return whole
        return self._listed(tail, _listed_types(words(head))) if colon else self._listed(piece, [])

    def _listed(self, text: str, said: Sequence[Words]) -> dict[str, float]:
        """`Tài chính, Nội vụ và Y tế` after one of the types said; a part's own type carries on to the next parts."""
        found: dict[str, float] = {}
        carried: Words = ()
        for part in text.split(","):
            named = self._named(words(part), said, carried)
            for half in [] if named else _AND.split(part):
                named = {**named, **self._named(words(half), said, carried)}
            found |= named
            own, _ = split_type(_without_titles(words(part)))
            carried = own or carried
        return found

    def _named(self, part: Words, said: Sequence[Words], carried: Words) -> dict[str, float]:
        own, _ = split_type(part)
        for kind in [*said, (), *([] if own else [carried])]:
            if part and (found := self._one((*kind, *part))):
                return found
        return {}

    def _one(self, name: Words) -> dict[str, float]:
        """The one agency with this name, or nothing: two that fit are none."""
        plain = _without_titles(name)
        for variant, factor in ((name, 1.0), (plain, OF_A_TITLE)):
            for spelled in (self._without_province(variant), _without_tier(self._without_province(variant))):
                if found := self._lookup(spelled):
                    return {code: round(score * factor, 3) for code, score in found.items()}
        return {}

    def _lookup(self, name: Words) -> dict[str, float]:
        best = self._exact.get(name, {})
        top = {code: score for code, score in best.items() if score == max(best.values())}
        if best:
            return top if len(top) == 1 else {}
        if found := self._bare_lookup(name):
            return dict.fromkeys(found, WITHOUT_ACCENTS)
        kind, own = split_type(name)
        found = self._initials.get((kind, "".join(own)), set()) | self._initials.get((kind, _letters(own)), set())
        return dict.fromkeys(found, INITIALS) if len(found) == 1 else {}

    def _bare_lookup(self, name: Words) -> set[str]:
        """Names typed without accents. One accent in the own name says its other syllables have none: `Văn Lang` is
        never `Văn Lăng`."""
        _, own = split_type(name)
        found = self._bare.get(bare_words(name), set()) if is_bare(own) else set()
        return found if len(found) == 1 else set()

    def _without_province(self, name: Words) -> Words:
        """`… tỉnh Thái Nguyên` → `… tỉnh`; the name of any other province stays, and matches nothing."""
        for province in self._province:
            for spelled in {province, bare_words(province)}:
                if any(ends(name, (*tier, *spelled)) for tier in (_PROVINCE, bare_words(_PROVINCE))):
                    return name[: -len(spelled)]
        return name

    def _group(self, piece: str) -> list[str] | None:
        """The codes a group line stands for, None if the piece is no group line."""
        head, colon, _ = piece.partition(":")
        if any(contains(words(piece), phrase) for phrase in vocabulary().everywhere):
            return []
        if colon:
            return None
        named = self._without_province(words(head))
        said_many = _MANY in named or any(word.isdecimal() for word in named)
        plain = _without_ending(tuple(word for word in named if word not in _UNCOUNTED and not word.isdecimal()))
        for kind, phrases in vocabulary().groups.items():
            if plain in phrases and (said_many or kind in _ALWAYS_MANY):
                return [code for code, agency in self._agencies.items() if self._belongs(agency, kind)]
        return None

    def _belongs(self, agency: NamedAgency, group: str) -> bool:
        kind, own = split_type(words(agency.name))
        if group == "province":
            top = self._agencies.get(agency.parent or "")
            return kind[: len(_TIER)] != _TIER and top is not None and starts(words(top.name), (*_TIER, *_PROVINCE))
        tier = {"wards": {"phường"}, "rural": {"xã"}}.get(group)
        wanted = {
            kind for kind in vocabulary().commune_types if tier is None or {words(one) for one in tier} & {kind[-1:]}
        }
        return group != "elsewhere" and bool(own) and kind in wanted


_UNCOUNTED = {_MANY, words("và")[0]}
_ALWAYS_MANY = {"province", "communes"}


def _province_names(agencies: Iterable[NamedAgency]) -> list[Words]:
    """The names after "tỉnh" of the directory's own provinces."""
    top = (*_TIER, *_PROVINCE)
    return [name[len(top) :] for agency in agencies if starts(name := words(agency.name), top) and len(name) > len(top)]


def _is_internal(syllables: Words) -> bool:
    """`Như trên`, `Lưu: VT`: with accents, or typed without any."""
    bare = is_bare(syllables)
    return any(starts(syllables, bare_words(phrase) if bare else phrase) for phrase in vocabulary().internal)


def _without_titles(name: Words) -> Words:
    """`chủ tịch các pct ủy ban nhân dân tỉnh` → `ủy ban nhân dân tỉnh`."""
    while title := next((phrase for phrase in vocabulary().titles if starts(name, phrase)), None):
        name = name[len(title) :]
    return name


def _without_tier(name: Words) -> Words:
    """`sở y tế tỉnh` → `sở y tế`."""
    tiered = ends(name, _PROVINCE) or ends(name, bare_words(_PROVINCE))
    return name[:-1] if tiered and len(name) > 1 else name


def _without_ending(name: Words) -> Words:
    for ending in vocabulary().endings:
        if ends(name, ending):
            return name[: -len(ending)]
    return name


def _listed_types(head: Words) -> list[Words]:
    """`các sở` → sở; `ủy ban nhân dân các xã, phường` → both tiers; anything else is taken as it stands."""
    plain = tuple(word for word in head if word not in _UNCOUNTED)
    if plain in vocabulary().groups["communes"]:
        return list(vocabulary().commune_types)
    if plain in vocabulary().groups["province"]:
        return [kind for kind in vocabulary().types if kind[: len(_TIER)] != _TIER]
    return [plain]


def _letters(own: Words) -> str:
    """`kh và cn` → `khcn`."""
    return "".join(word for word in own if word not in vocabulary().passed_over)
