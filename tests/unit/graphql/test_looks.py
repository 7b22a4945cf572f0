"""Who looks at what concerns others stands in the log before there is an answer; single persons only with a reason."""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type
from sqlalchemy import select, update

from backend.audit.looks import LookReason
from backend.audit.models import AuditEntry
from backend.classification.declarations import CheckedAttachment, CheckedSubmission
from backend.classification.service import log_submission
from backend.clock import FixedClock
from backend.correspondence.models import Correspondence, CorrespondenceSegment, Correspondent, LetterReference
from backend.db import Database, WriteSession
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import AgencyName, Grant, OfficialRole, Person, Principal
from backend.errors import Unavailable
from backend.graphql.context import Context
from backend.graphql.schema import schema
from backend.settings import Settings
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE

PERIOD = {"agency": SCIENCE, "since": "2026-01-01", "until": "2026-01-31"}
# operation: who asks, with what, what is recorded (deed, agency, subject)
DRILLS: Mapping[str, tuple[str, dict[str, Any], tuple[str, str, str | None]]] = {
    "Figures": (HEAD_BOX, {**PERIOD, "below": False, "language": "VI"}, ("look.figures", SCIENCE, None)),
    "Directive": (HEAD_BOX, {**PERIOD, "below": False, "language": "VI"}, ("look.figures", SCIENCE, None)),
    "Emulation": (HEAD_BOX, PERIOD, ("look.figures", SCIENCE, None)),
    "DashboardFigures": (
        HEAD_BOX,
        {**PERIOD, "senderClass": "CITIZEN", "below": False},
        ("look.figures", SCIENCE, None),
    ),
    "FigureLetters": (
        HEAD_BOX,
        {**PERIOD, "senderClass": "CITIZEN", "part": "COUNT"},
        ("look.figure_letters", SCIENCE, None),
    ),
    "LetterClock": (HEAD_BOX, {"letter": "L1"}, ("look.letter", SCIENCE, "L1")),
    "LetterActs": (HEAD_BOX, {"letter": "L1"}, ("look.letter", SCIENCE, "L1")),
    "NumberGaps": (CLERK_BOX, {"agency": SCIENCE, "year": 2026}, ("look.number_gaps", SCIENCE, None)),
    "GateDifferences": (
        HEAD_BOX,
        {"agency": SCIENCE, "reason": "INCIDENT"},
        ("look.gate_differences", SCIENCE, None),
    ),
}
BY_THE_WEBMAIL_ITSELF: Mapping[
    str, dict[str, Any]
] = {  # asked for with every list of letters, without anybody opening anything
    "OpenLetters": {"agency": SCIENCE},
    "DueLetters": {"agency": SCIENCE},
    "LettersByMessage": {"agency": SCIENCE, "messageIds": ["l1@nguoidan.example"]},
}


@pytest.fixture(autouse=True)
async def letters(database: Database) -> None:
    async with database.write() as session:
        session.add(Correspondent(id="DAN", address="dan@nguoidan.example", sender_class="citizen"))
        await session.flush()
        for letter, shielded in (("L1", False), ("S1", True)):
            session.add(_letter(letter, shielded=shielded))
            await session.flush()
            session.add(
                LetterReference(agency_code=SCIENCE, correspondence_id=letter, code=f"TDT.{letter}", issued_at=NOW)
            )
            session.add(
                CorrespondenceSegment(
                    agency_code=SCIENCE,
                    correspondence_id=letter,
                    ordinal=0,
                    turn="agency",
                    started_at=NOW,
                    because="arrived",
                )
            )


