"""Query.matters: what a letter may be about, with the term each has."""

from datetime import date

import strawberry

from backend.access.roles import Capability
from backend.clock import VIETNAM
from backend.correspondence.deadlines import Term, TermStart, matters_on
from backend.directory import service as directory
from backend.graphql.context import Context, Info
from backend.graphql.permissions import guarded
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import default_calendar


@strawberry.type(
    description="A matter a clerk may choose. `phrases`: words in a subject, in lower case, for which it is proposed. "
    "`basis`: the paper by which the caller's agency set the days, where it did. "
    "`needsPaper`: only a valid paper starts its term, mail by itself never does."
)
class Matter:
    key: str
    name: str
    days: int
    working_days: bool
    basis: str
    needs_paper: bool
    phrases: list[str]

    @classmethod
    def of(cls, term: Term) -> "Matter":
        return cls(
            key=term.key,
            name=term.matter,
            days=term.days,
            working_days=term.unit == "working_day",
            basis=term.decision_number or term.basis,
            needs_paper=term.start is TermStart.VALID_PAPER,
            phrases=list(term.phrases),
        )


@strawberry.type
class MattersQuery:
    @guarded(Capability.USE_PLUGIN, "What a citizen's or business's letter may be about, as the law stands today.")
    async def matters(self, info: Info) -> list[Matter]:
        context = info.context
        today: date = context.now().astimezone(VIETNAM).date()
        calendar = await _calendar_of(context)
        return [Matter.of(term) for term in matters_on(today, calendar)]


async def _calendar_of(context: Context) -> Calendar:
    """Of the caller's own agency, which may have set the ordinary term itself."""
    agency = context.principal.agency
    if agency is None:
        return default_calendar()
    async with context.database.read() as session:
        return (await directory.calendars(session, [agency.code]))[agency.code]
