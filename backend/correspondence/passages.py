"""Messages between a counterpart and an agency, each joined with the moment it arrived or left. Pure.

Source: Luật 20/2023/QH15, Điều 15 (sent: it leaves the system) and Điều 17 (received: it can be accessed in the
designated system).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from backend.correspondence.facts import LOG_SLACK, NewFact
from backend.correspondence.terms import FactKind

_BY_TIME = attrgetter("at", "key")
_HAS_LEFT = frozenset({FactKind.HANDED_OVER, FactKind.IN_MAILBOX})


class CheckedLetter(NamedTuple):
    """A `checked` fact as the group sees it. `outgoing`: from the agency to its counterpart, else the other way round.

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
    shielded: bool = False
    dossiers: tuple[str, ...] = ()
    tax_code: bool = False
    asks_status: bool = False  # and nothing else: no letter
    urgency: str = ""

    @property
    def parent(self) -> str:
        """The message a letter continues: the last id of In-Reply-To, else of References (RFC 5322, section 3.6.4)."""
        return (*self.references, *self.in_reply_to)[-1] if self.references or self.in_reply_to else ""

    @property
    def named(self) -> set[str]:
        return {*self.references, *self.in_reply_to}


class DeliveryFact(NamedTuple):
    """What happened to one recipient's copy. `mailbox`: the agency's own box, "" when the counterpart received."""

    at: datetime
    mailbox: str
    queue_id: str


class Passage(NamedTuple):
    """A message that arrived or left at a moment."""

    at: datetime
    letter: CheckedLetter
    mailbox: str


def passages(facts: Iterable[NewFact], counterpart_id: str) -> list[Passage]:
    """Every human message that is known to have arrived or left, at the earliest moment that is known of it."""
    came: list[CheckedLetter] = []
    went: list[CheckedLetter] = []
    boxed: list[DeliveryFact] = []
    left: list[DeliveryFact] = []
    for fact in facts:
        if fact.kind is FactKind.CHECKED:
            checked = _as_checked(fact, counterpart_id)
            if not checked.automatic and not checked.asks_status:
                (went if checked.outgoing else came).append(checked)
        elif fact.kind in _HAS_LEFT and fact.queue_id:
            delivery = _as_delivery(fact)
            if not delivery.mailbox:
                left.append(delivery)
            elif fact.kind is FactKind.IN_MAILBOX:
                boxed.append(delivery)
    return [*_joined(came, boxed), *_joined(went, left)]


def _as_checked(fact: NewFact, counterpart_id: str) -> CheckedLetter:
    data = fact.data
    said = data.get
    return CheckedLetter(
        key=f"{fact.source}:{fact.sequence}",
        at=fact.at,
        queue_id=fact.queue_id or "",
        outgoing=data["from"].get("correspondent") != counterpart_id,
        message_id=fact.message_id or "",
        in_reply_to=tuple(data["in_reply_to"]),
        references=tuple(data["references"]),
        automatic=data["automatic"],
        may_acknowledge=data["may_acknowledge"] and not said("answers_us"),
        shielded=bool(said("shielded")),
        dossiers=tuple(said("dossiers") or ()),
        tax_code=bool(said("tax_code")),
        asks_status=bool(said("status_asked")),
        urgency=str(said("urgency") or ""),
    )


def _as_delivery(fact: NewFact) -> DeliveryFact:
    to = fact.data["to"]
    own = to.get("agency") == fact.agency_code
    return DeliveryFact(fact.at, to.get("box", "") if own else "", fact.queue_id or "")


def _joined(checked: Sequence[CheckedLetter], deliveries: Sequence[DeliveryFact]) -> Iterator[Passage]:
    """Each letter with its earliest delivery. Queue ids come again after a while: the latest letter before counts."""
    if not checked or not deliveries:
        return
    by_queue: dict[str, list[CheckedLetter]] = {}
    for letter in checked:
        by_queue.setdefault(letter.queue_id, []).append(letter)
    joined: set[str] = set()
    for at, mailbox, queue_id in sorted(deliveries):
        until = at + LOG_SLACK
        before = [one for one in by_queue.get(queue_id, ()) if one.at <= until]
        if before:
            letter = before[0] if len(before) == 1 else max(before, key=_BY_TIME)
            if letter.key not in joined:
                joined.add(letter.key)
                yield Passage(at, letter, mailbox)
