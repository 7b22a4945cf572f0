"""Who the recipients of a draft are, which of them a paper names, and what an agency chose for an entry."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.directory import corrections, recipient_checks, service, terms
from backend.errors import UsageError
from backend.graphql.acts import actor_of
from backend.graphql.context import Info
from backend.graphql.enums import AskReason, BlankReason, Channel, EntryState, LookalikeReason, MatchReason, Ring
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError

RECIPIENTS_LIMIT = 500


@strawberry.type(description="The official mailbox of an official whose private address was written.")
class OfficialInstead:
    name: str
    address: str


@strawberry.type(
    description="What an address looks like that is not official: a domain or an address. `instead`: the mailbox that "
    "may be meant."
)
class LookalikeAddress:
    resembles: str
    reason: LookalikeReason
    instead: str | None

    @classmethod
    def of(cls, found: terms.LookalikeAddress | None) -> "LookalikeAddress | None":
        return None if found is None else cls(resembles=found.resembles, reason=found.reason, instead=found.instead)


@strawberry.type(
    description="Who has the same name: an agency under `place`, or an official of the agency `place`. `nearer`: to "
    "the asker's agency than the one whose address was given."
)
class Namesake:
    agency_code: str
    name: str
    place: str
    address: str
    nearer: bool


@strawberry.type(description="Whose address was given, and who else is called so, accents apart; the nearest first.")
class SameName:
    name: str
    place: str
    others: list[Namesake]

    @classmethod
    def of(cls, found: terms.SameName | None) -> "SameName | None":
        if found is None:
            return None
        others = [
            Namesake(
                agency_code=one.agency_code, name=one.name, place=one.place, address=one.address, nearer=one.nearer
            )
            for one in found.others
        ]
        return cls(name=found.name, place=found.place, others=others)


@strawberry.type(
    description="How far an address stands from the province, what to use instead, and what gives reason to doubt it."
)
class RecipientCheck:
    address: str
    ring: Ring
    agency_name: str | None
    official_instead: OfficialInstead | None
    lookalike: LookalikeAddress | None
    same_name: SameName | None

    @classmethod
    def of(cls, check: terms.RecipientCheck) -> "RecipientCheck":
        instead = check.official_instead
        return cls(
            address=check.address,
            ring=Ring(check.ring),
            agency_name=check.agency_name,
            official_instead=OfficialInstead(name=instead.name, address=instead.address) if instead else None,
            lookalike=LookalikeAddress.of(check.lookalike),
            same_name=SameName.of(check.same_name),
        )


@strawberry.type(description="By which channel papers of a kind (null: of every other kind) reach a recipient.")
class KindChannel:
    kind: str | None
    channel: Channel


@strawberry.type(description="An agency by name: one that was, or that has no mailbox.")
class NamedAgency:
    code: str
    name: str

    @classmethod
    def of(cls, agency: terms.AgencyName | None) -> "NamedAgency | None":
        return None if agency is None else cls(code=agency.code, name=agency.name)


@strawberry.type(
    description='A published mailbox an entry of "Nơi nhận" means, or may mean; `score` is between 0 and 1. '
    "`predecessor`: whom the entry names, where this agency stands in for it."
)
class RecipientMatch:
    agency_name: str
    agency_code: str
    address: str
    score: float
    reason: MatchReason
    predecessor: NamedAgency | None
    channels: list[KindChannel] = strawberry.field(description="Empty where mail carries papers of every kind.")

    @classmethod
    def of(cls, match: terms.RecipientMatch) -> "RecipientMatch":
        return cls(
            agency_name=match.agency_name,
            agency_code=match.agency_code,
            address=match.address,
            score=match.score,
            reason=match.reason,
            predecessor=NamedAgency.of(match.predecessor),
            channels=[KindChannel(kind=one.kind, channel=one.channel) for one in match.channels],
        )


@strawberry.type(description="A part of an entry that somebody has to settle; the likeliest candidate first.")
class RecipientQuestion:
    text: str
    reason: AskReason
    predecessor: NamedAgency | None
    candidates: list[RecipientMatch]

    @classmethod
    def of(cls, question: terms.RecipientQuestion) -> "RecipientQuestion":
        return cls(
            text=question.text,
            reason=question.reason,
            predecessor=NamedAgency.of(question.predecessor),
            candidates=[RecipientMatch.of(one) for one in question.candidates],
        )


@strawberry.type(description="A part of an entry nobody is mailed for. `agency`: the one without a mailbox.")
class RecipientBlank:
    text: str
    reason: BlankReason
    agency: NamedAgency | None


@strawberry.type(description="A choice somebody made for the agency before, which the entry follows.")
class RecipientMemory:
    text: str
    chosen_by: str
    chosen_at: datetime


@strawberry.type(description='One entry of "Nơi nhận" or "Kính gửi", resolved against the directory.')
class RecipientEntry:
    text: str
    group: bool
    internal: bool
    state: EntryState
    matches: list[RecipientMatch]
    questions: list[RecipientQuestion]
    blanks: list[RecipientBlank]
    memories: list[RecipientMemory]

    @classmethod
    def of(cls, entry: terms.RecipientEntry) -> "RecipientEntry":
        return cls(
            text=entry.text,
            group=entry.group,
            internal=entry.internal,
            state=entry.state,
            matches=[RecipientMatch.of(match) for match in entry.matches],
            questions=[RecipientQuestion.of(one) for one in entry.questions],
            blanks=[
                RecipientBlank(text=one.text, reason=one.reason, agency=NamedAgency.of(one.agency))
                for one in entry.blanks
            ],
            memories=[
                RecipientMemory(text=one.text, chosen_by=one.chosen_by, chosen_at=one.chosen_at)
                for one in entry.memories
            ],
        )


@strawberry.input(
    description="What an entry of a paper means for the agency from now on, by name. `text`: the part of the entry as "
    "its question has it; `codes`: the agencies chosen."
)
class RecipientChoice:
    text: str
    codes: list[str]
    person: strawberry.ID


@strawberry.type(description="The choice is remembered, or taken back.")
class RecipientChoiceKept:
    text: str


RecipientChoiceResult = Annotated[
    RecipientChoiceKept | ForbiddenError | AgencyNotFound | InputError, strawberry.union("RecipientChoiceResult")
]


@strawberry.type
class RecipientsQuery:
    @guarded(
        Capability.USE_PLUGIN,
        "For each address, in order: how far it stands from the province, and what gives reason to doubt it.",
    )
    async def check_recipients(self, info: Info, addresses: list[str]) -> list[RecipientCheck]:
        _refuse_too_many(addresses)
        context = info.context
        agency = context.principal.agency
        asker = recipient_checks.Asker(context.settings.province_domains, agency.code if agency is not None else None)
        async with context.database.read() as session:
            checks = await recipient_checks.check_recipients(
                session, addresses, asker, context.now(), context.recipient_indexes
            )
        return [RecipientCheck.of(check) for check in checks]

    @guarded(
        Capability.USE_PLUGIN,
        "For each entry, in order: which published agency mailboxes it means, or what has to be chosen. `issuedOn`: "
        "the paper's date, by which names and groups are read; today where it says none.",
    )
    async def resolve_recipients(
        self, info: Info, entries: list[str], issued_on: date | None = None
    ) -> list[RecipientEntry]:
        _refuse_too_many(entries)
        context = info.context
        agency = context.principal.agency
        sender = agency.code if agency is not None else None
        async with context.database.read() as session:
            resolved = await service.resolve_recipients(
                session, entries, context.now(), sender, issued_on=issued_on, indexes=context.recipient_indexes
            )
        return [RecipientEntry.of(entry) for entry in resolved]


@strawberry.type
class RecipientsMutation:
    @guarded(
        Capability.ACT_ON_LETTERS,
        "Remembers for the agency whom an entry means, until it is taken back or another choice follows.",
        agency_argument="agency",
    )
    async def remember_recipients(self, info: Info, agency: str, choice: RecipientChoice) -> RecipientChoiceResult:
        chooser = _chooser(info, agency, choice.person)
        async with info.context.database.write() as session:
            await corrections.remember(session, choice.text, choice.codes, chooser, info.context.now())
        return RecipientChoiceKept(text=choice.text)

    @guarded(
        Capability.ACT_ON_LETTERS,
        "Takes back what the agency chose for an entry: it is read by the directory again.",
        agency_argument="agency",
    )
    async def forget_recipients(
        self, info: Info, agency: str, text: str, person: strawberry.ID
    ) -> RecipientChoiceResult:
        chooser = _chooser(info, agency, person)
        async with info.context.database.write() as session:
            await corrections.forget(session, text, chooser, info.context.now())
        return RecipientChoiceKept(text=text)


def _chooser(info: Info, agency: str, person: str) -> corrections.Chooser:
    actor = actor_of(info.context.principal, person)
    return corrections.Chooser(agency, info.context.principal.login, actor.person_id)


def _refuse_too_many(texts: list[str]) -> None:
    if len(texts) > RECIPIENTS_LIMIT:
        raise UsageError(f"at most {RECIPIENTS_LIMIT} at once", code="too_many")
