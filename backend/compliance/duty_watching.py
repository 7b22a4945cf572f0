"""Whether somebody is on duty and one hands over to the other: numbers for whoever runs the machines, without names.

Watched are agencies that keep a roster: of which a turn goes on or ended less than `KEPT_FOR` ago. One that never
entered a turn, or whose first is to come, is not missing anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.compliance import duty_queries as queries
from backend.compliance.duty_models import DutyTurn
from backend.compliance.handing_over import HANDED_OVER_WITHIN
from backend.compliance.rostering import gaps, on_duty
from backend.db import ReadSession

KEPT_FOR = timedelta(days=31)
SOON = timedelta(days=1)  # for which it is told ahead that nobody will be on duty
SHEET_WITHIN = timedelta(hours=1)  # after a turn, until it is told that nothing was handed over


@dataclass(frozen=True, slots=True)
class DutyNumbers:
    """Of all agencies that keep a roster: in how many nobody is on duty now, or will not be at some time of the coming
    day; how many turns ended without handing over; since when the oldest sheet waits to be taken over."""

    nobody_now: int
    nobody_soon: int
    not_handed_over: int
    sheet_waits_since: datetime | None


async def numbers(session: ReadSession, now: datetime) -> DutyNumbers:
    turns: dict[str, list[DutyTurn]] = defaultdict(list)
    for one in await queries.turns_of_all_since(session, now - KEPT_FOR):
        turns[one.agency_code].append(one)
    kept = [of for of in turns.values() if any(one.begins_at <= now for one in of)]
    ended = [one.id for of in kept for one in of if one.ends_at <= now < one.ends_at + HANDED_OVER_WITHIN]
    handed_over = await queries.handed_over(session, ended)
    return DutyNumbers(
        sum(not on_duty(of, now) for of in kept),
        sum(bool(on_duty(of, now) and gaps(of, now, now + SOON)) for of in kept),
        sum(len(not_handed_over(of, handed_over, now)) for of in kept),
        await queries.oldest_sheet(session),
    )


def not_handed_over(turns: Sequence[DutyTurn], handed_over: Collection[str], now: datetime) -> list[DutyTurn]:
    """Turns of one agency that ended a while ago without a sheet, as long as one can still be made, `handed_over` being
    those with one. Whoever stays on duty has nobody to hand over to yet."""
    return [
        one
        for one in turns
        if SHEET_WITHIN <= now - one.ends_at < HANDED_OVER_WITHIN
        and one.id not in handed_over
        and not any(after.person_id == one.person_id for after in on_duty(turns, one.ends_at))
    ]
