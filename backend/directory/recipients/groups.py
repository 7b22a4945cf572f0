"""Group lines, as of the paper's date: `UBND các xã, phường`, `Các sở, ban, ngành`, `Các đơn vị trực thuộc`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from backend.directory.names import Words, bare, bare_words, ends, starts, vocabulary, words
from backend.directory.recipient_reasons import AskReason, BlankReason, MatchReason
from backend.directory.recipients.asking import Asked, Asking, Blank, Settled, without_titles
from backend.directory.recipients.known import NamedAgency, NamedGroup, When, stands
from backend.directory.recipients.lineage import Lineage
from backend.directory.recipients.name_book import PROVINCE, TIER, NameBook
from backend.directory.recipients.reading import Piece, is_everywhere

_UNCOUNTED = {"cac", "va"}
_ALWAYS_MANY = {"province", "communes"}


class Groups:
    def __init__(
        self,
        agencies: Mapping[str, NamedAgency],
        groups: Sequence[NamedGroup],
        parts: tuple[Lineage, NameBook, Asking],
    ) -> None:
        self._agencies = agencies
        self._lineage, self._book, self._asking = parts
        self._names = {code: words(agency.name) for code, agency in agencies.items()}
        self._called = self._by_tier()
        self._kept = {
            _without_endings(_counted(words(name), self._book)): group for group in groups for name in group.names
        }

    def _by_tier(self) -> dict[Words, list[NamedAgency]]:
        """Committees and other bodies of communes and districts by what they are called: `ủy ban nhân dân xã`."""
        tiers, kinds = vocabulary().tiers, {kind for kinds in vocabulary().tier_kinds.values() for kind in kinds}
        called = [(*tier, *kind) for tier in tiers for kind in kinds]
        found: dict[Words, list[NamedAgency]] = defaultdict(list)
        for code, name in self._names.items():
            for one in called:
                if starts(name, one) and len(name) > len(one):
                    found[one].append(self._agencies[code])
        return found

    def expand(self, piece: Piece, when: When) -> Settled | None:
        """Whom a group line means; None if the piece is no group line."""
        said = words(piece.text)
        if is_everywhere(said):
            return Settled(blank=[Blank(piece.text, BlankReason.ELSEWHERE)])
        counted = _counted(said, self._book)
        plain, said_many = _without_endings(counted), _says_many(said)
        if ":" in piece.text or not plain:
            return None
        group = self._kept.get(plain)
        if group is not None and stands(group.valid_from, group.valid_to, when.written_on):
            return self._settled(piece, self._members(group, when), when)
        if (kind := _kind(plain, said_many=said_many)) is not None:
            return self._of_kind(piece, kind, when)
        if said_many and (tiers := _tiers(plain)) is not None:
            return self._committees(piece, *tiers, when)
        return self._below(piece, counted, when) if said_many else None

    def _of_kind(self, piece: Piece, kind: str, when: When) -> Settled:
        if kind == "elsewhere":
            return Settled(blank=[Blank(piece.text, BlankReason.UNKNOWN_GROUP)])
        return self._settled(piece, [one for one in self._agencies.values() if self._is_of_province(one)], when)

    def _is_of_province(self, agency: NamedAgency) -> bool:
        """Right below a province's committee, and no committee itself."""
        top = self._agencies.get(agency.parent or "")
        is_committee = starts(self._names[agency.code], TIER)
        return not is_committee and top is not None and starts(self._names[top.code], (*TIER, *PROVINCE))

    def _committees(self, piece: Piece, tiers: list[Words], kinds: list[Words], when: When) -> Settled:
        """`Đảng ủy, HĐND, UBND các xã, phường`: each of the tiers in each kind of commune."""
        found = Settled()
        for tier in tiers:
            members = [one for kind in kinds for one in self._called.get((*tier, *kind), ())]
            if members:
                found.add(self._settled(piece, members, when))
            else:
                found.blank.append(Blank(piece.text, BlankReason.UNKNOWN_GROUP))
        return found

    def _below(self, piece: Piece, plain: Words, when: When) -> Settled | None:
        """`Các đơn vị trực thuộc`, of the sender or of the agency that is named behind."""
        own = next((phrase for phrase in vocabulary().below if starts(plain, phrase)), None)
        if own is None:
            return None
        rest = plain[len(own) :]
        above = when.sender if not rest or rest in vocabulary().own_house else self._named(rest, when)
        if above is None:
            return Settled(blank=[Blank(piece.text, BlankReason.UNKNOWN_GROUP)])
        below = [self._agencies[code] for code in self._lineage.below(above, when.written_on)]
        members = [one for one in below if not starts(self._names[one.code], TIER)]
        return self._settled(piece, [one for one in members if one.address] or members, when)

    def _named(self, name: Words, when: When) -> str | None:
        meant = self._asking.mended("", name, when).meant or self._asking.certain("", name, when).meant
        return next(iter(meant)) if len(meant) == 1 else None

    def _members(self, group: NamedGroup, when: When) -> list[NamedAgency]:
        return [self._agencies[code] for code in group.codes(when.written_on) if code in self._agencies]

    def _settled(self, piece: Piece, agencies: Iterable[NamedAgency], when: When) -> Settled:
        agencies = list(agencies)
        members = [one for one in agencies if one.exists_on(when.written_on)]
        if not members:
            return self._nobody_then(piece, agencies, when)
        found = Settled()
        for member in members:
            found.add(self._asking.stand_in(member.name, member.code, MatchReason.GROUP, when))
        if piece.has_exceptions:
            return Settled(asked=[Asked(piece.text, AskReason.EXCEPTIONS, tuple(found.meant))])
        return found

    def _nobody_then(self, piece: Piece, agencies: Iterable[NamedAgency], when: When) -> Settled:
        today = tuple(one.code for one in agencies if one.exists_on(when.today))
        if today:
            return Settled(asked=[Asked(piece.text, AskReason.LATER, today)])
        return Settled(blank=[Blank(piece.text, BlankReason.UNKNOWN_GROUP)])


def _says_many(said: Words) -> bool:
    return any(bare(word) == "cac" or word.isdecimal() for word in said)


def _counted(said: Words, book: NameBook) -> Words:
    """Without accents, "các", "và", figures, leaders' titles and the province."""
    shortest = min(book.spellings(said), key=len) if said else said
    letters = without_titles(bare_words(without_titles(shortest)))
    return tuple(word for word in letters if word not in _UNCOUNTED and not word.isdecimal())


def _without_endings(counted: Words) -> Words:
    while ending := next((one for one in vocabulary().endings if ends(counted, one)), None):
        counted = counted[: -len(ending)]
    return counted


def _kind(plain: Words, *, said_many: bool) -> str | None:
    for kind in ("province", "elsewhere"):
        if plain in vocabulary().groups[kind]:
            return kind if said_many or kind in _ALWAYS_MANY else None
    return None


def _tiers(plain: Words) -> tuple[list[Words], list[Words]] | None:
    """The tiers said (the committee where none is) and the kinds of commune or district; None for anything else."""
    tiers, rest = [], plain
    while tier := next((one for one in vocabulary().tiers if starts(rest, bare_words(one))), None):
        tiers.append(tier)
        rest = without_titles(rest[len(tier) :])
    kinds = []
    while kind := next((one for one in vocabulary().tier_kinds if starts(rest, bare_words(one))), None):
        kinds.append(kind)
        rest = rest[len(kind) :]
    if rest or not kinds:
        return None
    return tiers or [TIER], [one for kind in kinds for one in vocabulary().tier_kinds[kind]]
