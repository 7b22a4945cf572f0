"""The watcher's task: positions with the facts, a server that is away, the order to stop."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from backend.correspondence import fact_queries
from backend.correspondence.watched_letters import WatchedLetter
from backend.errors import Unavailable
from backend.settings import Settings
from backend.worker.seams import WatchedLetters
from backend.worker.watching import Watcher, run_watching
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
        self._loop = asyncio.get_running_loop()

    def read(self, position: str, now: datetime) -> WatchedLetters:
        if self.away:
            self.away -= 1
            raise Unavailable("OSError")
        letters = [WatchedLetter(HEADER, MONDAY, 99)] if position == "1" else []
        return WatchedLetters(letters, {"": "1", "1": "2"}.get(position, position))

    def wait(self, stopped: Callable[[], bool]) -> None:
        self._loop.call_soon_threadsafe(self.waited.set)

    def close(self) -> None:
        self.closed = True


async def test_what_is_new_is_stored_with_its_position(office: Office) -> None:
    with ThreadPoolExecutor(1) as threads:
        watcher = Watcher(office.settings, office.database, office.clock, FakeFolder(), threads)

        assert [await watcher.read() for _ in range(3)] == [False, True, False]
    assert [letter.received_at for letter in await office.letters()] == [MONDAY]
    async with office.database.read() as session:
        standing = await fact_queries.position(session, "imap:test")
    assert standing is not None
    assert standing.position == "2"


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
