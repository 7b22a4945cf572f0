"""From the facts about one counterpart and one agency to the letters between them. Pure: the same facts, in whatever
portions and order they arrive, give the same letters.

- A letter opens when it is in a mailbox of the agency; automatic mail opens nothing. A second copy is the same letter,
  its earliest arrival counts.
- A letter that continues one of the sender's own, still unanswered, or our acknowledgement of it, belongs to it; one
  that continues an answer of the agency opens anew, unless the agency had asked the sender for more.
- The first non-automatic message of the agency to the sender that names the letter (In-Reply-To or References), or that
  somebody linked to it, and has left answers it. Forwards inside the agency have another recipient and stop nothing.
- Citizens' and businesses' letters always await an answer, but those about a one-stop dossier, which has a clock of its
  own; these, and an agency's, only when somebody noted that an answer is asked
  for. Every paper of an agency is a letter of its own, for the same-day receipt.
- What people did (`acts`) takes effect at its moment.
- Letters of several counterparts whom a clerk said to be one person are derived as one group; each letter stays with
  the address it came from.

Source: Chỉ thị, khoản 1 điểm g; NĐ 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple, Self

from backend.correspondence.acting import effective_at, take_effect
from backend.correspondence.acts import Act, LetterAct, acts_of
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.facts import NewFact
from backend.correspondence.life import Life
from backend.correspondence.passages import CheckedLetter, Passage, passages
from backend.correspondence.persons import Member
from backend.correspondence.terms import AnsweredBy, FactKind, SenderClass, Standing
from backend.db.ids import ID_LENGTH, encode
from backend.mail.own_ids import acknowledgement_id


def letters_of_facts(
    agency_code: str, correspondent_id: str, sender_class: SenderClass, facts: Iterable[NewFact]
) -> list[DerivedLetter]:
    """The letters of one counterpart to one agency, in order of arrival; `facts`: all of the two, in any order.

    `sender_class`: what the directory says; a correction by the agency's clerk goes before it.
    """
    member = Member(correspondent_id, sender_class, list(facts))
    return [letter for _, letter in letters_of_members(agency_code, [member])]


def letters_of_members(agency_code: str, members: Sequence[Member]) -> list[tuple[str, DerivedLetter]]:
    """The letters of counterparts that are one person, in order of arrival, each with its counterpart's id. An act that
    several of them have is one."""
    sides = [_Side.of(member) for member in members]
    acts = {(act.id, act.act): (side, act) for side in sides for act in side.acts}
    ordered = sorted(acts.values(), key=lambda one: (one[1].at, one[1].id, one[1].act))
    group = _Group(agency_code, [act for _, act in ordered])
    happened = [*_acted(ordered)]
    for side, member in zip(sides, members, strict=True):
        happened += [*_passed(member.facts, side), *_acknowledged(member.facts)]
    for moment in sorted(happened, key=_ORDER):
        moment.happen(group)
    return group.letters


def letter_id(agency_code: str, correspondent_id: str, own_key: str) -> str:
    digest = hashlib.sha256("\n".join((agency_code, correspondent_id, own_key)).encode()).digest()
    return encode(int.from_bytes(digest[:17]), ID_LENGTH)


@dataclass(frozen=True, slots=True)
class _Side:
    """One counterpart. `corrected`: what the agency's clerk said it is, which goes before what the directory says."""

    correspondent_id: str
    sender_class: SenderClass
    corrected: SenderClass | None
    acts: Sequence[LetterAct]

    @classmethod
    def of(cls, member: Member) -> Self:
        acts = acts_of(member.facts)
        said = [act.text("sender_class") for act in acts if act.act is Act.CLASSIFIED]
        corrected = SenderClass(said[-1]) if said else None
        return cls(member.correspondent_id, corrected or member.sender_class, corrected, acts)

    def class_of(self, arrived: CheckedLetter | None) -> SenderClass:
        """A clerk's correction first; a citizen who signs with a business's tax code writes for a business."""
        signs = arrived is not None and arrived.tax_code and self.corrected is None
        return SenderClass.BUSINESS if signs and self.sender_class is SenderClass.CITIZEN else self.sender_class


