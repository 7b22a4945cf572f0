"""Query.namedReceivers: who opens letters that may be denunciations or complaints; says nothing of any letter."""

from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.directory.named_receivers import named_receivers
from backend.graphql.context import Info
from backend.graphql.me import Person
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError


@strawberry.type(
    description="The agency's named receivers of denunciations and complaints. None: nobody sees such letters, "
    "until the agency names somebody."
)
class NamedReceivers:
    people: list[Person]


NamedReceiversResult = Annotated[
    NamedReceivers | ForbiddenError | AgencyNotFound, strawberry.union("NamedReceiversResult")
]


@strawberry.type
class NamedReceiversQuery:
    @guarded(
        Capability.READ_LETTERS,
        "Whom to ask, and whether there is anybody: the same whether or not such letters came.",
        agency_argument="agency",
    )
    async def named_receivers(self, info: Info, agency: str) -> NamedReceiversResult:
        context = info.context
        async with context.database.read() as session:
            found = await named_receivers(session, context.now())
        return NamedReceivers(people=[Person.of(person) for person in found.get(agency, ())])
