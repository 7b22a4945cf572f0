"""Receipts: what mail servers and mail programs say became of a letter. Nothing here raises, whatever the bytes.

Sources: RFC 3464 and RFC 6533 (delivery reports), RFC 8098, RFC 3798 and RFC 2298 (read receipts), RFC 6522
(multipart/report). A receipt only says what it says: whether to believe it is for whoever knows the letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from backend.mail.automatic import judge_automatic
from backend.mail.delivery_status import RecipientStatus, statuses
from backend.mail.disposition import Disposition, read_disposition
from backend.mail.fields import first
from backend.mail.message import addresses
from backend.mail.mime_parts import content_type, inner_messages, parsed, parts_of, text_of
from backend.mail.plain_bounces import plain_statuses
from backend.mail.returned_header import message_id_in_text, named_id, returned_message_id

DELIVERY = {"message/delivery-status", "message/global-delivery-status"}
DISPOSITION = {"message/disposition-notification", "message/global-disposition-notification"}
OTHER_REPORTS = {"message/feedback-report", "message/tracking-status", "application/tlsrpt+gzip"}
_REPORT_LINE = re.compile(
    r"^(?:Reporting-MTA|Final-Recipient|Original-Recipient|Original-Message-ID|Disposition)[ \t]*:", re.I | re.M
)
_SECTION_END = re.compile(
    r"^(?:--|(?:Content-[A-Za-z-]+|Received|Return-Path|Message-ID|MIME-Version)[ \t]*:)", re.I | re.M
)


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """A mail server's. `original_message_id` without <>, None when the report does not return it: it is never
    guessed from subjects or times."""

    original_message_id: str | None
    recipients: tuple[RecipientStatus, ...]


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """A mail program's (MDN). The fields are those of `Disposition`."""

    original_message_id: str | None
    final: str | None
    mode: str | None
    disposition: str | None
    modifiers: tuple[str, ...]


Receipt = DeliveryReceipt | ReadReceipt


def read_receipt(raw: bytes) -> Receipt | None:
    """The receipt that a raw letter is; None for any other mail, also for one that only encloses a receipt."""
    return receipt_of(parsed(raw))


def may_be_receipt(header: Message) -> bool:
    """Whether a letter with this header may be a receipt: a report by its type, a bounce, a postmaster's."""
    is_report = content_type(header) == "multipart/report" or judge_automatic(header).bounce
    return is_report or _is_of_a_postmaster(header)


def receipt_of(letter: Message) -> Receipt | None:
    """The same of a letter that is parsed already (`mime_parts.parsed`)."""
    placed = list(parts_of(letter))
    parts = [part for _, part in placed]
    machine = _is_of_a_machine(letter)
    for around, part in placed:
        if not (machine or around in ("", "multipart/report")):
            continue
        if content_type(part) in DELIVERY and (found := statuses(_report_text(part))):
            return DeliveryReceipt(_original(parts, part), found)
        if content_type(part) in DISPOSITION and (disposition := read_disposition(_report_text(part))):
            return _read_receipt(disposition, _original(parts, part))
    return _without_report_part(letter, parts) if machine else None


def _report_text(part: Message) -> str:
    """The report, also the lines of it that stand in the part's own header where the blank line was forgotten."""
    misplaced = "\n".join(f"{name}: {value}" for name, value in part.items() if _REPORT_LINE.match(f"{name}:"))
    return f"{misplaced}\n\n{text_of(part)}"


def _is_of_a_machine(letter: Message) -> bool:
    judged = judge_automatic(letter)
    report = content_type(letter) == "multipart/report" or judged.bounce or judged.automatic
    return report or _is_of_a_postmaster(letter)


def _is_of_a_postmaster(letter: Message) -> bool:
    return any(address.startswith("postmaster@") for address in addresses(first(letter, "From")))


def _read_receipt(said: Disposition, returned: str | None) -> ReadReceipt:
    original = named_id(said.message_id) or returned
    return ReadReceipt(original, said.final, said.mode, said.disposition, said.modifiers)


def _original(parts: Sequence[Message], report: Message) -> str | None:
    """Of the letter returned as a part of its own, else of header lines in the words around the report."""
    found = returned_message_id(parts)
    if found is not None:
        return found
    place = next(number for number, part in enumerate(parts) if part is report)
    texts = [part for part in (*parts[place + 1 :], *parts[:place]) if content_type(part).startswith("text/")]
    return next(filter(None, (message_id_in_text(text_of(part)) for part in texts)), None)


def _without_report_part(letter: Message, parts: Sequence[Message]) -> Receipt | None:
    """Reports whose part lost its type or its boundaries, reports wrapped by a gateway, bounces in words."""
    types = {content_type(part) for part in parts}
    if types & OTHER_REPORTS:
        return None
    text = "\n".join(text_of(part) for part in parts if not content_type(part).startswith("message/"))
    found = _in_section(text, parts) or _in_wrapped(letter, parts)
    if found is not None:
        return found
    recipients = plain_statuses(text, first(letter, "X-Failed-Recipients"))
    if recipients:
        return DeliveryReceipt(returned_message_id(parts) or message_id_in_text(text), recipients)
    return DeliveryReceipt(returned_message_id(parts), ()) if types & DELIVERY else None


def _in_section(text: str, parts: Sequence[Message]) -> Receipt | None:
    start = _REPORT_LINE.search(text)
    if start is None:
        return None
    end = _SECTION_END.search(text, start.start())
    section = text[start.start() : end.start() if end else len(text)]
    below = text[end.start() :] if end else ""
    original = returned_message_id(parts) or message_id_in_text(below)
    if recipients := statuses(section):
        said = read_disposition(section)
        return _read_receipt(said, original) if said else DeliveryReceipt(original, recipients)
    return None


def _in_wrapped(letter: Message, parts: Sequence[Message]) -> Receipt | None:
    """A gateway that packs the whole report into one enclosed message keeps the report's type on the outside."""
    enclosed = [inner for part in parts if content_type(part) == "message/rfc822" for inner in inner_messages(part)]
    if len(enclosed) != 1 or "report-type" not in first(letter, "Content-Type").lower():
        return None
    return receipt_of(enclosed[0]) if content_type(enclosed[0]) == "multipart/report" else None
