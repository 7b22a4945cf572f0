"""Query.addressHealth: official mailboxes to look after, agencies with no confirmed address; each sees the own part."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import strawberry

from backend.access.roles import Capability, line_of, may
from backend.audit.looks import Look, Looked
from backend.compliance import confirming
from backend.graphql.context import Context, Info
from backend.graphql.enums import AddressTrouble
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded


@strawberry.type(description="Something about a published mailbox to look after; gone once it is mended.")
class AddressTask:
    agency_name: str
    address: str
    trouble: AddressTrouble
    since: datetime


@strawberry.type(
    description="`unconfirmed`: agencies of whose published mailboxes none was confirmed this quarter; empty where the "
    "province has nobody asked."
)
class AddressHealth:
    tasks: list[AddressTask]
    unconfirmed: list[str]
    agencies: int


@strawberry.type
class AddressesQuery:
    @guarded(
        Capability.READ_ADDRESS_HEALTH,
        "Of every agency the caller looks after: mailboxes that bounce, lie unread or did not confirm.",
    )
    async def address_health(self, info: Info) -> AddressHealth:
        context = info.context
        parents = await context.loaders.parents()
        async with context.database.read() as session:
            tasks = await confirming.tasks(session, context.now())
            agencies = await confirming.addresses_of_agencies(session, context.now())
        shown = [one for one in tasks if _may_see(context, one.agency_code, parents)]
        await looked(context, *_looks(shown))
        mine = [one for one in agencies if _may_see(context, one.code, parents)]
        return AddressHealth(
            tasks=[
                AddressTask(
                    agency_name=one.agency_name,
                    address=one.address,
                    trouble=AddressTrouble(one.trouble),
                    since=one.since,
                )
                for one in shown
            ],
            unconfirmed=[one.name for one in mine if one.confirmed == 0 and context.settings.confirm_addresses],
            agencies=len(mine),
        )


def _looks(shown: Sequence[confirming.Task]) -> list[Looked]:
    """One for each agency, with the mailboxes whose trouble is told."""
    by_agency: dict[str, list[str]] = {}
    for one in shown:
        by_agency.setdefault(one.agency_code, []).append(one.address)
    return [Looked(Look.ADDRESS_HEALTH, code, people=addresses) for code, addresses in by_agency.items()]


def _may_see(context: Context, code: str, parents: Mapping[str, str | None]) -> bool:
    return may(context.principal.grants, Capability.READ_ADDRESS_HEALTH, line_of(code, parents))
