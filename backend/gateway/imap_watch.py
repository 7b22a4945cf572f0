"""Follows a folder of a mailbox over IMAP, for a webmail whose mail server cannot take the milter: headers only; of a
delivery report or read receipt its beginning too, where what it says stands before the letter it returns.

A folder is known by its UIDVALIDITY; what is new has a UID above the last one read (RFC 3501, section 2.3.1.1). The
first look reads nothing: letters from before are imported, never acknowledged. When the server renumbers a folder,
letters that arrived since the day before the last look are read again; whoever stores them knows them by Message-ID.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from backend.errors import Unavailable
from backend.mail.fields import read_header
from backend.mail.receipts import may_be_receipt

MOST_AT_ONCE = 200  # letters in one batch
HEADER_BYTES = 262_144  # of one letter; what comes after is not looked at
TIMEOUT = SocketTimeout(connect=15, read=60)
LOOK_EVERY_SECONDS = 2.0  # whether to stop, while the server is silent
IDLE_SECONDS = 540.0  # then IDLE is begun anew: routers forget silent connections (RFC 2177: 29 minutes at most)
POLL_SECONDS = 60.0  # where the server has no IDLE
_HEADER = f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>".encode()
_GIVEN = b"BODY[HEADER]<0>"
REPORT_BYTES = 65_536  # of one report (RFC 6522: the machine's part comes before the returned letter)
_REPORT = f"BODY.PEEK[]<0.{REPORT_BYTES}>".encode()
_REPORT_GIVEN = b"BODY[]<0>"
_T = TypeVar("_T")


class WatchFailed(Unavailable):
    """The server does not answer, or not as one; it may later. The text holds no address and no word of the server."""

    code = "imap_watch"


@dataclass(frozen=True, slots=True)
class Account:
    """`password_file` is read at each log-in."""

    host: str
    port: int
    tls: bool
    user: str
    password_file: Path


@dataclass(frozen=True, slots=True)
class FolderPosition:
    """Letters up to `uid` have been read. `looked_on`: the day of the last look (UTC)."""

    validity: int
    uid: int
    looked_on: date


@dataclass(frozen=True, slots=True)
class WatchedLetter:
    """`arrived_at`: INTERNALDATE, when the server stored it. `report`: the beginning of a letter that may be a receipt,
    b"" of every other."""

    header: bytes
    arrived_at: datetime
    size_bytes: int
    report: bytes = b""


@dataclass(frozen=True, slots=True)
class FolderBatch:
    """Letters in the order of the folder, and where the next read begins."""

    letters: tuple[WatchedLetter, ...]
    position: FolderPosition


class WatchedFolder:
    """One connection, made when it is needed. Blocks: call it in a thread of its own."""

    def __init__(
        self,
        account: Account,
        folder: str,
        log_in: "Callable[[Account], IMAPClient] | None" = None,
        *,
        reports: bool = True,
    ) -> None:
        """`reports`: whether receipts come to this folder."""
        self._account = account
        self._reports = reports
        self._log_in = log_in or logged_in
        self._folder = folder
        self._client: IMAPClient | None = None

    def read(self, position: FolderPosition | None, now: datetime) -> FolderBatch:
        """
        Raises:
            WatchFailed: and the connection is closed.
        """
        return self._tried(lambda client: self._read(client, position, now.astimezone(UTC).date()))

    def wait(self, stopped: Callable[[], bool]) -> None:
        """Return when the server says that something changed, when it is time for another look, or once `stopped`.

        Raises:
            WatchFailed: and the connection is closed.
        """
        self._tried(lambda client: _wait(client, stopped))

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.shutdown()

    def _tried(self, work: Callable[[IMAPClient], _T]) -> _T:
        try:
            if self._client is None:
                self._client = self._log_in(self._account)
            return work(self._client)
        except (IMAPClientError, OSError, ValueError, KeyError, TypeError) as error:  # the last three: no IMAP server
            self.close()
            raise WatchFailed(type(error).__name__) from error

    def _read(self, client: IMAPClient, position: FolderPosition | None, today: date) -> FolderBatch:
        """Selected anew each time: only that tells a renumbered folder."""
        selected = client.select_folder(self._folder, readonly=True)
        validity, next_uid = int(selected[b"UIDVALIDITY"]), int(selected[b"UIDNEXT"])
        if position is None:
            return FolderBatch((), FolderPosition(validity, next_uid - 1, today))
        if position.validity == validity:
            uids = client.search(["UID", f"{position.uid + 1}:*"]) if next_uid - 1 > position.uid else []
            last = position.uid
        else:
            uids = client.search(["SINCE", position.looked_on - timedelta(days=1)])
            last = 0
        fresh = sorted(uid for uid in uids if uid > last)[:MOST_AT_ONCE]
        reached = fresh[-1] if len(fresh) == MOST_AT_ONCE else max([next_uid - 1, *fresh])
        letters = _fetched(client, fresh)
        if self._reports:
            letters |= _with_reports(client, letters)
        return FolderBatch(tuple(letters.values()), FolderPosition(validity, reached, today))


def logged_in(account: Account) -> IMAPClient:
    context = ssl.create_default_context() if account.tls else None
    client = IMAPClient(account.host, account.port, ssl=account.tls, ssl_context=context, timeout=TIMEOUT)
    client.normalise_times = False  # else INTERNALDATE comes in this machine's zone, without saying so
    client.login(account.user, account.password_file.read_text("utf-8").rstrip("\r\n"))
    return client


def _fetched(client: IMAPClient, uids: list[int]) -> dict[int, WatchedLetter]:
    if not uids:
        return {}
    found = client.fetch(uids, [_HEADER, b"INTERNALDATE", b"RFC822.SIZE"])
    return {uid: _letter(found[uid]) for uid in uids if _GIVEN in found.get(uid, {})}  # some may be gone by now


def _with_reports(client: IMAPClient, letters: Mapping[int, WatchedLetter]) -> dict[int, WatchedLetter]:
    uids = [uid for uid, letter in letters.items() if may_be_receipt(read_header(letter.header))]
    found = client.fetch(uids, [_REPORT]) if uids else {}
    given = {uid: found.get(uid, {}).get(_REPORT_GIVEN) for uid in uids}
    return {uid: replace(letters[uid], report=report) for uid, report in given.items() if isinstance(report, bytes)}


def _letter(fetched: dict[bytes, Any]) -> WatchedLetter:
    arrived_at = fetched[b"INTERNALDATE"]
    if not isinstance(arrived_at, datetime) or arrived_at.tzinfo is None:
        raise ValueError("no INTERNALDATE")
    return WatchedLetter(fetched[_GIVEN], arrived_at.astimezone(UTC), int(fetched[b"RFC822.SIZE"]))


def _wait(client: IMAPClient, stopped: Callable[[], bool]) -> None:
    idles = client.has_capability("IDLE")
    until = time.monotonic() + (IDLE_SECONDS if idles else POLL_SECONDS)
    if not idles:
        while not stopped() and time.monotonic() < until:
            time.sleep(LOOK_EVERY_SECONDS)
        return
    client.idle()
    heard = False
    while not heard and not stopped() and time.monotonic() < until:
        heard = any(word[1:2] == (b"EXISTS",) for word in client.idle_check(timeout=LOOK_EVERY_SECONDS))
    client.idle_done()
