"""Query.me: whom the directory knows by the caller's log-in."""

import strawberry

from backend.access.roles import Capability, line_of, may
from backend.directory import terms
from backend.graphql.agencies import Agency
from backend.graphql.context import Info
from backend.graphql.enums import MailboxKind, Role
from backend.graphql.permissions import guarded


@strawberry.type(description="An official mailbox the caller's log-in speaks for.")
class Mailbox:
    address: str
    kind: MailboxKind
    agency: Agency

    @classmethod
    def of(cls, mailbox: terms.MailboxEntry) -> "Mailbox":
        return cls(address=mailbox.address, kind=mailbox.kind, agency=Agency.of(mailbox.agency))


@strawberry.type(description="An official who uses the caller's log-in; clerks share one, declarations name one.")
class Person:
    id: strawberry.ID
    name: str
    post: str

    @classmethod
    def of(cls, person: terms.Person) -> "Person":
        return cls(id=strawberry.ID(person.id), name=person.name, post=person.post)


@strawberry.type(description="Whom the directory knows by the caller's log-in.")
class Me:
    login: str
    agency: Agency | None
    head_of: list[Agency]
    mailboxes: list[Mailbox]
    people: list[Person]
    roles: list[Role]

    @guarded(Capability.USE_PLUGIN, "Every agency whose response times the caller may see, by name.")
    async def figures_of(self, info: Info) -> list[Agency]:
        context = info.context
        parents = await context.loaders.parents()
        grants = context.principal.grants
        codes = [code for code in parents if may(grants, Capability.READ_FIGURES, line_of(code, parents))]
        names = await context.loaders.agency_name.load_many(codes)
        agencies = (Agency(code=code, name=name or code) for code, name in zip(codes, names, strict=True))
        return sorted(agencies, key=lambda agency: agency.name)

    @classmethod
    def of(cls, principal: terms.Principal) -> "Me":
        return cls(
            login=principal.login,
            agency=Agency.of(principal.agency) if principal.agency else None,
            head_of=[Agency.of(agency) for agency in principal.head_of],
            mailboxes=[Mailbox.of(mailbox) for mailbox in principal.mailboxes],
            people=[Person.of(person) for person in principal.people],
            roles=[Role(role) for role in sorted(principal.roles)],
        )


@strawberry.type
class MeQuery:
    @guarded(Capability.USE_PLUGIN, "Whom the directory knows by the caller's log-in.")
    async def me(self, info: Info) -> Me:
        return Me.of(info.context.principal)