def _letter(letter: str, *, shielded: bool) -> Correspondence:
    return Correspondence(
        agency_code=SCIENCE,
        id=letter,
        correspondent_id="DAN",
        sender_class="citizen",
        mailbox=CLERK_BOX,
        message_id=f"{letter.lower()}@nguoidan.example",
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


async def looks(database: Database) -> list[AuditEntry]:
    async with database.read() as session:
        statement = select(AuditEntry).where(AuditEntry.deed.startswith("look.")).order_by(AuditEntry.at)
        return list((await session.scalars(statement)).all())


@pytest.mark.parametrize("operation", DRILLS)
async def test_opening_something_is_recorded(operation: str, ask: Ask, database: Database) -> None:
    login, variables, expected = DRILLS[operation]

    await ask(login, operation, **variables)

    [look] = await looks(database)
    assert (look.deed, look.agency_code, look.subject_id) == expected
    assert (look.login, look.data["from"], look.at) == (login, SCIENCE, NOW)
    assert look.person_id == ("HA" if login == HEAD_BOX else None)  # two clerks share theirs


@pytest.mark.parametrize("operation", BY_THE_WEBMAIL_ITSELF)
async def test_what_the_webmail_asks_by_itself_is_no_look(operation: str, ask: Ask, database: Database) -> None:
    await ask(HEAD_BOX, operation, **BY_THE_WEBMAIL_ITSELF[operation])

    assert await looks(database) == []


async def test_whoever_is_refused_has_looked_at_nothing(ask: Ask, database: Database) -> None:
    assert (await ask(OFFICIAL_BOX, "LetterClock", letter="L1"))["letterClock"]["code"] == "forbidden"
    assert (await ask(HEAD_BOX, "LetterClock", letter="S1"))["letterClock"]["code"] == "letter_not_found"

    assert await looks(database) == []


async def test_the_same_look_within_an_hour_is_one(ask: Ask, database: Database, clock: FixedClock) -> None:
    for minutes in (0, 14):
        clock.set(NOW + timedelta(minutes=minutes))
        await ask(HEAD_BOX, "LetterClock", letter="L1")
        await ask(HEAD_BOX, "LetterActs", letter="L1")
    [look] = await looks(database)
    async with database.write() as session:
        earlier = update(AuditEntry).where(AuditEntry.id == look.id).values(at=NOW - timedelta(minutes=47))
        await session.change(earlier)

    await ask(HEAD_BOX, "LetterClock", letter="L1")
    assert len(await looks(database)) == 2


async def test_single_officials_are_shown_with_a_reason_only_and_each_time_it_is_recorded(
    ask: Ask, database: Database
) -> None:
    await _sent_unseen(database)

    refused = (await ask(HEAD_BOX, "GateDifferences", agency=SCIENCE))["gateDifferences"]
    assert refused == {"__typename": "InputError", "code": "usage"}
    assert await looks(database) == []

    for reason in ("COMPLAINT", "COMPLAINT"):
        answer = (await ask(HEAD_BOX, "GateDifferences", agency=SCIENCE, reason=reason))["gateDifferences"]
        assert [one["login"] for one in answer["differences"]] == [OFFICIAL_BOX]
    recorded = [(one.data["reason"], one.data["people"]) for one in await looks(database)]
    assert recorded == [("complaint", [OFFICIAL_BOX])] * 2


async def _sent_unseen(database: Database) -> None:
    submission = CheckedSubmission(
        verdict_id="aaaaaaaaaaa",
        at=NOW - timedelta(minutes=1),
        login=OFFICIAL_BOX,
        agency_code=SCIENCE,
        bundle="2026.1.1",
        from_webmail=True,
        attachments=(CheckedAttachment("a" * 22, "confirm"),),
    )
    async with database.write() as session:
        await log_submission(session, submission)


class Unwritable(Database):
    """Answers questions and takes nothing."""

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[WriteSession, None]:
        raise Unavailable("the database takes no record")
        yield  # makes it a generator


DOCUMENTS = {
    "letterClock": 'query { letterClock(letter: "L1") { ... on LetterClock { letter { sender } } } }',
    "letterActs": 'query { letterActs(letter: "L1") { ... on LetterActs { acts { at } boxes { mailbox } } } }',
    "gateDifferences": 'query { gateDifferences(agency: "H55.05", reason: INCIDENT) '
    "{ ... on GateDifferences { differences { login } } } }",
    "shieldedLetters": 'query { shieldedLetters(agency: "H55.05") { ... on Letters { letters { sender } } } }',
    "responseTimes": 'query { responseTimes(agency: "H55.05", since: "2026-01-01", until: "2026-01-31") '
    "{ ... on ResponseTimes { rows { count } } } }",
    "dashboardFigures": 'query { dashboardFigures(agency: "H55.05", since: "2026-01-01", until: "2026-01-31", '
    "senderClass: CITIZEN) { ... on DashboardFigures { asOf } } }",
    "figureLetters": 'query { figureLetters(agency: "H55.05", since: "2026-01-01", until: "2026-01-31", '
    "senderClass: CITIZEN) { ... on FigureLetters { count } } }",
    "numberGaps": 'query { numberGaps(agency: "H55.05", year: 2026) { ... on NumberGaps { gaps { first } } } }',
}


@pytest.mark.parametrize("field", DOCUMENTS)
async def test_what_cannot_be_recorded_is_not_shown(field: str, database: Database, clock: FixedClock) -> None:
    unwritable, search = Unwritable(database.url), DirectorySearch(database, clock)
    roles = (OfficialRole.HEAD, OfficialRole.CLERK, OfficialRole.NAMED_RECEIVER)
    principal = Principal(
        login=HEAD_BOX,
        agency=AgencyName(SCIENCE, "Sở Khoa học và Công nghệ"),
        head_of=(),
        mailboxes=(),
        people=(Person("HA", "Lê Minh Hà", "Giám đốc"),),
        grants=frozenset(Grant(role, SCIENCE) for role in roles),
    )
    answers = {}
    for name, asked in (("written", database), ("unwritable", unwritable)):
        context = Context(asked, clock, Settings(), principal, search, RecipientIndexes())
        answers[name] = await schema.execute(DOCUMENTS[field], context_value=context)
    await unwritable.close()
    await search.close()

    assert answers["written"].errors is None
    assert answers["unwritable"].data is None or answers["unwritable"].data[field] is None
    assert isinstance((answers["unwritable"].errors or [])[0].original_error, Unavailable)


async def test_a_look_at_a_shielded_letter_says_neither_which_nor_that_there_is_one(
    database: Database, clock: FixedClock
) -> None:
    search = DirectorySearch(database, clock)
    principal = Principal(
        login=OFFICIAL_BOX,
        agency=AgencyName(SCIENCE, "Sở Khoa học và Công nghệ"),
        head_of=(),
        mailboxes=(),
        people=(Person("AN", "Nguyễn Văn An", "Chuyên viên"),),
        grants=frozenset({Grant(OfficialRole.NAMED_RECEIVER, SCIENCE)}),
    )
    for document in (DOCUMENTS["letterClock"].replace("L1", "S1"), DOCUMENTS["shieldedLetters"]):
        context = Context(database, clock, Settings(), principal, search, RecipientIndexes())
        assert (await schema.execute(document, context_value=context)).errors is None
    await search.close()

    [look] = await looks(database)  # opening the list, empty or not, looks the same
    assert (look.deed, look.subject_id, look.data) == ("look.shielded", None, {"from": SCIENCE})


# Types that name a natural person. None has a figure, in itself or below: there are no figures of single officials.
NAMES_A_PERSON = {"Me", "Person", "NamedReceivers", "NotedAct", "GateDifference"}
PERSONAL = re.compile(r"^(?:login|person|people|by|official|officials|holder|author)$")
FIGURE = {"Int", "Float"}


def test_no_field_gives_a_figure_of_a_single_person() -> None:
    types = {name: one for name, one in schema._schema.type_map.items() if isinstance(one, GraphQLObjectType)}
    own = {name: one for name, one in types.items() if not name.startswith("__") and name not in ROOTS}
    naming = {name for name, one in own.items() if any(PERSONAL.match(field) for field in one.fields)}

    assert naming | {"Person"} == NAMES_A_PERSON
    assert {name: found for name in NAMES_A_PERSON if (found := figures_of(types[name], set()))} == {}


ROOTS = {"Query", "Mutation", "Subscription"}


def figures_of(kind: Any, seen: set[str]) -> set[str]:
    """Fields with a number in this type or in one it leads to."""
    if kind.name in seen:
        return set()
    seen.add(kind.name)
    if isinstance(kind, GraphQLUnionType):
        return {found for one in kind.types for found in figures_of(one, seen)}
    if not isinstance(kind, GraphQLObjectType):
        return set()
    found = {f"{kind.name}.{name}" for name, one in kind.fields.items() if get_named_type(one.type).name in FIGURE}
    return found | {deeper for one in kind.fields.values() for deeper in figures_of(get_named_type(one.type), seen)}


def test_every_reason_for_looking_is_offered() -> None:
    offered = schema._schema.type_map["LookReason"]
    assert set(offered.values) == {one.name for one in LookReason}  # type: ignore[attr-defined]
