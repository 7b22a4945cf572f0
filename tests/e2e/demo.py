"""The running demo as the stories see it: its mail servers, its backend's processes, what it stored and logged."""

import json
import os
import shutil
import smtplib
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar

from imapclient import IMAPClient

from deploy.demo.backend import ALL_ROLES, Backend, stop_role
from deploy.demo.layout import LOOPBACK, PORTS_RESERVED, Layout, Ports
from deploy.demo.people import PASSWORD
from deploy.demo.ports import busy_ports
from deploy.demo.stack import Stack
from tests.e2e.file_content import holds

CLERK, FINANCE, COMMUNE = "sokhcn@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn", "phuluong@thainguyen.gov.vn"
HEAD, OTHER_HEAD = "giamdoc.sokhcn@thainguyen.gov.vn", "giamdoc.sotaichinh@thainguyen.gov.vn"
CITIZEN = "congdan@nguoidan.example"
FIRST_BASE, LAST_BASE = 27_000, 29_980
PATIENCE_SECONDS = 90.0  # two demos share a machine: only what never comes is waited for so long
PATIENCE_MILLISECONDS = 60_000  # with a page
LOOK_AGAIN_SECONDS = 0.1
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reply:
    """The mail server's last word on a letter. 250: taken; 4xx: come again; 5xx: refused."""

    code: int
    text: str


def wait_for(look: Callable[[], Value], what: str, seconds: float = PATIENCE_SECONDS) -> Value:
    """Look until there is something (neither None, False nor empty); raises AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(LOOK_AGAIN_SECONDS)
    return seen


def free_layout() -> Layout:
    """A folder that the demo's user may enter, and twenty ports that nobody has."""
    home = Path(tempfile.mkdtemp(prefix="congvu-e2e-"))
    home.chmod(0o755)
    return Layout(home, free_ports())


def story_bases() -> Iterator[int]:
    """Round and round: what was given out comes last. Two processes of one run share none, and two runs at the same
    moment begin at different places."""
    process, of = os.environ.get("PYTEST_XDIST_WORKER", "gw0"), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    own = range(FIRST_BASE, LAST_BASE, PORTS_RESERVED)[int(process.removeprefix("gw")) % of :: of]
    begin = os.getpid() % len(own)
    return cycle((*own[begin:], *own[:begin]))


BASES = story_bases()


def free_ports() -> Ports:
    return Ports(next(base for base in BASES if not busy_ports(Ports(base).reserved)))


