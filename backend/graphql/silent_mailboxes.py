"""Query.silentMailboxes: published boxes that fell silent, for those on duty; each sees the own part."""

from datetime import datetime

import strawberry

from backend.access.roles import Capability, line_of, may
from backend.audit.looks import Look, Looked
from backend.compliance import silence_queries
from backend.compliance.fallen_silent import Way
from backend.graphql.context import Info
from backend.graphql.enums import SilentWay
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded


@strawberry.type(
    description="`since`: its last letter this way. `longestSeconds`, working time: the longest of `gaps` gaps before."
)
class SilentMailbox:
    address: str
    way: SilentWay
    since: datetime
    found_at: datetime
    longest_seconds: int
    gaps: int


@strawberry.type
class SilentMailboxesQuery:
    @guarded(
        Capability.KEEP_DUTY,
        "Of every agency the caller looks after: published boxes silent far longer than their own past makes likely.",
    )
    async def silent_mailboxes(self, info: Info) -> list[SilentMailbox]:
        context = info.context
        parents = await context.loaders.parents()
        async with context.database.read() as session:
            rows = await silence_queries.standing(session)
        grants = context.principal.grants
        shown = [row for row in rows if may(grants, Capability.KEEP_DUTY, line_of(row.agency_code, parents))]
        for code in sorted({row.agency_code for row in shown}):
            people = [row.box for row in shown if row.agency_code == code]
            await looked(context, Looked(Look.ADDRESS_HEALTH, code, people=people))
        return [
            SilentMailbox(
                address=row.box,
                way=SilentWay(Way(row.way)),
                since=row.since,
                found_at=row.found_at,
                longest_seconds=row.longest_seconds,
                gaps=row.gaps,
            )
            for row in shown
        ]
