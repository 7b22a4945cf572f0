"""Query.openLetters and Query.letterClock: an agency's letters, for those who answer them."""

from datetime import datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability, may
from backend.correspondence import service, terms
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info
from backend.graphql.enums import SenderClass
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, LetterNotFound
from backend.workingtime.steps import Step


@strawberry.type(
    description="A letter that awaits or has had its answer. Its subject is never stored; find it by `messageId`."
)
class Letter:
    id: strawberry.ID
    reference_code: str
    sender_class: SenderClass
    sender: str
    received_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    working_seconds: int
    overdue: bool
    message_id: str

    @classmethod
    def of(cls, letter: terms.Letter) -> "Letter":
        return cls(
            id=strawberry.ID(letter.id),
            reference_code=letter.reference_code,
            sender_class=letter.sender_class,
            sender=letter.sender,
            received_at=letter.received_at,
            due_at=letter.due_at,
            answered_at=letter.answered_at,
            working_seconds=letter.working_seconds,
            overdue=letter.overdue,
            message_id=letter.message_id,
        )


@strawberry.type(description="Letters of one agency that still await an answer, the earliest due first.")
class OpenLetters:
    agency: Agency
    letters: list[Letter]


@strawberry.type(description="One stretch of time: whether it counted as working time, and why.")
class ClockStep:
    from_: datetime = strawberry.field(name="from")
    to: datetime
    counted: bool
    reason: str

    @classmethod
    def of(cls, step: Step) -> "ClockStep":
        return cls(from_=step.start, to=step.end, counted=step.counted, reason=step.reason)


@strawberry.type(description="How a letter's working time was counted, step by step.")
class LetterClock:
    letter: Letter
    steps: list[ClockStep]


OpenLettersResult = Annotated[OpenLetters | ForbiddenError | AgencyNotFound, strawberry.union("OpenLettersResult")]
LetterClockResult = Annotated[LetterClock | ForbiddenError | LetterNotFound, strawberry.union("LetterClockResult")]


@strawberry.type
class LettersQuery:
    @guarded(
        Capability.READ_LETTERS,
        "For the agency's clerks and head. A parent agency never opens a citizen's letter.",
        agency_argument="agency",
    )
    async def open_letters(self, info: Info, agency: str) -> OpenLettersResult:
        context = info.context
        async with context.database.read() as session:
            letters = await service.open_letters(session, agency, context.now())
        return OpenLetters(agency=await agency_of(context, agency), letters=[Letter.of(letter) for letter in letters])

    @guarded(Capability.READ_LETTERS, "Another agency's letter is not found, whether it exists or not.")
    async def letter_clock(self, info: Info, letter: strawberry.ID) -> LetterClockResult:
        context = info.context
        async with context.database.read() as session:
            clock = await service.letter_clock(session, letter, context.now())
        if not may(context.principal.grants, Capability.READ_LETTERS, [clock.letter.agency_code]):
            raise service.LetterNotFound("no letter of yours has this id")
        return LetterClock(letter=Letter.of(clock.letter), steps=[ClockStep.of(step) for step in clock.steps])
