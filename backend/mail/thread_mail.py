"""One mail as threading and the search for its answer need it, read from its header section alone."""

import re
from dataclasses import dataclass
from datetime import datetime

from backend.mail.fields import LONGEST_VALUE, without_comments
from backend.mail.line_ends import with_unix_ends
from backend.mail.message import addresses, moment
from backend.mail.thread_ids import thread_ids

_FIELD = re.compile(
    rb"^(message-id|in-reply-to|references|from|date)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE
)
_HIDDEN_AT = re.compile(r"\s+at\s+")  # list archives hide addresses: "binh at example.vn (Binh)"


@dataclass(frozen=True, slots=True)
class ThreadMail:
    """`message_id` without <>; `named`: ids of In-Reply-To and of References, in order; `author` is the From address
    in lower case, "" when there is none; `sent_at` in UTC; `header` the raw header section."""

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    author: str
    sent_at: datetime | None
    header: bytes


def thread_mail(header: bytes) -> ThreadMail | None:
    """None for a mail without a usable Message-ID: nothing can name it, and it cannot be named in an answer."""
    header = with_unix_ends(header)
    fields: dict[bytes, str] = {}
    for match in _FIELD.finditer(header):
        name, value = match[1].lower(), match[2][:LONGEST_VALUE].decode("utf-8", "replace").strip()
        if name in (b"in-reply-to", b"references"):
            fields[name] = f"{fields.get(name, '')} {value}"
        else:
            fields.setdefault(name, value)
    ids = thread_ids(fields.get(b"message-id", ""))
    if not ids:
        return None
    return ThreadMail(
        message_id=ids[0],
        in_reply_to=tuple(thread_ids(fields.get(b"in-reply-to", ""))),
        references=tuple(thread_ids(fields.get(b"references", ""))),
        author=author_of(fields.get(b"from", "")),
        sent_at=moment(fields.get(b"date", "")),
        header=header,
    )


def author_of(value: str) -> str:
    if found := addresses(value):
        return found[0]
    shown = _HIDDEN_AT.sub("@", without_comments(value).replace("<", " ").replace(">", " ").strip())
    return " ".join(shown.lower().split())
