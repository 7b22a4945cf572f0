"""Who may ask what of which agency: every field × every role × the own agency, one below, one above and one beside.

What is expected stands here as words, apart from the table the product decides by. Each field is asked by an operation
our clients really send, with everything that operation selects, so that a refusal can be searched for what leaks.
"""

from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    parse,
    type_from_ast,
)
from strawberry.types import ExecutionResult

from backend.access.roles import Role
from backend.clock import FixedClock
from backend.correspondence.models import Correspondence, CorrespondenceSegment, Correspondent, LetterReference
from backend.db import Database
from backend.directory.models import Agency
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import AgencyName, Grant, OfficialRole, Person, Principal
from backend.errors import Unavailable
from backend.graphql.context import Context, LiveContext
from backend.graphql.errors import present
from backend.graphql.persisted import load_operations
from backend.graphql.schema import schema
from backend.settings import Settings
from tests.unit.small_province import CLERK_BOX, COMMITTEE, FINANCE, NOW, SCIENCE

BELOW = f"{SCIENCE}.1"  # a unit of the agency where the role is held
PLACES = {"own": SCIENCE, "below": BELOW, "above": COMMITTEE, "beside": FINANCE}
CITIZEN = "dan.can-tim@nguoidan.example"  # stands in every letter; in no refusal

EVERYBODY = ("own below above beside", *Role)
OWN_LETTERS = ("own", Role.CLERK, Role.DEPUTY, Role.HEAD, Role.NAMED_RECEIVER, Role.RECEIVER)
NAMED_RECEIVERS = ("own", Role.NAMED_RECEIVER)
ISSUERS = ("own", Role.CLERK, Role.DEPUTY)
READERS_OF_ISSUED = ("own", Role.CLERK, Role.DEPUTY, Role.HEAD)

# field: lines of (places, roles); whoever stands in none of them is refused. A field that asks about no agency is open
# to its roles whatever the place.
OPEN_TO: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "me": (EVERYBODY,),
    "checkRecipients": (EVERYBODY,),
    "resolveRecipients": (EVERYBODY,),
    "directorySearch": (EVERYBODY,),
    "matters": (EVERYBODY,),
    "clearances": (EVERYBODY,),
    "officialAddress": (EVERYBODY,),
    "directoryChanges": (EVERYBODY,),
    "reportVerdicts": (EVERYBODY,),
    "declare": (EVERYBODY,),
    "reportFalseAlarm": (EVERYBODY,),
    "countInShadow": (EVERYBODY,),
    "responseTimes": (("own below", Role.HEAD, Role.AUDITOR),),
    "directive": (("own below", Role.HEAD, Role.AUDITOR),),
    "emulation": (("own below", Role.HEAD, Role.AUDITOR),),
    "secrecyCounts": (("own", Role.SECRETS_OFFICER),),
    "dashboardFigures": (("own below", Role.HEAD, Role.AUDITOR),),
    "figureLetters": (OWN_LETTERS,),
    "openLetters": (OWN_LETTERS,),
    "lettersByMessage": (OWN_LETTERS,),
    "lettersOfPapers": (OWN_LETTERS,),
    "dueLetters": (OWN_LETTERS,),
    "letterClock": (OWN_LETTERS,),
    "letterActs": (OWN_LETTERS,),
    "apologyDraft": (OWN_LETTERS,),
    "noteAct": (OWN_LETTERS,),
    "letterNews": (OWN_LETTERS,),
    "namedReceivers": (OWN_LETTERS,),
    "sentLetters": (OWN_LETTERS,),
    "recallSent": (OWN_LETTERS,),
    "replacements": (OWN_LETTERS,),
    "rememberRecipients": (OWN_LETTERS,),
    "forgetRecipients": (OWN_LETTERS,),
    "shieldedLetters": (NAMED_RECEIVERS,),
    "issuedDocuments": (READERS_OF_ISSUED,),
    "unmailedPapers": (READERS_OF_ISSUED,),
    "numberGaps": (("own", Role.CLERK),),
    "recordIssued": (ISSUERS,),
    "stateLineReason": (ISSUERS,),
    "publishLink": (ISSUERS,),
    "importRegister": (ISSUERS,),
    "stateRegisterReason": (ISSUERS,),
    "gateDifferences": (("own", Role.HEAD), ("own below", Role.IT_ADMIN)),
    "agencyNews": (OWN_LETTERS,),
    "mailboxChecks": (("own", Role.CLERK, Role.DEPUTY, Role.RECEIVER), ("own below", Role.HEAD)),
    "noteMailboxCheck": (("own", Role.CLERK, Role.DEPUTY, Role.RECEIVER),),
    "protection": (("own", Role.HEAD), ("own below", Role.IT_ADMIN)),
    "reportProtection": (EVERYBODY,),
    "silentMailboxes": (("own below above beside", Role.IT_ADMIN, Role.SUPPORT_DESK),),
    "addressHealth": (("own below above beside", Role.CLERK, Role.HEAD, Role.IT_ADMIN, Role.DIRECTORY_ADMIN),),
}
# asked by a letter's id: one that is for named receivers alone is not found by anybody else
BY_LETTER = ("letterClock", "letterActs", "apologyDraft", "noteAct")
REFUSALS = {"forbidden", "letter_not_found"}


