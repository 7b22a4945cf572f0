"""Several names in one piece: `Các Sở: Tài chính, Nội vụ và Y tế`; `Đảng ủy, HĐND, UBND xã Phú Lương`; and places said
behind a name: `UBND xã Yên Bình, tỉnh Lào Cai`."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from backend.directory.names import Words, bare, bare_words, split_type, starts, vocabulary, words
from backend.directory.recipient_reasons import AskReason, BlankReason
from backend.directory.recipients.asking import Asked, Asking, Blank, Settled, without_titles
from backend.directory.recipients.known import NamedAgency, When
from backend.directory.recipients.name_book import PROVINCE, TIER, NameBook
from backend.directory.recipients.reading import AROUND, Piece, is_elsewhere, is_province, place_of

_SEPARATOR = re.compile(r"(?=,)|(?=\s(?:và|va)\s)", re.IGNORECASE)
_UNCOUNTED = {"cac", "va"}
MOST_ATOMS = 5  # of one name
Finding: TypeAlias = Callable[[str, Words, When], Settled]


class Lists:
    def __init__(self, asking: Asking, book: NameBook, agencies: dict[str, NamedAgency]) -> None:
        self._asking, self._book, self._agencies = asking, book, agencies

    def settle(self, piece: Piece, when: When) -> Settled:
        head, colon, tail = piece.text.partition(":")
        if found := self._asking.certain(piece.text, words(head if colon else piece.text), when):
            return self._placed(found, piece, when)
        said = _listed_types(words(head)) if colon else []
        atoms = _atoms(tail if colon else piece.text)
        found = self._listed(atoms, said, when)
        return self._placed(found, piece, when)

    def _listed(self, atoms: Sequence[str], said: Sequence[Words], when: When) -> Settled:
        """A name may take several atoms (`Văn hóa, Thể thao và Du lịch`); its type carries on to the next names."""
        found, last, before = Settled(), Settled(), ""
        carried: Words = ()
        at = 0
        while at < len(atoms):
            text = _trimmed(atoms[at])
            name = words(text)
            place = None if said or not found else place_of(name)
            if place is not None:
                found, at = self._at(found, last, place, f"{before}, {text}", when), at + 1
                continue
            length, following = self._longest(atoms[at:], said, carried, when)
            if not following and is_elsewhere(name, self._book.known_provinces):
                if carried and _is_untyped(name):  # Sở Tài chính, Y tế tỉnh Lào Cai
                    found = self._asked_with(found, found, text)
                following = Settled(blank=[Blank(text, BlankReason.ELSEWHERE)])
            elif not following.meant and not said and _is_untyped(name) and self._is_commune(last):
                found, at = self._asked_with(found, last, f"{before}, {text}", following), at + length
                continue
            elif not following and not said and last.meant and _goes_on(atoms[at]):
                found = self._asked_with(found, last, f"{before} {atoms[at].strip()}", reason=AskReason.CONFUSABLE)
                last, at = Settled(), at + 1
                continue
            last, before = following or Settled(blank=[Blank(text, BlankReason.UNKNOWN)]), text
            found.add(last)
            carried, at = _type_of(name) or carried, at + length
        return found

    def _longest(self, atoms: Sequence[str], said: Sequence[Words], carried: Words, when: When) -> tuple[int, Settled]:
        """What the most atoms at the beginning mean together, and how many they are; else 1 and nothing."""
        question = 1, Settled()
        for length in range(min(MOST_ATOMS, len(atoms)), 0, -1):
            text = _trimmed("".join(atoms[:length]))
            if found := self._named(text, said, carried, when, self._asking.certain):
                return length, found
            if is_elsewhere(words(text), self._book.known_provinces):
                continue
            if (found := self._named(text, said, carried, when, self._asking.mended)) and found.meant:
                return length, found
            question = (length, found) if found else question
        return question

    def _named(self, text: str, said: Sequence[Words], carried: Words, when: When, find: Finding) -> Settled:
        name = words(text)
        kinds = [*said, (), *([carried] if carried and _is_untyped(name) else [])]
        question = Settled()
        for kind in kinds if name else ():
            if (found := find(text, (*kind, *name), when)) and (found.meant or found.blank):
                return found
            question = question or found
        return question

    def _at(self, found: Settled, last: Settled, place: Words, text: str, when: When) -> Settled:
        """What was found, with a place said behind its last name: the own province, or the district it lay in, changes
        nothing; any other province means somebody else; a place nobody knows is asked about."""
        if self._is_here(place, last, when):
            return found
        if is_elsewhere(place, self._book.known_provinces) or is_province(_without_tier(place)):
            kept = _without(found, last)
            return Settled(kept.meant, kept.asked, [*kept.blank, Blank(text, BlankReason.ELSEWHERE)])
        return self._asked_with(found, last, text)

    def _asked_with(
        self,
        found: Settled,
        last: Settled,
        text: str,
        following: Settled | None = None,
        reason: AskReason = AskReason.PLACE,
    ) -> Settled:
        """What was found last is asked about, because of what is said behind it: a broken place, or another name."""
        kept = _without(found, last)
        asked = [*last.asked, *(following.asked if following else [])]
        candidates = tuple(dict.fromkeys([*last.meant, *(code for one in asked for code in one.codes)]))
        question = [Asked(text, reason, candidates)] if candidates else []
        return Settled(kept.meant, [*kept.asked, *question], kept.blank)

    def _is_commune(self, found: Settled) -> bool:
        names = [words(self._agencies[code].name) for code in found.meant]
        return bool(names) and all(split_type(name)[0] in vocabulary().commune_types for name in names)

    def _placed(self, found: Settled, piece: Piece, when: When) -> Settled:
        for place in piece.places:
            found = self._at(found, found, place, piece.said, when)
        return found

    def _is_here(self, place: Words, last: Settled, when: When) -> bool:
        own = _without_tier(place)
        if any(own in (province, bare_words(province)) for province in self._book.provinces):
            return True
        district = self._asking.certain("", (*TIER, *place), when)
        heirs = {*district.meant, *(code for one in district.asked for code in one.codes)}
        return bool(last.meant) and last.meant.keys() <= heirs


def _without(found: Settled, last: Settled) -> Settled:
    meant = {code: one for code, one in found.meant.items() if last.meant.get(code) != one}
    asked = [one for one in found.asked if one not in last.asked]
    return Settled(meant, asked, [one for one in found.blank if one not in last.blank])


def _without_tier(place: Words) -> Words:
    """`tỉnh lào cai` → `lào cai`."""
    return place[1:] if place[:1] in (PROVINCE, bare_words(PROVINCE)) else place


def _goes_on(atom: str) -> bool:
    """`Sở Khoa học` `và Xyz`: an untyped rest that nobody knows may belong to the name before it."""
    return _AND.match(atom) is not None and _is_untyped(words(_trimmed(atom)))


def _is_untyped(name: Words) -> bool:
    return not _type_of(name)


def _type_of(name: Words) -> Words:
    """`các sở` and `cac so`, too."""
    plain = without_titles(name)
    while plain and bare(plain[0]) in _UNCOUNTED:
        plain = plain[1:]
    kind, _ = split_type(plain)
    return kind or next((one for one in vocabulary().types if starts(plain, bare_words(one))), ())


def _listed_types(head: Words) -> list[Words]:
    """`các sở` → sở; `ủy ban nhân dân các xã, phường` → both tiers; titles alone → none; else as it stands."""
    counted = tuple(word for word in without_titles(head) if bare(word) not in _UNCOUNTED and not word.isdecimal())
    plain = bare_words(counted)
    if plain in vocabulary().groups["communes"]:
        return list(vocabulary().commune_types)
    if plain in vocabulary().groups["province"]:
        return [kind for kind in vocabulary().types if kind[: len(TIER)] != TIER]
    named = next((one for one in vocabulary().types if bare_words(one) == plain), counted)
    return [named] if named else []


def _atoms(text: str) -> list[str]:
    """Split before every "," and "và", after what is said behind several tiers was given to each of them."""
    scoped = ",".join(_with_scope([part for part in text.split(",") if words(part)]))
    return [atom for atom in _SEPARATOR.split(scoped) if words(atom)]


def _trimmed(text: str) -> str:
    return _LEADING.sub("", text.strip(AROUND)).strip(AROUND)


_AND = re.compile(r"\s*(?:và|va)\s", re.IGNORECASE)
_LEADING = re.compile(r"^(?:(?:và|va|các|cac)\s+)*", re.IGNORECASE)


def _with_scope(parts: list[str]) -> list[str]:
    """`Đảng ủy`, `HĐND`, `UBND xã Phú Lương`: what is said behind the last tier belongs to those before it, too."""
    scope, scoped = "", list[str]()
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
