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
    recipient: str,
    subject: str,
    text: str = "Kính gửi Quý cơ quan,\n\nXin gửi thư này.\n",
    *,
    attachments: Sequence[Path] = (),
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A letter of this moment with a Message-ID of its own."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message["Date"] = format_datetime(datetime.now(VIETNAM))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    for file in attachments:
        maintype, _, subtype = (guess_type(file.name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(file.read_bytes(), maintype=maintype, subtype=subtype, filename=file.name)
    return message
