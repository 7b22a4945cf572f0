"""The watcher's task: positions with the facts, a server that is away, the order to stop."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select

from backend.correspondence import fact_queries
from backend.correspondence.models import Fact
from backend.correspondence.watched_letters import WatchedLetter
from backend.correspondence.watching import take_in_watched_letters
from backend.errors import Unavailable
from backend.settings import Settings
from backend.worker.seams import WatchedLetters
from backend.worker.shipping import sender_rules
from backend.worker.watching import News, Watcher, run_watching
from backend.worker_seams import watched_folders
from tests.unit.journal_lines import CITIZEN
from tests.unit.small_province import CLERK_BOX
from tests.unit.worker.conftest import MONDAY, Office

HEADER = f"Return-Path: <{CITIZEN}>\nFrom: {CITIZEN}\nMessage-ID: <1@mail.example>\n\n".encode()


class FakeFolder:
    """One letter after the first look; away as often as it is told."""

    name, mailbox, sent = "imap:test", CLERK_BOX, False

    def __init__(self, away: int = 0) -> None:
        self.away = away
        self.waited = asyncio.Event()
        self.closed = False
        self.is_over: Callable[[], bool] = lambda: True
        self._loop = asyncio.get_running_loop()

    def read(self, position: str, now: datetime) -> WatchedLetters:
        if self.away:
            self.away -= 1
            raise Unavailable("OSError")
        letters = [WatchedLetter(HEADER, MONDAY, 99)] if position == "1" else []
        return WatchedLetters(letters, {"": "1", "1": "2"}.get(position, position))

    def wait(self, stopped: Callable[[], bool]) -> None:
        self.is_over = stopped
        self._loop.call_soon_threadsafe(self.waited.set)

    def close(self) -> None:
        self.closed = True


async def test_what_is_new_is_stored_with_its_position(office: Office) -> None:
    with ThreadPoolExecutor(1) as threads:
        watcher = Watcher(office.settings, office.database, office.clock, FakeFolder(), threads, News())

        assert [await watcher.read() for _ in range(3)] == [False, True, False]
    assert [letter.received_at for letter in await office.letters()] == [MONDAY]
    async with office.database.read() as session:
        standing = await fact_queries.position(session, "imap:test")
    assert standing is not None
    assert standing.position == "2"


REPORT = (
    f"From: postmaster@may.example\nTo: {CLERK_BOX}\nMessage-ID: <bao@may.example>\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {CITIZEN}\n"
    "Action: failed\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <2@mail.example>\n\n--b--\n"
).encode()
SENT = f"From: {CLERK_BOX}\nTo: {CITIZEN}\nMessage-ID: <2@mail.example>\n\n".encode()


class FolderWithReport(FakeFolder):
    def read(self, position: str, now: datetime) -> WatchedLetters:
        batch = super().read(position, now)
        header = REPORT.partition(b"\n\n")[0] + b"\n\n"
        letters = [WatchedLetter(header, now, 99, {}, REPORT) for _ in batch.letters]
        return WatchedLetters(letters, batch.position)


async def test_a_report_that_is_read_before_the_letter_it_is_about_is_believed_later(office: Office) -> None:
    async def receipts() -> int:
        async with office.database.read() as session:
            return len((await session.scalars(select(Fact).where(Fact.kind == "receipt"))).all())

    with ThreadPoolExecutor(1) as threads:
        inbox = Watcher(office.settings, office.database, office.clock, FolderWithReport(), threads, News())
        assert [await inbox.read(), await inbox.read(), await receipts()] == [False, True, 0]
        async with office.database.write() as session:
            rules = await sender_rules(session, office.settings)
            sent = [WatchedLetter(SENT, office.clock.now(), 99)]
            await take_in_watched_letters(session, sent, CLERK_BOX, rules, sent=True)

        assert [await inbox.read(), await receipts()] == [False, 1]


class SentFolder(FakeFolder):
    name, sent = "imap:sent", True

    def read(self, position: str, now: datetime) -> WatchedLetters:
        batch = super().read(position, now)
        return WatchedLetters([WatchedLetter(SENT, now, 99) for _ in batch.letters], batch.position)


async def test_a_report_is_looked_at_again_as_soon_as_the_other_folder_brings_letters(office: Office) -> None:
    inbox_folder, news = FolderWithReport(), News()
    stop = asyncio.Event()
    with ThreadPoolExecutor(1) as threads:
        inbox = Watcher(office.settings, office.database, office.clock, inbox_folder, threads, news)
        sent = Watcher(office.settings, office.database, office.clock, SentFolder(), threads, news)
        assert [await inbox.read(), await inbox.read(), await inbox.read()] == [False, True, False]
        await inbox.wait(stop)
        assert not inbox_folder.is_over()

        assert [await sent.read(), await sent.read()] == [False, True]

        assert inbox_folder.is_over()
        assert not await inbox.read()
        await inbox.wait(stop)
        assert not inbox_folder.is_over()


async def test_a_server_that_is_away_is_tried_again_until_told_to_stop(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    folder, stop = FakeFolder(away=2), asyncio.Event()
    with caplog.at_level(logging.WARNING, "congvu.watch"):
        task = asyncio.create_task(run_watching(office.settings, office.database, office.clock, stop, [folder], 0.01))
        await asyncio.wait_for(folder.waited.wait(), 10)
        stop.set()
        await task

    assert folder.closed
    assert [record.getMessage() for record in caplog.records] == [
        "imap:test: OSError, again in 0 s",
        "imap:test: OSError, again in 0 s",
    ]


def test_each_watched_folder_has_a_position_of_its_own() -> None:
    watch = [
        {"mailbox": "A@x.vn", "host": "imap.x.vn", "user": "a", "password_file": "/p", "sent_folder": "Sent"},
        {"mailbox": "b@x.vn", "host": "imap.x.vn", "user": "b", "password_file": "/p"},
    ]
    folders = watched_folders(Settings.model_validate({"watch": watch}))

    assert [(one.mailbox, one.sent) for one in folders] == [("a@x.vn", False), ("b@x.vn", False), ("a@x.vn", True)]
    assert len({one.name for one in folders}) == 3
    assert max(len(one.name) for one in folders) <= 40


def test_a_password_does_not_go_over_the_network_in_clear() -> None:
    watched = {"mailbox": "a@x.vn", "host": "imap.x.vn", "user": "a", "password_file": "/p", "tls": False}

    with pytest.raises(ValueError, match="only with tls = true"):
        Settings.model_validate({"watch": [watched]})
