"""Reads what the account of the directive counts, each figure from the service that owns it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.compliance import checking, regulation_queries, reporting_queries
from backend.compliance import usage_queries as queries
from backend.compliance.directive import Figure, Finding, Measured, findings
from backend.compliance.emulation import on_time_of
from backend.compliance.mailbox_checks import CheckState
from backend.compliance.quarter import Quarter
from backend.compliance.regulation import RegulationPaper, citation, in_force
from backend.compliance.usage import AgencyUsage, Usage, usage
from backend.correspondence.figure_tables import FigureTables, figure_tables
from backend.correspondence.months import first_day_after, months_between
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.directory import readiness_queries
from backend.directory.terms import OfficialRole, ReadinessItem
from backend.workingtime.hours import ONE_DAY, in_vietnam

CHECK_DAYS = 7  # whole days before today: the five checks are counted from what is stored of each
IN_CHARGE = frozenset({OfficialRole.CLERK, OfficialRole.RECEIVER})
PUBLIC = (SenderClass.CITIZEN, SenderClass.BUSINESS)


@dataclass(frozen=True, slots=True)
class Asked:
    """`period`: whole months. `sees_letters_of`, `sees_below`: as in `figures.response_times`; `sees_checks`: whether
    somebody may see the five checks of an agency."""

    agency_code: str
    period: Period
    below: bool
    sees_letters_of: Collection[str]
    sees_below: Collection[str]
    sees_checks: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Account:
    """Both are of the same question."""

    findings: tuple[Finding, ...]
    usage: Usage


async def tables_of(session: ReadSession, asked: Asked, now: datetime) -> FigureTables:
    """Response times of the question."""
    return await figure_tables(
        session,
        asked.agency_code,
        asked.period,
        asked.sees_letters_of,
        asked.sees_below,
        now,
        below=asked.below,
    )


async def account(session: ReadSession, asked: Asked, found: FigureTables, now: datetime) -> Account:
    """Of one agency, or with `below` of all under it too. `found`: response times of the same question."""
    used = await usage(
        session,
        asked.agency_code,
        asked.period,
        asked.sees_letters_of,
        asked.sees_below,
        now,
        below=asked.below,
    )
    figures = {
        **await _standing(session, used, now),
        **_of_letters(found),
        "mandatory": Figure(used.mandatory.settled, used.mandatory.total),
        "unicode": Figure(used.written.unicode, used.written.told),
        "issued": Figure(used.papers.settled, used.papers.total),
        "guarded": Figure(sum(one.plugin + one.extension > 0 for one in used.agencies), len(used.agencies)),
        "checks": await _checks(session, used.agencies, asked, now),
        "reports": await _reports(session, used.period, now),
    }
    measured = Measured(figures, used.private, used.private_known, await _signed(session, now))
    return Account(tuple(findings(measured, in_vietnam(now).date())), used)


async def _standing(session: ReadSession, used: Usage, now: datetime) -> dict[str, Figure | None]:
    """What the directory and the registers say of the agencies today, and over the period."""
    codes, today = [one.code for one in used.agencies], in_vietnam(now).date()
    ready = await readiness_queries.ready(session, codes, today)
    roles = await readiness_queries.roles_held(session, codes, today)
    boxes = await directory_queries.published_agency_boxes(session, today)
    officials = (await readiness_queries.officials_in_office(session, codes, today)).values()
    registers = await queries.with_register(session, codes, used.period.since, used.period.until)
    charged = [code for code in codes if roles.get(code, set()) & IN_CHARGE and OfficialRole.DEPUTY in roles[code]]
    return {
        "readiness": Figure(sum(ready.get(code, set()) == set(ReadinessItem) for code in codes), len(codes)),
        "assignments": Figure(len(charged), len(codes)),
        "published": Figure(sum(code in boxes for code in codes), len(codes)),
        "officials_boxes": Figure(sum(boxed for _, boxed in officials), sum(number for number, _ in officials)),
        "registers": Figure(len(registers), len(codes)),
    }


def _of_letters(found: FigureTables) -> dict[str, Figure | None]:
    figures = found.by_class()
    public = [figures[one] for one in PUBLIC if one in figures]
    on_time = on_time_of(figures.values())
    return {
        "citizens": Figure(sum(one.counts.answered for one in public), sum(one.count for one in public)),
        "in_time": Figure(round((on_time.value or 0) * on_time.of), on_time.of),
    }


async def _reports(session: ReadSession, period: Period, now: datetime) -> Figure:
    """Of the quarters that ended in the period, those whose report of the province was sent by the software."""
    last = in_vietnam(now).date()
    months = [month for month in months_between(period) if month % 100 % 3 == 0]
    ended = {str(Quarter(month // 100, month % 100 // 3)) for month in months if first_day_after(month) <= last}
    sent = {one.quarter for one in await reporting_queries.every(session) if one.sent_at is not None}
    return Figure(len(ended & sent), len(ended))


async def _signed(session: ReadSession, now: datetime) -> dict[str, str]:
    """The province's decisions in force, as they were noted: the one with the regulation holds the list too."""
    rows, today = await regulation_queries.signed(session), in_vietnam(now).date()
    regulation = in_force([one for one in rows if one.paper == RegulationPaper.DECISION], today)
    either = in_force(rows, today)
    cited = {"regulation": regulation, "list_of_kinds": either}
    return {clause: citation(row) for clause, row in cited.items() if row is not None}


async def _checks(session: ReadSession, agencies: Sequence[AgencyUsage], asked: Asked, now: datetime) -> Figure | None:
    """Windows kept, of those of which it is known. None: the asking person may see those of none, or not of all."""
    if not all(asked.sees_checks(one.code) for one in agencies):
        return None
    today, kept, missed = in_vietnam(now).date(), 0, 0
    since, until = today - CHECK_DAYS * ONE_DAY, today - ONE_DAY
    of_all = await checking.ask(session, [one.code for one in agencies], since, until)
    for one in agencies:
        days = await checking.checks_asked(session, one.code, of_all, now)
        states = [window.state for day in days for box in day.boxes for window in box.windows]
        kept += states.count(CheckState.KEPT)
        missed += states.count(CheckState.MISSED)
    return Figure(kept, kept + missed)
