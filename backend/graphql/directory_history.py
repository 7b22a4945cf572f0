"""Query.officialAddress, Query.directoryChanges: what was the official address on a day, with proof; what changed."""

from datetime import date, datetime, time, timedelta

import strawberry

from backend.access.roles import Capability
from backend.clock import VIETNAM
from backend.directory import history_queries, official_address
from backend.directory import public_changes as feed
from backend.directory.recorded import canonical
from backend.directory_trust import directory_trust
from backend.graphql.context import Info
from backend.graphql.permissions import guarded

CHANGES_AT_ONCE = 500


@strawberry.type(
    description="Of one change of the directory's history. `holds`: it is what was hashed, and a trusted key signed it."
)
class DirectoryProof:
    seq: int
    revision: int
    entered_at: datetime
    hash: str
    key_id: str
    signature: str
    holds: bool


@strawberry.type(description="`validTo`: the first day on which it was no longer the official one, as known.")
class OfficialAddress:
    address: str
    display: str
    valid_from: date
    valid_to: date | None
    decision_number: str
    proof: DirectoryProof

    @classmethod
    def of(cls, found: official_address.OfficialAddress) -> "OfficialAddress":
        proof = found.proof
        return cls(
            address=found.address,
            display=found.display,
            valid_from=found.valid_from,
            valid_to=found.valid_to,
            decision_number=found.decision_number,
            proof=DirectoryProof(
                seq=proof.seq,
                revision=proof.revision,
                entered_at=proof.entered_at,
                hash=proof.hash,
                key_id=proof.key_id,
                signature=proof.signature,
                holds=proof.holds,
            ),
        )


@strawberry.type(description="`agencyName`: of that day. What was there before `historyBegins` was noted then.")
class OfficialAddresses:
    agency_name: str
    day: date
    history_begins: datetime | None
    addresses: list[OfficialAddress]


@strawberry.type(description="`before`, `after`: the row of the table as JSON; null where there is none to be seen.")
class DirectoryChange:
    seq: int
    at: datetime
    entity: str
    key: str
    agency_code: str
    before: str | None
    after: str | None
    valid_from: date | None
    decision_number: str | None
    hash: str

    @classmethod
    def of(cls, change: feed.PublicChange) -> "DirectoryChange":
        return cls(
            seq=change.seq,
            at=change.at,
            entity=change.entity,
            key=change.key,
            agency_code=change.agency_code,
            before=canonical(change.before) if change.before is not None else None,
            after=canonical(change.after) if change.after is not None else None,
            valid_from=change.valid_from,
            decision_number=change.decision_number,
            hash=change.hash,
        )


@strawberry.type(description="`next`: the number to ask after again; `more`: that there is more to be had at once.")
class DirectoryChanges:
    changes: list[DirectoryChange]
    next: int
    more: bool


@strawberry.type
class DirectoryHistoryQuery:
    @guarded(
        Capability.USE_PLUGIN,
        "The official addresses of any agency on a day, with proof; `knownOn`: as the directory had it on that day.",
    )
    async def official_address(
        self, info: Info, code: str, on: date, known_on: date | None = None
    ) -> OfficialAddresses:
        context = info.context
        known_at = datetime.combine(known_on + timedelta(days=1), time.min, VIETNAM) if known_on else context.now()
        trust = directory_trust(context.settings)
        async with context.database.read() as session:
            found = await official_address.official_addresses(session, code, on, known_at, trust)
        return OfficialAddresses(
            agency_name=found.agency_name,
            day=found.day,
            history_begins=found.history_begins,
            addresses=[OfficialAddress.of(one) for one in found.addresses],
        )

    @guarded(Capability.USE_PLUGIN, "What changed in the directory after a number, of what anybody may see.")
    async def directory_changes(self, info: Info, after: int) -> DirectoryChanges:
        async with info.context.database.read() as session:
            found = await history_queries.changes_after(session, after, CHANGES_AT_ONCE)
        return DirectoryChanges(
            changes=[DirectoryChange.of(one) for one in feed.public_changes(found)],
            next=found[-1].seq if found else after,
            more=len(found) == CHANGES_AT_ONCE,
        )
