"""The duty roster and the sheets handed over, on `/truc`: forms read, rows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.access.roles import Capability, line_of, may
from backend.compliance import duty_queries as queries
from backend.compliance import handing_over, rostering
from backend.compliance.duty_models import DutyHandover, DutyTurn
from backend.compliance.reporting import Signer
from backend.compliance.rostering import AHEAD, gaps, next_on_duty, on_duty
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.service import principal_of
from backend.directory.terms import Principal
from backend.errors import UsageError
from backend.web.incident_forms import moment_of
from backend.web.moments import date_and_time

DEEDS = frozenset({"turn", "withdraw", "hand_over", "take_over"})
SHOWN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """`entered`: name and moment."""

    id: str
    name: str
    begins: str
    ends: str
    entered: tuple[str, str]
    has_begun: bool


@dataclass(frozen=True, slots=True)
class ShownHandover:
    """`made`, `taken`: name and moment, the second both "" while it waits. `is_own`: of whoever looks."""

    row: DutyHandover
    since: str
    made: tuple[str, str]
    taken: tuple[str, str]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """`gaps`: from and until, within the coming `AHEAD`. `own`: the visitor's turn that can be handed over."""

    now: Sequence[ShownTurn]
    next: Sequence[ShownTurn]
    coming: Sequence[ShownTurn]
    past: Sequence[ShownTurn]
    gaps: Sequence[tuple[str, str]]
    own: ShownTurn | None
    waiting: Sequence[ShownHandover]
    taken: Sequence[ShownHandover]

    def sheet(self, id_: str) -> ShownHandover | None:
        return next((one for one in (*self.waiting, *self.taken) if one.row.id == id_), None)


async def do(
    session: WriteSession,
    agency: str,
    answers: Mapping[str, str],
    machines: Mapping[str, Any],
    who: Signer,
    now: datetime,
) -> None:
    """
    Raises:
        UsageError: something of the form is not what it should be.
    """
    match answers.get("deed"):
        case "turn":
            person = await _person(session, agency, answers.get("address", ""), now)
            span = (moment_of(answers.get("begins", "")), moment_of(answers.get("ends", "")))
            await rostering.enter(session, agency, person, span, who, now)
        case "withdraw":
            await rostering.withdraw(session, agency, answers.get("turn", ""), who, now)
        case "take_over":
            await handing_over.take_over(session, agency, answers.get("sheet", ""), who, now)
        case "hand_over":
            turn = await handing_over.own_turn(session, agency, who.person_id, now)
            if turn is None:
                raise UsageError("no turn to hand over", code="no_turn")
            await handing_over.hand_over(session, turn, answers.get("next", ""), machines, who, now)


async def _person(session: ReadSession, agency: str, address: str, now: datetime) -> str:
    """
    Raises:
        UsageError: nobody of this agency or those below it signs in with this address, or several do, or they could not
            open this page.
    """
    found, parents = await principal_of(session, address, now), await directory.parents(session)
    if found.agency is None or not found.people or agency not in line_of(found.agency.code, parents):
        raise UsageError("nobody here has this address", code="nobody_there")
    if len(found.people) > 1:
        raise UsageError("several share this address", code="shared")
    if not may(found.grants, Capability.KEEP_DUTY, line_of(agency, parents)):
        raise UsageError("this person keeps no duty", code="no_duty")
    return found.people[0].id


async def roster(session: ReadSession, agency: str, principal: Principal, now: datetime) -> Roster:
    turns = await queries.turns_since(session, agency, now - SHOWN_AFTER)
    sheets = await queries.handovers(session, agency)
    own = [await handing_over.own_turn(session, agency, person.id, now) for person in principal.people]
    ids = {id_ for one in turns for id_ in (one.person_id, one.entered_by)}
    ids |= {id_ for one in sheets for id_ in (one.made_by, one.taken_by) if id_}
    names = await directory.official_names(session, ids)

    def turn(one: DutyTurn) -> ShownTurn:
        entered = (names.get(one.entered_by, one.entered_by), date_and_time(one.entered_at))
        name, begins, ends = names.get(one.person_id, one.person_id), one.begins_at, one.ends_at
        return ShownTurn(one.id, name, date_and_time(begins), date_and_time(ends), entered, begins <= now)

    people = {person.id for person in principal.people}
    shown = [_handover(one, names, people) for one in sheets]
    return Roster(
        now=[turn(one) for one in on_duty(turns, now)],
        next=[turn(one) for one in next_on_duty(turns, now)],
        coming=[turn(one) for one in turns if one.ends_at > now],
        past=[turn(one) for one in turns if one.ends_at <= now],
        gaps=[(date_and_time(since), date_and_time(until)) for since, until in gaps(turns, now, now + AHEAD)],
        own=next((turn(one) for one in own if one is not None), None),
        waiting=[one for one in shown if one.row.taken_at is None],
        taken=[one for one in shown if one.row.taken_at is not None],
    )


def _handover(row: DutyHandover, names: Mapping[str, str], people: set[str]) -> ShownHandover:
    taken = (
        (names.get(row.taken_by, row.taken_by), date_and_time(row.taken_at))
        if row.taken_by and row.taken_at
        else ("", "")
    )
    made = (names.get(row.made_by, row.made_by), date_and_time(row.made_at))
    return ShownHandover(row, date_and_time(row.since_at), made, taken, people <= {row.made_by})
