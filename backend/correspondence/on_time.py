"""How many letters were answered by the moment they were due, by that moment: a small table that adds up. Pure.

It is kept by due moment because what counts is only what was due before somebody looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backend.correspondence.histogram import Integers


@dataclass(frozen=True, slots=True)
class Dues:
    """Per due moment (Unix seconds, in order): letters answered by then, and letters answered later or never."""

    moments: Integers
    in_time: Integers
    late: Integers

    @classmethod
    def of(cls, moments: ArrayLike = (), in_time: ArrayLike = ()) -> "Dues":
        """`moments`: when each letter was due; `in_time`: whether it was answered by then."""
        kept = np.asarray(in_time, bool)
        distinct, places = np.unique(np.asarray(moments, np.int64), return_inverse=True)
        counted = [np.bincount(places, kept == wanted, len(distinct)).astype(np.int64) for wanted in (True, False)]
        return cls(distinct, counted[0], counted[1])

    def by(self, now: int) -> tuple[int, int]:
        """Of the letters that were due before `now`: how many were answered in time, how many were not."""
        due = self.moments < now
        return int(self.in_time[due].sum()), int(self.late[due].sum())

    def not_yet(self, now: int) -> int:
        """How many are due later."""
        due = self.moments >= now
        return int(self.in_time[due].sum() + self.late[due].sum())

    def __bytes__(self) -> bytes:
        return np.concatenate([self.moments, self.in_time, self.late]).astype("<u4").tobytes()

    @classmethod
    def read(cls, blob: bytes) -> "Dues":
        moments, in_time, late = np.frombuffer(blob, "<u4").astype(np.int64).reshape(3, -1)
        return cls(moments, in_time, late)


def merged(parts: Iterable[Dues]) -> Dues:
    parts = list(parts) or [Dues.of()]
    moments, places = np.unique(np.concatenate([part.moments for part in parts]), return_inverse=True)
    counted = [
        np.bincount(places, np.concatenate([getattr(part, name) for part in parts]), len(moments)).astype(np.int64)
        for name in ("in_time", "late")
    ]
    return Dues(moments, counted[0], counted[1])
