"""Letters of a watched IMAP folder in the form of journal records: the header, and when the server stored it. Pure.

In the inbox a letter came to this mailbox, whatever its To says; in the folder of sent mail this mailbox wrote it. A
letter that another source told of already has the same Message-ID and is the same letter.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from typing import Any

from backend.correspondence.facts import Delivery
from backend.correspondence.past_letters import PastLetter, letter_key, number_of, record_of
from backend.correspondence.terms import FactKind, FactSource
from backend.mail.automatic import judge_automatic
from backend.mail.fields import first, read_header, values
from backend.mail.message import HeaderFacts, addresses, header_facts
from backend.mail.receipt_records import said_in
from backend.mail.receipts import read_receipt


@dataclass(frozen=True, slots=True)
class WatchedLetter:
    """`arrived_at`: INTERNALDATE (RFC 3501, section 2.3.3). `signs`: what the subject alone tells, in the form of a
    journal record: `shielded`, `dossiers`, `answers_us`. `report`: the beginning of a letter that may be a receipt."""

    header: bytes
    arrived_at: datetime
    size_bytes: int
    signs: Mapping[str, Any] = field(default_factory=dict)
    report: bytes = b""


def received_letter(letter: WatchedLetter, mailbox: str, is_box: Callable[[str], bool]) -> PastLetter | None:
    """A letter in the inbox; None if nobody wrote it. `is_box`: whether an address is an agency's or role's mailbox."""
    header = read_header(letter.header)
    facts = header_facts(header)
    envelope = next(iter(addresses(first(header, "Return-Path"))), "")
    author = facts.authors[0] if len(facts.authors) == 1 and not is_box(facts.authors[0]) else None
    if not author and not envelope:
        return None
    automatic = judge_automatic(header)
    record = _record(letter, header, facts, mailbox, "inbound") | {
        "direction": "inbound",
        "login": None,
        "sender": envelope,
        "author": author,
        "recipients": [mailbox],
        **letter.signs,
    }
    record["automatic"]["may_acknowledge"] = automatic.may_acknowledge
    return PastLetter(record, (Delivery(FactKind.IN_MAILBOX, letter.arrived_at, record["queue_id"], mailbox),))


def receipt_records(letter: WatchedLetter, mailbox: str, may_be_kept: Callable[[str], bool]) -> list[dict[str, Any]]:
    """What a letter in the inbox says of letters this mailbox sent, if it is a receipt; nothing of a recipient whom
    nothing may be kept of."""
    receipt = read_receipt(letter.report) if letter.report else None
    if receipt is None or receipt.original_message_id is None:
        return []
    own = header_facts(read_header(letter.header)).message_id or hashlib.sha256(letter.header).hexdigest()
    return [
        {
            "kind": FactKind.RECEIPT,
            "source": FactSource.IMAP,
            "seq": number_of(letter_key(own, final, what["receipt"] or "")),
            "at": letter.arrived_at.isoformat(),
            "boxes": [mailbox],
            "original_message_id": receipt.original_message_id,
            "final": final,
            **what,
        }
        for final, what in said_in(receipt)
        if may_be_kept(final.lower())
    ]


def sent_letter(letter: WatchedLetter, mailbox: str) -> PastLetter | None:
    """A copy in the folder of sent mail; None if it names no recipient."""
    header = read_header(letter.header)
    facts = header_facts(header)
    recipients = list(dict.fromkeys((*facts.recipients, *addresses(*values(header, "Bcc")))))
    if not recipients:
        return None
    record = _record(letter, header, facts, mailbox, "submission") | {
        "direction": "submission",
        "login": mailbox,
        "sender": mailbox,
        "recipients": recipients,
    }
    left = [Delivery(FactKind.HANDED_OVER, letter.arrived_at, record["queue_id"], one) for one in recipients]
    return PastLetter(record, tuple(left))


def _record(letter: WatchedLetter, header: Message, facts: HeaderFacts, mailbox: str, direction: str) -> dict[str, Any]:
    own = facts.message_id or hashlib.sha256(letter.header).hexdigest()
    key = letter_key(own, direction, mailbox)
    return record_of(FactSource.IMAP, key, facts, judge_automatic(header)) | {
        "at": letter.arrived_at.isoformat(),
        "size_bytes": letter.size_bytes,
    }
