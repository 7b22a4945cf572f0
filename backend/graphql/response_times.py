"""Query.responseTimes: how fast an agency answers, for its head and the heads above."""

from datetime import date
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.correspondence import service, terms
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info
from backend.graphql.enums import SenderClass
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError


@strawberry.type(description="Response times of one sender class. All durations are working seconds; `count` is n.")
class ResponseTimeRow:
    sender_class: SenderClass
    count: int
    answered: int
    open: int
    oldest_open_seconds: int | None
    median_seconds: int | None
    p90_seconds: int | None
    explanation: str

    @classmethod
    def of(cls, row: terms.ResponseTimeRow) -> "ResponseTimeRow":
        return cls(
            sender_class=row.sender_class,
            count=row.count,
            answered=row.answered,
            open=row.open,
            oldest_open_seconds=row.oldest_open_seconds,
            median_seconds=row.median_seconds,
            p90_seconds=row.p90_seconds,
            explanation=row.explanation,
        )


@strawberry.type(
    description="Response times of one agency for letters received on the days from `since` to `until`, both included, "
    "in Vietnam's time."
)
class ResponseTimes:
    agency: Agency
    since: date
    until: date
    rows: list[ResponseTimeRow]


ResponseTimesResult = Annotated[
    ResponseTimes | ForbiddenError | AgencyNotFound, strawberry.union("ResponseTimesResult")
]


@strawberry.type
class ResponseTimesQuery:
    @guarded(
        Capability.READ_FIGURES, "Letters still open are counted as waiting, never left out.", agency_argument="agency"
    )
    async def response_times(self, info: Info, agency: str, since: date, until: date) -> ResponseTimesResult:
        context = info.context
        async with context.database.read() as session:
            rows = await service.response_times(session, agency, terms.Period(since, until), context.now())
        return ResponseTimes(
            agency=await agency_of(context, agency),
            since=since,
            until=until,
            rows=[ResponseTimeRow.of(row) for row in rows],
        )
