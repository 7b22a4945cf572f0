"""Mutation.countInShadow: what rules in shadow would have done in browsers; of an agency, of no paper and nobody."""

from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.classification import shadow_counts
from backend.errors import UsageError
from backend.graphql.context import Info
from backend.graphql.enums import ShadowOutcome
from backend.graphql.permissions import guarded
from backend.graphql.problems import InputError

COUNTS_LIMIT = 200


@strawberry.input(
    description='So many papers of one outcome. `rule`: an id, or "*" for the verdict as a whole; `bundle`: the '
    "version whose rule is counted."
)
class ShadowPapers:
    bundle: str
    rule: str
    outcome: ShadowOutcome
    papers: int


@strawberry.type
class ShadowCounted:
    papers: int


CountInShadowResult = Annotated[ShadowCounted | InputError, strawberry.union("CountInShadowResult")]


@strawberry.type
class ShadowMutation:
    @guarded(Capability.USE_PLUGIN, "Counted for the log-in's agency on the day it arrives; the log-in is not kept.")
    async def count_in_shadow(self, info: Info, counts: list[ShadowPapers]) -> CountInShadowResult:
        if len(counts) > COUNTS_LIMIT:
            raise UsageError(f"counts: at most {COUNTS_LIMIT} at once", code="too_many")
        context, agency = info.context, info.context.principal.agency
        added = [shadow_counts.Counted(one.bundle, one.rule, one.outcome.value, one.papers) for one in counts]
        async with context.database.write() as session:
            gate = shadow_counts.Gate.BROWSER
            await shadow_counts.add(session, agency.code if agency else "", gate, added, context.now())
        return ShadowCounted(papers=sum(one.papers for one in added))
