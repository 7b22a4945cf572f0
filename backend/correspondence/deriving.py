"""From the facts about one outsider and one agency to the letters that await an answer. Pure, and the same for the same
facts in whatever portions they arrived.

- A letter opens when it is in a mailbox of the agency (`checked` joined with `in_mailbox` by queue id); automatic mail
  opens nothing. A second copy is the same letter, its earliest arrival counts.
- A letter that continues one of the sender's own, still unanswered, or our acknowledgement of it, belongs to it; one
  that continues an answer of the agency opens anew.
- The first non-automatic message of the agency to the sender that names the letter (In-Reply-To or References) and has
  left (`handed_over` or `in_mailbox`) answers it. Forwards inside the agency have another recipient and stop nothing.

Source: Chỉ thị, khoản 1 điểm g; Luật 20/2023/QH15, Điều 15 (sent: it leaves the system) and Điều 17 (received).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from backend.correspondence.facts import LOG_SLACK, NewFact
from backend.correspondence.terms import FactKind
from backend.db.ids import ID_LENGTH, encode

_HAS_LEFT = frozenset({FactKind.HANDED_OVER, FactKind.IN_MAILBOX})


@dataclass(frozen=True, slots=True)
class CheckedLetter:
    """A `checked` fact as the group sees it. `outgoing`: from the agency to the outsider, else the other way round.

    Ids come without <>; a letter without an own id has "".
    """

    key: str  # of the fact: stable, unique in the group
    at: datetime
    queue_id: str
    outgoing: bool
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    automatic: bool
    may_acknowledge: bool


@dataclass(frozen=True, slots=True)
class DeliveryFact:
    """Postfix's word about one recipient of a queue id. `mailbox`: the agency's box, "" when the outsider received."""

    kind: FactKind
    at: datetime
    queue_id: str
    mailbox: str


@dataclass(slots=True)
class DerivedLetter:
    """A letter that awaits an answer, or had it."""

    id: str
    mailbox: str
    message_id: str
    received_at: datetime
    may_acknowledge: bool
    acknowledgement_id: str
    answered_at: datetime | None = None
    answer_message_id: str | None = None
    own_ids: set[str] = field(default_factory=set)  # of the letter and what continues it


@dataclass(frozen=True, slots=True)
class _Arrival:
    at: datetime
    letter: CheckedLetter
    mailbox: str


def letters_of_facts(agency_code: str, correspondent_id: str, facts: Iterable[NewFact]) -> list[DerivedLetter]:
    """The letters of one outsider to one agency, in order of arrival; `facts`: all of the two, in any order."""
    facts = list(facts)
    checked = [_as_checked(fact, correspondent_id) for fact in facts if fact.kind is FactKind.CHECKED]
    deliveries = [
        DeliveryFact(fact.kind, fact.at, fact.queue_id, fact.data["to"].get("box", ""))
        for fact in facts
        if fact.kind in _HAS_LEFT and fact.queue_id
    ]
    return derive_letters(agency_code, correspondent_id, checked, deliveries)


def _as_checked(fact: NewFact, correspondent_id: str) -> CheckedLetter:
    data = fact.data
    return CheckedLetter(
        key=f"{fact.source}:{fact.sequence}",
        at=fact.at,
        queue_id=fact.queue_id or "",
        outgoing=data["from"].get("correspondent") != correspondent_id,
        message_id=fact.message_id or "",
        in_reply_to=tuple(data["in_reply_to"]),
        references=tuple(data["references"]),
        automatic=data["automatic"],
        may_acknowledge=data["may_acknowledge"],
    )


def derive_letters(
    agency_code: str, correspondent_id: str, checked: Sequence[CheckedLetter], deliveries: Sequence[DeliveryFact]
) -> list[DerivedLetter]:
    """The letters of one outsider to one agency, in order of arrival."""
    moments = sorted(
        [*_arrivals(checked, deliveries), *_departures(checked, deliveries)],
        key=lambda moment: (moment.at, moment.letter.outgoing, moment.letter.key),
    )
    letters: list[DerivedLetter] = []
    for moment in moments:
        if moment.letter.outgoing:
            _answer(letters, moment)
        elif not _continues(letters, moment):
            letters.append(_open(agency_code, correspondent_id, moment, letters))
    return letters


def acknowledgement_id(agency_code: str, own_id: str) -> str:
    """The Message-ID of a letter's acknowledgement, the same at every attempt."""
    return f"ack.{own_id.lower()}@{agency_code.lower()}.congvu"


