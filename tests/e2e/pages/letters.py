"""Makes letters as mail programs send them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from mimetypes import guess_type
from pathlib import Path

VIETNAM = timezone(timedelta(hours=7))


def letter(
    sender: str,
    recipients: str | Sequence[str],
    subject: str,
    text: str = "Kính gửi Quý cơ quan,\n\nXin gửi thư này.\n",
    *,
    attachments: Sequence[Path] = (),
    names: Mapping[Path, str] | None = None,
    headers: Mapping[str, str] | None = None,
    sent_at: datetime | None = None,
) -> EmailMessage:
    """A letter with a Message-ID of its own. `names` renames attachments; `sent_at` is aware, now by default."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipients if isinstance(recipients, str) else ", ".join(recipients)
    message["Subject"] = subject
    message["Date"] = format_datetime(sent_at or datetime.now(VIETNAM))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    for file in attachments:
        name = (names or {}).get(file, file.name)
        maintype, _, subtype = (guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(file.read_bytes(), maintype=maintype, subtype=subtype, filename=name)
    return message


def message_id(message: EmailMessage) -> str:
    """Without the angle brackets."""
    return str(message["Message-ID"]).strip().strip("<>")
