"""What the mail servers answered to whoever sent the letters. Threads write to it."""

import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from tests.chaos.letters import Letter


class Fate(StrEnum):
    ACCEPTED = "accepted"  # 250: the province's from now on
    REFUSED = "refused"  # 5xx
    IN_DOUBT = "in_doubt"  # the connection was lost before the answer
    UNSENT = "unsent"  # nobody took it yet


@dataclass(frozen=True, slots=True)
class Attempt:
    """`began` in seconds of the monotonic clock; `code` is 0 where there was no answer."""

    began: float
    server: str
    code: int


class Ledger:
    def __init__(self, letters: list[Letter]) -> None:
        self.letters = letters
        self._fates = {letter.number: Fate.UNSENT for letter in letters}
        self._attempts: list[Attempt] = []
        self._tries = Counter[int]()
        self._lock = threading.Lock()

    def forget_after(self, last: int) -> None:
        """Letters with higher numbers, none of which was tried."""
        with self._lock:
            self.letters = [letter for letter in self.letters if letter.number <= last]
            self._fates = {number: fate for number, fate in self._fates.items() if number <= last}

    def note(self, letter: Letter, attempt: Attempt, fate: Fate) -> None:
        with self._lock:
            self._attempts.append(attempt)
            self._tries[letter.number] += 1
            self._fates[letter.number] = fate

    def fates(self) -> dict[int, Fate]:
        with self._lock:
            return dict(self._fates)

    def tries(self) -> Counter[int]:
        """How often each letter was handed to a server, answered or not, by number."""
        with self._lock:
            return Counter(self._tries)

    def counts(self) -> dict[str, int]:
        found = Counter(self.fates().values())
        return {fate.value: found[fate] for fate in Fate}

    def postponed(self) -> int:
        """Answers that said "come again", and connections that nobody took."""
        with self._lock:
            return sum(attempt.code == 0 or 400 <= attempt.code < 500 for attempt in self._attempts)

    def first_after(self, moment: float, server: str, low: int, high: int) -> float | None:
        """When the first attempt after it began that this server answered with a code from `low` to `high`."""
        with self._lock:
            fitting = [one.began for one in self._attempts if one.server == server and low <= one.code <= high]
        return min((began for began in fitting if began > moment), default=None)
