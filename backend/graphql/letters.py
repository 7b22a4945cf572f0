"""Query.openLetters and Query.letterClock: an agency's letters, for those who answer them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability, HeldRole, may
from backend.audit.looks import Look, Looked
from backend.correspondence import service, terms
from backend.db import ReadSession
from backend.errors import UsageError
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info
from backend.graphql.enums import AnsweredBy, Expected, SenderClass, Standing
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError, LetterNotFound
from backend.workingtime.steps import Step


@strawberry.type(
    description="A letter that awaits or has had its answer. Its subject is never stored; find it by `messageId`. "
    "`shielded`: whether it is for the agency's named receivers only; null for everybody else."
)
class Letter:
    id: strawberry.ID
    reference_code: str
    sender_class: SenderClass
    sender: str
    mailbox: str
    message_id: str
    received_at: datetime
    standing: Standing
    expected: Expected
    awaits_answer: bool
    matter: str
    urgency: str
    due_at: datetime | None
    receipt_due_at: datetime | None
    task_due_on: date | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answered_by: AnsweredBy | None
    settled_at: datetime | None
    working_seconds: int
    overdue: bool
    disputed: bool
    closed_because: str
    passed_to: str
    came_from: str
    recalled: str
    register_number: str
    paper_symbol: str
    paper_on: date | None
    dossiers: list[str]
    satisfied: bool | None
    shielded: bool | None

    @classmethod
    def of(cls, letter: terms.Letter, grants: Iterable[HeldRole]) -> "Letter":
        """As somebody with these grants sees it; that they may see it at all is for the caller to check."""
        knows = may(grants, Capability.READ_SHIELDED, [letter.agency_code])
        return cls(
            id=strawberry.ID(letter.id),
            reference_code=letter.reference_code,
            sender_class=letter.sender_class,
            sender=letter.sender,
            mailbox=letter.mailbox,
            message_id=letter.message_id,
            received_at=letter.received_at,
            standing=letter.standing,
            expected=letter.expected,
            awaits_answer=letter.awaits_answer,
            matter=letter.matter,
            urgency=letter.urgency,
            due_at=letter.due_at,
            receipt_due_at=letter.receipt_due_at,
            task_due_on=letter.task_due_on,
            acknowledged_at=letter.acknowledged_at,
            answered_at=letter.answered_at,
            answered_by=letter.answered_by,
            settled_at=letter.settled_at,
            working_seconds=letter.working_seconds,
            overdue=letter.overdue,
            disputed=letter.disputed,
            closed_because=letter.closed_because,
            passed_to=letter.passed_to,
            came_from=letter.came_from,
            recalled=letter.recalled,
            register_number=letter.register_number,
            paper_symbol=letter.paper_symbol,
            paper_on=letter.paper_on,
            dossiers=list(letter.dossiers),
            satisfied=letter.satisfied,
            shielded=letter.shielded if knows else None,
        )


@strawberry.type(description="Letters of one agency that still await an answer, the earliest due first.")
class OpenLetters:
    agency: Agency
    letters: list[Letter]


@strawberry.type(description="Letters of one agency that were asked for.")
class Letters:
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


@strawberry.type(
    description="Another letter about the same thing, counted once with this one. `goesOn`: the clock goes on there."
)
class MergedLetter:
    reference_code: str
    received_at: datetime
    goes_on: bool

    @classmethod
    def of(cls, one: terms.MergedLetter) -> "MergedLetter":
        return cls(reference_code=one.reference_code, received_at=one.received_at, goes_on=one.goes_on)


@strawberry.type(
    description="How a letter's working time was counted, step by step, and how its due date came about, in Vietnamese "
    "and English."
)
class LetterClock:
    letter: Letter
    steps: list[ClockStep]
    how_due: str
    how_due_en: str
    merged: list[MergedLetter]


MOST_IDS, MOST_SYMBOLS = 200, 50
LettersResult = Annotated[Letters | ForbiddenError | AgencyNotFound | InputError, strawberry.union("LettersResult")]
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
        letters = await _found(info, lambda session, now: service.open_letters(session, agency, now))
        return OpenLetters(agency=await agency_of(info.context, agency), letters=letters)

    @guarded(
        Capability.READ_LETTERS,
        "What is known of messages of the agency's mailbox, by Message-ID; messages that opened no letter are absent. "
        "At most 200 ids.",
        agency_argument="agency",
    )
    async def letters_by_message(self, info: Info, agency: str, message_ids: list[str]) -> LettersResult:
        if len(message_ids) > MOST_IDS:
            raise UsageError("messageIds: at most 200")
        return Letters(
            letters=await _found(
                info, lambda session, now: service.letters_by_message(session, agency, message_ids, now)
            )
        )

    @guarded(
        Capability.READ_LETTERS,
        "Letters whose paper has one of these numbers and symbols, such as 123/UBND-VX: a paper that cites it may "
        "answer them. At most 50.",
        agency_argument="agency",
    )
    async def letters_of_papers(self, info: Info, agency: str, symbols: list[str]) -> LettersResult:
        if len(symbols) > MOST_SYMBOLS:
            raise UsageError("symbols: at most 50")
        return Letters(
            letters=await _found(info, lambda session, now: service.letters_of_papers(session, agency, symbols, now))
        )

    @guarded(
        Capability.READ_LETTERS,
        "What today asks for: answers, receipts and inside tasks due today or before, the earliest first.",
        agency_argument="agency",
    )
    async def due_letters(self, info: Info, agency: str) -> LettersResult:
        return Letters(letters=await _found(info, lambda session, now: service.due_letters(session, agency, now)))

    @guarded(
        Capability.READ_SHIELDED,
        "Letters that may be denunciations or complaints, for the agency's named receivers only; nobody else sees that "
        "there are any.",
        agency_argument="agency",
    )
    async def shielded_letters(self, info: Info, agency: str) -> LettersResult:
        await looked(info.context, Looked(Look.SHIELDED, agency))
        return Letters(letters=await _found(info, lambda session, now: service.shielded_letters(session, agency, now)))

    @guarded(Capability.READ_LETTERS, "Another agency's letter is not found, whether it exists or not.")
    async def letter_clock(self, info: Info, letter: strawberry.ID) -> LetterClockResult:
        context = info.context
        async with context.database.read() as session:
            clock = await service.letter_clock(session, letter, context.now())
        grants, place = context.principal.grants, [clock.letter.agency_code]
        hidden = clock.letter.shielded and not may(grants, Capability.READ_SHIELDED, place)
        if hidden or not may(grants, Capability.READ_LETTERS, place):
            raise service.LetterNotFound("no letter of yours has this id")
        await looked(context, look_at(letter, clock.letter.agency_code, shielded=clock.letter.shielded))
        return LetterClock(
            letter=Letter.of(clock.letter, grants),
            steps=[ClockStep.of(step) for step in clock.steps],
            how_due=clock.how_due,
            how_due_en=clock.how_due_en,
            merged=[MergedLetter.of(one) for one in clock.merged],
        )


def look_at(letter: str, agency_code: str, *, shielded: bool) -> Looked:
    """Of a letter for named receivers the record says no more than that somebody looked at their letters."""
    return Looked(Look.SHIELDED, agency_code) if shielded else Looked(Look.LETTER, agency_code, letter)


async def _found(info: Info, look: Callable[[ReadSession, datetime], Awaitable[list[terms.Letter]]]) -> list[Letter]:
    """The letters of one look, as the caller sees them."""
    context = info.context
    async with context.database.read() as session:
        letters = await look(session, context.now())
    return [Letter.of(letter, context.principal.grants) for letter in letters]
