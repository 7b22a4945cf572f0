"""What the dashboard shows of one agency, read in one go: only of what the visitor may see, each by its own right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.access.roles import Capability, agencies_of, line_of, may
from backend.audit.looks import Look, Looked
from backend.classification import clearing
from backend.compliance import checking, confirming
from backend.compliance.checking import AgencyChecks
from backend.compliance.confirming import Task
from backend.correspondence import service
from backend.correspondence.deadlines import matters_on
from backend.correspondence.figure_tables import FigureTables, figure_tables
from backend.correspondence.months import a_year_before
from backend.correspondence.suppression import SMALLEST
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.directory.terms import Principal
from backend.web.dashboard_question import Question
from backend.workingtime.hours import in_vietnam


@dataclass(frozen=True, slots=True)
class Allowed:
    """Agencies whose figures the visitor may see, with names; `in_full`: those whose letters they see anyway."""

    names: dict[str, str]
    usual: str
    in_full: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """`before`: the same months of last year, of the sender class asked for alone. None: not the visitor's to see.
    `due`: letters due today or before; `to_approve`: clearances that wait for the second signature; `troubles`: of the
    agency's published mailboxes."""

    figures: FigureTables
    before: FigureTables
    matters: dict[str, str]
    due: int | None
    to_approve: int | None
    checks: AgencyChecks | None
    troubles: Sequence[Task] | None

    def looks(self, question: Question) -> list[Looked]:
        """What is to be on record before it is shown."""
        found = [Looked(Look.FIGURES, question.agency_code)]
        if question.below:
            compared = self.figures.by_agency(question.sender_class)
            found += [Looked(Look.FIGURES, code) for code, one in sorted(compared.items()) if one.count >= SMALLEST]
        if self.troubles:
            addresses = [one.address for one in self.troubles]
            found.append(Looked(Look.ADDRESS_HEALTH, question.agency_code, people=addresses))
        return found


async def allowed(session: ReadSession, principal: Principal) -> Allowed | None:
    """None for whoever sees no figures."""
    held = agencies_of(principal.grants, Capability.READ_FIGURES)
    if not held:
        return None
    tree = await directory_queries.parents(session)
    seen = {code for code in tree if may(principal.grants, Capability.READ_FIGURES, line_of(code, tree))}
    own = principal.agency.code if principal.agency else ""
    return Allowed(
        names=await directory_queries.agency_names(session, seen),
        usual=own if own in seen else min(held),
        in_full=agencies_of(principal.grants, Capability.READ_LETTERS),
    )


async def read(
    session: ReadSession, principal: Principal, permitted: Allowed, question: Question, now: datetime
) -> Reading:
    code, grants = question.agency_code, principal.grants
    line, today = line_of(code, await directory_queries.parents(session)), in_vietnam(now).date()
    sees_below = agencies_of(grants, Capability.READ_FIGURES)
    calendar = (await directory.calendars(session, [code]))[code]

    def is_allowed(capability: Capability) -> bool:
        return may(grants, capability, line)

    async def figures_of(period: Period, sender_class: SenderClass | None = None) -> FigureTables:
        known = (permitted.in_full, sees_below)
        return await figure_tables(session, code, period, *known, now, below=question.below, sender_class=sender_class)

    return Reading(
        figures=await figures_of(question.period(today)),
        before=await figures_of(a_year_before(question.period(today)), question.sender_class),
        matters={term.key: term.matter for term in matters_on(today, calendar)},
        due=await service.number_due(session, code, now) if is_allowed(Capability.READ_LETTERS) else None,
        to_approve=await _to_approve(session, code, now) if is_allowed(Capability.APPROVE_CLEARANCE) else None,
        checks=await checking.checks(session, code, today, now) if is_allowed(Capability.READ_MAILBOX_CHECKS) else None,
        troubles=await confirming.tasks(session, now, code) if is_allowed(Capability.READ_ADDRESS_HEALTH) else None,
    )


async def _to_approve(session: ReadSession, code: str, now: datetime) -> int:
    rows = await clearing.of_agency(session, code, now)
    return sum(row.approved_by is None and row.revoked_by is None and row.valid_until > now for row in rows)
