"""Figures over response times that the unanswered never flatter. Pure.

A letter without an answer has waited *at least* as long as it has waited: it is censored, not dropped. Dropping it
shows only the quick answers (in a simulation a median of 7 h instead of 20 h). A letter that came to its end without an
answer stays among those waiting for good: closing letters makes no figure better.

All intervals are at `CONFIDENCE`.

Sources: Kaplan and Meier 1958 (the product-limit estimate); Greenwood 1926 (its variance); Kalbfleisch and Prentice
1980 (the band of log(-log S), which stays between 0 and 1); Brookmeyer and Crowley 1982 (the interval of a percentile,
where the band crosses it); Wilson 1927 (the interval of a share).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from backend.correspondence.histogram import Floats, Histogram, Integers, Waits
from backend.correspondence.on_time import Dues

CONFIDENCE = 0.95
_Z = 1.959964  # of the normal distribution, two-sided at CONFIDENCE
ROUNDING = 1e-9  # of a product of at most millions of factors


@dataclass(frozen=True, slots=True)
class Percentile:
    """In working seconds. None: the letters leave it undecided (of `high`: no upper end can be named)."""

    value: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`of`: how many letters it is a share of; without any, or where none has waited so long yet, there is no share."""

    of: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ResponseTime:
    count: int
    answered: int
    median: Percentile
    p90: Percentile


def response_time(waits: Waits) -> ResponseTime:
    curve = _Curve.of(waits)
    return ResponseTime(waits.count, int(waits.answered.sum()), curve.percentile(0.5), curve.percentile(0.9))


def answered_within(histogram: Histogram, seconds: int) -> Share:
    """The estimated share of letters answered within so many working seconds, the open ones counted as waiting.

    Beyond the longest wait of letters that are still open nothing was seen, and no share is told.
    """
    return _Curve.of(histogram.waits()).share_within(seconds)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """From `seconds` on, up to the next point, this share is answered; the interval is of this point alone."""

    seconds: int
    answered: float
    low: float
    high: float


def curve(histogram: Histogram) -> list[CurvePoint]:
    """The share answered after each wait at which a letter was."""
    found = _Curve.of(histogram.waits())
    bands = (1 - found.unanswered, 1 - found.high, 1 - found.low)
    rows = zip(found.seconds.tolist(), *(band.tolist() for band in bands), strict=True)
    return [CurvePoint(*row) for row in rows]


def on_time_share(dues: Dues, open_dues: Sequence[int], now: int) -> Share:
    """Of the letters whose due moment has passed, the share answered by it. `open_dues` and `now` in Unix seconds.

    Those not yet due are not counted yet, answered or not: to count their answers already, but not their silence, would
    flatter.
    """
    in_time, late = dues.by(now)
    return wilson(in_time, in_time + late + sum(due < now for due in open_dues))


def wilson(part: int, of: int) -> Share:
    if of == 0:
        return Share(0)
    share, z2 = part / of, _Z * _Z
    middle, spread = share + z2 / (2 * of), _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    scale = 1 + z2 / of
    return Share(of, share, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


@dataclass(frozen=True, slots=True)
class _Curve:
    """The share still unanswered after each wait at which a letter was answered, with its band. `seen_to`: the longest
    wait, where a letter is still open after it; None: nothing more can happen after the last answer."""

    count: int
    seen_to: int | None
    seconds: Integers
    unanswered: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, waits: Waits) -> "_Curve":
        """At equal waits answers count before letters still open, as the estimate defines it."""
        gone = np.cumsum(waits.answered + waits.censored)
        waiting: Floats = (waits.count - gone + waits.answered + waits.censored).astype(np.float64)
        event = waits.answered > 0
        seconds, answers, waiting = waits.seconds[event], waits.answered[event], waiting[event]
        unanswered: Floats = np.cumprod((waiting - answers) / waiting, dtype=np.float64)
        low, high = _band(unanswered, answers, waiting)
        is_open = len(waits.seconds) > 0 and waits.censored[-1] > 0 and waits.never == 0
        return cls(waits.count, int(waits.seconds[-1]) if is_open else None, seconds, unanswered, low, high)

    def percentile(self, share: float) -> Percentile:
        """The shortest time within which at least this share is answered; its interval is where the band allows it."""
        return Percentile(*(self._first_below(1 - share, of) for of in (self.unanswered, self.low, self.high)))

    def share_within(self, seconds: int) -> Share:
        if self.count == 0 or (self.seen_to is not None and seconds > self.seen_to):
            return Share(self.count)
        last = int(np.searchsorted(self.seconds, seconds, "right")) - 1
        if last < 0:
            return Share(self.count, 0.0, 0.0, wilson(0, self.count).high)
        of, low, high = (1 - float(one[last]) for one in (self.unanswered, self.high, self.low))
        return Share(self.count, of, low, high)

    def _first_below(self, unanswered: float, of: Floats) -> int | None:
        below = np.flatnonzero(of <= unanswered + ROUNDING)
        return int(self.seconds[below[0]]) if len(below) else None


def _band(unanswered: Floats, answers: Integers, waiting: Floats) -> tuple[Floats, Floats]:
    """Greenwood's variance on the scale of log(-log S). Once nobody waits, the band's upper end stays where it was."""
    some = unanswered > ROUNDING
    logs = np.log(np.where(some, unanswered, 0.5))
    variance = np.cumsum(np.where(some, answers / (waiting * np.where(some, waiting - answers, 1)), 0))
    spread = np.exp(_Z * np.sqrt(variance) / np.abs(logs))
    high = np.where(some, np.exp(logs / spread), 1.0)
    return np.where(some, np.exp(logs * spread), 0.0), np.minimum.accumulate(high)
