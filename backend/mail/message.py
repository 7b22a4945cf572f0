"""What the header of a mail says about itself: ids, addresses, dates; never its subject."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from backend.mail.fields import first, values, without_comments

MESSAGE_ID = re.compile(r"<([!-;=?-~]{1,990})>")  # printable ASCII but < and >
_ATOM = r"""[^\s@<>"(),:;\\\[\]\x00-\x1f\x7f\ud800-\udfff\ufffd]+"""
ADDRESS = re.compile(f"{_ATOM}@{_ATOM}")
# One address behind a name without any special character, as nearly every From is written.
_NAMED_ADDRESS = re.compile(rf"[^\x00-\x1f<>(),:;@\"\\\[\]]*<({ADDRESS.pattern})>")
MOST_REFERENCES = 100  # ids kept of References, the newest ones; RFC 5322 lets the list be cut


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """Ids without <>, addresses in lower case, `sent_at` in UTC (None: no readable Date)."""

    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sent_at: datetime | None
    authors: tuple[str, ...]
    recipients: tuple[str, ...]
    user_agent: str


def header_facts(header: Message) -> HeaderFacts:
    """Read what threading and the journal need. A broken field is an absent one.

    Source: RFC 5322, sections 3.6.1 to 3.6.4.
    """
    return HeaderFacts(
        message_id=next(iter(message_ids(first(header, "Message-ID"))), None),
        in_reply_to=message_ids(first(header, "In-Reply-To")),
        references=message_ids(" ".join(values(header, "References")))[-MOST_REFERENCES:],
        sent_at=moment(first(header, "Date")),
        authors=addresses(*values(header, "From")),
        recipients=addresses(*values(header, "To"), *values(header, "Cc")),
        user_agent=first(header, "User-Agent"),
    )


def message_ids(value: str) -> tuple[str, ...]:
    """Ids in order, without <> and without repetition; a lone id that lost its <> is taken too."""
    text = without_comments(value)
    found = MESSAGE_ID.findall(text)
    if not found and len(words := text.split()) == 1 and "@" in words[0]:
        found = MESSAGE_ID.findall(f"<{words[0].strip('<>')}>")
    return tuple(dict.fromkeys(found))


def addresses(*field_values: str) -> tuple[str, ...]:
    """Addresses in order of appearance, lower case, without repetition; what is no address is left out."""
    texts = [without_comments(value) for value in field_values]
    plain = [_NAMED_ADDRESS.fullmatch(text) for text in texts]
    if all(plain):
        return tuple(dict.fromkeys(match[1].lower() for match in plain if match))
    try:
        pairs = getaddresses(texts)
    except (RecursionError, IndexError, ValueError):  # the library's parser on hostile nesting
        return ()
    lowered = (address.strip().lower() for _, address in pairs)
    return tuple(dict.fromkeys(address for address in lowered if ADDRESS.fullmatch(address)))


def moment(value: str) -> datetime | None:
    """A Date field in UTC; a date without zone ("-0000") counts as UTC."""
    try:
        parsed = parsedate_to_datetime(without_comments(value))
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
