"""What facts and letters tell of each box of an agency. Pure.

Letters for named receivers alone are left out: that there is one is nobody else's to see.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from backend.compliance.mailbox_checks import Arrival, BoxTraces, Declared, Evidence, Seen
from backend.correspondence.terms import FactKind, FactSource

_DEEDS = {FactKind.OPENED: Evidence.OPENED, FactKind.MDN_SENT: Evidence.RECEIPT_SENT}
_ARRIVALS = (FactKind.IN_MAILBOX, FactKind.HANDED_OVER)


class BoxFact(NamedTuple):
    kind: str
    source: str
    at: datetime
    message_id: str | None
    data: dict[str, Any]


class LetterRow(NamedTuple):
    id: str
    mailbox: str
    message_id: str
    answered_at: datetime | None
    shielded: bool
    received_at: datetime


def traces_of(
    box: str,
    facts: Sequence[BoxFact],
    letters: Iterable[LetterRow],
    declared: Sequence[Declared],
) -> BoxTraces:
    """Of one box; `facts` and `letters` are the whole agency's."""
    by_message = {letter.message_id: letter for letter in letters}
    by_id = {letter.id: letter for letter in by_message.values()}
    hidden = {letter.message_id for letter in by_message.values() if letter.shielded}
    shown = [fact for fact in facts if fact.message_id not in hidden]
    noted = [(letter, fact.at) for fact in shown if (letter := _noted(fact, by_id)) and letter.mailbox == box]
    opened = [fact for fact in shown if fact.kind in _DEEDS and _box(fact.data.get("to")) == box]
    sent = [Seen(Evidence.SENT, fact.at) for fact in shown if _is_sent_by_hand(fact, box)]
    deeds = [Seen(_DEEDS[FactKind(fact.kind)], fact.at) for fact in opened]
    dealt = [(fact.message_id or "", fact.at) for fact in opened]
    dealt += [(letter.message_id, at) for letter, at in noted]
    dealt += [(letter.message_id, letter.answered_at) for letter in by_message.values() if letter.answered_at]
    return BoxTraces(
        seen=[*deeds, *sent, *(Seen(Evidence.NOTED, at) for _, at in noted)],
        arrivals=_arrivals(box, shown, _first(dealt)),
        declared=declared,
        openings_told=any(fact.source == FactSource.DOVECOT for fact in facts),
    )


def _arrivals(box: str, facts: Iterable[BoxFact], dealt: Mapping[str, datetime]) -> list[Arrival]:
    came = _first(
        (fact.message_id or "", fact.at)
        for fact in facts
        if fact.kind in _ARRIVALS and _box(fact.data.get("to")) == box
    )
    return [Arrival(at, dealt.get(message_id)) for message_id, at in came.items()]


def _first(moments: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for key, at in moments:
        found[key] = min(at, found.get(key, at))
    return found


def _noted(fact: BoxFact, letters: Mapping[str, LetterRow]) -> LetterRow | None:
    """The letter an official noted something about; a sender's own word names nobody."""
    if fact.kind != FactKind.ACT or not fact.data.get("by"):
        return None
    letter = letters.get(fact.data.get("letter", ""))
    return letter if letter is not None and not letter.shielded else None


def _is_sent_by_hand(fact: BoxFact, box: str) -> bool:
    data = fact.data
    by_hand = data.get("direction") == "submission" and not data.get("automatic")
    return fact.kind == FactKind.CHECKED and by_hand and _box(data.get("from")) == box


def _box(party: object) -> str:
    return str(party.get("box", "")) if isinstance(party, dict) else ""
