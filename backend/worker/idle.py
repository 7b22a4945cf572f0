"""That there was nothing to do, and will be nothing for a moment: so that nobody asks the database again and again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LOOK_AGAIN_EVERY = timedelta(seconds=10)  # though nothing was committed or written: times come too


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
