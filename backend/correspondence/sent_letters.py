"""Letters an agency sent: how far they came, and what their sender says of them afterwards."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backend.audit import service as audit
from backend.correspondence import fact_queries, intake, notices, replacing
from backend.correspondence.acts import Act, ActRefused, LetterAct, act_fact, acts_of
from backend.correspondence.deriving import letter_id
from backend.correspondence.facts import NewFact, identity
from backend.correspondence.noting import Actor, check_form
from backend.correspondence.recompute import recompute
from backend.correspondence.sent_way import RecipientWay, WayStep, recalls_of, ways_of
from backend.correspondence.terms import FactKind, Group
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.errors import NotFound

OF_SENDER = frozenset({Act.RECALLED, Act.REPLACED, Act.CORRECTED})
_KINDS = (
    FactKind.CHECKED,
    FactKind.ACCEPTED,
    FactKind.HANDED_OVER,
    FactKind.IN_MAILBOX,
    FactKind.BOUNCED,
    FactKind.RECEIPT,
    FactKind.ACT,
)


class SentLetterNotFound(NotFound):
    code = "sent_letter_not_found"


@dataclass(frozen=True, slots=True)
class Replacement:
    is_sent: bool
    steps: tuple[WayStep, ...]


@dataclass(frozen=True, slots=True)
class SentRecipient:
    """`name` is a mailbox, an agency's name where officials of it received, or an outsider's address ("": erased).
    `replacement`: how far the message that carries the new paper came to this recipient, without steps if it did not go
    there; None if no message is named."""

    name: str
    agency_code: str
    way: RecipientWay
    replacement: Replacement | None = None


@dataclass(frozen=True, slots=True)
class SentLetter:
    message_id: str
    sent_at: datetime
    recipients: tuple[SentRecipient, ...]
    recalls: tuple[LetterAct, ...]  # the latest last


async def sent_letters(session: ReadSession, agency_code: str, message_ids: Collection[str]) -> list[SentLetter]:
    """What is known of messages that boxes of the agency sent; others are absent.

    Of a letter's way into another agency only what that agency tells its senders is shown: that it is there, and what
    its clerk confirmed; never whether somebody opened it.
    """
    sent = await _sent(session, agency_code, message_ids)
    instead = {one: named for one, letter in sent.items() if (named := replacing.named_in(letter.recalls))}
    newer = await _sent(session, agency_code, set(instead.values()) - sent.keys()) | sent
    names = await _names(session, [letter.checked for letter in sent.values()])
    return [
        SentLetter(
            message_id=one,
            sent_at=letter.checked.at,
            recipients=tuple(
                SentRecipient(
                    names.get(_key(way.party), ""),
                    way.party.get("agency", ""),
                    way,
                    _replacement(way.party, newer[instead[one]]) if instead.get(one) in newer else None,
                )
                for way in letter.ways
            ),
            recalls=letter.recalls,
        )
        for one, letter in sent.items()
    ]


async def replacements(session: ReadSession, agency_code: str, message_id: str) -> list[replacing.Offered]:
    """Messages that may carry the paper that stands instead of this one, the latest first.

    Raises:
        SentLetterNotFound: no box of the agency sent a message with this id.
    """
    return await replacing.offered(session, await _checked_of(session, agency_code, message_id))


@dataclass(frozen=True, slots=True)
class _Sent:
    checked: NewFact
    ways: Sequence[RecipientWay]
    recalls: tuple[LetterAct, ...]


async def _sent(session: ReadSession, agency_code: str, message_ids: Collection[str]) -> dict[str, _Sent]:
    of_ids = await fact_queries.facts_of_message_ids(session, message_ids, _KINDS)
    own = {one: [fact for fact in facts if fact.agency_code == agency_code] for one, facts in of_ids.items()}
    sent = {one: checked for one, facts in own.items() if (checked := _sent_by(agency_code, facts)) is not None}
    counterparts = {(agency_code, party) for letter in sent.values() for party in letter.parties}
    groups = await fact_queries.facts_of_groups(session, counterparts)
    of_counterpart = {party: facts for (_, party), facts in groups.items()}
    acts = await _acts_there(session, agency_code, sent.values())
    return {
        one: _Sent(checked, ways_of(checked, own[one], of_counterpart, acts.get(one, {})), tuple(recalls_of(own[one])))
        for one, checked in sent.items()
    }


def _replacement(party: Mapping[str, str], newer: _Sent) -> Replacement:
    there = [way for way in newer.ways if identity(way.party) == identity(party)]
    return Replacement(bool(there), there[0].steps if there else ())


async def recall(
    session: WriteSession,
    agency_code: str,
    message_id: str,
    act: Act,
    said: Mapping[str, str],
    *,
    act_id: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Note that a paper is taken back, replaced or corrected, and tell everybody it went to.

    Nothing is deleted anywhere: whoever received it decides, and says so (`Act.RECALL_DONE`).

    Raises:
        SentLetterNotFound: no box of the agency sent a message with this id.
        ActRefused: the act is none of a sender's, or says what cannot be.

    `said`: the reason, and of a paper replaced or corrected which one stands instead (`replacing`).

    Source: NĐ 30/2020/NĐ-CP, Điều 18 khoản 4.
    """
    if act not in OF_SENDER:
        raise ActRefused("act: not one of a letter's sender")
    checked = await _checked_of(session, agency_code, message_id)
    done = LetterAct(act_id, act, "", now, actor.person_id, {name: text for name, text in said.items() if text})
    check_form(done)
    done, message = await replacing.check(session, checked, done)
    taken = await intake.take_in_acts(session, await _facts_of_recall(session, checked, done, message))
    if taken.facts:
        await recompute(session, taken.groups, now)
        await notices.tell_recipients(session, checked, done, message)
        audit.record(
            session,
            f"sent.{act}",
            at=now,
            login=actor.login,
            person_id=actor.person_id,
            agency_code=agency_code,
            data={"act": act_id},
        )


