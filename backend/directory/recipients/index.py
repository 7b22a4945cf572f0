"""The agencies of one directory, of all times; made once a revision of the directory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from backend.directory.names import Words, bare_words, words
from backend.directory.recipient_reasons import AskReason, BlankReason, EntryState, MatchReason
from backend.directory.recipients.asking import Asked, Asking, Blank, Meant, Settled
from backend.directory.recipients.groups import Groups
from backend.directory.recipients.known import NamedAgency, NamedGroup, When
from backend.directory.recipients.lineage import Lineage
from backend.directory.recipients.lists import Lists
from backend.directory.recipients.name_book import NameBook
from backend.directory.recipients.reading import Piece, blank_reason, folded_entry, pieces
from backend.directory.terms import (
    AgencyName,
    BlankPart,
    Namesake,
    RecipientEntry,
    RecipientMatch,
    RecipientMemory,
    RecipientQuestion,
    SameName,
)

Remembered = Mapping[str, RecipientMemory]
INTERNAL = {BlankReason.FILE, BlankReason.AS_ABOVE, BlankReason.ARTICLE, BlankReason.OWN_LEADERS}


class RecipientIndex:
    def __init__(self, agencies: Sequence[NamedAgency], groups: Sequence[NamedGroup] = ()) -> None:
        self._agencies = {agency.code: agency for agency in agencies}
        lineage = self._lineage = Lineage(self._agencies)
        book = NameBook(agencies, lineage)
        self._asking = Asking(self._agencies, lineage, book)
        self._groups = Groups(self._agencies, groups, (lineage, book, self._asking))
        self._lists = Lists(self._asking, book, self._agencies)
        by_name: dict[Words, list[NamedAgency]] = defaultdict(list)
        for agency in agencies:
            by_name[bare_words(words(agency.name))].append(agency)
        self._called_so = {agency.code: called for called in by_name.values() for agency in called}

    def resolve_all(
        self,
        entries: Sequence[str],
        when: When,
        *,
        addressees: Sequence[str] = (),
        remembered: Remembered | None = None,
    ) -> list[RecipientEntry]:
        """What each entry means, in order. `addressees`: the entries of "Kính gửi", which "Như trên" stands for;
        `remembered`: what the sender's agency chose before, by folded entry."""
        return [self.resolve(entry, when, addressees=addressees, remembered=remembered) for entry in entries]

    def resolve(
        self, text: str, when: When, *, addressees: Sequence[str] = (), remembered: Remembered | None = None
    ) -> RecipientEntry:
        found, group, rest_is_filed = Settled(), False, False
        for piece in pieces(text):
            blank = BlankReason.FILE if rest_is_filed else blank_reason(piece.text)
            rest_is_filed = blank is BlankReason.FILE
            if blank is BlankReason.AS_ABOVE and addressees:
                found.add(self._as_addressed(addressees, when, remembered or {}))
            elif blank is not None:
                found.blank.append(Blank(piece.text, blank))
            else:
                is_group, meant = self._piece(piece, when, remembered or {})
                group = group or is_group
                found.add(meant)
        return self._entry(text, found, group=group)

    def same_name(self, code: str, when: When) -> SameName | None:
        """The agencies with a mailbox that are called like this one today, accents apart; None where nobody is."""
        agency = self._agencies[code]
        others = [
            one for one in self._called_so[code] if one.code != code and one.address and one.exists_on(when.today)
        ]
        if not others:
            return None
        own = self._nearness(code, when)
        near = sorted(others, key=lambda one: -self._nearness(one.code, when))
        found = [
            Namesake(
                one.code, one.name, self._place(one.code), one.address or "", self._is_nearer(one, agency, own, when)
            )
            for one in near
        ]
        return SameName(agency.name, self._place(code), tuple(found))

    def _is_nearer(self, other: NamedAgency, agency: NamedAgency, own: int, when: When) -> bool:
        """Only of one name to the letter: Văn Lang is no nearer Văn Lăng."""
        return words(other.name) == words(agency.name) and self._nearness(other.code, when) > own

    def _nearness(self, code: str, when: When) -> int:
        return 0 if when.sender is None else self._lineage.nearness(code, when.sender)

    def _place(self, code: str) -> str:
        return next((above.name for above in self._lineage.above(code)), "")

    def _piece(self, piece: Piece, when: When, remembered: Remembered) -> tuple[bool, Settled]:
        if (chosen := remembered.get(piece.key)) is not None:
            return False, self._chosen_before(piece.said, chosen, when)
        if (members := self._groups.expand(piece, when)) is not None:
            return True, members
        found = self._lists.settle(piece, when) or Settled(blank=[Blank(piece.text, BlankReason.UNKNOWN)])
        settled = Settled(found.meant, [], found.blank, found.followed)
        for asked in found.asked:
            chosen = remembered.get(folded_entry(asked.text))
            settled.add(Settled(asked=[asked]) if chosen is None else self._chosen_before(asked.text, chosen, when))
        return False, settled

    def _chosen_before(self, text: str, memory: RecipientMemory, when: When) -> Settled:
        """The choice stands while all of its agencies do; then it is asked anew."""
        found = Settled(followed={text: memory})
        for code in memory.codes:
            if code in self._agencies:
                found.add(self._asking.stand_in(text, code, MatchReason.REMEMBERED, when))
        if len(memory.codes) == len(found.meant) and all(
            one.reason is MatchReason.REMEMBERED for one in found.meant.values()
        ):
            return found
        heirs = (*found.meant, *(code for one in found.asked for code in one.codes))
        return Settled(asked=[Asked(text, AskReason.REMEMBERED_GONE, tuple(dict.fromkeys(heirs)))])

    def _as_addressed(self, addressees: Sequence[str], when: When, remembered: Remembered) -> Settled:
        found = Settled()
        for addressee in addressees:
            for piece in pieces(addressee):
                _, settled = self._piece(piece, when, remembered)
                meant = {
                    code: Meant(code, MatchReason.AS_ADDRESSED, one.score, one.predecessor)
                    for code, one in settled.meant.items()
                }
                found.add(Settled(meant, settled.asked, settled.blank, settled.followed))
        return found

    def _entry(self, text: str, found: Settled, *, group: bool) -> RecipientEntry:
        matches = tuple(self._matches(found.meant.values()))
        questions = tuple(self._questions(found))
        boxless = [Blank(text, BlankReason.NO_MAILBOX, code) for code in found.meant if not self._address(code)]
        internal = bool(found.blank) and all(one.reason in INTERNAL for one in found.blank) and not found.meant
        state = EntryState.NOBODY
        if questions:
            state = EntryState.ASK
        elif matches:
            state = EntryState.RESOLVED
        elif internal:
            state = EntryState.INTERNAL
        return RecipientEntry(
            text=text,
            group=group,
            internal=state is EntryState.INTERNAL,
            matches=matches,
            state=state,
            questions=questions,
            memories=tuple(replace(memory, text=part) for part, memory in found.followed.items()),
            blanks=tuple(BlankPart(one.text, one.reason, self._name(one.code)) for one in [*found.blank, *boxless]),
        )

    def _matches(self, meant: Iterable[Meant]) -> Iterator[RecipientMatch]:
        for one in meant:
            if (address := self._address(one.code)) is not None:
                yield self._match(one.code, address, one)

    def _match(self, code: str, address: str, meant: Meant) -> RecipientMatch:
        return RecipientMatch(
            agency_name=self._agencies[code].name,
            agency_code=code,
            address=address,
            score=meant.score,
            reason=meant.reason,
            predecessor=self._name(meant.predecessor),
        )

    def _questions(self, found: Settled) -> Iterator[RecipientQuestion]:
        for asked in found.asked:
            candidates = tuple(self._candidates(asked))
            if candidates:
                yield RecipientQuestion(asked.text, asked.reason, candidates, self._name(asked.predecessor))
            else:
                found.blank.append(Blank(asked.text, BlankReason.NO_MAILBOX))

    def _candidates(self, asked: Asked) -> Iterator[RecipientMatch]:
        for code in asked.codes:
            if (address := self._address(code)) is not None:
                reason = MatchReason.SUCCESSOR if asked.predecessor else MatchReason.SPELLING
                yield self._match(code, address, Meant(code, reason, CANDIDATE, asked.predecessor))

    def _address(self, code: str) -> str | None:
        return self._agencies[code].address

    def _name(self, code: str | None) -> AgencyName | None:
        return None if code is None else AgencyName(code, self._agencies[code].name)


CANDIDATE = 0.5  # of a candidate that somebody has to choose
