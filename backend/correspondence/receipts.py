"""What receipts say of letters that an agency sent: delivered, bounced (DSN), displayed (MDN). Pure.

Anybody can write a receipt. It is believed only where it names a letter of the agency it came to, and a recipient that
this letter had; what it says is still no more than the other side's word.

Source: RFC 3464 section 4.1 and RFC 8098 section 6.1 (forgery).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.correspondence.facts import AddressBook, Delivery, NewFact, concerned, letters_of_delivery
from backend.correspondence.terms import FactKind, FactSource


@dataclass(frozen=True, slots=True)
class Receipt:
    """One recipient's part of a receipt, as the gate or the watcher of a mailbox read it. `said` holds no address."""

    source: FactSource
    sequence: int
    at: datetime
    boxes: tuple[str, ...]
    original_message_id: str
    final: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Believed:
    """`unknown` receipts name no letter of the agency, `forged` ones a recipient whom the letter never had."""

    facts: tuple[NewFact, ...]
    unknown: int
    forged: int


def receipts_in(records: Iterable[Mapping[str, Any]]) -> list[Receipt]:
    """The readable receipts among the journal's records."""
    return [_receipt(record) for record in records if record.get("kind") == FactKind.RECEIPT and _is_whole(record)]


def facts_of_receipts(
    receipts: Iterable[Receipt], checked: Mapping[str, Sequence[NewFact]], book: AddressBook
) -> Believed:
    """`checked`: the facts of letters with these Message-IDs."""
    facts: list[NewFact] = []
    unknown = forged = 0
    for receipt in receipts:
        agencies = {box.agency.code for address in receipt.boxes if (box := book.box(address))}
        sent = [one for one in checked.get(receipt.original_message_id, ()) if _was_sent_by(one, agencies)]
        delivery = Delivery(FactKind.RECEIPT, receipt.at, "", receipt.final)
        letters = letters_of_delivery(delivery, sent)
        believed = [_fact(receipt, letter, book) for letter in letters if concerned(letter, delivery, book)]
        facts += believed
        unknown += not letters
        forged += bool(letters) and not believed
    return Believed(tuple(facts), unknown, forged)


def _receipt(record: Mapping[str, Any]) -> Receipt:
    named = ("receipt", "action", "status", "disposition", "mode")
    return Receipt(
        source=FactSource(record.get("source", FactSource.MILTER)),
        sequence=int(record["seq"]),
        at=datetime.fromisoformat(record["at"]),
        boxes=tuple(record["boxes"]),
        original_message_id=str(record["original_message_id"]),
        final=str(record["final"]).lower(),
        said={("kind" if name == "receipt" else name): str(record[name]) for name in named if record.get(name)},
    )


def _is_whole(record: Mapping[str, Any]) -> bool:
    return all(record.get(name) for name in ("seq", "at", "boxes", "original_message_id", "final", "receipt"))


def _was_sent_by(letter: NewFact, agencies: set[str]) -> bool:
    return letter.agency_code in agencies and letter.data["from"].get("agency") == letter.agency_code


def _fact(receipt: Receipt, letter: NewFact, book: AddressBook) -> NewFact:
    to = book.party(receipt.final)
    return NewFact(
        agency_code=letter.agency_code,
        source=receipt.source,
        sequence=receipt.sequence,
        kind=FactKind.RECEIPT,
        at=receipt.at,
        queue_id=letter.queue_id,
        message_id=letter.message_id,
        data={"to": to, **receipt.said},
        parties=frozenset({to["correspondent"]}) if "correspondent" in to else letter.parties,
    )
