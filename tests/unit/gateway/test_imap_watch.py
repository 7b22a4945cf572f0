"""Following an IMAP folder: only what is new, only its header, over renumbering and broken connections."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.gateway.imap_watch import Account, FolderPosition, WatchedFolder, WatchFailed

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)
ACCOUNT = Account("imap.example", 993, True, "hop@example.vn", Path("/nowhere"))


class FakeServer:
    """A folder as a server keeps it. It is its own client: `connections` counts log-ins."""

    def __init__(self) -> None:
        self.validity, self.next_uid = 7, 1
        self.stored: dict[int, datetime] = {}
        self.headers: dict[int, bytes] = {}
        self.connections = 0
        self.asked: list[object] = []
        self.broken = False
        self.news: list[tuple[int, bytes]] = []
        self.idles = True

    def put(self, at: datetime = NOW, header: bytes = b"") -> None:
        self.stored[self.next_uid] = at
        self.headers[self.next_uid] = header
        self.next_uid += 1

    def log_in(self, account: Account) -> Any:
        assert account == ACCOUNT
        self.connections += 1
        return self

    def shutdown(self) -> None:
        self.broken = False

    def select_folder(self, folder: str, readonly: bool) -> dict[bytes, int]:
        assert (folder, readonly) == ("INBOX", True)
        if self.broken:
            raise OSError("connection lost")
        return {b"UIDVALIDITY": self.validity, b"UIDNEXT": self.next_uid}

    def search(self, criteria: Sequence[object]) -> list[int]:
        word, value = criteria
        if word == "SINCE":
            assert isinstance(value, date)
            return [uid for uid, at in self.stored.items() if at.date() >= value]
        first = int(str(value).partition(":")[0])
        return [uid for uid in self.stored if uid >= first] or [max(self.stored)]  # "*" is always the last

    def fetch(self, uids: Sequence[int], items: Sequence[bytes]) -> dict[int, dict[bytes, object]]:
        self.asked += items
        if items == [b"BODY.PEEK[]<0.65536>"]:
            return {uid: {b"BODY[]<0>": b"report %d" % uid} for uid in uids}
        return {
            uid: {
                b"BODY[HEADER]<0>": b"Message-ID: <%d@x>\r\n%s\r\n" % (uid, self.headers[uid]),
                b"INTERNALDATE": self.stored[uid],
                b"RFC822.SIZE": 99,
            }
            for uid in uids
        }

    def has_capability(self, name: str) -> bool:
        return self.idles

    def idle(self) -> None:
        self.asked.append("IDLE")

    def idle_check(self, timeout: float) -> list[tuple[int, bytes]]:
        return [self.news.pop(0)] if self.news else []

    def idle_done(self) -> None:
        self.asked.append("DONE")


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def folder(server: FakeServer) -> WatchedFolder:
    return WatchedFolder(ACCOUNT, "INBOX", server.log_in)


def headers(folder: WatchedFolder, position: FolderPosition | None) -> tuple[list[bytes], FolderPosition]:
    batch = folder.read(position, NOW)
    return [letter.header.partition(b"\r")[0] for letter in batch.letters], batch.position


def test_the_first_look_reads_nothing_and_then_only_what_is_new(server: FakeServer, folder: WatchedFolder) -> None:
    server.put()
    server.put()
    first, position = headers(folder, None)
    assert (first, position) == ([], FolderPosition(7, 2, TODAY))

    assert headers(folder, position) == ([], position)
    server.put()
    assert headers(folder, position) == ([b"Message-ID: <3@x>"], FolderPosition(7, 3, TODAY))


def test_nothing_but_header_moment_and_size_is_asked_for(server: FakeServer, folder: WatchedFolder) -> None:
    server.put()
    [letter] = folder.read(FolderPosition(7, 0, TODAY), NOW).letters

    assert (letter.arrived_at, letter.size_bytes) == (NOW, 99)
    assert server.asked == [b"BODY.PEEK[HEADER]<0.262144>", b"INTERNALDATE", b"RFC822.SIZE"]


REPORT = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
BOUNCE = b"From: MAILER-DAEMON@may.example\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\n"
VACATION = b"From: dan@may.example\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n"


def test_only_of_what_may_be_a_receipt_the_beginning_is_read_too(server: FakeServer, folder: WatchedFolder) -> None:
    for header in (b"", REPORT, VACATION, BOUNCE):
        server.put(header=header)
    letters = folder.read(FolderPosition(7, 0, TODAY), NOW).letters

    assert [letter.report for letter in letters] == [b"", b"report 2", b"", b"report 4"]


def test_of_sent_mail_nothing_but_headers_is_read(server: FakeServer) -> None:
    server.put(header=REPORT)
    sent = WatchedFolder(ACCOUNT, "INBOX", server.log_in, reports=False)
    [letter] = sent.read(FolderPosition(7, 0, TODAY), NOW).letters

    assert letter.report == b""
    assert b"BODY.PEEK[]<0.65536>" not in server.asked


def test_a_renumbered_folder_is_read_again_from_the_day_before_the_last_look(
    server: FakeServer, folder: WatchedFolder
) -> None:
    for day in (20, 26, 27):
        server.put(datetime(2026, 11, day, 12, 0, tzinfo=UTC))
    server.validity = 8

    found, position = headers(folder, FolderPosition(7, 900, TODAY))
    assert found == [b"Message-ID: <2@x>", b"Message-ID: <3@x>"]
    assert position == FolderPosition(8, 3, TODAY)


def test_many_letters_come_in_portions_without_a_gap(server: FakeServer, folder: WatchedFolder) -> None:
    for _ in range(450):
        server.put()
    position, found = FolderPosition(7, 0, TODAY), []
    for _ in range(4):
        portion, position = headers(folder, position)
        found.append(len(portion))

    assert found == [200, 200, 50, 0]


def test_a_lost_connection_is_said_without_the_servers_words_and_made_anew(
    server: FakeServer, folder: WatchedFolder
) -> None:
    _, position = headers(folder, None)
    server.broken = True
    with pytest.raises(WatchFailed) as failed:
        folder.read(position, NOW)

    assert failed.value.message == "OSError"
    assert headers(folder, position) == ([], position)
    assert server.connections == 2


def test_a_password_file_that_is_not_there_is_a_server_that_does_not_answer() -> None:
    with pytest.raises(WatchFailed):
        WatchedFolder(Account("127.0.0.1", 9, False, "hop", Path("/nowhere")), "INBOX").read(None, NOW)


def test_waiting_ends_with_a_new_letter_and_leaves_idle(server: FakeServer, folder: WatchedFolder) -> None:
    server.news = [(1, b"RECENT"), (3, b"EXISTS"), (4, b"EXISTS")]
    folder.wait(lambda: False)

    assert server.asked == ["IDLE", "DONE"]
    assert server.news == [(4, b"EXISTS")]


def test_waiting_ends_when_told_whether_or_not_the_server_idles(server: FakeServer, folder: WatchedFolder) -> None:
    folder.wait(lambda: True)
    server.idles = False
    folder.wait(lambda: True)

    assert server.asked == ["IDLE", "DONE"]
