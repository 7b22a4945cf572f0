"""Query.apologyDraft: what a clerk may send before the term of a citizen's or business's letter."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.correspondence import apology
from backend.graphql.acts import require_letter
from backend.graphql.context import Info
from backend.graphql.permissions import guarded
from backend.graphql.problems import ForbiddenError, InputError, LetterNotFound


@strawberry.type(description="A reason of the closed list, in words, and what the mail would say with it.")
class ApologyChoice:
    reason: str
    words: str
    text: str


@strawberry.type(
    description="The apology proposed for a letter due within one working day. Noting EXTENDED with one of the reasons "
    "and a day sends it. `latestDay`: beyond it the row of the matter allows no extension; null where it says nothing."
)
class ApologyDraft:
    letter: strawberry.ID
    due_at: datetime
    new_day: date
    latest_day: date | None
    choices: list[ApologyChoice]

    @classmethod
    def of(cls, draft: apology.ApologyDraft) -> "ApologyDraft":
        return cls(
            letter=strawberry.ID(draft.letter_id),
            due_at=draft.due_at,
            new_day=draft.new_day,
            latest_day=draft.latest_day,
            choices=[ApologyChoice(reason=one.reason, words=one.words, text=one.text) for one in draft.choices],
        )


ApologyDraftResult = Annotated[
    ApologyDraft | ForbiddenError | LetterNotFound | InputError, strawberry.union("ApologyDraftResult")
]


@strawberry.type
class ApologiesQuery:
    @guarded(
        Capability.ACT_ON_LETTERS,
        "InputError no_apology where there is none to send: an agency's letter, one not due soon or extended already.",
    )
    async def apology_draft(self, info: Info, letter: strawberry.ID) -> ApologyDraftResult:
        context = info.context
        async with context.database.read() as session:
            await require_letter(context, session, letter, Capability.ACT_ON_LETTERS)
            return ApologyDraft.of(await apology.draft(session, letter, context.now()))
