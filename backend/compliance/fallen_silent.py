"""Whether a box that used to get letters, or to send them, has been silent far longer than its own past makes likely:
a forwarding that broke, a full box, a changed MX record. Pure.

The rule is a dated row (rules/deadlines/silence.toml). A box of which little is known is never called silent.
"""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise

from backend.rules_folder import rules_dir
from backend.workingtime.hours import WorkingDays, working_time_between


class Way(StrEnum):
    CAME = "came"  # letters into the box
    SENT = "sent"  # letters from it


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """`least` and what is compared with it is working time; `looked_back` goes by the calendar."""

    looked_back: timedelta
    least_gaps: int
    times_longest: int
    least: timedelta


@dataclass(frozen=True, slots=True)
class Silence:
    """`since`: its last letter. `lasts` and `longest`, the longest gap before, are working time; `gaps`: how many."""

    since: datetime
    lasts: timedelta
    longest: timedelta
    gaps: int


def silence_of(
    moments: Sequence[datetime],
    told_until: datetime,
    calendar: WorkingDays,
    rule: SilenceRule,
    broken: Collection[datetime],
) -> Silence | None:
    """None: it is not silent, or too little is known of it to say so.

    `moments`: its letters' of one way, aware, in order. `told_until`: up to when it is known what came to anybody:
    where a log is not read, nobody falls silent. `broken`: where silences told before began: no measure.
    """
    if not moments or (lasts := working_time_between(moments[-1], told_until, calendar)) < rule.least:
        return None
    if len(moments) <= rule.least_gaps:
        return None
    known = []
    for one, other in pairwise(moments):
        gap = working_time_between(one, other, calendar)
        if not gap or one in broken:
            continue
        if lasts <= rule.times_longest * gap:
            return None  # whatever the others are
        known.append(gap)
    return Silence(moments[-1], lasts, max(known), len(known)) if len(known) >= rule.least_gaps else None


def rule_of(day: date) -> SilenceRule:
    """Before the first row, the first row.

    Raises:
        LookupError: there is no row at all.
    """
    rows = _rows()
    if not rows:
        raise LookupError("silence.toml has no row")
    return ([rule for valid_from, rule in rows if valid_from <= day] or [rows[0][1]])[-1]


@cache
def _rows() -> tuple[tuple[date, SilenceRule], ...]:
    written = tomllib.loads((rules_dir() / "deadlines" / "silence.toml").read_text("utf-8"))["silence"]
    rows = [(row["valid_from"], _rule(**row)) for row in written]
    return tuple(sorted(rows, key=lambda row: row[0]))


def _rule(
    looked_back_days: int, least_gaps: int, times_longest: int, least_working_hours: int, **_: object
) -> SilenceRule:
    return SilenceRule(
        timedelta(days=looked_back_days), least_gaps, times_longest, timedelta(hours=least_working_hours)
    )
