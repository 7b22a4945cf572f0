"""Query.dashboardFigures: what the dashboard draws of one sender class, from the reading its tables are made of."""

from datetime import date, datetime, timedelta
from typing import Annotated

import strawberry

from backend.access.roles import Capability, agencies_of
from backend.audit.looks import Look, Looked
from backend.correspondence import ages, response_time
from backend.correspondence.figure import Figure
from backend.correspondence.figure_tables import FigureTables, figure_tables
from backend.correspondence.months import a_year_before, months_between, widened
from backend.correspondence.terms import Period
from backend.errors import UsageError
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Context, Info
from backend.graphql.enums import SenderClass
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError
from backend.graphql.response_times import DurationInterval, WaitSplit

LONGEST = timedelta(days=1100)  # three years, the last of them going on


@strawberry.type(
    description="From `seconds` of working time on, up to the next point, this share is answered; with the interval at "
    "95% confidence at this point."
)
class CurvePoint:
    seconds: int
    answered: float
    low: float
    high: float

    @classmethod
    def of(cls, found: response_time.CurvePoint) -> "CurvePoint":
        return cls(seconds=found.seconds, answered=found.answered, low=found.low, high=found.high)


@strawberry.type(
    description="The share answered by waiting time (Kaplan-Meier: letters still open count as waiting). `longest`: "
    "working seconds of the letter that has waited longest without an answer; null where none is open. `leftOut`: "
    "months (YYYYMM) with too few letters to be shown to you."
)
class ReplyCurve:
    since: date
    until: date
    count: int
    longest: int | None
    points: list[CurvePoint]
    left_out: list[int]

    @classmethod
    def of(cls, found: FigureTables, sender_class: SenderClass) -> "ReplyCurve":
        waits = found.waits(sender_class)
        return cls(
            since=found.period.since,
            until=found.period.until,
            count=waits.count,
            longest=found.figure(sender_class).oldest_open,
            points=[CurvePoint.of(point) for point in response_time.curve(waits)],
            left_out=found.left_out(sender_class),
        )


@strawberry.type(
    description="Letters received in a month (YYYYMM). `hidden`: too few to be shown to you; `count` is 0 then."
)
class MonthFigure:
    month: int
    hidden: bool
    count: int
    median_seconds: int | None
    median_interval: DurationInterval
    p90_seconds: int | None
    p90_interval: DurationInterval

    @classmethod
    def of(cls, month: int, found: Figure | None, *, hidden: bool) -> "MonthFigure":
        median, p90 = (found.median, found.p90) if found else (response_time.Percentile(), response_time.Percentile())
        return cls(
            month=month,
            hidden=hidden,
            count=found.count if found else 0,
            median_seconds=median.value,
            median_interval=DurationInterval.of(median),
            p90_seconds=p90.value,
            p90_interval=DurationInterval.of(p90),
        )


@strawberry.type(
    description="Open letters that have waited for `sinceDays` working days (of 8 hours) or more, and less than "
    "`untilDays`; null: no end."
)
class AgeBand:
    since_days: int
    until_days: int | None
    letters: int

    @classmethod
    def of(cls, found: ages.AgeBand) -> "AgeBand":
        return cls(since_days=found.since, until_days=found.until, letters=found.letters)


@strawberry.type(
    description="Durations are working seconds. `lastYear`: the same months of the year before. `ages`: empty where "
    "nothing is open, or a band is too small to be shown to you."
)
class DashboardFigures:
    agency: Agency
    as_of: datetime
    curve: ReplyCurve
    last_year: ReplyCurve
    months: list[MonthFigure]
    ages: list[AgeBand]
    split: WaitSplit


DashboardFiguresResult = Annotated[
    DashboardFigures | ForbiddenError | AgencyNotFound | InputError, strawberry.union("DashboardFiguresResult")
]


@strawberry.type
class DashboardFiguresQuery:
    @guarded(
        Capability.READ_FIGURES,
        "Of whole months. What `responseTimes` says of the same letters, as it can be drawn. `below`: with the letters "
        "of agencies under it.",
        agency_argument="agency",
    )
    async def dashboard_figures(
        self, info: Info, agency: str, since: date, until: date, sender_class: SenderClass, below: bool = False
    ) -> DashboardFiguresResult:
        if not since <= until <= since + LONGEST:
            raise UsageError(f"since, until: from 0 to {LONGEST.days} days")
        context, period = info.context, widened(Period(since, until))
        await looked(context, Looked(Look.FIGURES, agency))
        found = await _tables(context, agency, period, sender_class, below=below)
        before = await _tables(context, agency, a_year_before(period), sender_class, below=below)
        by_month, left_out = found.by_month(sender_class), found.left_out(sender_class)
        counts = found.figure(sender_class).counts
        bands = ages.age_bands(found.open_waits(sender_class), in_full=found.in_full)
        return DashboardFigures(
            agency=await agency_of(context, agency),
            as_of=found.now,
            curve=ReplyCurve.of(found, sender_class),
            last_year=ReplyCurve.of(before, sender_class),
            months=[
                MonthFigure.of(month, by_month.get(month), hidden=month in left_out) for month in months_between(period)
            ],
            ages=[AgeBand.of(band) for band in bands],
            split=WaitSplit(
                ours=counts.own_seconds, senders=counts.sender_seconds, other_agencies=counts.other_seconds
            ),
        )


async def _tables(
    context: Context, agency: str, period: Period, sender_class: SenderClass, *, below: bool
) -> FigureTables:
    grants = context.principal.grants
    async with context.database.read() as session:
        return await figure_tables(
            session,
            agency,
            period,
            agencies_of(grants, Capability.READ_LETTERS),
            agencies_of(grants, Capability.READ_FIGURES),
            context.now(),
            below=below,
            sender_class=sender_class,
        )