class _Moment(NamedTuple):
    """Something that happened. At the same moment arrivals go before departures, and both before acts."""

    at: datetime
    rank: int
    key: str
    side: _Side | None = None  # none: that our acknowledgement was accepted
    passage: Passage | None = None
    act: LetterAct | None = None

    def happen(self, group: "_Group") -> None:
        if self.side is None:
            group.acknowledge(self.key, self.at)
        elif self.act is not None:
            group.act(self.act, self.side)
        elif self.passage is not None and self.passage.letter.outgoing:
            group.leave(self.passage)
        elif self.passage is not None:
            group.arrive(self.passage, self.side)


_ORDER = itemgetter(0, 1, 2)


def _passed(facts: Sequence[NewFact], side: _Side) -> list[_Moment]:
    return [
        _Moment(one.at, int(one.letter.outgoing), one.letter.key, side, passage=one)
        for one in passages(facts, side.correspondent_id)
    ]


def _acknowledged(facts: Sequence[NewFact]) -> list[_Moment]:
    """Acknowledgements of ours that the mail server has taken."""
    return [
        _Moment(fact.at, 2, fact.message_id) for fact in facts if fact.kind is FactKind.ACCEPTED and fact.message_id
    ]


def _acted(acts: Iterable[tuple[_Side, LetterAct]]) -> list[_Moment]:
    return [_Moment(effective_at(act), 3, f"{act.id}{act.act}", side, act=act) for side, act in acts]


