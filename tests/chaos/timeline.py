"""What was tried again and again, and when it went well: how long something was away. Threads write to it."""

import threading
from itertools import pairwise


class Timeline:
    """Moments in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._went_well: list[tuple[float, float]] = []
        self._lock = threading.Lock()

    def went_well(self, began: float, ended: float) -> None:
        with self._lock:
            self._went_well.append((began, ended))

    def first_after(self, moment: float) -> float | None:
        """When the first try ended well that began after it."""
        with self._lock:
            return min((ended for began, ended in self._went_well if began > moment), default=None)

    def longest_pause(self, start: float, end: float) -> float:
        """The longest stretch between these two in which nothing went well."""
        with self._lock:
            moments = sorted(ended for _, ended in self._went_well if start <= ended <= end)
        marks = [start, *moments, end]
        return max(later - earlier for earlier, later in pairwise(marks))
