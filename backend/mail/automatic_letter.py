"""The same judgement over a whole letter: what only its parts tell (RFC 3834; RFC 3464; RFC 8098; RFC 5546)."""

import re
from email.message import Message
from unicodedata import normalize

from backend.mail.automatic import Automatic, judge_automatic
from backend.mail.fields import decoded, first
from backend.mail.mime_parts import content_type, parsed, parts_of, text_of
from backend.mail.receipts import DELIVERY, DeliveryReceipt, ReadReceipt, receipt_of

GOOD_NEWS = {"delivered", "relayed", "expanded"}  # RFC 3464, section 2.3.3
_RESPONSE = re.compile(r"^METHOD\s*:\s*(?:REPLY|COUNTER|DECLINECOUNTER|REFRESH)\s*$", re.IGNORECASE | re.MULTILINE)
_WORDS_LOOKED_AT = 3000  # characters; receipts in words are short
_READ_SUBJECT = re.compile(
    r"\s*(not read|read|read receipt|return receipt|disposition notification|đã đọc|đã xem|chưa đọc|xác nhận đã đọc"
    r"|gelesen|lu|leído)\s*[:(\[-]",
    re.IGNORECASE,
)
_READ_WORDS = re.compile(
    r"(was|were) (read|displayed|deleted( without being read)?) on\b|return receipt for the (mail|message)"
    r"|has been (displayed|read) on the recipient|đã được (đọc|mở|xem|hiển thị) (lúc|vào)|xác nhận .{0,40}đã đọc",
    re.IGNORECASE | re.DOTALL,
)


def judge_letter(raw: bytes) -> Automatic:
    """Judge a raw letter by its header and, where a person might have written that, by what it holds.

    The envelope sender is what Return-Path says; authentication results are not looked at.
    """
    letter = parsed(raw)
    judged, receipt = judge_automatic(letter), receipt_of(letter)
    if isinstance(receipt, ReadReceipt):
        return _automatic("read-receipt")
    if isinstance(receipt, DeliveryReceipt):
        held = any(content_type(part) in DELIVERY for _, part in parts_of(letter))
        return _automatic("delivery-report" if held else "bounce-in-words", bounce=_is_bad_news(receipt))
    if not judged.automatic and is_calendar_response(letter):
        return _automatic("calendar-response")
    if not judged.automatic and _reads_like_a_receipt(letter):
        return _automatic("read-receipt")
    return judged


def is_calendar_response(letter: Message) -> bool:
    """An accepted, declined or countered invitation (RFC 5546, sections 3.2.3, 3.2.7 and 3.2.8).

    A person pressed a button, or a meeting room did: the letter is composed by the calendar and tells the organiser's
    calendar who comes. It says nothing about the matter of a letter, so it stops no clock: counted as an answer, every
    click on "Accept" would flatter the figures. An invitation (REQUEST) is different: somebody answers with it.
    """
    calendars = (part for _, part in parts_of(letter) if content_type(part) == "text/calendar")
    return any(_RESPONSE.search(text_of(part)) for part in calendars)


def _automatic(reason: str, *, bounce: bool = False) -> Automatic:
    return Automatic(automatic=True, may_acknowledge=False, bounce=bounce, reason=reason)


def _is_bad_news(receipt: DeliveryReceipt) -> bool:
    """Failed or late for somebody; a report that names nobody is no good news either."""
    return not receipt.recipients or any(one.action not in GOOD_NEWS for one in receipt.recipients)


def _reads_like_a_receipt(letter: Message) -> bool:
    """A read receipt that is no MDN: programs before RFC 2298, and gateways that only kept its words. Both the subject
    and the text must say so."""
    if not _READ_SUBJECT.match(normalize("NFC", decoded(first(letter, "Subject")))):
        return False
    texts = [part for _, part in parts_of(letter) if content_type(part) == "text/plain"]
    words = normalize("NFC", text_of(texts[0])[:_WORDS_LOOKED_AT]) if texts else ""
    return _READ_WORDS.search(words) is not None
