"""Query.checkRecipients and Query.resolveRecipients: who the recipients of a draft are."""

import strawberry

from backend.access.roles import Capability
from backend.directory import service, terms
from backend.errors import UsageError
from backend.graphql.context import Info
from backend.graphql.enums import Channel, Ring
from backend.graphql.permissions import guarded

RECIPIENTS_LIMIT = 500


@strawberry.type(description="The official mailbox of an official whose private address was written.")
class OfficialInstead:
    name: str
    address: str


@strawberry.type(description="How far a recipient stands from the province, and what to use instead.")
class RecipientCheck:
    address: str
    ring: Ring
    agency_name: str | None
    official_instead: OfficialInstead | None

    @classmethod
    def of(cls, check: terms.RecipientCheck) -> "RecipientCheck":
        instead = check.official_instead
        return cls(
            address=check.address,
            ring=Ring(check.ring),
            agency_name=check.agency_name,
            official_instead=OfficialInstead(name=instead.name, address=instead.address) if instead else None,
        )


@strawberry.type(description="By which channel papers of a kind (null: of every other kind) reach a recipient.")
class KindChannel:
    kind: str | None
    channel: Channel


@strawberry.type(description='A published mailbox an entry of "Nơi nhận" may mean; `score` is between 0 and 1.')
class RecipientMatch:
    agency_name: str
    agency_code: str
    address: str
    score: float
    channels: list[KindChannel] = strawberry.field(description="Empty where mail carries papers of every kind.")

    @classmethod
    def of(cls, match: terms.RecipientMatch) -> "RecipientMatch":
        return cls(
            agency_name=match.agency_name,
            agency_code=match.agency_code,
            address=match.address,
            score=match.score,
            channels=[KindChannel(kind=one.kind, channel=one.channel) for one in match.channels],
        )


@strawberry.type(description='One entry of "Nơi nhận" or "Kính gửi", resolved against the directory.')
class RecipientEntry:
    text: str
    group: bool
    internal: bool
    matches: list[RecipientMatch]

    @classmethod
    def of(cls, entry: terms.RecipientEntry) -> "RecipientEntry":
        matches = [RecipientMatch.of(match) for match in entry.matches]
        return cls(text=entry.text, group=entry.group, internal=entry.internal, matches=matches)


@strawberry.type
class RecipientsQuery:
    @guarded(Capability.USE_PLUGIN, "For each address, in order: how far it stands from the province.")
    async def check_recipients(self, info: Info, addresses: list[str]) -> list[RecipientCheck]:
        _refuse_too_many(addresses)
        context = info.context
        async with context.database.read() as session:
            checks = await service.check_recipients(
                session, addresses, context.settings.province_domains, context.now()
            )
        return [RecipientCheck.of(check) for check in checks]

    @guarded(Capability.USE_PLUGIN, "For each entry, in order: which published agency mailboxes it means.")
    async def resolve_recipients(self, info: Info, entries: list[str]) -> list[RecipientEntry]:
        _refuse_too_many(entries)
        context = info.context
        agency = context.principal.agency
        sender = agency.code if agency is not None else None
        async with context.database.read() as session:
            resolved = await service.resolve_recipients(session, entries, context.now(), sender)
        return [RecipientEntry.of(entry) for entry in resolved]


def _refuse_too_many(texts: list[str]) -> None:
    if len(texts) > RECIPIENTS_LIMIT:
        raise UsageError(f"at most {RECIPIENTS_LIMIT} at once", code="too_many")
