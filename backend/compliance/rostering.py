"""The duty roster: who is on duty from when to when, as somebody entered it by name, and where nobody is.

The caller has checked who may do what for which agency. `on_duty`, `next_on_duty` and `gaps` are pure.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.audit import service as audit
from backend.compliance import duty_queries as queries
from backend.compliance.duty_models import DutyTurn
from backend.compliance.reporting import Signer
from backend.db import WriteSession
from backend.errors import UsageError

LONGEST = timedelta(days=7)
ENTERED_LATE = timedelta(hours=12)  # whoever stands in for another has begun already
AHEAD = timedelta(days=7)  # for which gaps are told


async def enter(
    session: WriteSession, agency_code: str, person_id: str, span: tuple[datetime, datetime], who: Signer, now: datetime
) -> None:
    """
    Raises:
        UsageError: the turn ends before it begins, is over, began long ago or is longer than `LONGEST`.
    """
    begins_at, ends_at = span
    if not begins_at < ends_at <= begins_at + LONGEST or ends_at <= now or begins_at < now - ENTERED_LATE:
        raise UsageError("no span for a turn", code="span")
    for one in await queries.turns_since(session, agency_code, now):
        if (one.person_id, one.begins_at, one.ends_at) == (person_id, begins_at, ends_at):
            return  # pressed twice
    row = DutyTurn(
        agency_code=agency_code,
        person_id=person_id,
        begins_at=begins_at,
        ends_at=ends_at,
        entered_by=who.person_id,
        entered_at=now,
    )
    session.add(row)
    await session.flush()
    audit.record_deed(session, "duty.entered", row, who, now)


async def withdraw(session: WriteSession, agency_code: str, id_: str, who: Signer, now: datetime) -> None:
    """
    Raises:
        UsageError: no such turn, or it has begun.
    """
    row = await queries.turn(session, id_, agency_code)
    if row is None or row.begins_at <= now:
        raise UsageError("no turn that has not begun", code="gone")
    row.withdrawn_by, row.withdrawn_at = who.person_id, now
    audit.record_deed(session, "duty.withdrawn", row, who, now)


def on_duty(turns: Sequence[DutyTurn], now: datetime) -> list[DutyTurn]:
    return [one for one in turns if one.begins_at <= now < one.ends_at]


def next_on_duty(turns: Sequence[DutyTurn], now: datetime) -> list[DutyTurn]:
    """Whoever begins first after now; several where they begin together."""
    first = min((one.begins_at for one in turns if one.begins_at > now), default=None)
    return [one for one in turns if one.begins_at == first]


def gaps(turns: Sequence[DutyTurn], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Spans within [since, until) in which nobody is on duty, in order."""
    found, covered = [], since
    for begins_at, ends_at in sorted((one.begins_at, one.ends_at) for one in turns):
        if covered >= until or begins_at >= until:
            break
        if begins_at > covered:
            found.append((covered, begins_at))
        covered = max(covered, ends_at)
    return [*found, (covered, until)] if covered < until else found
