"""Letters of an old mailbox file (mbox) in the form of journal records, with the moment they arrived. Pure.

Source: RFC 4155 (mbox: the From_ line's time is UTC), RFC 5321 section 4.4 (each server puts its Received on top).
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from typing import Any

from backend.correspondence.facts import Delivery
from backend.correspondence.terms import FactKind, FactSource
from backend.mail.automatic import Automatic, judge_automatic
from backend.mail.fields import read_header, values
from backend.mail.message import HeaderFacts, addresses, header_facts, moment

DELIVERED_TO = ("Delivered-To", "X-Original-To", "Envelope-To")
DELIVERED_AT = ("Delivery-Date", "X-Delivery-Time")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PastLetter:
    """One message as facts need it: a `checked` record, and what became of it."""

    record: dict[str, Any]
    deliveries: tuple[Delivery, ...]


def past_letter(raw: bytes, from_line: str, is_box: Callable[[str], bool]) -> PastLetter | None:
    """Read one message of an mbox file; `is_box` says whether an address is an agency's or role's mailbox.

    None if no such mailbox wrote or received it, or if nothing says when it arrived.
    """
    header = read_header(raw)
    facts = header_facts(header)
    arrived_at = _arrival(header, from_line)
    author = facts.authors[0] if facts.authors else ""
    outgoing = is_box(author)
    recipients = _recipients(header, facts, is_box, outgoing=outgoing)
    if arrived_at is None or not recipients or not author:
        return None
    key = letter_key(facts.message_id or hashlib.sha256(raw).hexdigest(), author)
    record = record_of(FactSource.IMPORT, key, facts, judge_automatic(header)) | {
        "size_bytes": len(raw),
        "at": arrived_at.isoformat(),
        "direction": "submission" if outgoing else "inbound",
        "login": author if outgoing else None,
        "sender": author,
        "recipients": recipients,
    }
    kind = FactKind.HANDED_OVER if outgoing else FactKind.IN_MAILBOX
    deliveries = tuple(Delivery(kind, arrived_at, record["queue_id"], recipient) for recipient in recipients)
    return PastLetter(record, deliveries)


def sequence_of(delivery: Delivery) -> int:
    """The number of an imported delivery: the same for the same letter and recipient, whenever it is imported."""
    return number_of("\n".join((delivery.queue_id, delivery.recipient or "")))


def record_of(source: FactSource, key: str, facts: HeaderFacts, automatic: Automatic) -> dict[str, Any]:
    """What such a letter's `checked` record says whoever wrote it. Nothing past is ever acknowledged."""
    return {
        "kind": FactKind.CHECKED,
        "source": source,
        "seq": number_of(key),
        "id": "",
        "queue_id": f"{source}-{key[:26]}",
        "webmail": False,
        "message_id": facts.message_id,
        "in_reply_to": list(facts.in_reply_to),
        "references": list(facts.references),
        "date": facts.sent_at.isoformat() if facts.sent_at else None,
        "automatic": {"automatic": automatic.automatic, "may_acknowledge": False, "reason": automatic.reason},
        "verdict": None,
        "attachments": [],
    }


def _recipients(header: Message, facts: HeaderFacts, is_box: Callable[[str], bool], *, outgoing: bool) -> list[str]:
    """Of a letter to an agency its boxes; of one that an agency sent, everybody it names."""
    delivered = addresses(*(value for name in DELIVERED_TO for value in values(header, name)))
    named: Collection[str] = dict.fromkeys((*delivered, *facts.recipients))
    return [address for address in named if outgoing or is_box(address)]


def _arrival(header: Message, from_line: str) -> datetime | None:
    """When the last server took it in: its Received, else a delivery date, else the From_ line."""
    return next(_stamps(header, from_line), None)


def _stamps(header: Message, from_line: str) -> Iterator[datetime]:
    texts = [value.rpartition(";")[2] for value in values(header, "Received")[:1]]
    texts += [value for name in DELIVERED_AT for value in values(header, name)[:1]]
    yield from filter(None, map(moment, texts))
    fields = from_line.split()
    try:
        yield datetime.strptime(" ".join(fields[-5:]), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return


def letter_key(*parts: str) -> str:
    """The same for the same letter, whenever and wherever it is read."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def number_of(text: str) -> int:
    """Of a fact that is made from what a letter says, whenever it is read."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) & _LARGEST