class Demo:
    """One demo on ports of its own."""

    def __init__(self) -> None:
        self.layout = free_layout()
        self.stack = Stack(self.layout)

    def up(self) -> None:
        self.backend: Backend = self.stack.up()

    def down(self) -> None:
        self.stack.reset()

    def submit(self, message: EmailMessage, login: str = CLERK) -> Reply:
        """Send as a desktop mail program does: signed in, over the submission port."""
        return _submit(self.layout.ports.submission, login, message)

    def submit_outside(self, message: EmailMessage, login: str = CITIZEN) -> Reply:
        """Hand to the provider of citizens and businesses, which passes it on, again and again if it must."""
        return _submit(self.layout.ports.outside_submission, login, message)

    def arrive(self, message: EmailMessage, sender: str | None = None) -> Reply:
        """Hand over as another province's server does; `sender` is the envelope's, "" the null one."""
        with smtplib.SMTP(LOOPBACK, self.layout.ports.smtp, timeout=90) as connection:
            return _hand_over(connection, str(message["From"]) if sender is None else sender, message)

    @contextmanager
    def imap(self, address: str) -> Iterator[IMAPClient]:
        with IMAPClient(LOOPBACK, self.layout.ports.imap, ssl=False) as client:
            client.login(address, PASSWORD)
            yield client

    def letters(self, address: str, subject: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Letters of a folder with this text in their subject, in the order of arrival; nothing is marked as read."""
        with self.imap(address) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
        raws = (fetched[number][b"BODY[]"] for number in sorted(fetched))
        messages = (message_from_bytes(raw, policy=policy.default) for raw in raws)
        return [message for message in messages if subject in str(message["Subject"])]

    def lay_in_mailbox(self, address: str, message: EmailMessage) -> None:
        """As mail from before the product was installed: no client stores it and no server delivers it."""
        with self.imap(address) as client:
            client.select_folder("INBOX", readonly=True)  # the first look makes the mailbox
        local, _, domain = address.rpartition("@")
        folder = self.layout.home / "mail" / domain / local / "Maildir"
        file = folder / "tmp" / f"{time.time_ns()}.before"
        file.write_bytes(message.as_bytes(policy=policy.SMTP))
        shutil.chown(file, "mail", "mail")
        file.rename(folder / "new" / file.name)

    def wait_for_letter(self, address: str, subject: str) -> EmailMessage:
        return wait_for(lambda: self.letters(address, subject), f"a letter in {address}")[0]

    def wait_until_queue_is_empty(self) -> None:
        """Return when Postfix has delivered, bounced or refused everything it had taken; deferred mail counts."""
        folders = [self.layout.home / "postfix" / "spool" / name for name in ("incoming", "active", "deferred")]
        wait_for(
            lambda: not any(file.is_file() for folder in folders for file in folder.rglob("*")), "an empty mail queue"
        )

    def use_sieve(self, address: str, script: str) -> None:
        """Give a mailbox a Sieve script, for example an out-of-office note."""
        with self.imap(address) as client:
            client.select_folder("INBOX", readonly=True)  # the first look makes the mailbox
            local, _, domain = address.rpartition("@")
        file = self.layout.home / "mail" / domain / local / ".dovecot.sieve"
        file.write_text(script, "utf-8")
        file.chmod(0o644)

    def congvu(self, *words: str) -> str:
        """Run `congvu …` with the demo's settings, as the user of the backend; what it printed."""
        return self.backend.command(*words)

    def readable(self, file: Path) -> Path:
        """A copy where the backend's user may read it: not in a test's temporary folder."""
        copy = self.layout.home / "province" / file.name
        copy.write_bytes(file.read_bytes())
        copy.chmod(0o644)
        return copy

    @contextmanager
    def processes(self, *roles: str) -> Iterator[None]:
        """Run the backend as these processes ("milter", "web,worker"), and as one again afterwards."""
        self.stop(*ALL_ROLES)
        try:
            self.start(*roles)
            yield
        finally:
            self.stop(*roles)
            self.start(*ALL_ROLES)

    def start(self, *roles: str) -> None:
        for one in roles:
            self.backend.start_role(one, self.stack.record)

    def stop(self, *roles: str, at_once: bool = False) -> None:
        """`at_once` kills the process with its extractors, as a crash would."""
        for one in roles:
            stop_role(one, self.stack.record, at_once=at_once)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """What the backend's database holds, read from beside it; columns by name."""
        connection = sqlite3.connect(f"file:{self.layout.state / 'congvu.db'}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return list(connection.execute(query, tuple(values)))
        finally:
            connection.close()

    def journal(self) -> list[dict[str, Any]]:
        """Every record of the milter's journal, in order."""
        segments = sorted((self.layout.state / "journal").glob("*.jsonl"))
        lines = (line for segment in segments for line in segment.read_text("utf-8").splitlines())
        return [record for line in lines if line.strip() and (record := json.loads(line))["kind"] != "segment"]

    def files_that_hold(self, text: str) -> list[Path]:
        """Where a text stands in what the product keeps and logs; not in the mail itself."""
        files = [file for folder in (self.layout.state, self.layout.log) for file in folder.rglob("*")]
        return [file for file in files if file.is_file() and holds(file, text)]


def _submit(port: int, login: str, message: EmailMessage) -> Reply:
    """A log-in that is put off is the last word too."""
    with smtplib.SMTP(LOOPBACK, port, timeout=90) as connection:
        try:
            connection.login(login, PASSWORD)
        except smtplib.SMTPAuthenticationError as refused:
            return _reply(refused.smtp_code, refused.smtp_error)
        return _hand_over(connection, login, message)


def _hand_over(connection: smtplib.SMTP, sender: str, message: EmailMessage) -> Reply:
    connection.ehlo_or_helo_if_needed()
    fields = (message[name] for name in ("To", "Cc", "Bcc") if message[name])
    recipients = [address.addr_spec for field in fields for address in field.addresses]
    replies = [connection.mail(sender), *(connection.rcpt(recipient) for recipient in recipients)]
    refused = next((reply for reply in replies if reply[0] >= 400), None)
    code, text = refused or connection.data(message.as_bytes(policy=policy.SMTP))
    return _reply(code, text)


def _reply(code: int, text: bytes | str) -> Reply:
    return Reply(code, text if isinstance(text, str) else text.decode("utf-8", "replace"))
