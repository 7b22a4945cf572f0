"""Mutation.reportFalseAlarm: how it looked where a rule matched wrongly, without any word of the paper."""

from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.classification import false_alarms
from backend.graphql.context import Info
from backend.graphql.enums import AlarmReason
from backend.graphql.permissions import guarded
from backend.graphql.problems import InputError


@strawberry.input(
    description="Where a rule matched, as numbers and closed words. `containers`: media types from the file chosen to "
    "the part that matched; `line` and `page` count from 1."
)
class FalseAlarmReport:
    rule: str
    bundle: str
    where: str
    reason: AlarmReason
    containers: list[str]
    charset: str
    words_on_line: int
    line: int
    lines_on_page: int
    page: int
    pages: int


@strawberry.type
class FalseAlarmReported:
    id: strawberry.ID


ReportFalseAlarmResult = Annotated[FalseAlarmReported | InputError, strawberry.union("ReportFalseAlarmResult")]


@strawberry.type
class FalseAlarmsMutation:
    @guarded(Capability.USE_PLUGIN, "No word, name or fingerprint of the file comes with it, nor the caller's name.")
    async def report_false_alarm(self, info: Info, alarm: FalseAlarmReport) -> ReportFalseAlarmResult:
        context = info.context
        agency = context.principal.agency
        reported = false_alarms.Alarm(**{**vars(alarm), "containers": tuple(alarm.containers)})
        async with context.database.write() as session:
            row = false_alarms.report(session, agency.code if agency else "", reported, context.now())
            await session.flush()
        return FalseAlarmReported(id=strawberry.ID(row.id))