@dataclass(frozen=True, slots=True)
class Asking:
    """An operation of ours that asks one field."""

    document: str
    variables: Mapping[str, GraphQLInputType]


def asking() -> dict[str, Asking]:
    """By the name of the root field; of several operations the one released last."""
    found: dict[str, Asking] = {}
    for operation in load_operations().values():
        [node] = [one for one in parse(operation.document).definitions if isinstance(one, OperationDefinitionNode)]
        declared = {
            one.variable.name.value: type_from_ast(schema._schema, one.type) for one in node.variable_definitions or ()
        }
        fields = [one.name.value for one in node.selection_set.selections if isinstance(one, FieldNode)]
        if len(fields) == 1:
            found[fields[0]] = Asking(operation.document, declared)  # type: ignore[arg-type]
    return found


ASKING = asking()
GIVEN: Mapping[str, Any] = {
    "person": "VAN",
    "act": "EXTENDED",  # without its reason: told so by an InputError, after whether it is the caller's letter
    "first": 8,
    "messageIds": [f"{kind}{SCIENCE}@nguoidan.example" for kind in "LS"],
    "symbols": ["12/UBND-VX"],
    "addresses": [CLERK_BOX],
    "fingerprint": "c" * 22,
    "day": "2026-01-05",
    "year": 2026,
    "code": SCIENCE,
    "since": "2026-01-01",
    "until": "2026-01-31",
    "on": "2026-01-05",
    "issuedOn": "2026-01-05",
}
OF_TYPE: Mapping[str, Any] = {
    "Int": 1,
    "Float": 1.0,
    "Boolean": False,
    "Date": "2026-01-05",
    "DateTime": "2026-01-05T08:00:00+00:00",
}


def value(name: str, wanted: GraphQLInputType, place: str, letter: str) -> Any:
    """Something a variable or field of this name and type may be."""
    if isinstance(wanted, GraphQLNonNull):
        return value(name, wanted.of_type, place, letter)
    named = {**GIVEN, "agency": place, "letter": letter}
    if name in named and not isinstance(wanted, GraphQLInputObjectType):
        return named[name]
    if isinstance(wanted, GraphQLList):
        return [value(name, wanted.of_type, place, letter)]
    if isinstance(wanted, GraphQLInputObjectType):
        needed = {key: one.type for key, one in wanted.fields.items() if isinstance(one.type, GraphQLNonNull)}
        return {key: value(key, one, place, letter) for key, one in needed.items()}
    if isinstance(wanted, GraphQLEnumType):
        return next(iter(wanted.values))
    return OF_TYPE.get(str(wanted), "x")


def letter_of(place: str, *, shielded: bool = False) -> str:
    return f"{'S' if shielded else 'L'}{place}"


@pytest.fixture
async def letters(database: Database) -> None:
    """In every agency one for all its clerks and one for its named receivers alone."""
    async with database.write() as session:
        session.add(Agency(code=BELOW, name="Trung tâm", kind="unit", parent=SCIENCE))
        session.add(Correspondent(id="DAN", address=CITIZEN, sender_class="citizen"))
    for place in PLACES.values():
        for shielded in (False, True):
            async with database.write() as session:
                session.add(_letter(place, shielded=shielded))
                await session.flush()
                session.add(
                    CorrespondenceSegment(
                        agency_code=place,
                        correspondence_id=letter_of(place, shielded=shielded),
                        ordinal=0,
                        turn="agency",
                        started_at=NOW,
                        because="arrived",
                    )
                )
                session.add(
                    LetterReference(
                        agency_code=place,
                        correspondence_id=letter_of(place, shielded=shielded),
                        code=f"TDT.{letter_of(place, shielded=shielded)}",
                        issued_at=NOW,
                    )
                )


def _letter(place: str, *, shielded: bool) -> Correspondence:
    return Correspondence(
        agency_code=place,
        id=letter_of(place, shielded=shielded),
        correspondent_id="DAN",
        sender_class="citizen",
        mailbox=CLERK_BOX,
        message_id=f"{letter_of(place, shielded=shielded)}@nguoidan.example",
        received_at=NOW,
        month=202601,
        standing="open",
        waiting=True,
        turn_since=NOW,
        deadline_id="ordinary",
        due_at=NOW,
        may_acknowledge=True,
        shielded=shielded,
    )


