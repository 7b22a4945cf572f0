"""What anybody may read of how fast a province's agencies answer: three finished months, small groups left out.

The figures are those a reader gets who sees no letters of any agency (as auditors, and the quarterly report):
whoever compares the public page with either reads the same numbers. Only finished months, so that two readings of one
day do not tell what a single letter did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backend.correspondence.figure import Figure
from backend.correspondence.figure_tables import figure_tables
from backend.correspondence.months import first_day
from backend.correspondence.suppression import SMALLEST
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.workingtime.hours import ONE_DAY, in_vietnam

MONTHS = 3
SENDERS = (SenderClass.CITIZEN, SenderClass.BUSINESS)


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """`whole`: of the province, by sender class; `agencies`: of those right below its top, each with those below it,
    named by `names`. `left_out`: months (YYYYMM) of the province's own figure that are too small to be shown."""

    period: Period
    counted_at: datetime
    whole: Mapping[SenderClass, Figure]
    agencies: Mapping[SenderClass, Mapping[str, Figure]]
    left_out: Mapping[SenderClass, tuple[int, ...]]
    names: Mapping[str, str]


async def public_figures(session: ReadSession, now: datetime) -> PublicFigures | None:
    """None: the directory is empty."""
    tree = await directory_queries.parents(session)
    if not tree:
        return None
    top, period = _top(tree), finished_months(in_vietnam(now).date())
    found = await figure_tables(session, top, period, (), {top}, now, below=True)
    whole = {one: found.figure(one) for one in SENDERS}
    agencies = {one: _enough(found.by_agency(one)) for one in SENDERS}
    return PublicFigures(
        period=period,
        counted_at=now,
        whole={one: figure for one, figure in whole.items() if figure.count >= SMALLEST},
        agencies=agencies,
        left_out={one: tuple(found.left_out(one)) for one in SENDERS},
        names=await directory_queries.agency_names(session, {code for of in agencies.values() for code in of}),
    )


def finished_months(today: date) -> Period:
    """The `MONTHS` whole months before this one."""
    until = today.replace(day=1) - ONE_DAY
    month = until.year * 12 + until.month - MONTHS  # counted from 0
    return Period(first_day(month // 12 * 100 + month % 12 + 1), until)


def _enough(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {code: figure for code, figure in figures.items() if figure.count >= SMALLEST}


def _top(tree: Mapping[str, str | None]) -> str:
    """The agency above all others; where several are, the one with the most right below."""
    tops = sorted(code for code, parent in tree.items() if parent not in tree)
    below = list(tree.values())
    return max(tops, key=below.count)