def letter_id(agency_code: str, correspondent_id: str, own_key: str) -> str:
    digest = hashlib.sha256("\n".join((agency_code, correspondent_id, own_key)).encode()).digest()
    return encode(int.from_bytes(digest[:17]), ID_LENGTH)


def _arrivals(checked: Iterable[CheckedLetter], deliveries: Sequence[DeliveryFact]) -> Iterator[_Arrival]:
    boxed = [one for one in deliveries if one.kind is FactKind.IN_MAILBOX and one.mailbox]
    for letter, delivery in _joined([one for one in checked if not one.outgoing and not one.automatic], boxed):
        yield _Arrival(delivery.at, letter, delivery.mailbox)


def _departures(checked: Iterable[CheckedLetter], deliveries: Sequence[DeliveryFact]) -> Iterator[_Arrival]:
    left = [one for one in deliveries if one.kind in _HAS_LEFT and not one.mailbox]
    for letter, delivery in _joined([one for one in checked if one.outgoing and not one.automatic], left):
        yield _Arrival(delivery.at, letter, "")


def _joined(
    checked: Sequence[CheckedLetter], deliveries: Sequence[DeliveryFact]
) -> Iterator[tuple[CheckedLetter, DeliveryFact]]:
    """Each letter with its earliest delivery. Queue ids come again after a while: the latest letter before counts."""
    by_queue: dict[str, list[CheckedLetter]] = {}
    for letter in checked:
        by_queue.setdefault(letter.queue_id, []).append(letter)
    earliest: dict[str, tuple[CheckedLetter, DeliveryFact]] = {}
    for delivery in sorted(deliveries, key=lambda one: (one.at, one.mailbox)):
        before = [one for one in by_queue.get(delivery.queue_id, []) if one.at <= delivery.at + LOG_SLACK]
        if before:
            letter = max(before, key=lambda one: (one.at, one.key))
            earliest.setdefault(letter.key, (letter, delivery))
    yield from earliest.values()


def _continues(letters: Sequence[DerivedLetter], moment: _Arrival) -> bool:
    """Whether the arrival belongs to a letter that is there; then its id is remembered."""
    arrived = moment.letter
    for known in letters:
        if arrived.message_id and arrived.message_id in known.own_ids:
            return True
    parent = _parent(arrived)
    for known in reversed(letters):
        if known.answered_at is None and parent in known.own_ids | {known.acknowledgement_id}:
            known.own_ids.add(arrived.message_id or arrived.key)
            return True
    return False


def _open(agency_code: str, correspondent_id: str, moment: _Arrival, letters: Sequence[DerivedLetter]) -> DerivedLetter:
    arrived = moment.letter
    own_key = arrived.message_id or arrived.key
    own_id = letter_id(agency_code, correspondent_id, own_key)
    acknowledged = {known.acknowledgement_id for known in letters}
    return DerivedLetter(
        id=own_id,
        mailbox=moment.mailbox,
        message_id=arrived.message_id,
        received_at=moment.at,
        may_acknowledge=arrived.may_acknowledge and not acknowledged & _named(arrived),  # the loop breaker
        acknowledgement_id=acknowledgement_id(agency_code, own_id),
        own_ids={own_key},
    )


def _answer(letters: Sequence[DerivedLetter], moment: _Arrival) -> None:
    named = _named(moment.letter)
    for known in letters:
        if known.answered_at is None and named & (known.own_ids | {known.acknowledgement_id}):
            known.answered_at = moment.at
            known.answer_message_id = moment.letter.message_id


def _parent(letter: CheckedLetter) -> str:
    """The message a letter continues: the last id of In-Reply-To, else of References (RFC 5322, section 3.6.4)."""
    return (*letter.references, *letter.in_reply_to)[-1] if letter.references or letter.in_reply_to else ""


def _named(letter: CheckedLetter) -> set[str]:
    return {*letter.references, *letter.in_reply_to}
