"""How long open letters have waited, in bands of working days. Pure."""

from dataclasses import dataclass

import numpy as np

from backend.correspondence.histogram import Integers
from backend.correspondence.suppression import SMALLEST

WORKING_DAY_SECONDS = 8 * 3600  # Bộ luật Lao động 2019 Điều 105: at most 8 hours a day; whoever shows a band says so
BAND_ENDS = (1, 3, 5, 10, 15)  # working days


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Letters that have waited for `since` working days or more, and less than `until` (None: no end)."""

    since: int
    until: int | None
    letters: int


def age_bands(waits: Integers, *, in_full: bool) -> list[AgeBand]:
    """`waits`: working seconds so far. Of others' letters (not `in_full`) nothing, where a band holds 1 to 4."""
    ends = (*BAND_ENDS, None)
    places = np.searchsorted(np.array(BAND_ENDS) * WORKING_DAY_SECONDS, waits, "right")
    letters = np.bincount(places, minlength=len(ends)).tolist()
    bands = [AgeBand(*band) for band in zip((0, *BAND_ENDS), ends, letters, strict=True)]
    if not len(waits) or (not in_full and any(0 < band.letters < SMALLEST for band in bands)):
        return []
    return bands