class _Group:
    """The letters of one person to one agency, as they grow moment by moment."""

    def __init__(self, agency_code: str, acts: Sequence[LetterAct]) -> None:
        self.letters: list[tuple[str, DerivedLetter]] = []
        self._agency_code = agency_code
        self._our_domain = f"@{agency_code.lower()}.congvu"
        self._asked = {act.letter_id for act in acts if act.act is Act.ANSWER_ASKED}
        self._linked: defaultdict[str, set[str]] = defaultdict(set)  # message id of ours → letters it answers
        for act in acts:
            if act.act is Act.ANSWER_LINKED:
                self._linked[act.text("message_id")].add(act.letter_id)
        self._by_id: dict[str, DerivedLetter] = {}
        self._by_message: dict[str, DerivedLetter] = {}  # own ids and those of acknowledgements
        self._by_answer: defaultdict[str, list[DerivedLetter]] = defaultdict(list)

    def arrive(self, passage: Passage, side: _Side) -> None:
        arrived = passage.letter
        own_key = arrived.message_id or arrived.key
        if own_key in self._by_message:
            return  # a second copy
        continued = self._continued_by(arrived)
        for letter in continued:
            letter.life.follow_up(passage.at)
            letter.shielded = letter.shielded or arrived.shielded
        if continued and side.sender_class is not SenderClass.AGENCY:
            continued[0].own_ids.add(own_key)
            self._by_message[own_key] = continued[0]
        else:
            self._open(side, own_key, passage.at, arrived, passage.mailbox)

    def leave(self, passage: Passage) -> None:
        """A message of the agency to the counterpart."""
        sent = passage.letter
        known = sorted(one for one in sent.named if one in self._by_message)
        for letter in dict.fromkeys(self._by_message[one].id for one in known):
            self._answer(self._by_id[letter], passage, AnsweredBy.REPLY)
        for own_id in sorted(self._linked.get(sent.message_id, ())):
            if own_id in self._by_id:
                self._answer(self._by_id[own_id], passage, AnsweredBy.LINKED)

    def acknowledge(self, message_id: str, at: datetime) -> None:
        letter = self._by_message.get(message_id)
        if letter is not None and message_id == letter.acknowledgement_id:
            letter.life.acknowledge(at)

    def act(self, act: LetterAct, side: _Side) -> None:
        if act.act is Act.TAKEN_OVER:
            self._take_over(act, side)
        letter = self._by_id.get(act.letter_id)
        if letter is None:
            return
        if act.act is Act.MERGED:
            self._merge(letter, act)
        take_effect(letter, act)

    def _continued_by(self, arrived: CheckedLetter) -> list[DerivedLetter]:
        """The letter that lives and is continued; at most one."""
        parent = arrived.parent
        own = self._by_message.get(self._parent(parent, arrived))
        if own is not None and not own.life.has_ended:
            return [own]
        asked = self._by_answer.get(parent, ())
        return [one for one in asked if one.life.standing is Standing.SENDERS_TURN][:1]

    def _parent(self, parent: str, arrived: CheckedLetter) -> str:
        """What the letter continues; where that is a notice of ours, the letter that the notice was about."""
        if parent in self._by_message or not self._is_ours(parent):
            return parent
        about = [one for one in arrived.references if one in self._by_message]
        return about[-1] if about else parent

    def _is_ours(self, message_id: str) -> bool:
        """Whether a mail of ours has this id (`notices.notice_id`, `acknowledgement_id`)."""
        return message_id.lower().endswith(self._our_domain)

    def _is_shielded(self, arrived: CheckedLetter) -> bool:
        """By its own signs, or because it names a letter that is."""
        return arrived.shielded or any(
            self._by_message[one].shielded for one in arrived.named & self._by_message.keys()
        )

    def _answer(self, letter: DerivedLetter, passage: Passage, by: AnsweredBy) -> None:
        letter.life.answer(passage.at, by, passage.letter.message_id)
        self._by_answer[passage.letter.message_id].append(letter)

    def _open(
        self, side: _Side, own_key: str, at: datetime, arrived: CheckedLetter | None, mailbox: str
    ) -> DerivedLetter:
        own_id = letter_id(self._agency_code, side.correspondent_id, own_key)
        from_agency = side.sender_class is SenderClass.AGENCY
        answers_ours = arrived is not None and any(map(self._is_ours, arrived.named))
        letter = DerivedLetter(
            id=own_id,
            mailbox=mailbox,
            message_id=arrived.message_id if arrived else own_key,
            received_at=at,
            may_acknowledge=arrived is not None
            and arrived.may_acknowledge
            and not from_agency
            and not answers_ours,  # the loop breaker
            acknowledgement_id=acknowledgement_id(self._agency_code, own_id),
            sender_class=side.class_of(arrived),
            awaits_answer=not (from_agency or (arrived and arrived.dossiers)) or own_id in self._asked,
            life=Life(at),
            own_ids={own_key},
            shielded=arrived is not None and self._is_shielded(arrived),
            dossiers=arrived.dossiers if arrived else (),
            urgency=arrived.urgency if arrived else "",
        )
        self.letters.append((side.correspondent_id, letter))
        self._by_id[own_id] = letter
        self._by_message[own_key] = self._by_message[letter.acknowledgement_id] = letter
        return letter

    def _take_over(self, act: LetterAct, side: _Side) -> None:
        """A letter another agency passed on; one that was here before comes back."""
        known = self._by_message.get(act.text("message_id"))
        if known is not None:
            known.life.come_back(act.at)
            return
        letter = self._open(side, act.text("message_id"), act.at, None, "")
        letter.came_from = act.text("agency")
        letter.shielded = bool(act.text("shielded"))
        letter.first_received_at = act.moment("first_received_at")

    def _merge(self, letter: DerivedLetter, act: LetterAct) -> None:
        """The earlier of the two goes on, with the answer that either had; without one it begins again where the later
        one arrived."""
        other = self._by_id.get(act.text("into"))
        if other is None or other is letter:
            return
        kept, dropped = sorted((letter, other), key=lambda one: (one.received_at, one.id))
        for own_key in dropped.own_ids | {dropped.acknowledgement_id}:
            self._by_message[own_key] = kept
        kept.own_ids |= dropped.own_ids
        answered_at, answered_by = dropped.life.answered_at, dropped.life.answered_by
        if answered_at is not None and answered_by is not None:
            kept.life.answer(answered_at, answered_by, dropped.life.answer_message_id)
        elif kept.life.has_ended:
            kept.life.reopen(max(dropped.received_at, kept.life.segments[-1].end or dropped.received_at))
        dropped.life.set_aside(act.at, Standing.MERGED)
        dropped.merged_into = kept.id
        kept.shielded = dropped.shielded = kept.shielded or dropped.shielded
