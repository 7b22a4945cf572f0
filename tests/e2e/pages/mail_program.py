"""A desktop mail program and a server outside the province, over SMTP; what arrived, over IMAP."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from imapclient import IMAPClient

from deploy.demo.layout import LOOPBACK
from deploy.demo.people import PASSWORD
from tests.e2e.pages.running_stack import RunningStack
from tests.e2e.pages.waiting import WITHIN_SECONDS, eventually

SMTP_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Reply:
    """The server's last word on a message. 250: taken; 4xx: come again; 5xx: refused."""

    code: int
    text: str


def submit(stack: RunningStack, login: str, message: EmailMessage, recipients: Sequence[str] | None = None) -> Reply:
    """Send as `login` over the submission port, as a desktop mail program does."""
    with smtplib.SMTP(LOOPBACK, stack.layout.ports.submission, timeout=SMTP_TIMEOUT_SECONDS) as connection:
        connection.login(login, PASSWORD)
        return _hand_over(connection, login, recipients or _addressees(message), message)


def send_from_outside(
    stack: RunningStack, message: EmailMessage, *, sender: str | None = None, recipients: Sequence[str] | None = None
) -> Reply:
    """Hand a message to the province's server as another server does; `sender` is the envelope's, "" the null one."""
    envelope = str(message["From"]) if sender is None else sender
    with smtplib.SMTP(LOOPBACK, stack.layout.ports.smtp, timeout=SMTP_TIMEOUT_SECONDS) as connection:
        return _hand_over(connection, envelope, recipients or _addressees(message), message)


class Mailbox:
    """One mailbox over IMAP."""

    def __init__(self, stack: RunningStack, address: str) -> None:
        self._port = stack.layout.ports.imap
        self._address = address

    def messages(self, folder: str = "INBOX") -> list[EmailMessage]:
        """Everything in a folder, in the order of arrival; nothing without such a folder. Marks nothing as read."""
        with IMAPClient(LOOPBACK, self._port, ssl=False) as imap:
            imap.login(self._address, PASSWORD)
            if not imap.folder_exists(folder):
                return []
            imap.select_folder(folder, readonly=True)
            fetched = imap.fetch(imap.search(), ["BODY.PEEK[]"])
        raws = (fetched[number][b"BODY[]"] for number in sorted(fetched))
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]

    def about(self, subject: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Those with this text in their subject."""
        return [message for message in self.messages(folder) if subject in str(message["Subject"])]

    def wait_for(self, subject: str, folder: str = "INBOX", within_seconds: float = WITHIN_SECONDS) -> EmailMessage:
        """The first message with this text in its subject."""
        return eventually(lambda: self.about(subject, folder), f"a letter in {self._address}", within_seconds)[0]

    def is_empty_of(self, subject: str) -> bool:
        return not self.about(subject)

    def use_sieve(self, stack: RunningStack, script: str) -> None:
        """Give the mailbox a Sieve script, for example an out-of-office note."""
        local, _, domain = self._address.rpartition("@")
        self.messages()  # the first log-in makes the mailbox
        file = stack.layout.home / "mail" / domain / local / ".dovecot.sieve"
        file.write_text(script, "utf-8")
        file.chmod(0o644)


def wait_until_queue_is_empty(stack: RunningStack) -> None:
    """Return when Postfix has delivered, bounced or refused everything it had taken; deferred mail counts as work."""
    queue = stack.layout.home / "postfix" / "spool"
    folders = [queue / name for name in ("maildrop", "incoming", "active", "deferred")]

    def is_empty() -> bool:
        return not any(file.is_file() for folder in folders for file in folder.rglob("*"))

    eventually(is_empty, "an empty mail queue")


def _addressees(message: EmailMessage) -> list[str]:
    fields = [str(message[name]) for name in ("To", "Cc", "Bcc") if message[name]]
    return [address for _, address in getaddresses(fields)]


def _hand_over(connection: smtplib.SMTP, sender: str, recipients: Sequence[str], message: EmailMessage) -> Reply:
    connection.ehlo_or_helo_if_needed()
    replies = [connection.mail(sender), *(connection.rcpt(recipient) for recipient in recipients)]
    refused = next((reply for reply in replies if reply[0] >= 400), None)
    code, text = refused or connection.data(message.as_bytes(policy=policy.SMTP))
    return Reply(code, text.decode("utf-8", "replace"))
