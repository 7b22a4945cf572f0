"""How long open letters have waited, in bands of working days. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.correspondence.suppression import SMALLEST

WORKING_DAY_SECONDS = 8 * 3600  # Bộ luật Lao động 2019 Điều 105: at most 8 hours a day; whoever shows a band says so
BAND_ENDS = (1, 3, 5, 10, 15)  # working days


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Letters that have waited for `since` working days or more, and less than `until` (None: no end)."""

    since: int
    until: int | None
    letters: int


def age_bands(waits: Sequence[int], *, in_full: bool) -> list[AgeBand]:
    """`waits`: working seconds so far. Of others' letters (not `in_full`) nothing, where a band holds 1 to 4."""
    ends = (*BAND_ENDS, None)
    bands = [
        AgeBand(since, until, _between(waits, since, until)) for since, until in zip((0, *BAND_ENDS), ends, strict=True)
    ]
    if not waits or (not in_full and any(0 < band.letters < SMALLEST for band in bands)):
        return []
    return bands


def _between(waits: Sequence[int], since: int, until: int | None) -> int:
    return sum(
        since * WORKING_DAY_SECONDS <= one and (until is None or one < until * WORKING_DAY_SECONDS) for one in waits
    )
