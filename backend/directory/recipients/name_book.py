"""Every way of writing the agencies' names, and the agencies of all times that a written name may mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.directory.names import Words, bare_words, ends, is_bare, split_type, starts, vocabulary, words
from backend.directory.recipient_reasons import MatchReason
from backend.directory.recipients.acronyms import fits_shortened, letter_keys, name_key
from backend.directory.recipients.known import NamedAgency
from backend.directory.recipients.lineage import Lineage

TIER = words("ủy ban nhân dân")
PROVINCE = words("tỉnh")


@dataclass(frozen=True, slots=True)
class Naming:
    """One way of writing one agency, used in [since, until). `place`: how many syllables at the end are the own name
    of a commune, which is never guessed at."""

    code: str
    words: Words
    reason: MatchReason
    since: date | None
    until: date | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Namings that fit what was written; or, when nothing fits for certain, those that come near."""

    namings: tuple[Naming, ...] = ()
    reason: MatchReason | None = None
    near: tuple[Naming, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.namings or self.near)


class NameBook:
    def __init__(self, agencies: Sequence[NamedAgency], lineage: Lineage) -> None:
        self._lineage = lineage
        self.provinces = [name for agency in agencies if agency.valid_to is None for name in _province_name(agency)]
        self.known_provinces = frozenset(name for agency in agencies for name in _province_name(agency))
        self._communes = frozenset(own for agency in agencies for own in _commune_names(agency))
        self._exact: dict[Words, list[Naming]] = defaultdict(list)
        self._bare: dict[Words, list[Naming]] = defaultdict(list)
        self._shortened: dict[str, list[Naming]] = defaultdict(list)
        self.own_names: dict[Words, list[Naming]] = defaultdict(list)
        for agency in agencies:
            for naming in self._namings(agency):
                self._keep(naming)

    def __iter__(self) -> Iterator[Naming]:
        for namings in self._exact.values():
            yield from namings

    def find(self, written: Words) -> Found:
        """By the name as it stands; typed without any accents; shortened."""
        if exact := self._exact.get(written):
            return Found(tuple(exact))
        if found := self._without_accents(written):
            return found
        return self.shortened(written)

    def shortened(self, written: Words, *, loosely: bool = False) -> Found:
        """`loosely`: what is not shortened may have other accents."""
        namings = tuple(
            naming
            for key in letter_keys(written)
            for naming in self._shortened.get(key, ())
            if fits_shortened(written, naming.words, loosely=loosely)
        )
        if any(_is_commune(naming.words) and naming.reason is not MatchReason.SHORT_NAME for naming in namings):
            return Found(near=namings)
        if loosely and any(naming.place for naming in namings):
            return Found(near=namings)
        return Found(namings, MatchReason.SPELLING if loosely else MatchReason.ACRONYM)

    def spellings(self, written: Words) -> Iterator[Words]:
        """The name as written, then without the province's own: `… tỉnh Thái Nguyên`, `… tỉnh`, `…`."""
        yield written
        for province in self.provinces:
            for spelled in (province, bare_words(province)):
                if ends(written, spelled) and len(written) > len(spelled):
                    yield (rest := written[: -len(spelled)])
                    yield from _without_tier(rest)
        yield from _without_tier(written)

    def _without_accents(self, written: Words) -> Found | None:
        """One accent in the own name says its other syllables have none: `Văn Lang` is never `Văn Lăng`."""
        _, own = split_type(written)
        if not is_bare(own) or not own:
            return None
        namings = tuple(self._bare.get(bare_words(written), ()))
        if len({naming.words for naming in namings if not is_bare(naming.words)}) > 1:
            return Found(near=namings)
        return Found(namings, MatchReason.WITHOUT_ACCENTS) if namings else None

    def _keep(self, naming: Naming) -> None:
        if naming in self._exact[naming.words]:
            return
        self._exact[naming.words].append(naming)
        self._bare[bare_words(naming.words)].append(naming)
        self._shortened[name_key(naming.words)].append(naming)
        kind, own = split_type(naming.words)
        if kind in vocabulary().commune_types and own and naming.place == len(own):
            self.own_names[own].append(naming)

    def _namings(self, agency: NamedAgency) -> Iterator[Naming]:
        """The agency's names, each alone and with where it belongs said behind it."""
        current = Naming(agency.code, words(agency.name), MatchReason.EXACT_NAME, agency.valid_from, agency.valid_to)
        kept: list[Naming] = [current]
        kept += [
            _former(agency, dated.name, dated.valid_from, dated.valid_to)
            for dated in agency.dated_names
            if words(dated.name) != current.words
        ]
        kept += [_former(agency, name, None, date.min) for name in agency.former_names]
        for naming in kept:
            for written in self._written(agency, naming.words):
                yield replace(naming, words=written, place=self._place(written))
            yield from self._short(naming)
        for short in (agency.symbol, *agency.short_names):
            if len(written := words(short)) == 1 or short in agency.short_names:  # UBND is a kind of agency, not one
                yield replace(current, words=written, reason=MatchReason.ACRONYM)

    def _written(self, agency: NamedAgency, name: Words) -> Iterator[Words]:
        alone = [
            one for one in dict.fromkeys(self.spellings(name)) if ends(one, PROVINCE) or one not in vocabulary().types
        ]
        yield from alone
        for above in self._lineage.above(agency.code):
            if above.parent is None:
                behind = [(*PROVINCE, *own) for own in _province_name(above)]
            else:
                behind = self._behind(words(above.name))
            for place in behind:
                yield from ((*one, *place) for one in alone if not ends(one, place))

    def _behind(self, above: Words) -> list[Words]:
        """`Trạm Y tế` of UBND xã Phú Lương: `… Ủy ban nhân dân xã Phú Lương`, `… xã Phú Lương`, `… Phú Lương`."""
        kind, own = split_type(above)
        if kind not in vocabulary().commune_types:
            return [above]
        return [above, (*kind[len(TIER) :], *own), own]

    def _short(self, naming: Naming) -> Iterator[Naming]:
        kind, own = split_type(naming.words)
        if kind in vocabulary().commune_types and own:
            written = (*kind[len(TIER) :], *own)
            yield replace(naming, words=written, reason=MatchReason.SHORT_NAME, place=len(own))

    def _place(self, name: Words) -> int:
        return max((len(own) for own in _endings(name) if own in self._communes), default=0)


def _endings(name: Words) -> Iterator[Words]:
    return (name[-length:] for length in range(1, min(4, len(name) - 1) + 1))


def _former(agency: NamedAgency, name: str, since: date | None, until: date | None) -> Naming:
    return Naming(agency.code, words(name), MatchReason.FORMER_NAME, since, until or agency.valid_to)


def _province_name(agency: NamedAgency) -> Iterable[Words]:
    """What stands after "tỉnh" in a province committee's name."""
    top, name = (*TIER, *PROVINCE), words(agency.name)
    return [name[len(top) :]] if starts(name, top) and len(name) > len(top) else []


def _commune_names(agency: NamedAgency) -> Iterable[Words]:
    kind, own = split_type(words(agency.name))
    return [own] if kind in vocabulary().commune_types and own else []


def _is_commune(name: Words) -> bool:
    return split_type(name)[0] in vocabulary().commune_types


def _without_tier(name: Words) -> list[Words]:
    """`sở y tế tỉnh` → `sở y tế`."""
    tiered = ends(name, PROVINCE) or ends(name, bare_words(PROVINCE))
    return [name[:-1]] if tiered and len(name) > 1 else []
