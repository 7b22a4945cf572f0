"""Reads what a quarterly report says, each figure from the service that owns it: nothing is computed a second time.

Source: Chỉ thị, khoản 4 and khoản 5 điểm d.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.compliance import charset_queries, checking, confirming, protecting
from backend.compliance import quarterly_queries as queries
from backend.compliance.address_health import Trouble
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.issuing_counts import issuing_counts
from backend.compliance.mailbox_checks import CheckState, WindowCheck
from backend.compliance.protection import AgencyProtection
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_gaps import checks_known_since, days_of, untold
from backend.compliance.quarterly_terms import AgencyQuarter, CheckCounts, Gaps, Issuer, QuarterlyFigures
from backend.correspondence import figures
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.lost_letters import LostLetters, lost_letters
from backend.correspondence.terms import Period
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.directory.models import Agency, Mailbox
from backend.directory.terms import MailboxKind
from backend.errors import UsageError
from backend.workingtime.hours import in_vietnam

Progress = Callable[[int, int], None]  # how many agencies are done, of how many


@dataclass(frozen=True, slots=True)
class _Now:
    """What is known of all agencies as it stands now, and the days of the quarter."""

    taken_at: datetime
    period: Period
    check_days: tuple[date, ...]
    checks: checking.Asked | None  # None: of no day they are known
    beside: figures.Beside
    boxes: Mapping[str, int]
    troubles: Mapping[str, Mapping[Trouble, int]]
    browsers: Mapping[str, AgencyProtection]
    written: Mapping[str, CharsetCounts]


async def quarterly_figures(
    session: ReadSession, quarter: Quarter, agency_code: str | None, now: datetime, progress: Progress
) -> QuarterlyFigures:
    """Of an agency, or of the province, with all agencies below it. Small groups are hidden as from readers who see no
    letters of any agency.

    Raises:
        UsageError: the quarter is still to come, no such agency existed in it, or none stands above all others.
    """
    period = quarter.period
    if not (days := days_of(period, now)):
        raise UsageError(f"{quarter}: no day of it is over yet")
    every = {one.code: one for one in await directory_queries.every_agency(session) if _existed(one, period)}
    top = _top(every, agency_code)
    scope = every[agency_code or top]
    mailboxes = await directory_queries.every_mailbox(session)
    beside = await figures.beside(session, top, period)
    told = _told(beside, every, scope.code, mailboxes)
    known = await _known(session, period, days, beside, mailboxes, told, now)
    agencies = []
    for number, one in enumerate(told):
        progress(number, len(told))
        agencies.append(await _agency(session, one, known))
    progress(len(told), len(told))
    busiest = sorted(agencies, key=lambda one: (-_letters(one), one.code))
    return QuarterlyFigures(
        quarter=quarter,
        taken_at=now,
        scope=scope.name,
        issuer=_issuer(scope, every, top),
        whole=await figures.shown_beside(session, FigureQuestion(scope.code, period, below=True), beside, now),
        agencies=tuple(agencies),
        gaps=await _gaps(session, top, days, [*(one.code for one in busiest), *sorted(every)], busiest, known),
    )


async def _known(
    session: ReadSession,
    period: Period,
    days: Sequence[date],
    beside: figures.Beside,
    mailboxes: Iterable[Mailbox],
    told: Sequence[Agency],
    now: datetime,
) -> _Now:
    troubles: dict[str, Counter[Trouble]] = defaultdict(Counter)
    for task in await confirming.tasks(session, now):
        troubles[task.agency_code][task.trouble] += 1
    browsers = await protecting.protection(session, {one.code: one.name for one in told}, now)
    since = checks_known_since(now)
    check_days = tuple(day for day in days if day >= since)
    checked = [one.code for one in told]
    in_use = (one for one in mailboxes if one.kind == MailboxKind.AGENCY and one.withdrawn_at is None)
    return _Now(
        taken_at=now,
        period=period,
        check_days=check_days,
        checks=await checking.ask(session, checked, check_days[0], check_days[-1]) if check_days else None,
        beside=beside,
        boxes=Counter(one.agency_code for one in in_use),
        troubles=troubles,
        browsers={one.code: one for one in browsers},
        written=await charset_queries.counts(session, checked, period.since, period.until),
    )


async def _agency(session: ReadSession, agency: Agency, known: _Now) -> AgencyQuarter:
    code, period = agency.code, known.period
    question = FigureQuestion(code, period)
    times = await figures.shown_beside(session, question, known.beside, known.taken_at)
    issued = await issuing_counts(session, code, period)
    browsers = known.browsers[code]
    return AgencyQuarter(
        code=code,
        name=agency.name,
        times=times,
        papers=issued.papers,
        mandatory=issued.mandatory,
        saved=issued.saved,
        boxes=known.boxes.get(code, 0),
        checks=await _checks(session, code, known) if known.boxes.get(code) else CheckCounts(),
        troubles=dict(known.troubles.get(code, {})),
        browsers=browsers.plugin + browsers.extension,
        managed=browsers.managed,
        written=known.written.get(code, CharsetCounts()),
    )


async def _checks(session: ReadSession, code: str, known: _Now) -> CheckCounts:
    if known.checks is None:
        return CheckCounts()
    found = await checking.checks_asked(session, code, known.checks, known.taken_at)
    return _summed(window for day in found for box in day.boxes for window in box.windows)


def _summed(windows: Iterable[WindowCheck]) -> CheckCounts:
    listed = list(windows)
    states = Counter(window.state for window in listed)
    return CheckCounts(
        kept=states[CheckState.KEPT],
        declared=sum(window.self_declared for window in listed),
        missed=states[CheckState.MISSED],
        unseen=states[CheckState.UNSEEN],
    )


async def _gaps(
    session: ReadSession,
    top: str,
    days: Sequence[date],
    codes: Sequence[str],
    agencies: Iterable[AgencyQuarter],
    known: _Now,
) -> Gaps:
    """Days are of the whole province: that one agency had no letter on a day is no gap."""
    calendar = (await directory.calendars(session, [top]))[top]
    letters = await untold(session, days, calendar, codes, queries.OF_LETTERS)
    openings = await untold(session, days, calendar, codes, queries.OF_OPENINGS)
    openings -= await queries.days_counted(session, days[0], days[-1])
    first = next(iter(known.check_days), None)
    return Gaps(
        days_without_letters=tuple(sorted(letters)),
        days_without_openings=tuple(sorted(openings)),
        checks_since=first if first is not None and first > known.period.since else None,
        checks_gone=first is None,
        without_box=tuple(sorted(one.name for one in agencies if not one.boxes)),
        is_running=days[-1] < known.period.until,
        last_day=days[-1],
        working_days=sum(bool(calendar.spans_on(day)) for day in days),
        written_since=await charset_queries.first_day(session),
        lost=tuple(one for one in await lost_letters(session) if _touches(one, days)),
    )


def _touches(lost: LostLetters, days: Sequence[date]) -> bool:
    return in_vietnam(lost.since).date() <= days[-1] and in_vietnam(lost.until).date() >= days[0]


def _existed(agency: Agency, period: Period) -> bool:
    begun = agency.valid_from is None or agency.valid_from <= period.until
    return begun and (agency.valid_to is None or agency.valid_to > period.since)


def _top(every: Mapping[str, Agency], agency_code: str | None) -> str:
    """The agency above all others, or above this one."""
    if agency_code is not None:
        if agency_code not in every:
            raise UsageError(f"--agency: no agency {agency_code!r} existed in this quarter")
        standing, above = agency_code, every[agency_code].parent
        while above is not None and above in every:
            standing, above = above, every[above].parent
        return standing
    tops = sorted(code for code, one in every.items() if one.parent not in every)
    if len(tops) != 1:
        raise UsageError(f"--agency: {len(tops)} agencies stand at the top of the directory, name one: {tops[:5]}")
    return tops[0]


def _told(
    beside: figures.Beside, every: Mapping[str, Agency], scope: str, mailboxes: Iterable[Mailbox]
) -> list[Agency]:
    """Agencies with a line of their own: the one reported on, those right below it, and others that have a box which is
    nobody's own."""
    shared = {one.agency_code for one in mailboxes if one.kind != MailboxKind.PERSONAL and one.withdrawn_at is None}
    line = [every[code] for code in dict.fromkeys(beside.tree.line(scope)) if code in every]
    return [one for one in line if one.code == scope or one.parent == scope or one.code in shared]


def _issuer(scope: Agency, every: Mapping[str, Agency], top: str) -> Issuer:
    """Of the whole province a department reports, and which is its own to say."""
    addressee = every[top].name
    if scope.code == top:
        return Issuer(above=addressee, own="", symbol="", addressee=addressee)
    return Issuer(
        above=every[scope.parent].name if scope.parent and scope.parent in every else "",
        own=scope.name,
        symbol=scope.symbol,
        addressee=addressee,
    )


def _letters(agency: AgencyQuarter) -> int:
    return sum(row.figure.count for row in agency.times.rows)
