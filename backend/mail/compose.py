"""The mails we write: to whoever wrote a letter, what becomes of it; to an official, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime, formataddr
from importlib.resources import files
from string import Template
from unicodedata import normalize

from backend.clock import VIETNAM

NOTICE_SENDER = "Thư Công Vụ"
MOST_REFERENCES = 20  # ids repeated in References, the newest ones


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail about a letter, to whoever wrote it. `values` fill `templates/<template>.vi.txt`, whose first line is the
    subject. Ids come without <>; `sent_at` is aware; texts for people are already worded."""

    template: str
    from_address: str
    agency_name: str
    recipient: str
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    sent_at: datetime
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name`: ASCII, with its ending."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail to one official. `values` fill the template `templates/<template>.vi.txt`, and so do `lists`, each of them
    some lines; `sent_at` is aware."""

    template: str
    subject: str
    from_address: str
    recipient: str
    message_id: str
    sent_at: datetime
    values: Mapping[str, str]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    attached: Sequence[Attachment] = ()


def compose_reply(reply: Reply) -> bytes:
    """In CRLF lines, ready for SMTP with the null envelope sender. Nothing of the letter is repeated, its subject
    neither; an acknowledgement has the same neutral text for every letter, received and not "thụ lý".

    Source: RFC 3834, section 3; contract 5.
    """
    values = {name: _line(value) for name, value in reply.values.items()}
    subject, _, text = _filled(reply.template, values).partition("\n\n")
    return _written(_fields(reply, subject), text)


def compose_notice(notice: Notice) -> bytes:
    """In CRLF lines, ready for SMTP with the null envelope sender.

    Source: RFC 3834, section 5 (`Auto-Submitted: auto-generated`).
    """
    sender = formataddr((Header(NOTICE_SENDER, "utf-8").encode(), notice.from_address))
    fields = [
        ("From", sender),
        ("To", notice.recipient),
        ("Subject", _subject(notice.subject)),
        ("Date", format_datetime(notice.sent_at.astimezone(VIETNAM))),
        ("Message-ID", f"<{notice.message_id}>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    values = {name: _line(value) for name, value in notice.values.items()}
    lists = {name: "\n".join(map(_line, lines)) for name, lines in notice.lists.items()}
    return _written(fields, _filled(notice.template, {**values, **lists}), notice.attached)


def text_of(template: str, values: Mapping[str, str]) -> str:
    """What a mail to whoever wrote a letter would say, in Vietnamese and without its subject: for a draft."""
    _, _, text = _filled(template, {name: _line(value) for name, value in values.items()}).partition("\n\n")
    return text.partition("\n--\n")[0].strip()


def _written(fields: Sequence[tuple[str, str]], text: str, attached: Sequence[Attachment] = ()) -> bytes:
    message = _part()
    for name, value in fields:
        message[name] = value
    charset = Charset("utf-8")
    charset.body_encoding = QP
    if not attached:
        message.set_payload(text, charset)
        return message.as_bytes()
    said = _part()
    said.set_payload(text, charset)
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = "multipart/mixed"
    for part in (said, *map(_file, attached)):
        message.attach(part)
    return message.as_bytes()


def _part() -> Message:
    return Message(policy=compat32.clone(linesep="\r\n", max_line_length=78))


def _file(attachment: Attachment) -> Message:
    part = _part()
    part["Content-Type"] = attachment.media_type
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    part.set_payload(attachment.data)
    encode_base64(part)
    return part


def _fields(reply: Reply, subject: str) -> list[tuple[str, str]]:
    sender = formataddr((Header(_line(reply.agency_name), "utf-8").encode(), reply.from_address))
    fields: list[tuple[str, str]] = [
        ("From", sender),
        ("To", reply.recipient),
        ("Subject", _subject(subject)),
        ("Date", format_datetime(reply.sent_at.astimezone(VIETNAM))),
        ("Message-ID", f"<{reply.message_id}>"),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    if reply.in_reply_to:
        chain = (*reply.references, reply.in_reply_to)
        known = tuple(dict.fromkeys(chain))[-MOST_REFERENCES:]
        fields += [
            ("In-Reply-To", f"<{reply.in_reply_to}>"),
            ("References", " ".join(f"<{reference}>" for reference in known)),
        ]
    return fields


def _filled(template: str, values: Mapping[str, str]) -> str:
    text = files("backend.mail").joinpath(f"templates/{template}.vi.txt").read_text("utf-8")
    return normalize("NFC", Template(text).substitute(values))


def _subject(text: str) -> str:
    return Header(text, "utf-8", header_name="Subject").encode()


def _line(text: str) -> str:
    """One line of NFC text: nothing that could begin a new header field."""
    return normalize("NFC", " ".join(text.split()))
