"""Query.clearances: marked files of the caller's agency that two people let pass; compared on the official's PC."""

from datetime import datetime

import strawberry

from backend.access.roles import Capability
from backend.classification import clearing
from backend.classification.clearances import Standing
from backend.graphql.context import Info
from backend.graphql.permissions import guarded


@strawberry.type(description="A marked file, known by its fingerprint alone, that the agency may send until then.")
class Clearance:
    fingerprint: str
    decision_number: str
    valid_until: datetime

    @classmethod
    def of(cls, standing: Standing) -> "Clearance":
        return cls(
            fingerprint=standing.fingerprint,
            decision_number=standing.decision_number,
            valid_until=standing.valid_until,
        )


@strawberry.type
class ClearancesQuery:
    @guarded(Capability.USE_PLUGIN, "Those in force now, of the caller's agency; entered and approved at /cho-phep.")
    async def clearances(self, info: Info) -> list[Clearance]:
        agency = info.context.principal.agency
        if agency is None:
            return []
        async with info.context.database.read() as session:
            standing = await clearing.in_force(session, info.context.now(), agency.code)
        return [Clearance.of(one) for one in standing]
