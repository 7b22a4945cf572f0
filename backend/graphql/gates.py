"""Query.gateDifferences: submissions from the webmail that the browser's gate never reported."""

from datetime import datetime, timedelta
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.audit.looks import Look, Looked
from backend.classification import service
from backend.classification.models import GateCheck
from backend.errors import UsageError
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info
from backend.graphql.enums import Action, LookReason
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError

LOOKBACK = timedelta(days=30)


@strawberry.type(
    description="A file sent from the webmail that no verdict of the browser's gate partners within 24 hours."
)
class GateDifference:
    submitted_at: datetime
    login: str
    fingerprint: str
    action: Action
    bundle: str

    @classmethod
    def of(cls, check: GateCheck) -> "GateDifference":
        return cls(
            submitted_at=check.at,
            login=check.login,
            fingerprint=check.fingerprint,
            action=Action(check.action),
            bundle=check.bundle,
        )


@strawberry.type(
    description="What the mail server's gate saw from the webmail in 30 days and the browser's gate did not report."
)
class GateDifferences:
    agency: Agency
    differences: list[GateDifference]


GateDifferencesResult = Annotated[
    GateDifferences | ForbiddenError | AgencyNotFound | InputError, strawberry.union("GateDifferencesResult")
]


@strawberry.type
class GatesQuery:
    @guarded(
        Capability.READ_GATE_DIFFERENCES,
        "For the agency's head and those who run the system; newest first. It tells what single officials sent: "
        "without a reason there is no answer, and who looked and why is shown to them.",
        agency_argument="agency",
    )
    async def gate_differences(
        self, info: Info, agency: str, reason: LookReason | None = None
    ) -> GateDifferencesResult:
        if reason is None:
            raise UsageError("reason: say why you look at what single officials sent")
        context, until = info.context, info.context.now()
        async with context.database.read() as session:
            checks = await service.gate_differences(session, agency, until - LOOKBACK, until)
        logins = {check.login for check in checks}
        await looked(context, Looked(Look.GATE_DIFFERENCES, agency, reason=reason, people=logins))
        return GateDifferences(
            agency=await agency_of(context, agency), differences=[GateDifference.of(check) for check in checks]
        )