async def _checked_of(session: ReadSession, agency_code: str, message_id: str) -> NewFact:
    facts = (await fact_queries.facts_of_message_ids(session, [message_id], _KINDS)).get(message_id, [])
    checked = _sent_by(agency_code, [fact for fact in facts if fact.agency_code == agency_code])
    if checked is None:
        raise SentLetterNotFound("no box of the agency sent this")
    return checked


async def _facts_of_recall(
    session: WriteSession, checked: NewFact, done: LetterAct, message: NewFact | None
) -> list[NewFact]:
    """The sender's fact, found by Message-ID, and one of each agency that received, about its own letter."""
    own = await fact_queries.correspondents_by_agency(session, [checked.agency_code])
    of_sender = act_fact(checked.agency_code, "", done)
    facts = [of_sender._replace(parties=checked.parties, message_id=checked.message_id)]
    party = own.get(checked.agency_code)
    for agency, boxes in sorted(_receiving_boxes(checked).items()) if party else ():
        told = max((replacing.told_to(box, done, message) for box in boxes), key=lambda act: len(act.data))
        there = replace(told, letter_id=letter_id(agency, party or "", checked.message_id or ""))
        facts.append(act_fact(agency, party or "", there))
    return facts


def _sent_by(agency_code: str, facts: Sequence[NewFact]) -> NewFact | None:
    sent = [one for one in facts if one.kind is FactKind.CHECKED and one.data["from"].get("agency") == agency_code]
    return min(sent, key=lambda one: (one.at, one.sequence), default=None)


def _receiving_boxes(checked: NewFact) -> dict[str, list[Mapping[str, str]]]:
    """Of other agencies, by code."""
    boxes: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for party in checked.data["to"]:
        if "box" in party and party["agency"] != checked.agency_code:
            boxes[party["agency"]].append(party)
    return boxes


async def _acts_there(
    session: ReadSession, agency_code: str, letters: Collection[NewFact]
) -> dict[str, dict[str, list[LetterAct]]]:
    """What receiving agencies did about each letter, by Message-ID and agency code."""
    party = (await fact_queries.correspondents_by_agency(session, [agency_code])).get(agency_code)
    found: dict[str, dict[str, list[LetterAct]]] = defaultdict(dict)
    if party is None:
        return found
    groups: set[Group] = {(agency, party) for letter in letters for agency in _receiving_boxes(letter)}
    facts = await fact_queries.facts_of_groups(session, groups)
    for letter in letters:
        for agency in _receiving_boxes(letter):
            own_id = letter_id(agency, party, letter.message_id or "")
            acts = [act for act in acts_of(facts.get((agency, party), ())) if act.letter_id == own_id]
            found[letter.message_id or ""][agency] = acts
    return found


async def _names(session: ReadSession, letters: Collection[NewFact]) -> dict[str, str]:
    parties = [party for letter in letters for party in letter.data["to"] if party]
    agencies = await directory.agency_names(session, {party["agency"] for party in parties if "agency" in party})
    outsiders = await fact_queries.correspondents(
        session, {party["correspondent"] for party in parties if "agency" not in party}
    )
    return {
        _key(party): party.get("box")
        or (agencies.get(party["agency"], party["agency"]) if "agency" in party else "")
        or outsiders[party["correspondent"]].address
        or ""
        for party in parties
        if "agency" in party or party["correspondent"] in outsiders
    }


def _key(party: Mapping[str, str]) -> str:
    return party.get("box") or party.get("agency") or party.get("correspondent", "")
