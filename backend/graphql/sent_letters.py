"""Query.sentLetters and Mutation.recallSent: how far an agency's own letters came, and taking one back."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.correspondence import sent_letters as service
from backend.correspondence.acts import LetterAct
from backend.correspondence.replacing import Offered
from backend.correspondence.sent_way import WayStep
from backend.errors import UsageError
from backend.graphql.acts import actor_of
from backend.graphql.context import Info
from backend.graphql.enums import Act, WayState
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError, SentLetterNotFound

MOST_SENT = 50


@strawberry.type(description="A state a letter reached, and whose word it is.")
class SentStep:
    state: WayState
    at: datetime
    told_by: str

    @classmethod
    def of(cls, step: WayStep) -> "SentStep":
        return cls(state=step.state, at=step.at, told_by=step.told_by)


@strawberry.type(
    description="How far the message that carries the new paper came to a recipient of the old one; `isSent`: whether "
    "it went there."
)
class SentReplacement:
    is_sent: bool
    steps: list[SentStep]

    @classmethod
    def of(cls, found: service.Replacement) -> "SentReplacement":
        return cls(is_sent=found.is_sent, steps=[SentStep.of(step) for step in found.steps])


@strawberry.type(
    description="One recipient of a letter. `agencyCode` is empty for somebody outside the province. `replacement`: of "
    "a letter that was replaced or corrected by a message, else null."
)
class SentRecipient:
    name: str
    agency_code: str
    steps: list[SentStep]
    replacement: SentReplacement | None

    @classmethod
    def of(cls, recipient: service.SentRecipient) -> "SentRecipient":
        return cls(
            name=recipient.name,
            agency_code=recipient.agency_code,
            steps=[SentStep.of(step) for step in recipient.way.steps],
            replacement=SentReplacement.of(recipient.replacement) if recipient.replacement else None,
        )


@strawberry.type(
    description="What the sender said of a letter afterwards. The paper that stands instead, as far as it was said: "
    "its number and symbol, its day, the Message-ID of the message that carries it (`replacedBy`) and when that was "
    "sent."
)
class Recall:
    act: Act
    at: datetime
    reason: str
    replaced_by: str
    sent_at: datetime | None
    paper_symbol: str
    paper_on: date | None

    @classmethod
    def of(cls, act: LetterAct) -> "Recall":
        return cls(
            act=act.act,
            at=act.at,
            reason=act.text("reason"),
            replaced_by=act.text("message_id"),
            sent_at=act.moment("sent_at"),
            paper_symbol=act.text("paper_symbol"),
            paper_on=act.day("paper_on"),
        )


@strawberry.type(description="A letter that a box of the agency sent.")
class SentLetter:
    message_id: str
    sent_at: datetime
    recipients: list[SentRecipient]
    recalls: list[Recall]

    @classmethod
    def of(cls, letter: service.SentLetter) -> "SentLetter":
        return cls(
            message_id=letter.message_id,
            sent_at=letter.sent_at,
            recipients=[SentRecipient.of(one) for one in letter.recipients],
            recalls=[Recall.of(act) for act in letter.recalls],
        )


@strawberry.type
class SentLetters:
    letters: list[SentLetter]


@strawberry.input(
    description="A paper taken back (RECALLED), replaced or corrected. `id` is the client's own; `reason` is of a "
    "closed list. Of the paper that stands instead of one replaced or corrected: `replacedBy`, the Message-ID of the "
    "message that carries it, if it was sent already; `paperSymbol` and `paperOn`."
)
class RecallInput:
    id: str
    message_id: str
    act: Act
    person: strawberry.ID
    reason: str
    replaced_by: str = ""
    paper_symbol: str = ""
    paper_on: date | None = None


@strawberry.type(
    description="A message that may carry the paper that stands instead of another. `reached`: to how many of the old "
    "one's recipients it went, of `among`."
)
class OfferedMessage:
    message_id: str
    sent_at: datetime
    reached: int
    among: int

    @classmethod
    def of(cls, found: Offered) -> "OfferedMessage":
        return cls(message_id=found.message_id, sent_at=found.sent_at, reached=found.reached, among=found.among)


@strawberry.type(description="The latest first.")
class OfferedMessages:
    messages: list[OfferedMessage]


SentLettersResult = Annotated[
    SentLetters | ForbiddenError | AgencyNotFound | InputError, strawberry.union("SentLettersResult")
]
RecallResult = Annotated[
    SentLetters | ForbiddenError | AgencyNotFound | SentLetterNotFound | InputError, strawberry.union("RecallResult")
]

ReplacementsResult = Annotated[
    OfferedMessages | ForbiddenError | AgencyNotFound | SentLetterNotFound, strawberry.union("ReplacementsResult")
]


@strawberry.type
class SentLettersQuery:
    @guarded(
        Capability.READ_LETTERS,
        "What is known of messages the agency's boxes sent, by Message-ID; others are absent. At most 50 ids.",
        agency_argument="agency",
    )
    async def sent_letters(self, info: Info, agency: str, message_ids: list[str]) -> SentLettersResult:
        if len(message_ids) > MOST_SENT:
            raise UsageError("messageIds: at most 50")
        return await _found(info, agency, message_ids)

    @guarded(
        Capability.READ_LETTERS,
        "Messages the agency sent since to some of the same recipients: one of them may carry the paper that replaces "
        "or corrects this one.",
        agency_argument="agency",
    )
    async def replacements(self, info: Info, agency: str, message_id: str) -> ReplacementsResult:
        async with info.context.database.read() as session:
            found = await service.replacements(session, agency, message_id)
        return OfferedMessages(messages=[OfferedMessage.of(one) for one in found])


@strawberry.type
class SentLettersMutation:
    @guarded(
        Capability.ACT_ON_LETTERS,
        "Tells everybody a paper went to that it is taken back, replaced or corrected. Nothing is deleted anywhere.",
        agency_argument="agency",
    )
    async def recall_sent(self, info: Info, agency: str, recall: RecallInput) -> RecallResult:
        context = info.context
        actor = actor_of(context.principal, recall.person)
        said = {
            "reason": recall.reason,
            "message_id": recall.replaced_by,
            "paper_symbol": recall.paper_symbol.strip(),
            "paper_on": recall.paper_on.isoformat() if recall.paper_on else "",
        }
        async with context.database.write() as session:
            await service.recall(
                session, agency, recall.message_id, recall.act, said, act_id=recall.id, actor=actor, now=context.now()
            )
        return await _found(info, agency, [recall.message_id])


async def _found(info: Info, agency: str, message_ids: list[str]) -> SentLetters:
    async with info.context.database.read() as session:
        letters = await service.sent_letters(session, agency, message_ids)
    return SentLetters(letters=[SentLetter.of(letter) for letter in letters])
