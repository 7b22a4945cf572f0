"""Sends the letters at a steady rate; as other servers do, it comes again where it is told to."""

import queue
import random
import smtplib
import threading
import time
from datetime import UTC, datetime

from deploy.postfix.private_postfix import PASSWORD
from tests.chaos.ledger import Attempt, Fate, Ledger
from tests.chaos.letters import Letter, message_of
from tests.chaos.mail_servers import SERVERS, SMTP, SUBMITTING
from tests.chaos.network import address

CLIENTS = 8
TIMEOUT_SECONDS = 60.0
AGAIN_SECONDS = (2.0, 6.0)
_Due = tuple[float, int, int, Letter]  # when, number, attempts before, letter


class Sending:
    def __init__(self, ledger: Ledger, canary: str, rate: float) -> None:
        self._ledger = ledger
        self._canary = canary
        self._rate = rate
        self._due: queue.PriorityQueue[_Due] = queue.PriorityQueue()
        self._begun, self._settled, self._last = 0, 0, len(ledger.letters)
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(CLIENTS)]

    def start(self) -> None:
        began = time.monotonic()
        for letter in self._ledger.letters:
            self._due.put((began + letter.number / self._rate, letter.number, 0, letter))
        for thread in self._threads:
            thread.start()

    def end_after(self, least: int) -> None:
        """Begin no more letters than this many, or than have been begun; what is not begun is of this run no more."""
        with self._lock:
            self._last = min(self._last, max(least, self._begun))
            self._ledger.forget_after(self._last)

    def is_done(self) -> bool:
        """Every letter has an answer that stands."""
        return self._settled == self._last

    def stop(self) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        chance = random.Random(threading.get_ident())
        while not self._ending.is_set():
            try:
                due, number, tried, letter = self._due.get(timeout=0.5)
            except queue.Empty:
                continue
            if self._ending.wait(max(0.0, due - time.monotonic())):
                return
            with self._lock:
                if number > self._last:
                    continue
                self._begun = max(self._begun, number)
            server = SERVERS[(number + tried) % len(SERVERS)]
            if self._attempt(letter, server) is Fate.UNSENT:
                self._due.put((time.monotonic() + chance.uniform(*AGAIN_SECONDS), number, tried + 1, letter))
            else:
                with self._lock:
                    self._settled += 1

    def _attempt(self, letter: Letter, server: str) -> Fate:
        began = time.monotonic()
        code, fate = _handed_over(letter, server, message_of(letter, datetime.now(UTC), self._canary))
        self._ledger.note(letter, Attempt(began, server, code), fate)
        return fate


def _handed_over(letter: Letter, server: str, message: bytes) -> tuple[int, Fate]:
    """The server's last word (0: none), and what it means."""
    port = SUBMITTING if letter.is_submitted else SMTP
    try:
        with smtplib.SMTP(address(server), port, timeout=TIMEOUT_SECONDS, local_hostname="desk.example") as connection:
            if letter.is_submitted:
                connection.login(letter.sender, PASSWORD)
            connection.ehlo_or_helo_if_needed()
            for command, whom in ((connection.mail, letter.sender), (connection.rcpt, letter.recipient)):
                code = command(whom)[0]
                if code >= 400:  # what comes after it would be refused for good: out of turn
                    return code, _fate(code)
            try:
                code = connection.data(message)[0]
            except smtplib.SMTPDataError as refused:
                code = int(refused.smtp_code)
            except (OSError, smtplib.SMTPServerDisconnected):
                return 0, Fate.IN_DOUBT
            return code, _fate(code)
    except smtplib.SMTPResponseException as refused:
        return int(refused.smtp_code), _fate(int(refused.smtp_code))
    except (OSError, smtplib.SMTPException):
        return 0, Fate.UNSENT


def _fate(code: int) -> Fate:
    return Fate.REFUSED if code >= 500 else Fate.UNSENT if code >= 400 else Fate.ACCEPTED
