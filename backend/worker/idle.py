"""That there was nothing to do, and will be nothing for a moment: so that nobody asks the database again and again.

Whoever waits for what the worker does, waits half a second at most while it works, two after a minute without anything,
four after ten.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.clock import Clock

LOOK_AGAIN_EVERY = timedelta(seconds=30)  # though nothing was committed or written, if something falls due soon
LOOK_AHEAD = timedelta(minutes=10)  # that soon; else the next look is then
IDLE_SECONDS = 0.5  # between two rounds that found nothing
QUIET = ((timedelta(minutes=10), 4.0), (timedelta(minutes=1), 2.0))  # the same, once nothing was found for so long


@dataclass(frozen=True, slots=True)
class Idle:
    """A look found nothing to do: when it began, until when times bring nothing new, and how the database and what else
    there is to read stood then."""

    began_at: datetime
    until: datetime
    stands: tuple[int | None, object]

    def goes_on(self, now: datetime, stands: tuple[int | None, object]) -> bool:
        """Whether another look would find nothing either: nothing was committed, nothing written, no time has come.
        Where the database does not tell, nobody knows."""
        return self.began_at <= now < self.until and stands[0] is not None and stands == self.stands


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
        return next((seconds for after, seconds in QUIET if now - self._busy_at >= after), IDLE_SECONDS)
