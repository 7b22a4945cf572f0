"""What a mailbox's own server says of letters that are known: stored there, opened there, read receipt sent. Pure.

It names a letter by Message-ID and mailbox. "Stored" is the delivery that the mail server may have told of already:
the letter has both facts, and the earlier one counts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.correspondence.facts import AddressBook, Delivery, NewFact, facts_of_delivery, letters_of_delivery
from backend.correspondence.keeping import box_events_kept
from backend.correspondence.terms import FactKind, FactSource

Told = tuple[FactKind, str, str, str]  # (kind, agency code, Message-ID, mailbox): true once for all


@dataclass(frozen=True, slots=True)
class MailboxEvent:
    """`mailbox` in lower case, `message_id` without <>."""

    kind: FactKind
    at: datetime
    mailbox: str
    message_id: str


def told(fact: NewFact) -> Told:
    return fact.kind, fact.agency_code, fact.message_id or "", fact.data["to"].get("box", "")


def facts_of_mailbox_events(
    events: Iterable[MailboxEvent],
    checked: Mapping[str, Sequence[NewFact]],
    known: Collection[Told],
    book: AddressBook,
    sequence: int,
) -> Iterator[NewFact]:
    """The facts of these events, numbered on from `sequence`; what is `known` already is not said again.

    `checked`: the facts of letters with these Message-IDs. Events of other mail, and of officials' own boxes, leave no
    trace.
    """
    said = set(known)
    for event in events:
        delivery = Delivery(event.kind, event.at, "", event.mailbox, message_id=event.message_id)
        letters = letters_of_delivery(delivery, checked.get(event.message_id, ()))
        fresh = [
            fact
            for letter in _concerned(letters, event, book)
            for fact in facts_of_delivery(_at(delivery, letter), sequence + 1, [letter], book, FactSource.DOVECOT)
            if told(fact) not in said
        ]
        said |= {told(fact) for fact in fresh}
        sequence += bool(fresh)
        yield from fresh


def _concerned(letters: Iterable[NewFact], event: MailboxEvent, book: AddressBook) -> list[NewFact]:
    """Where a letter is, its sender's agency may know; what a mailbox does with it, only its own.

    Of a letter older than such events are kept no more of them is noted: its first opening may have been deleted, and
    the next one would pass for it.
    """
    box = book.box(event.mailbox)
    if box is None:
        return []
    if event.kind is FactKind.IN_MAILBOX:
        return list(letters)
    own = (letter for letter in letters if letter.agency_code == box.agency.code)
    return [letter for letter in own if event.at - letter.at <= box_events_kept(event.at)]


def _at(delivery: Delivery, letter: NewFact) -> Delivery:
    """The delivery under the queue id of this letter, as the mail server would have named it."""
    return Delivery(delivery.kind, delivery.at, letter.queue_id or "", delivery.recipient)
