"""A day for `soak`: letters are handed over when their time has come, while people look up, open and store mail.

The day is compressed evenly, so that its busiest hour is far above what two processors can do: what comes faster than
the mail server takes it waits with its sender, as it would anywhere, and where it is told to come again it does.
"""

import asyncio
import random
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError

import aiosmtplib
import orjson
from imapclient import IMAPClient

from backend.clock import SystemClock
from benchmarks.http_client import HttpClient, post
from benchmarks.soak_letters import DAY_SECONDS, Letter, Writer
from benchmarks.soak_servers import Reader, Servers
from deploy.demo.layout import LOOPBACK
from deploy.demo.people import PASSWORD

LETTERS_A_SECOND = 45.0  # on the average of the compressed day
CLIENTS = 12
SMTP_SECONDS, AGAIN_SECONDS = 120.0, 3.0
READ_EVERY, PAGE_EVERY = 0.5, 40  # seconds; of so many questions one is for the dashboard
OPEN_EVERY, OPENED_AT_ONCE, STORE_EVERY = 1.0, 20, 10
OPERATIONS = Path(__file__).parents[1] / "backend" / "graphql" / "operations.json"
SEARCHED = ("so y te", "nguyen thi ha", "phuong", "van thu", "0208")


@dataclass(slots=True)
class Course:
    """What happened: the mail server's last word on each letter, and how often it said to come again; questions
    answered, letters opened and stored in mailboxes; what went wrong."""

    codes: dict[int, int] = field(default_factory=dict)
    postponed: int = 0
    done: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)

    def tell_apart(self, what: str, error: Exception) -> None:
        code = f" {error.code}" if isinstance(error, HTTPError) else ""
        self.troubles[f"{what}: {type(error).__name__}{code}"] += 1


def send_all(servers: Servers, letters: Sequence[Letter], writer: Writer, course: Course) -> None:
    """Return when every letter has an answer that stands."""
    asyncio.run(_send_all(servers, letters, writer, course))


async def _send_all(servers: Servers, letters: Sequence[Letter], writer: Writer, course: Course) -> None:
    began, length = time.monotonic(), len(letters) / LETTERS_A_SECOND
    waiting = iter(letters)

    async def client() -> None:
        for letter in waiting:
            due = began + letter.at / DAY_SECONDS * length
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            message = writer.message_of(letter, SystemClock().now())
            while (code := await _handed_over(servers, letter, message, course)) // 100 == 4:
                course.postponed += 1
                await asyncio.sleep(AGAIN_SECONDS)
            course.codes[letter.number] = code

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


async def _handed_over(servers: Servers, letter: Letter, message: bytes, course: Course) -> int:
    """The server's last word; 400 for a connection that fails before it, which is noted."""
    ports = servers.layout.ports
    port = ports.submission if letter.is_submitted else ports.smtp
    try:
        async with aiosmtplib.SMTP(
            hostname=LOOPBACK, port=port, start_tls=False, timeout=SMTP_SECONDS, local_hostname="thu.example"
        ) as connection:
            if letter.is_submitted:
                await connection.login(letter.sender, PASSWORD)
            await connection.sendmail(letter.envelope_sender, [letter.recipient], message)
            return 250
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return refused.recipients[0].code
    except aiosmtplib.SMTPResponseException as refused:
        return refused.code
    except (aiosmtplib.SMTPException, OSError) as error:
        course.tell_apart("SMTP", error)
        return 400


class People:
    """Those who ask and read while letters come, until `stop`."""

    def __init__(self, servers: Servers, course: Course) -> None:
        self._servers, self._course = servers, course
        self._ending = threading.Event()
        work = [(self._ask, reader) for reader in servers.readers] + [(self._open_mail, None)]
        self._threads = [threading.Thread(target=target, args=(given,), daemon=True) for target, given in work]

    def __enter__(self) -> "People":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, reader: Reader) -> None:
        questions = _questions(list(self._servers.agencies)[:20])
        number = 0
        while not self._ending.wait(READ_EVERY):
            number += 1
            try:
                if number % PAGE_EVERY == 0:
                    self._look_at_figures(reader)
                    self._course.done["dashboards"] += 1
                    continue
                path, body = questions[number % len(questions)]
                answer = orjson.loads(self._answer(post(path, reader.bearer, body)))
                if answer.get("errors"):
                    raise ValueError("the answer holds errors")
                self._course.done["questions"] += 1
            except (OSError, ValueError) as error:
                self._course.tell_apart("HTTP", error)

    def _answer(self, question: bytes) -> bytes:
        """On a connection of its own: the server ends one that was idle while a dashboard was drawn."""
        client = HttpClient(self._servers.layout.ports.backend)
        try:
            return client.ask(question)
        finally:
            client.close()

    def _look_at_figures(self, reader: Reader) -> None:
        address = f"{self._servers.layout.backend_url}/bang-dieu-hanh"
        request = urllib.request.Request(address, headers={"Cookie": f"congvu={reader.cookie}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            if b"data-about" not in answer.read():
                raise ValueError("the page shows no figures")

    def _open_mail(self, _: None) -> None:
        chance, number = random.Random(1), 0
        boxes = list(self._servers.agencies)
        while not self._ending.wait(OPEN_EVERY):
            number += 1
            try:
                with IMAPClient(LOOPBACK, self._servers.layout.ports.imap, ssl=False) as client:
                    login = chance.choice(boxes)
                    client.login(login, PASSWORD)
                    self._open_letters(client)
                    if number % STORE_EVERY == 0:
                        client.append("Drafts", _note(login, number), flags=[b"\\Seen", b"\\Draft"])
                        self._course.done["drafts stored"] += 1
            except (IMAPClient.Error, OSError) as error:
                self._course.tell_apart("IMAP", error)

    def _open_letters(self, client: IMAPClient) -> None:
        client.select_folder("INBOX")
        unseen = client.search("UNSEEN")[:OPENED_AT_ONCE]
        if unseen:
            client.add_flags(unseen, [b"\\Seen"])
            self._course.done["letters opened"] += len(unseen)


def _questions(addresses: Sequence[str]) -> list[tuple[str, Mapping[str, object]]]:
    operations = orjson.loads(OPERATIONS.read_bytes())
    by_name = {one["name"]: key for key, one in operations.items()}
    search: Callable[[str], Mapping[str, object]] = lambda text: {  # noqa: E731
        "id": by_name["DirectorySearch"],
        "variables": {"text": text, "first": 10},
    }
    check = {"id": by_name["CheckRecipients"], "variables": {"addresses": list(addresses)}}
    return [("/graphql", check), *(("/graphql", search(text)) for text in SEARCHED)]


def _note(login: str, number: int) -> bytes:
    return f"From: {login}\r\nSubject: Thu nhap\r\nMessage-ID: <nhap-{number}@{login}>\r\n\r\nDang viet.\r\n".encode()
