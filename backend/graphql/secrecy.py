"""Query.secrecyCounts: how often an agency's papers were stopped and let pass."""

from datetime import datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.audit.looks import Look, Looked
from backend.compliance import secrecy_counts
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError


@strawberry.type(
    description="Of 30 days. `blocked`: files the browser's gate stopped, each as often as it was tried; `refused`: "
    "letters the mail server refused for a mark; `removed`: marked messages taken out of mailboxes; `cleared`: files "
    "two people let pass; `declared`: files a named person vouched for."
)
class SecrecyCounts:
    agency: Agency
    since: datetime
    until: datetime
    blocked: int
    refused: int
    removed: int
    cleared: int
    declared: int


SecrecyCountsResult = Annotated[
    SecrecyCounts | ForbiddenError | AgencyNotFound, strawberry.union("SecrecyCountsResult")
]


@strawberry.type
class SecrecyQuery:
    @guarded(
        Capability.READ_SECRECY_COUNTS,
        "For the agency's state-secrets officer alone: numbers of the agency, never of a person.",
        agency_argument="agency",
    )
    async def secrecy_counts(self, info: Info, agency: str) -> SecrecyCountsResult:
        context = info.context
        await looked(context, Looked(Look.SECRECY_COUNTS, agency))
        async with context.database.read() as session:
            found = await secrecy_counts.secrecy_counts(session, agency, context.now())
        return SecrecyCounts(
            agency=await agency_of(context, agency),
            since=found.since,
            until=found.until,
            blocked=found.blocked,
            refused=found.refused,
            removed=found.removed,
            cleared=found.cleared,
            declared=found.declared,
        )
