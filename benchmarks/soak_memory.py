"""Memory of processes over a run, and whether it grows: a straight line through the second half of it.

The first half warms up: caches fill to their bounds (SQLite's pages, read rules, the directory), allocators find their
size. What still rises after it would rise tomorrow too.
"""

import statistics
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.backend_process import megabytes

EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Megabytes when so many letters had been taken."""

    letters: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Megabytes: at the beginning and the end of the line through the second half, and what it rises for each 10,000
    letters; `highest` of the whole run."""

    begins: float
    ends: float
    per_ten_thousand: float
    highest: float


class MemoryWatch:
    """Looks at these processes with their children (proportional set size) until the end of `with`."""

    def __init__(self, pids: Mapping[str, int], letters: Callable[[], int]) -> None:
        self.samples: dict[str, list[Sample]] = {name: [] for name in pids}
        self._pids, self._letters = pids, letters
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ending.wait(EVERY_SECONDS):
            for name, pid in self._pids.items():
                try:
                    self.samples[name].append(Sample(self._letters(), megabytes(pid)))
                except OSError:  # a child ended between two looks
                    continue


def growth(samples: Sequence[Sample]) -> Growth:
    """
    Raises:
        ValueError: fewer than two moments in the second half.
    """
    half = samples[-1].letters / 2
    later = [sample for sample in samples if sample.letters >= half]
    letters = [sample.letters for sample in later]
    if len(set(letters)) < 2:
        raise ValueError("too few samples")
    slope, intercept = statistics.linear_regression(letters, [sample.megabytes for sample in later])
    return Growth(
        intercept + slope * letters[0],
        intercept + slope * letters[-1],
        slope * 10_000,
        max(sample.megabytes for sample in samples),
    )
