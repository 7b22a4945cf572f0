"""Noting what was done about a letter, as the plugin asks for it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from backend.correspondence.models import Correspondence, CorrespondenceSegment, Correspondent, LetterReference
from backend.db import Database
from backend.directory.models import RoleAssignment
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE_HEAD_BOX, HEAD_BOX, NOW, OFFICIAL_BOX


@pytest.fixture(autouse=True)
async def one_letter(database: Database) -> None:
    async with database.write() as session:
        session.add(Correspondent(id="DAN", address="dan@nguoidan.example", sender_class="citizen"))
        for key in ("LETTER", "HIDDEN"):
            session.add(
                Correspondence(
                    agency_code="H55.05",
                    id=key,
                    correspondent_id="DAN",
                    sender_class="citizen",
                    mailbox=CLERK_BOX,
                    message_id=f"{key}@nguoidan.example",
                    received_at=NOW,
                    month=202601,
                    standing="open",
                    deadline_id="ordinary",
                    may_acknowledge=True,
                    shielded=key == "HIDDEN",
                    paper_symbol="12/UBND-VX",
                )
            )
            await session.flush()
            session.add(
                CorrespondenceSegment(
                    agency_code="H55.05",
                    correspondence_id=key,
                    ordinal=0,
                    turn="agency",
                    started_at=NOW,
                    because="arrived",
                )
            )
            session.add(
                LetterReference(
                    agency_code="H55.05", correspondence_id=key, code=f"TDT.H55.05-260105-{key}", issued_at=NOW
                )
            )


def act(letter: str = "LETTER", person: str = "VAN", **said: str) -> dict[str, str]:
    return {"id": "A1", "letter": letter, "act": "DISPUTED", "person": person, **said}


async def test_a_refusal_names_the_field(ask: Ask) -> None:
    answer = (await ask(CLERK_BOX, "NoteAct", act=act()))["noteAct"]

    assert answer == {"__typename": "InputError", "code": "act_refused", "message": "reason: is needed"}


@pytest.mark.parametrize(
    ("login", "person", "letter", "refused"),
    [
        (CLERK_BOX, "HA", "LETTER", {"__typename": "ForbiddenError", "code": "not_your_person"}),
        (FINANCE_HEAD_BOX, "TUAN", "LETTER", {"__typename": "LetterNotFound", "code": "letter_not_found"}),
        (HEAD_BOX, "HA", "HIDDEN", {"__typename": "LetterNotFound", "code": "letter_not_found"}),
        (CLERK_BOX, "VAN", "HIDDEN", {"__typename": "LetterNotFound", "code": "letter_not_found"}),
    ],
)
async def test_only_ones_own_name_and_ones_own_letters(
    ask: Ask, login: str, person: str, letter: str, refused: dict[str, str]
) -> None:
    assert (await ask(login, "NoteAct", act=act(letter, person, reason="not_ours")))["noteAct"] == refused


@pytest.fixture
async def named_receiver(database: Database) -> str:
    """An official of the agency who is its named receiver, and nothing else."""
    async with database.write() as session:
        session.add(RoleAssignment(official_id="AN", role="named_receiver", agency_code="H55.05"))
    return OFFICIAL_BOX


async def test_named_receivers_have_a_list_of_their_own_and_act_on_it(ask: Ask, named_receiver: str) -> None:
    listed = (await ask(named_receiver, "ShieldedLetters", agency="H55.05"))["shieldedLetters"]
    assert [letter["id"] for letter in listed["letters"]] == ["HIDDEN"]
    assert (await ask(named_receiver, "LetterActs", letter="HIDDEN"))["letterActs"]["__typename"] == "LetterActs"


async def test_only_named_receivers_are_told_whether_a_letter_is_theirs_alone(ask: Ask, named_receiver: str) -> None:
    ids = ["LETTER@nguoidan.example"]
    seen = [
        (await ask(login, "LettersByMessage", agency="H55.05", messageIds=ids))["lettersByMessage"]["letters"][0]
        for login in (CLERK_BOX, named_receiver)
    ]
    listed = (await ask(named_receiver, "ShieldedLetters", agency="H55.05"))["shieldedLetters"]["letters"]

    assert [letter["shielded"] for letter in (*seen, *listed)] == [None, False, True]


async def test_clerks_are_told_who_the_named_receivers_are_and_others_are_not(ask: Ask, named_receiver: str) -> None:
    for login in (CLERK_BOX, named_receiver):
        told = (await ask(login, "NamedReceivers", agency="H55.05"))["namedReceivers"]
        assert told == {"__typename": "NamedReceivers", "people": [{"id": "AN", "name": "Nguyễn Văn An"}]}
    for login in (CHAIR_BOX, FINANCE_HEAD_BOX):
        told = (await ask(login, "NamedReceivers", agency="H55.05"))["namedReceivers"]
        assert told["__typename"] == "ForbiddenError"


@pytest.mark.parametrize("login", [CLERK_BOX, HEAD_BOX, FINANCE_HEAD_BOX, CHAIR_BOX, OFFICIAL_BOX])
async def test_nobody_else_is_told_whether_there_are_any(ask: Ask, login: str) -> None:
    answer = (await ask(login, "ShieldedLetters", agency="H55.05"))["shieldedLetters"]
    assert answer["__typename"] == "ForbiddenError"


@pytest.mark.parametrize("name", ["VALID_PAPER", "UNSHIELDED"])
async def test_a_clerk_starts_no_statutory_term(ask: Ask, name: str) -> None:
    said = act() | {"act": name, "on": "2026-01-05"}
    assert (await ask(CLERK_BOX, "NoteAct", act=said))["noteAct"]["code"] == "letter_not_found"


async def test_letters_are_found_by_message_and_by_paper_but_never_those_of_named_receivers(ask: Ask) -> None:
    ids = ["LETTER@nguoidan.example", "HIDDEN@nguoidan.example", "other@nguoidan.example"]
    by_message = (await ask(CLERK_BOX, "LettersByMessage", agency="H55.05", messageIds=ids))["lettersByMessage"]
    by_paper = (await ask(CLERK_BOX, "LettersOfPapers", agency="H55.05", symbols=["012/UBND - VX"]))["lettersOfPapers"]

    assert [letter["id"] for letter in by_message["letters"]] == ["LETTER"]
    assert [letter["id"] for letter in by_paper["letters"]] == ["LETTER"]
    for hidden in ("LetterClock", "LetterActs"):
        [answer] = (await ask(CLERK_BOX, hidden, letter="HIDDEN")).values()
        assert answer == {"__typename": "LetterNotFound", "code": "letter_not_found"}


async def test_an_apology_is_drafted_for_ones_own_letters_only(ask: Ask, database: Database) -> None:
    hidden = {"__typename": "LetterNotFound", "code": "letter_not_found"}
    for login, letter in ((FINANCE_HEAD_BOX, "LETTER"), (CLERK_BOX, "HIDDEN")):
        assert (await ask(login, "ApologyDraft", letter=letter))["apologyDraft"] == hidden
    refused = (await ask(CLERK_BOX, "ApologyDraft", letter="LETTER"))["apologyDraft"]
    assert refused == {"__typename": "InputError", "code": "no_apology"}

    async with database.write() as session:  # 26 December, before New Year and a day off
        values = {"received_at": NOW - timedelta(days=10), "due_at": datetime(2026, 1, 6, 10, tzinfo=UTC)}
        await session.change(update(Correspondence).where(Correspondence.id == "LETTER").values(**values))
    draft = (await ask(CLERK_BOX, "ApologyDraft", letter="LETTER"))["apologyDraft"]

    assert (draft["__typename"], draft["newDay"], draft["latestDay"]) == ("ApologyDraft", "2026-01-12", None)
    assert "Sở Khoa học và Công nghệ xin lỗi ông/bà" in draft["choices"][0]["text"]


async def test_an_answer_by_another_channel_names_who_gave_it(ask: Ask) -> None:
    said = act(act="ANSWERED_ELSEWHERE", channel="phone", answeredAt="2026-01-05T16:00:00+07:00")

    unnamed = (await ask(CLERK_BOX, "NoteAct", act=said))["noteAct"]
    early = (await ask(CLERK_BOX, "NoteAct", act={**said, "answerer": "Nguyễn Thị Vân"}))["noteAct"]

    assert unnamed["message"] == "person: is needed"
    assert early["message"] == "answered_at: lies before the letter or after now"
