"""Which paper stands instead of one that its sender replaces or corrects: by number and day, by the message that
carries it, or by both. Nothing is deleted anywhere, and who did not get the message is not told of it.

Source: NĐ 30/2020/NĐ-CP, Điều 18.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from backend.correspondence import fact_queries
from backend.correspondence.acts import Act, ActRefused, LetterAct
from backend.correspondence.facts import NewFact, identity
from backend.correspondence.terms import FactKind
from backend.db import ReadSession

HAVE_ONE = frozenset({Act.REPLACED, Act.CORRECTED})
LONGEST_SYMBOL = 60
MOST_OFFERED = 10
OURS = ".congvu"  # ends the domain of what this system sends itself
_SAID = ("message_id", "sent_at", "paper_symbol", "paper_on")
_OF_MESSAGE = ("message_id", "sent_at")


@dataclass(frozen=True, slots=True)
class Offered:
    """A message that may carry the new paper. `reached`: to how many of the old paper's recipients it went, of
    `among`."""

    message_id: str
    sent_at: datetime
    reached: int
    among: int


async def check(session: ReadSession, recalled: NewFact, done: LetterAct) -> tuple[LetterAct, NewFact | None]:
    """What is said of the new paper, with the moment at which its message was sent; and that message, if one is named.

    Raises:
        ActRefused: a paper that is only taken back has none, or no other message of the agency has this id.
    """
    if done.act not in HAVE_ONE and any(done.text(name) for name in _SAID):
        raise ActRefused("act: a paper that is taken back is not replaced")
    if len(done.text("paper_symbol")) > LONGEST_SYMBOL:
        raise ActRefused("paper_symbol: is too long")
    message_id = done.text("message_id")
    if not message_id:
        return done, None
    facts = (await fact_queries.facts_of_message_ids(session, [message_id], (FactKind.CHECKED,))).get(message_id, [])
    sent = [fact for fact in facts if _is_sent_by(recalled.agency_code, fact)]
    if not sent or message_id == recalled.message_id:
        raise ActRefused("replaced_by: no other message of the agency has this id")
    first = min(sent, key=lambda fact: (fact.at, fact.sequence))
    return replace(done, data={**done.data, "sent_at": first.at.isoformat()}), first


async def offered(session: ReadSession, recalled: NewFact) -> list[Offered]:
    """Messages the agency sent since to some of the same recipients, the latest first."""
    parties = _recipients(recalled)
    groups = {(recalled.agency_code, party) for party in recalled.parties}
    facts = await fact_queries.facts_of_groups(session, groups)
    later: dict[str, NewFact] = {}
    for fact in sorted((fact for each in facts.values() for fact in each), key=lambda fact: (fact.at, fact.sequence)):
        if _may_carry(fact, recalled):
            later.setdefault(fact.message_id or "", fact)
    latest = sorted(later.values(), key=lambda fact: fact.at, reverse=True)[:MOST_OFFERED]
    return [Offered(fact.message_id or "", fact.at, len(parties & _recipients(fact)), len(parties)) for fact in latest]


def told_to(party: Mapping[str, str], done: LetterAct, message: NewFact | None) -> LetterAct:
    """What this recipient of the old paper is told: of the message only if it went there too."""
    if message is None or identity(party) in _recipients(message):
        return done
    return replace(done, data={name: text for name, text in done.data.items() if name not in _OF_MESSAGE})


def named_in(recalls: Collection[LetterAct]) -> str:
    """The Message-ID of the paper that stands instead by the latest word, or ""."""
    latest = max(recalls, key=lambda act: (act.at, act.id), default=None)
    return latest.text("message_id") if latest else ""


def _may_carry(fact: NewFact, recalled: NewFact) -> bool:
    if fact.kind is not FactKind.CHECKED or not _is_sent_by(recalled.agency_code, fact):
        return False
    message_id = (fact.message_id or "").lower()
    is_other = bool(message_id) and not message_id.endswith(OURS) and fact.message_id != recalled.message_id
    return is_other and not fact.data["automatic"] and fact.at >= recalled.at


def _is_sent_by(agency_code: str, fact: NewFact) -> bool:
    return fact.agency_code == agency_code and fact.data["from"].get("agency") == agency_code


def _recipients(fact: NewFact) -> set[tuple[str, ...]]:
    return {identity(party) for party in fact.data["to"] if party}
