"""What must be true when it is quiet again. Pure: what was seen goes in, what is broken comes out, one line each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.chaos.ledger import Fate
from tests.chaos.letters import MARKED, Kind, Letter

# Of a delivered letter, and by whom; once for each agency concerned.
CHAIN = (
    ("checked", "milter"),
    ("accepted", "postfix"),
    ("in_mailbox", "postfix"),
    ("in_mailbox", "dovecot"),
)
FactKey = tuple[str, str, str, str]  # Message-ID, agency code, kind, source


@dataclass(frozen=True, slots=True)
class Seen:
    """`facts`: how often each stands in the database. `boxes`: by Message-ID, the mailboxes that hold such a letter,
    once for each copy. `acknowledgements`: by the Message-ID that is acknowledged, in the same way. `waiting`: mails of
    ours that are not settled. `queued`: letters in the mail servers' queues. `canaries`: files that hold a marked
    letter's word. `forgotten`: what was committed once and is not there any more."""

    facts: Mapping[FactKey, int] = field(default_factory=dict)
    boxes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    acknowledgements: Mapping[str, Sequence[str]] = field(default_factory=dict)
    waiting: int = 0
    queued: int = 0
    canaries: Sequence[str] = ()
    forgotten: Sequence[str] = ()


def breaches(letters: Sequence[Letter], fates: Mapping[int, Fate], seen: Seen) -> list[str]:
    found: list[str] = []
    for letter in letters:
        found += _of_letter(letter, fates[letter.number], seen)
    found += [f"committed and gone: {what}" for what in seen.forgotten]
    found += [f"a marked letter's word stands in {place}" for place in seen.canaries]
    found += [f"{seen.waiting} mails of ours are not settled"] if seen.waiting else []
    found += [f"{seen.queued} letters are still queued"] if seen.queued else []
    return found


def _of_letter(letter: Letter, fate: Fate, seen: Seen) -> Iterator[str]:
    name = f"letter {letter.number} ({letter.kind}, {fate})"
    copies, answers = Counter(seen.boxes.get(letter.message_id, ())), seen.acknowledgements.get(letter.message_id, ())
    facts = {key: seen.facts.get(key, 0) for key in chain_of(letter)}
    if letter.kind in MARKED:
        if fate is not Fate.REFUSED:
            yield f"{name}: marked, and not refused"
        if copies:
            yield f"{name}: marked, and in a mailbox"
        return
    if fate is Fate.UNSENT or fate is Fate.REFUSED:
        yield f"{name}: clean, and never taken"
        return
    once = Counter([letter.recipient])
    arrived = copies == once
    if fate is Fate.ACCEPTED and not arrived:
        yield f"{name}: in {_listed(copies)} instead of once in its mailbox"
    if fate is Fate.IN_DOUBT and copies and not arrived:
        yield f"{name}: in {_listed(copies)}"
    if arrived:
        yield from (f"{name}: {count} facts {key[1:]} instead of one" for key, count in facts.items() if count != 1)
        due = [letter.sender] if letter.kind is Kind.CITIZEN else []
        if list(answers) != due:
            yield f"{name}: acknowledged {len(answers)} times, due {len(due)}"


def chain_of(letter: Letter) -> list[FactKey]:
    return [(letter.message_id, agency, *told) for agency in letter.agencies for told in CHAIN]


def _listed(copies: Counter[str]) -> str:
    return ", ".join(f"{count} × {box}" for box, count in sorted(copies.items())) or "no mailbox"
