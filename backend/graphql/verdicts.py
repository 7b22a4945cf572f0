"""Mutation.reportVerdicts: the browser's gate says what it found (contract 3: of a marked file almost nothing)."""

from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.classification import service
from backend.classification.declarations import BrowserReport
from backend.errors import UsageError
from backend.graphql.context import Info
from backend.graphql.enums import Action
from backend.graphql.permissions import guarded
from backend.graphql.problems import InputError

REPORTS_LIMIT = 200


@strawberry.input(
    description="What the browser's gate found in one file. "
    "`fingerprint` is null for marked files: nothing of them leaves the machine."
)
class VerdictReport:
    fingerprint: str | None = strawberry.UNSET
    action: Action
    state: str
    rules: list[str]
    bundle: str
    obligation: str | None = strawberry.UNSET
    kind: str | None = strawberry.UNSET
    elapsed_ms: int

    def as_reported(self) -> BrowserReport:
        return BrowserReport(
            fingerprint=self.fingerprint or None,
            action=self.action,
            state=self.state,
            rules=tuple(self.rules),
            bundle=self.bundle,
            obligation=self.obligation or None,
            kind=self.kind or None,
            elapsed_ms=self.elapsed_ms,
        )


@strawberry.type
class VerdictsReported:
    count: int


ReportVerdictsResult = Annotated[VerdictsReported | InputError, strawberry.union("ReportVerdictsResult")]


@strawberry.type
class VerdictsMutation:
    @guarded(Capability.USE_PLUGIN, "All or nothing; may be sent late, after the backend was away.")
    async def report_verdicts(self, info: Info, reports: list[VerdictReport]) -> ReportVerdictsResult:
        if len(reports) > REPORTS_LIMIT:
            raise UsageError(f"reports: at most {REPORTS_LIMIT} at once", code="too_many")
        context, principal = info.context, info.context.principal
        agency_code = principal.agency.code if principal.agency else ""
        async with context.database.write() as session:
            count = service.report_verdicts(
                session, principal.login, agency_code, [report.as_reported() for report in reports], context.now()
            )
        return VerdictsReported(count=count)
