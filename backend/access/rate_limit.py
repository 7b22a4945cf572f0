"""How often one client may ask: a sliding window in memory, one per process and purpose."""

from collections import deque
from datetime import datetime, timedelta

from backend.clock import Clock

KEYS_LIMIT = 10_000  # the oldest keys are forgotten first: a flood of addresses cannot fill the memory


class RateLimit:
    """Allows `times` per `window` for each key (a client's address, a log-in)."""

    def __init__(self, times: int, window: timedelta, clock: Clock) -> None:
        self._times = times
        self._window = window
        self._clock = clock
        self._seen: dict[str, deque[datetime]] = {}

    def wait(self, key: str) -> timedelta | None:
        """Count one attempt and return None; or, when there were too many, how long to wait (not counted)."""
        now = self._clock.now()
        self._forget_idle(now)
        moments = self._seen.pop(key, None) or deque()
        while moments and now - moments[0] >= self._window:
            moments.popleft()
        self._seen[key] = moments  # moved to the end: the most recently used
        if len(moments) >= self._times:
            return moments[0] + self._window - now
        moments.append(now)
        if len(self._seen) > KEYS_LIMIT:
            del self._seen[next(iter(self._seen))]
        return None

    def _forget_idle(self, now: datetime) -> None:
        """The keys used least recently, two for each that comes: what is held is what the window saw."""
        for _ in range(2):
            key = next(iter(self._seen), None)
            if key is None or now - self._seen[key][-1] < self._window:
                return
            del self._seen[key]
