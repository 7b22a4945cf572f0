"""Mutation.noteAct and Query.letterActs: what officials did about letters, by name."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability, may
from backend.correspondence import acts, noting, service
from backend.correspondence.acts import LetterAct
from backend.correspondence.box_states import BoxState
from backend.correspondence.models import Correspondence
from backend.db import ReadSession
from backend.directory.terms import Principal
from backend.errors import Forbidden
from backend.graphql.context import Context, Info
from backend.graphql.enums import Act
from backend.graphql.letters import Letter, look_at
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import ForbiddenError, InputError, LetterNotFound


@strawberry.input(
    description="What was done about a letter. `id` is the client's own, so that a repeated request changes nothing. "
    "What an act needs: backend/correspondence/acts.py. `reason`, `channel` and `matter` are of closed lists. "
    "`answerer`: the name of who answered by another channel."
)
class ActInput:
    id: str
    letter: strawberry.ID
    act: Act
    person: strawberry.ID
    reason: str = ""
    number: str = ""
    paper_symbol: str = ""
    paper_on: date | None = None
    urgency: str = ""
    lead: str = ""
    helpers: str = ""
    due_on: date | None = None
    sender_class: str = ""
    matter: str = ""
    message_id: str = ""
    channel: str = ""
    answerer: str = ""
    answered_at: datetime | None = None
    agency: str = ""
    into: str = ""
    on: date | None = None
    withdraws: str = ""


_NAMES_THE_ACT = frozenset({"id", "letter", "act", "person"})
_STORED_AS = {"answerer": "person"}  # `person` is who hands the act in


@strawberry.type(description="The letter as it is now.")
class ActNoted:
    letter: Letter


@strawberry.type(
    description="An act that holds; `by` is an official's name, null if the letter's sender did it. Of a paper its "
    "sender replaced or corrected: number and day of the one that stands instead, and when it was sent to this agency."
)
class NotedAct:
    id: strawberry.ID
    act: Act
    at: datetime
    by: str | None
    reason: str
    due_on: date | None
    channel: str
    paper_symbol: str
    paper_on: date | None
    sent_at: datetime | None

    @classmethod
    def of(cls, act: LetterAct, names: Mapping[str, str]) -> "NotedAct":
        return cls(
            id=strawberry.ID(act.id),
            act=act.act,
            at=act.at,
            by=names.get(act.by),
            reason=act.text("reason"),
            due_on=act.day("due_on"),
            channel=act.text("channel"),
            paper_symbol=act.text("paper_symbol"),
            paper_on=act.day("paper_on"),
            sent_at=act.moment("sent_at"),
        )


@strawberry.type(
    description="What a mailbox of the agency did with the letter; who of its people did, nobody knows, and neither "
    "says that it was read. `openedAt`: when the box opened it first. `receiptSentAt`: when its program sent the "
    "receipt that the sender had asked for."
)
class LetterBox:
    mailbox: str
    opened_at: datetime | None
    receipt_sent_at: datetime | None

    @classmethod
    def of(cls, box: BoxState) -> "LetterBox":
        return cls(mailbox=box.mailbox, opened_at=box.opened_at, receipt_sent_at=box.receipt_sent_at)


@strawberry.type(
    description="What was done about a letter, the earliest first; and by the agency's own boxes. `boxesForgotten`: "
    "the letter is so old that what its boxes did was deleted."
)
class LetterActs:
    acts: list[NotedAct]
    boxes: list[LetterBox]
    boxes_forgotten: bool


NoteActResult = Annotated[ActNoted | ForbiddenError | LetterNotFound | InputError, strawberry.union("NoteActResult")]
LetterActsResult = Annotated[LetterActs | ForbiddenError | LetterNotFound, strawberry.union("LetterActsResult")]


@strawberry.type
class ActsMutation:
    @guarded(Capability.ACT_ON_LETTERS, "Only for letters of the caller's own agency, and always by a named person.")
    async def note_act(self, info: Info, act: ActInput) -> NoteActResult:
        context = info.context
        actor = actor_of(context.principal, act.person)
        async with context.database.write() as session:
            place = await require_letter(context, session, act.letter, _needed(act.act))
            sees_shielded = may(context.principal.grants, Capability.READ_SHIELDED, [place.agency_code])
            said = _said(act)
            await noting.note(
                session,
                act.letter,
                act.act,
                said,
                act_id=act.id,
                actor=actor,
                now=context.now(),
                sees_shielded=sees_shielded,
            )
        async with context.database.read() as session:
            clock = await service.letter_clock(session, act.letter, context.now())
        return ActNoted(letter=Letter.of(clock.letter, context.principal.grants))


@strawberry.type
class ActsQuery:
    @guarded(Capability.READ_LETTERS, "Another agency's letter is not found, whether it exists or not.")
    async def letter_acts(self, info: Info, letter: strawberry.ID) -> LetterActsResult:
        context = info.context
        async with context.database.read() as session:
            seen = await require_letter(context, session, letter, Capability.READ_LETTERS)
            history = await service.letter_history(session, letter, context.now())
        await looked(context, look_at(letter, seen.agency_code, shielded=seen.shielded))
        return LetterActs(
            acts=[NotedAct.of(act, history.names) for act in history.acts],
            boxes=[LetterBox.of(box) for box in history.boxes],
            boxes_forgotten=history.boxes_forgotten,
        )


def _needed(act: acts.Act) -> Capability:
    """Only a named receiver says that the valid paper came, which starts a statutory term, or opens a letter to all."""
    return Capability.READ_SHIELDED if act in acts.OF_NAMED_RECEIVERS else Capability.ACT_ON_LETTERS


async def require_letter(context: Context, session: ReadSession, letter: str, capability: Capability) -> Correspondence:
    """Whose it is.

    Raises:
        LetterNotFound: there is none, or it is not for the caller.
    """
    seen = await service.place_of(session, letter)
    own = may(context.principal.grants, capability, [seen.agency_code])
    if not own or (seen.shielded and not may(context.principal.grants, Capability.READ_SHIELDED, [seen.agency_code])):
        raise service.LetterNotFound("no letter of yours has this id")
    return seen


def actor_of(principal: Principal, person_id: str) -> noting.Actor:
    """
    Raises:
        Forbidden: nobody by this id uses the caller's log-in.
    """
    if person_id not in {person.id for person in principal.people}:
        raise Forbidden("this person does not use your log-in", code="not_your_person")
    return noting.Actor(principal.login, person_id)


def _said(act: ActInput) -> dict[str, str]:
    """Everything an act says, as text; days and moments in ISO 8601."""
    named = vars(act).items()
    said = {_STORED_AS.get(name, name): value for name, value in named if name not in _NAMES_THE_ACT and value}
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else str(value) for name, value in said.items()
    }
