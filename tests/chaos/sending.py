"""Sends the letters at a steady rate; as other servers do, it comes again where it is told to."""

import queue
import random
import smtplib
import threading
import time
from collections.abc import Sequence
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
        self._left = len(ledger.letters)
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(CLIENTS)]

    def start(self) -> None:
        began = time.monotonic()
        for letter in self._ledger.letters:
            self._due.put((began + letter.number / self._rate, letter.number, 0, letter))
        for thread in self._threads:
            thread.start()

    def is_done(self) -> bool:
        """Every letter has an answer that stands."""
        return self._left == 0

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
            server = SERVERS[(number + tried) % len(SERVERS)]
            if self._attempt(letter, server) is Fate.UNSENT:
                self._due.put((time.monotonic() + chance.uniform(*AGAIN_SECONDS), number, tried + 1, letter))
            else:
                with self._lock:
                    self._left -= 1

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
            codes = [connection.mail(letter.sender)[0], connection.rcpt(letter.recipient)[0]]
            if max(codes) >= 400:
                return max(codes), _fate(codes)
            try:
                code = connection.data(message)[0]
            except smtplib.SMTPDataError as refused:
                code = int(refused.smtp_code)
            except (OSError, smtplib.SMTPServerDisconnected):
                return 0, Fate.IN_DOUBT
            return code, _fate([code])
    except smtplib.SMTPResponseException as refused:
        return int(refused.smtp_code), _fate([int(refused.smtp_code)])
    except (OSError, smtplib.SMTPException):
        return 0, Fate.UNSENT


def _fate(codes: Sequence[int]) -> Fate:
    worst = max(codes)
    return Fate.REFUSED if worst >= 500 else Fate.UNSENT if worst >= 400 else Fate.ACCEPTED