@dataclass(frozen=True, slots=True)
class Province:
    database: Database
    clock: FixedClock
    search: DirectorySearch

    async def asks(self, field: str, role: Role, place: str, letter: str) -> ExecutionResult:
        """Ask as somebody who holds this one role, at `SCIENCE`."""
        asked = ASKING[field]
        variables = {name: value(name, one, place, letter) for name, one in asked.variables.items()}
        if field == "letterNews":
            return await self._begin(asked.document, variables, role)
        context = Context(self.database, self.clock, Settings(), holder(role), self.search, RecipientIndexes())
        return await schema.execute(asked.document, variable_values=variables, context_value=context)

    async def _begin(self, document: str, variables: dict[str, Any], role: Role) -> ExecutionResult:
        """A stream's first answer; one that was let in ends at its first pause."""

        async def who() -> Principal | None:
            return None

        async def pause() -> None:
            raise Unavailable("let in", code="let_in")

        context = LiveContext(
            self.database, self.clock, Settings(), holder(role), self.search, RecipientIndexes(), who, pause
        )
        stream = await schema.subscribe(document, variable_values=variables, context_value=context)
        if not isinstance(stream, AsyncGenerator):
            return stream
        return await anext(stream)


@pytest.fixture
async def province(database: Database, clock: FixedClock, letters: None) -> AsyncGenerator[Province, None]:
    search = DirectorySearch(database, clock)
    yield Province(database, clock, search)
    await search.close()


def holder(role: Role) -> Principal:
    return Principal(
        login=CLERK_BOX,
        agency=AgencyName(SCIENCE, "Sở Khoa học và Công nghệ"),
        head_of=(),
        mailboxes=(),
        people=(Person("VAN", "Nguyễn Thị Vân", "Văn thư"),),
        grants=frozenset({Grant(OfficialRole(role), SCIENCE)}),
    )


def is_open(lines: Iterable[tuple[str, ...]], role: Role, place: str) -> bool:
    return any(place in places.split() and role in roles for places, *roles in lines)


def codes(result: ExecutionResult, field: str) -> set[str]:
    """The codes of everything that was refused."""
    answer = (result.data or {}).get(field)
    told = {answer["code"]} if isinstance(answer, dict) and "code" in answer else set[str]()
    return told | {str(present(error)["extensions"]["code"]) for error in result.errors or ()}


def test_every_field_of_the_schema_stands_in_the_table_and_is_asked() -> None:
    roots = (schema._schema.query_type, schema._schema.mutation_type, schema._schema.subscription_type)
    fields = {name for root in roots if root is not None for name in root.fields}

    assert OPEN_TO.keys() == fields
    assert ASKING.keys() >= fields


@pytest.mark.parametrize("field", OPEN_TO)
async def test_a_field_is_open_to_its_roles_in_their_places_and_to_nobody_else(field: str, province: Province) -> None:
    wrong = []
    for role in Role:
        for place, agency in PLACES.items():
            result = await province.asks(field, role, agency, letter_of(agency))
            refused = bool(codes(result, field) & REFUSALS)
            if refused == is_open(OPEN_TO[field], role, place):
                wrong.append((role.value, place, codes(result, field)))
            elif refused and CITIZEN in str(result.data):
                wrong.append((role.value, place, {"leaks"}))
            assert "internal" not in codes(result, field)
    assert wrong == []


@pytest.mark.parametrize("field", BY_LETTER)
async def test_a_shielded_letter_is_found_by_named_receivers_of_its_agency_alone(
    field: str, province: Province
) -> None:
    for role in Role:
        for place, agency in PLACES.items():
            result = await province.asks(field, role, agency, letter_of(agency, shielded=True))
            refused = bool(codes(result, field) & REFUSALS)
            assert refused != is_open((NAMED_RECEIVERS,), role, place), (role, place, codes(result, field))
            assert not refused or CITIZEN not in str(result.data)


@pytest.mark.parametrize("field", ["openLetters", "dueLetters", "lettersByMessage"])
async def test_no_list_shows_a_shielded_letter_to_anybody_but_named_receivers(field: str, province: Province) -> None:
    for role in (Role.CLERK, Role.DEPUTY, Role.HEAD, Role.RECEIVER):
        shown = str((await province.asks(field, role, SCIENCE, "")).data)
        assert CITIZEN in shown, role  # the other letter
        assert letter_of(SCIENCE, shielded=True) not in shown, role
