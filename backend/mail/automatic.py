"""Whether a mail was written by a person, and whether it may be acknowledged: by its header alone.

Sources: RFC 3834 section 2 (what must not be answered), section 3.1.8 and section 5 (Auto-Submitted), RFC 3464,
RFC 8098, RFC 8601, RFC 2369, and the habits of mail programs that predate them. `automatic_letter` looks inside too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from unicodedata import normalize

from backend.mail.automatic_signs import (
    ABSENCE,
    AUTOREPLY_FIELDS,
    BOUNCER,
    DISCUSSION_FIELDS,
    LIST_FIELDS,
    LIST_SOFTWARE,
    ROBOT,
    TICKET_FIELDS,
    UNDELIVERABLE,
)  # fmt: skip
from backend.mail.fields import all_values, decoded, without_comments
from backend.mail.message import ADDRESS, addresses

SPAM_VALUES = re.compile(r"yes\b|true\b", re.IGNORECASE)
DMARC_FAIL = re.compile(r"[;\s]dmarc\s*=\s*fail\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Automatic:
    """`automatic`: no person wrote it. `may_acknowledge`: a machine may answer it. `reason` is a stable code, ""
    for a person's mail that may be acknowledged. `over_list`: a person's contribution to a list where people talk; it
    is nobody's letter to an agency (`automatic`), but among the list's own letters it is an answer."""

    automatic: bool
    may_acknowledge: bool
    bounce: bool
    reason: str
    over_list: bool = False

    @property
    def counts_as_reply(self) -> bool:
        """A person wrote it to others, so that it can be somebody's first human answer."""
        return not self.automatic or self.over_list


@dataclass(frozen=True)
class _Mail:
    header: Message
    envelope_sender: str | None
    trusted_server: str = ""

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """Lower-case name → values in order, unfolded and trimmed."""
        return all_values(self.header)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        return addresses(*self.fields.get("from", ()))

    @cached_property
    def sender(self) -> str | None:
        """The envelope sender, "" for the null sender, None when it is not known."""
        if self.envelope_sender is None and "return-path" not in self.fields:
            return None
        sender = self.first("Return-Path") if self.envelope_sender is None else self.envelope_sender
        return sender.strip().strip("<> ").lower()

    def first(self, name: str) -> str:
        return next(iter(self.fields.get(name.lower(), ())), "")

    def has_any(self, names: Iterable[str]) -> bool:
        return any(name.lower() in self.fields for name in names)

    def word(self, name: str) -> str:
        """The first word of a field in lower case, without comments and parameters."""
        words = without_comments(self.first(name)).replace(";", " ").split()
        return words[0].strip("\"'").lower() if words else ""


_Test = Callable[[_Mail], bool]


def judge_automatic(header: Message, envelope_sender: str | None = None, trusted_server: str = "") -> Automatic:
    """Judge by the header and, where it is known, the envelope sender ("" is the null sender).

    Without `envelope_sender` the Return-Path field speaks for it. Authentication-Results count only when
    `trusted_server` is not empty and is their authserv-id.
    """
    mail = _Mail(header, envelope_sender, trusted_server.strip().lower())
    if machine := _machine(mail):
        return machine
    for reason in _true(_NOT_TO_BE_ANSWERED, mail):
        return Automatic(automatic=False, may_acknowledge=False, bounce=False, reason=reason)
    return Automatic(automatic=False, may_acknowledge=True, bounce=False, reason="")


def counts_as_reply(header: Message) -> bool:
    """`Automatic.counts_as_reply` alone: whether a machine may answer takes longer to find out."""
    machine = _machine(_Mail(header, None))
    return machine is None or machine.counts_as_reply


def _machine(mail: _Mail) -> Automatic | None:
    for reason in _true(_BOUNCES, mail):
        return Automatic(automatic=True, may_acknowledge=False, bounce=True, reason=reason)
    for reason in _true(_MACHINES, mail):
        over_list = reason in _LISTS_TOO and _is_discussed(mail)
        return Automatic(automatic=True, may_acknowledge=False, bounce=False, reason=reason, over_list=over_list)
    return None


def _true(tests: dict[str, _Test], mail: _Mail) -> Iterator[str]:
    return (reason for reason, test in tests.items() if test(mail))


def _report_of(kind: str, bare: str) -> _Test:
    def test(mail: _Mail) -> bool:
        content = _content_type(mail)
        report = content == "multipart/report" and _report_type(mail.header) == kind
        return report or content == bare

    return test


def _report_type(header: Message) -> str:
    return _parameter(header, "report-type")


def _content_type(mail: _Mail) -> str:
    """Without a field, or with one that cannot be read, RFC 2045 section 5.2 says text/plain."""
    return mail.header.get_content_type() if mail.has_any(["Content-Type"]) else "text/plain"


def _parameter(header: Message, name: str) -> str:
    try:
        value = header.get_param(name)
    except (ValueError, IndexError, LookupError):  # a broken parameter list
        return ""
    return (value if isinstance(value, str) else "").strip().lower()


def _from_bouncer(mail: _Mail) -> bool:
    named = (value.lower() for value in mail.fields.get("from", ()))
    return any(BOUNCER.match(text) for text in (*_senders(mail), *named))


