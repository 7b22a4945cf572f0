"""That there was nothing to do, and will be nothing for a moment: so that nobody asks the database again and again.

Whoever waits for what the worker does, waits half a second at most while it works, two after a minute without anything.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.clock import Clock

LOOK_AGAIN_EVERY = timedelta(seconds=30)  # though nothing was committed or written: times come too
IDLE_SECONDS = 0.5  # between two rounds that found nothing
QUIET_SECONDS = 2.0  # the same, once nothing was found for a while
QUIET_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Idle:
    """A look found nothing to do: when it began, and how the database and what else there is to read stood then."""

    began_at: datetime
    stands: tuple[int | None, object]

    def goes_on(self, now: datetime, stands: tuple[int | None, object]) -> bool:
        """Whether another look would find nothing either: nothing was committed, nothing written, hardly any time has
        passed. Where the database does not tell, nobody knows."""
        soon = timedelta() <= now - self.began_at < LOOK_AGAIN_EVERY
        return soon and stands[0] is not None and stands == self.stands


class Pace:
    """How soon the worker looks again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._busy_at = clock.now()

    def was_busy(self) -> None:
        self._busy_at = self._clock.now()

    def seconds(self) -> float:
        """Until the next round, after one that found nothing."""
        now = self._clock.now()
        self._busy_at = min(self._busy_at, now)  # it was set back
        return QUIET_SECONDS if now - self._busy_at >= QUIET_AFTER else IDLE_SECONDS
