"""How far one message of an agency came, recipient by recipient. Pure.

Nothing is called more than it is: what another server took is not in a mailbox, and what is in a mailbox is not read.
Only the receiving program's own receipt says "displayed", and it proves handling, not reading by a named person.

Source: Luật 20/2023/QH15, Điều 15 and 17 (sent, received); RFC 3464 section 2.3.3, RFC 8098 section 3.2.6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from backend.correspondence.acts import Act, LetterAct, acts_of
from backend.correspondence.facts import NewFact, identity
from backend.correspondence.passages import passages
from backend.correspondence.terms import FactKind


class WayState(StrEnum):
    ACCEPTED = "accepted"  # our own mail server has it
    DELAYED = "delayed"
    HANDED_OVER = "handed_over"  # another mail server took it
    BOUNCED = "bounced"
    IN_MAILBOX = "in_mailbox"
    RECEIVED = "received"  # the receiving agency's clerk said so
    REGISTERED = "registered"  # in the receiving agency's register of incoming papers
    RETURNED = "returned"
    DISPLAYED = "displayed"  # by the receiving program's own receipt
    REPLIED = "replied"
    RECALL_DONE = "recall_done"  # the receiver says that the recalled copy was taken out


@dataclass(frozen=True, slots=True)
class WayStep:
    """`told_by` is a FactSource, or "dsn", "mdn": whose word it is."""

    state: WayState
    at: datetime
    told_by: str


@dataclass(frozen=True, slots=True)
class RecipientWay:
    """`party` as a fact names it: {"agency", "box"} or {"correspondent"}. Steps in order of time, each state once."""

    party: Mapping[str, str]
    steps: tuple[WayStep, ...]


_OF_DELIVERY = {
    FactKind.HANDED_OVER: WayState.HANDED_OVER,
    FactKind.IN_MAILBOX: WayState.IN_MAILBOX,
    FactKind.BOUNCED: WayState.BOUNCED,
}
_OF_DSN = {
    "delivered": WayState.IN_MAILBOX,
    "relayed": WayState.HANDED_OVER,
    "expanded": WayState.HANDED_OVER,
    "delayed": WayState.DELAYED,
    "failed": WayState.BOUNCED,
}
_OF_ACT = {
    Act.ACKNOWLEDGED: WayState.RECEIVED,
    Act.REGISTERED: WayState.REGISTERED,
    Act.RETURNED: WayState.RETURNED,
    Act.RECALL_DONE: WayState.RECALL_DONE,
}


def ways_of(
    checked: NewFact,
    facts: Sequence[NewFact],
    group_facts: Mapping[str, Sequence[NewFact]],
    acts_there: Mapping[str, Sequence[LetterAct]],
) -> list[RecipientWay]:
    """The ways of one outgoing letter. `facts`: those with its Message-ID; `group_facts`: all between the agency and
    each counterpart, by its id; `acts_there`: what a receiving agency did about it, by agency code."""
    ways = []
    for party in _each(checked.data["to"]):
        steps = [*_accepted(facts), *_delivered(party, facts), *_done_there(party, acts_there)]
        steps += _replies(checked, group_facts.get(party.get("correspondent", ""), ()), party)
        ways.append(RecipientWay(party, tuple(_first_of_each(steps))))
    return ways


def recalls_of(facts: Iterable[NewFact]) -> list[LetterAct]:
    """What the sender said of the letter afterwards: recalled, replaced, corrected."""
    return [act for act in acts_of(facts) if act.act in (Act.RECALLED, Act.REPLACED, Act.CORRECTED)]


def _each(parties: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """An agency's officials are one party: which of them received is nobody's business."""
    return list({identity(party): party for party in parties if party}.values())


def _accepted(facts: Iterable[NewFact]) -> list[WayStep]:
    return [WayStep(WayState.ACCEPTED, one.at, one.source) for one in facts if one.kind is FactKind.ACCEPTED]


def _delivered(party: Mapping[str, str], facts: Iterable[NewFact]) -> list[WayStep]:
    steps = []
    for one in facts:
        if not isinstance(one.data.get("to"), dict) or identity(one.data["to"]) != identity(party):
            continue
        state, told_by = _state_of(one.kind, one.data), str(one.source)
        if state is not None:
            steps.append(WayStep(state, one.at, one.data.get("kind", told_by)))
    return steps


def _state_of(kind: FactKind, data: Mapping[str, Any]) -> WayState | None:
    if kind is not FactKind.RECEIPT:
        return _OF_DELIVERY.get(kind)
    if data.get("kind") == "mdn":
        return WayState.DISPLAYED if data.get("disposition") == "displayed" else None
    return _OF_DSN.get(data.get("action", ""))


def _done_there(party: Mapping[str, str], acts_there: Mapping[str, Sequence[LetterAct]]) -> list[WayStep]:
    acts = acts_there.get(party.get("agency", ""), ()) if "box" in party else ()
    return [WayStep(_OF_ACT[act.act], act.at, "person") for act in acts if act.act in _OF_ACT]


def _replies(checked: NewFact, facts: Sequence[NewFact], party: Mapping[str, str]) -> list[WayStep]:
    every = passages(facts, party.get("correspondent", ""))
    incoming = [one for one in every if not (one.letter.outgoing or one.letter.shielded)]  # of the others no trace
    return [
        WayStep(WayState.REPLIED, one.at, "milter")
        for one in incoming
        if checked.message_id and checked.message_id in one.letter.named
    ]


def _first_of_each(steps: Iterable[WayStep]) -> list[WayStep]:
    first: dict[WayState, WayStep] = {}
    for step in sorted(steps, key=lambda one: (one.at, one.state)):
        first.setdefault(step.state, step)
    return list(first.values())
