"""Several names in one piece: `Các Sở: Tài chính, Nội vụ và Y tế`; `Đảng ủy, HĐND, UBND xã Phú Lương`; and places said
behind a name: `UBND xã Yên Bình, tỉnh Lào Cai`."""

import re
from collections.abc import Sequence

from backend.directory.names import Words, bare_words, split_type, starts, vocabulary, words
from backend.directory.recipient_reasons import AskReason, BlankReason
from backend.directory.recipients.asking import Asked, Asking, Blank, Settled, without_titles
from backend.directory.recipients.known import NamedAgency, When
from backend.directory.recipients.name_book import PROVINCE, TIER, NameBook
from backend.directory.recipients.reading import Piece, is_elsewhere, place_of

_AND = re.compile(r"\s+(?:và|va)\s+", re.IGNORECASE)
_UNCOUNTED = {words("các")[0], words("và")[0], "cac", "va"}


class Lists:
    def __init__(self, asking: Asking, book: NameBook, agencies: dict[str, NamedAgency]) -> None:
        self._asking, self._book, self._agencies = asking, book, agencies

    def settle(self, piece: Piece, when: When) -> Settled:
        head, colon, tail = piece.text.partition(":")
        whole = words(head if colon else piece.text)
        if found := self._asking.certain(piece.text, whole, when):
            return self._placed(found, piece, when)
        said = _listed_types(words(head)) if colon else []
        parts = _with_scope([part for part in (tail if colon else piece.text).split(",") if words(part)])
        if len(parts) == 1 and not colon and (found := self._alone(piece, parts[0], when)):
            return found
        return self._listed(piece, parts, said, when)

    def _alone(self, piece: Piece, part: str, when: When) -> Settled:
        if is_elsewhere(words(part), self._book.known_provinces):
            return Settled(blank=[Blank(piece.text, BlankReason.ELSEWHERE)])
        halves = _AND.split(part)
        found = self._asking.mended(piece.text, words(part), when)
        return self._placed(found, piece, when) if found or len(halves) == 1 else found

    def _listed(self, piece: Piece, parts: Sequence[str], said: Sequence[Words], when: When) -> Settled:
        """A part's own type carries on to the next parts."""
        found, last, before = Settled(), Settled(), ""
        carried: Words = ()
        for part in parts:
            name = words(part)
            if not said and (place := place_of(name)) is not None and found:
                found = self._at(found, last, place, f"{before}, {part.strip()}", when)
                continue
            following = self._part(part, said, carried, when)
            if not said and _is_untyped(name) and not (following.meant or following.asked) and self._is_commune(last):
                found = self._asked_with(found, last, f"{before}, {part.strip()}")
                continue
            last, before = following, part.strip()
            found.add(last)
            own, _ = split_type(without_titles(name))
            carried = own or carried
        return self._placed(found, piece, when) if len(parts) == 1 else found

    def _part(self, part: str, said: Sequence[Words], carried: Words, when: When) -> Settled:
        if found := self._named(part, said, carried, when):
            return found
        halves = _AND.split(part)
        if len(halves) > 1:
            each = [self._named(half, said, carried, when) for half in halves]
            if any(each):
                found = Settled()
                for half, one in zip(halves, each, strict=True):
                    found.add(one or Settled(blank=[Blank(half.strip(), BlankReason.UNKNOWN)]))
                return found
        if is_elsewhere(words(part), self._book.known_provinces):
            return Settled(blank=[Blank(part.strip(), BlankReason.ELSEWHERE)])
        return Settled(blank=[Blank(part.strip(), BlankReason.UNKNOWN)])

    def _named(self, part: str, said: Sequence[Words], carried: Words, when: When) -> Settled:
        name, text = words(part), part.strip(" -.;")
        own, _ = split_type(name)
        kinds = [*said, (), *([] if own or not carried else [carried])]
        if is_elsewhere(name, self._book.known_provinces):
            return self._asking.certain(text, name, when)
        for find in (self._asking.certain, self._asking.mended):
            questions = []
            for kind in kinds:
                if (found := find(text, (*kind, *name), when)) and found.meant:
                    return found
                questions += [found] if found else []
            if questions:
                return questions[0]
        return Settled()

    def _at(self, found: Settled, last: Settled, place: Words, text: str, when: When) -> Settled:
        """What was found, with a place said behind its last name: the own province, or the district it lay in, changes
        nothing; any other province means somebody else; a place nobody knows is asked about."""
        if self._is_here(place, last, when):
            return found
        own = self._book.known_provinces
        if is_elsewhere((*PROVINCE, *place), own) or is_elsewhere(place, own):
            kept = _without(found, last)
            return Settled(kept.meant, kept.asked, [*kept.blank, Blank(text, BlankReason.ELSEWHERE)])
        return self._asked_with(found, last, text)

    def _asked_with(self, found: Settled, last: Settled, text: str) -> Settled:
        """What was found last is asked about, because of what is said behind it."""
        kept = _without(found, last)
        candidates = (*last.meant, *(code for one in last.asked for code in one.codes))
        question = [Asked(text, AskReason.PLACE, candidates)] if candidates else []
        return Settled(kept.meant, [*kept.asked, *question], kept.blank)

    def _is_commune(self, found: Settled) -> bool:
        names = [words(self._agencies[code].name) for code in found.meant]
        return bool(names) and all(split_type(name)[0] in vocabulary().commune_types for name in names)

    def _placed(self, found: Settled, piece: Piece, when: When) -> Settled:
        for place in piece.places:
            found = self._at(found, found, place, piece.text, when)
        return found

    def _is_here(self, place: Words, last: Settled, when: When) -> bool:
        own = (place, place[1:] if place[:1] in (PROVINCE, bare_words(PROVINCE)) else place)
        if any(one in (province, bare_words(province)) for one in own for province in self._book.provinces):
            return True
        district = self._asking.certain("", (*TIER, *place), when)
        heirs = {*district.meant, *(code for one in district.asked for code in one.codes)}
        return bool(last.meant) and last.meant.keys() <= heirs