def _undeliverable(mail: _Mail) -> bool:
    """A null sender (RFC 5321, section 4.5.5) whose subject says that something came back."""
    return mail.sender == "" and UNDELIVERABLE.match(_subject(mail)) is not None


def _senders(mail: _Mail) -> tuple[str, ...]:
    return (mail.sender or "", *mail.authors)


def _auto_submitted(mail: _Mail) -> bool:
    return mail.word("Auto-Submitted") not in ("", "no")


def _automatic_precedence(mail: _Mail) -> bool:
    words = ("bulk", "junk", "auto_reply", "auto-reply")
    return any(mail.word(name) in words for name in ("Precedence", "X-Precedence"))


def _absence(mail: _Mail) -> bool:
    """The last resort: only words that programs put at the very beginning of a subject."""
    return ABSENCE.match(_subject(mail)) is not None


def _subject(mail: _Mail) -> str:
    return normalize("NFC", decoded(mail.first("Subject")))


def _autoreply_field(mail: _Mail) -> bool:
    return any(mail.word(name) not in ("", "no", "false", "0") for name in AUTOREPLY_FIELDS)


def _calendar_response(mail: _Mail) -> bool:
    """See `automatic_letter.is_calendar_response` for why this is no reply."""
    if _content_type(mail) != "text/calendar":
        return False
    return _parameter(mail.header, "method") in ("reply", "counter", "declinecounter", "refresh")


def _robot(mail: _Mail) -> bool:
    return any(ROBOT.match(address) for address in mail.authors)


def _on_a_list(mail: _Mail) -> bool:
    return mail.has_any(LIST_FIELDS) or mail.word("Precedence") == "list"


def _is_discussed(mail: _Mail) -> bool:
    """People write to this list (RFC 2369, section 3.4: `List-Post: NO` is an announcement), and nothing else says that
    a machine wrote this."""
    open_to_all = mail.has_any(DISCUSSION_FIELDS) or mail.word("Precedence") == "list"
    posting = mail.word("List-Post") not in ("", "no")
    return (open_to_all or posting) and set(_true(_MACHINES, mail)) <= _LISTS_TOO


def _list_mail_that_answers_nobody(mail: _Mail) -> bool:
    """A list's letter is not addressed to the agency; a person's reply that went over a list is still a reply."""
    return _on_a_list(mail) and not mail.has_any(("In-Reply-To", "References"))


def _responses_suppressed(mail: _Mail) -> bool:
    wishes = {word.strip().lower() for word in mail.first("X-Auto-Response-Suppress").split(",")}
    return bool(wishes & {"all", "oof", "autoreply"})


def _spam(mail: _Mail) -> bool:
    names = ("X-Spam-Flag", "X-Spam-Status", "X-Spam")
    return any(SPAM_VALUES.match(value) for name in names for value in mail.fields.get(name.lower(), ()))


def _dmarc_failed(mail: _Mail) -> bool:
    return any(DMARC_FAIL.search(result) for result in _trusted_results(mail))


def _trusted_results(mail: _Mail) -> Iterator[str]:
    for value in mail.fields.get("authentication-results", ()) if mail.trusted_server else ():
        server, _, results = without_comments(value).partition(";")
        if server.split()[:1] and server.split()[0].strip('"').lower() == mail.trusted_server:
            yield ";" + results


def _written_in_anothers_name(mail: _Mail) -> bool:
    """The author's domain and the envelope's differ: an answer might reach somebody who never wrote."""
    authors = mail.authors
    if not mail.sender or not authors:
        return False
    author, sender = (f".{address.rpartition('@')[2]}" for address in (authors[0], mail.sender))
    return not author.endswith(sender) and not sender.endswith(author)


def _nobody_to_answer(mail: _Mail) -> bool:
    if mail.sender is not None:
        return ADDRESS.fullmatch(mail.sender) is None
    return not mail.authors


_BOUNCES: dict[str, _Test] = {
    "delivery-report": _report_of("delivery-status", "message/delivery-status"),
    "mailer-daemon": _from_bouncer,
    "failed-recipients": lambda mail: mail.has_any(["X-Failed-Recipients"]),
    "undeliverable": _undeliverable,
}
_MACHINES: dict[str, _Test] = {
    "read-receipt": _report_of("disposition-notification", "message/disposition-notification"),
    "report": lambda mail: _content_type(mail) == "multipart/report",
    "auto-submitted": _auto_submitted,
    "null-sender": lambda mail: mail.sender == "",
    "precedence": _automatic_precedence,
    "autoreply-field": _autoreply_field,
    "ticket-system": lambda mail: mail.has_any(TICKET_FIELDS),
    "calendar-response": _calendar_response,
    "absence": _absence,
    "robot": _robot,
    "list": _list_mail_that_answers_nobody,
}
_LISTS_TOO = {"precedence", "list"}  # reasons that a list's software gives to letters of people
_NOT_TO_BE_ANSWERED: dict[str, _Test] = {
    "list": _on_a_list,
    "list-software": lambda mail: any(LIST_SOFTWARE.match(address) for address in _senders(mail)),
    "suppressed": _responses_suppressed,
    "loop": lambda mail: mail.has_any(["X-Loop"]),
    "spam": _spam,
    "dmarc": _dmarc_failed,
    "no-sender": _nobody_to_answer,
    "another-author": _written_in_anothers_name,
}
