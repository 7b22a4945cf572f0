"""What people do about letters: facts like any other, by name, once, never changed. Pure.

A mistake is mended by another act (`WITHDRAWN`), so that what was said and when stays to be seen.

Source: Chỉ thị, khoản 1 điểm g; NĐ 30/2020/NĐ-CP, Điều 21 - 23 (receipt, register, handing to whoever handles it).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from backend.correspondence.facts import NewFact
from backend.correspondence.terms import FactKind, FactSource
from backend.errors import UsageError

_LARGEST = 2**63 - 1


class Act(StrEnum):
    ACKNOWLEDGED = "acknowledged"  # the sender was told that it arrived
    REGISTERED = "registered"  # entered in the register of incoming papers
    SUBMITTED = "submitted"  # laid before the leader, at once if it is urgent (NĐ 30/2020, Điều 23.1)
    ASSIGNED = "assigned"  # passed to whoever handles it inside the agency
    RETURNED = "returned"
    CLASSIFIED = "classified"  # what the sender is; holds for the sender's other letters to this agency
    MATTER_SET = "matter_set"
    ANSWER_ASKED = "answer_asked"  # an agency's paper asks for an answer
    ANSWER_LINKED = "answer_linked"  # that message of ours answers it
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    NO_ANSWER_NEEDED = "no_answer_needed"
    SENDERS_TURN = "senders_turn"  # nothing can be done before the sender writes again
    PASSED_ON = "passed_on"  # to another agency, whose clock it is from now on
    TAKEN_OVER = "taken_over"  # the same moment, as the other agency's fact
    EXTENDED = "extended"
    SETTLED = "settled"
    REOPENED = "reopened"
    SATISFIED = "satisfied"  # the sender is content with the answer
    MERGED = "merged"  # with another letter of the same sender, or of the same person writing from another address
    VALID_PAPER = "valid_paper"  # the valid paper that alone starts a statutory term
    SHIELDED = "shielded"  # for the agency's named receivers only
    UNSHIELDED = "unshielded"
    DISPUTED = "disputed"
    DISPUTE_CLOSED = "dispute_closed"
    RECALLED = "recalled"  # the sender takes a paper back, replaces it, or corrects it
    REPLACED = "replaced"
    CORRECTED = "corrected"
    RECALL_DONE = "recall_done"  # the receiver took the copy out and says so
    WITHDRAWN = "withdrawn"  # an earlier act does not hold


@dataclass(frozen=True, slots=True)
class LetterAct:
    """`letter_id` as the agency's letters have it; `by`: an official's id, "" for the sender; `data`: see `NEEDS`."""

    id: str
    act: Act
    letter_id: str
    at: datetime
    by: str
    data: Mapping[str, Any]

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "")

    def day(self, name: str) -> date | None:
        text = self.text(name)
        return date.fromisoformat(text) if text else None

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        return datetime.fromisoformat(text) if text else None


# Another act's other side, the sender's own word, or what the sending agency says of its paper: nobody hands them in.
OF_NAMED_RECEIVERS = frozenset({Act.VALID_PAPER, Act.UNSHIELDED})
BY_OTHERS = frozenset({Act.TAKEN_OVER, Act.SATISFIED, Act.RECALLED, Act.REPLACED, Act.CORRECTED})


class ActRefused(UsageError):
    """What was handed in cannot hold; `message` names the field, and never repeats what stood in it."""

    code = "act_refused"


# What an act must say, beside whose letter it is about. Days and moments are ISO 8601, moments with their zone.
NEEDS: Mapping[Act, frozenset[str]] = {
    Act.REGISTERED: frozenset({"number"}),
    Act.ASSIGNED: frozenset({"lead"}),
    Act.RETURNED: frozenset({"reason"}),
    Act.CLASSIFIED: frozenset({"sender_class"}),
    Act.MATTER_SET: frozenset({"matter"}),
    Act.ANSWER_LINKED: frozenset({"message_id"}),
    Act.ANSWERED_ELSEWHERE: frozenset({"channel", "answered_at", "person"}),
    Act.NO_ANSWER_NEEDED: frozenset({"reason"}),
    Act.PASSED_ON: frozenset({"agency"}),
    Act.TAKEN_OVER: frozenset({"agency", "message_id", "first_received_at"}),
    Act.EXTENDED: frozenset({"due_on", "reason"}),
    Act.MERGED: frozenset({"into"}),
    Act.VALID_PAPER: frozenset({"on"}),
    Act.DISPUTED: frozenset({"reason"}),
    Act.RECALLED: frozenset({"reason"}),
    Act.REPLACED: frozenset({"reason"}),
    Act.CORRECTED: frozenset({"reason"}),
    Act.WITHDRAWN: frozenset({"withdraws"}),
}


# Closed lists: a code is stored, its words stand in the locales. "Other" is a choice, never free text about a letter.
REASONS: Mapping[Act, frozenset[str]] = {
    Act.RETURNED: frozenset({"wrong_addressee", "not_valid", "incomplete", "unreadable", "other"}),
    Act.NO_ANSWER_NEEDED: frozenset({"thanks", "information", "duplicate", "advertising", "anonymous", "other"}),
    Act.EXTENDED: frozenset({"complex", "waits_for_others", "more_papers", "force_majeure"}),
    **dict.fromkeys(
        (Act.RECALLED, Act.REPLACED, Act.CORRECTED),
        frozenset({"content", "form", "wrong_recipient", "wrong_file", "not_signed", "other"}),
    ),
    Act.DISPUTED: frozenset({"not_ours", "wrong_time", "answered_otherwise", "wrong_class", "robot", "other"}),
}
CHANNELS = frozenset({"qlvb", "paper", "phone", "in_person"})  # of an answer elsewhere


def act_fact(agency_code: str, correspondent_id: str, act: LetterAct) -> NewFact:
    """An act as a fact of the agency. The same act handed in twice is one fact."""
    return NewFact(
        agency_code=agency_code,
        source=FactSource.PERSON,
        sequence=int.from_bytes(hashlib.sha256(f"{act.id}\n{act.act}".encode()).digest()[:8]) & _LARGEST,
        kind=FactKind.ACT,
        at=act.at,
        data={**act.data, "act": act.act.value, "id": act.id, "letter": act.letter_id, "by": act.by},
        parties=frozenset({correspondent_id}),
    )


def tidy_symbol(text: str) -> str:
    """A number and symbol as it is compared: "123/UBND-VX", in capitals, without spaces or leading zeros.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.3.
    """
    number, slash, symbol = "".join(normalize("NFC", text).upper().split()).partition("/")
    return f"{number.lstrip('0')}{slash}{symbol}"


def acts_of(facts: Iterable[NewFact]) -> list[LetterAct]:
    """The acts that hold, in order of time: those withdrawn since, and the withdrawals, are left out."""
    every = [_as_act(fact) for fact in facts if fact.kind is FactKind.ACT]
    withdrawn = {act.text("withdraws") for act in every if act.act is Act.WITHDRAWN}
    holding = [act for act in every if act.act is not Act.WITHDRAWN and act.id not in withdrawn]
    return sorted(holding, key=lambda act: (act.at, act.id, act.act))


def _as_act(fact: NewFact) -> LetterAct:
    data = fact.data
    said = {name: value for name, value in data.items() if name not in ("act", "id", "letter", "by")}
    return LetterAct(data["id"], Act(data["act"]), data["letter"], fact.at, data.get("by", ""), said)
