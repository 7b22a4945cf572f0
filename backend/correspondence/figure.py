"""One figure: what groups of letters and the letters still open come to at a moment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.correspondence import histogram
from backend.correspondence.histogram import Histogram
from backend.correspondence.response_time import Percentile, Share, on_time_share, response_time
from backend.correspondence.tally import Counts, Tally, merged


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """Working seconds of each side so far. `due_at`: Unix seconds; None: nothing says by when."""

    own_seconds: int
    sender_seconds: int
    other_seconds: int
    due_at: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """`counts` are of letters that are not open, but the seconds and `undated` of all in n, as `not_yet_due` is."""

    count: int
    open: int
    counts: Counts
    oldest_open: int | None
    median: Percentile
    p90: Percentile
    on_time: Share
    not_yet_due: int


def figure_of(parts: Sequence[Tally], waiting: Sequence[OpenLetter], now: int) -> Figure:
    """`now`: Unix seconds, at which the open letters' time was counted."""
    whole = merged(parts)
    waited = [letter.own_seconds for letter in waiting]
    result = response_time(histogram.merged([whole.waits, Histogram.of(censored=waited)]).waits())
    open_dues = [letter.due_at for letter in waiting if letter.due_at is not None]
    exact = (whole.median_seconds, whole.p90_seconds) if not waiting else (None, None)
    return Figure(
        count=result.count,
        open=len(waiting),
        counts=_with_open(whole.counts, waiting),
        oldest_open=max(waited, default=None),
        median=to_the_second(result.median, exact[0]),
        p90=to_the_second(result.p90, exact[1]),
        on_time=on_time_share(whole.dues, open_dues, now),
        not_yet_due=whole.dues.not_yet(now) + sum(due >= now for due in open_dues),
    )


def _with_open(counts: Counts, waiting: Sequence[OpenLetter]) -> Counts:
    numbers = {name: getattr(counts, name) for name in Counts.__slots__}
    numbers["undated"] += sum(letter.due_at is None for letter in waiting)
    for name in ("own_seconds", "sender_seconds", "other_seconds"):
        numbers[name] += sum(getattr(letter, name) for letter in waiting)
    return Counts(**numbers)


def to_the_second(read: Percentile, exact: int | None) -> Percentile:
    """A percentile read from buckets, put where the letters have it; its interval still holds it."""
    if exact is None:
        return read
    low = exact if read.low is None else min(read.low, exact)
    return Percentile(exact, low, None if read.high is None else max(read.high, exact))
