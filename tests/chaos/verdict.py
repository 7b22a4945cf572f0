"""What must be true when it is quiet again. Pure: what was seen goes in, what is broken comes out, one line each."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
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
    letter's word. `refused`: how many refusals there are facts of; they name no letter. `forgotten`:
    what was committed once and is not there any more."""

    facts: Mapping[FactKey, int] = field(default_factory=dict)
    boxes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    acknowledgements: Mapping[str, Sequence[str]] = field(default_factory=dict)
    waiting: int = 0
    queued: int = 0
    canaries: Sequence[str] = ()
    refused: int = 0
    forgotten: Sequence[str] = ()


def breaches(letters: Sequence[Letter], fates: Mapping[int, Fate], tries: Mapping[int, int], seen: Seen) -> list[str]:
    """`tries`: how often each letter was handed to a server, by number."""
    found: list[str] = []
    told = {key[0] for key in seen.facts}
    for letter in letters:
        found += _of_letter(letter, fates[letter.number], seen, told)
    marked = [letter.number for letter in letters if letter.kind in MARKED]
    least, most = sum(fates[number] is Fate.REFUSED for number in marked), sum(tries[number] for number in marked)
    if not least <= seen.refused <= most:
        found += [f"{seen.refused} facts of {least} refusals, in {most} tries"]
    found += [f"committed and gone: {what}" for what in seen.forgotten]
    found += [f"a marked letter's word stands in {place}" for place in seen.canaries]
    found += [f"{seen.waiting} mails of ours are not settled"] if seen.waiting else []
    found += [f"{seen.queued} letters are still queued"] if seen.queued else []
    return found


def _of_letter(letter: Letter, fate: Fate, seen: Seen, told: Container[str]) -> Iterator[str]:
    name = f"letter {letter.number} ({letter.kind}, {fate})"
    copies, answers = Counter(seen.boxes.get(letter.message_id, ())), seen.acknowledgements.get(letter.message_id, ())
    if letter.kind in MARKED:
        wrong = {
            "not refused": fate is not Fate.REFUSED,
            "in a mailbox": bool(copies),
            "acknowledged": bool(answers),
            "told of as delivered": letter.message_id in told,
        }
        yield from (f"{name}: marked, and {what}" for what, is_so in wrong.items() if is_so)
    else:
        yield from _of_clean(letter, name, fate, seen)


def _of_clean(letter: Letter, name: str, fate: Fate, seen: Seen) -> Iterator[str]:
    copies, answers = Counter(seen.boxes.get(letter.message_id, ())), seen.acknowledgements.get(letter.message_id, ())
    facts = {key: seen.facts.get(key, 0) for key in chain_of(letter)}
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
