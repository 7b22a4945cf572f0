"""Query.mailboxChecks and Mutation.noteMailboxCheck: the five checks a day of an agency's boxes."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.compliance import checking
from backend.compliance.check_words import words
from backend.compliance.mailbox_checks import Proof, WindowCheck
from backend.graphql.acts import actor_of
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Context, Info
from backend.graphql.enums import CheckState, Evidence
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError
from backend.workingtime.hours import in_vietnam


@strawberry.type(
    description="How we know. `at`: when it was first seen, or when the oldest letter that waited had come. `words`, "
    "`wordsEn`: the same as a sentence."
)
class CheckProof:
    kind: Evidence
    at: datetime | None
    count: int
    words: str
    words_en: str

    @classmethod
    def of(cls, proof: Proof, found: checking.AgencyChecks) -> "CheckProof":
        vietnamese, english = (words(proof, found.day, found.names, language) for language in ("vi", "en"))
        return cls(kind=proof.kind, at=proof.at, count=proof.count, words=vietnamese, words_en=english)


@strawberry.type(description="One check of the day. `selfDeclared`: kept by somebody's own word and nothing else.")
class CheckWindow:
    name: str
    from_: datetime = strawberry.field(name="from")
    to: datetime
    state: CheckState
    self_declared: bool
    proofs: list[CheckProof]

    @classmethod
    def of(cls, check: WindowCheck, found: checking.AgencyChecks) -> "CheckWindow":
        return cls(
            name=check.name,
            from_=check.start,
            to=check.end,
            state=check.state,
            self_declared=check.self_declared,
            proofs=[CheckProof.of(proof, found) for proof in check.proofs],
        )


@strawberry.type(description="One mailbox of the agency, with the day's checks in order.")
class BoxChecks:
    mailbox: str
    windows: list[CheckWindow]


@strawberry.type(description="Of every mailbox of an agency, not of its officials'.")
class MailboxChecks:
    agency: Agency
    day: date
    boxes: list[BoxChecks]


MailboxChecksResult = Annotated[
    MailboxChecks | ForbiddenError | AgencyNotFound, strawberry.union("MailboxChecksResult")
]
NoteMailboxCheckResult = Annotated[
    MailboxChecks | ForbiddenError | AgencyNotFound | InputError, strawberry.union("NoteMailboxCheckResult")
]


CheckId = Annotated[str, strawberry.argument(name="id")]


@strawberry.type
class MailboxChecksQuery:
    @guarded(
        Capability.READ_MAILBOX_CHECKS,
        "Whether the agency's boxes were looked into in each window of a day, and how we know. Computed anew each "
        "time.",
        agency_argument="agency",
    )
    async def mailbox_checks(self, info: Info, agency: str, day: date) -> MailboxChecksResult:
        return await _checks(info.context, agency, day)


@strawberry.type
class MailboxChecksMutation:
    @guarded(
        Capability.NOTE_MAILBOX_CHECK,
        "Declare, by name, that one looked into a box now, while a window goes on. `id` is the client's own: sent "
        "again, it changes nothing.",
        agency_argument="agency",
    )
    async def note_mailbox_check(
        self,
        info: Info,
        check_id: CheckId,
        agency: str,
        mailbox: str,
        person: strawberry.ID,
    ) -> NoteMailboxCheckResult:
        context = info.context
        actor = actor_of(context.principal, person)
        said = checking.Declaration(check_id, agency, mailbox.strip().lower(), actor.login, actor.person_id)
        async with context.database.write() as session:
            await checking.declare(session, said, context.now())
        return await _checks(context, agency, in_vietnam(context.now()).date())


async def _checks(context: Context, agency: str, day: date) -> MailboxChecks:
    async with context.database.read() as session:
        found = await checking.checks(session, agency, day, context.now())
    return MailboxChecks(
        agency=await agency_of(context, agency),
        day=day,
        boxes=[
            BoxChecks(mailbox=box.mailbox, windows=[CheckWindow.of(window, found) for window in box.windows])
            for box in found.boxes
        ],
    )