def _without(found: Settled, last: Settled) -> Settled:
    meant = {code: one for code, one in found.meant.items() if last.meant.get(code) != one}
    asked = [one for one in found.asked if one not in last.asked]
    return Settled(meant, asked, [one for one in found.blank if one not in last.blank])


def _is_untyped(name: Words) -> bool:
    return not split_type(without_titles(name))[0]


def _listed_types(head: Words) -> list[Words]:
    """`các sở` → sở; `ủy ban nhân dân các xã, phường` → both tiers; titles alone → none; else as it stands."""
    plain = tuple(word for word in without_titles(head) if word not in _UNCOUNTED and not word.isdecimal())
    if plain in vocabulary().groups["communes"]:
        return list(vocabulary().commune_types)
    if plain in vocabulary().groups["province"]:
        return [kind for kind in vocabulary().types if kind[: len(TIER)] != TIER]
    return [plain] if plain else []


def _with_scope(parts: list[str]) -> list[str]:
    """`Đảng ủy`, `HĐND`, `UBND xã Phú Lương`: what is said behind the last tier belongs to those before it, too."""
    scope, scoped = "", []
    for part in reversed(parts):
        name = without_titles(words(part))
        tier = next((one for one in vocabulary().tiers if starts(name, one)), None)
        if tier is not None and name == tier and scope:
            scoped.append(f"{part.strip()} {scope}")
            continue
        scope = _behind(part, len(name) - len(tier)) if tier is not None else ""
        scoped.append(part)
    return scoped[::-1]


def _behind(part: str, syllables: int) -> str:
    """The last syllables of a part, as written."""
    return " ".join(part.split()[-syllables:]) if syllables > 0 else ""
