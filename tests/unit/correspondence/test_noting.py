"""What a person hands in about a letter: checked, kept once, and what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.correspondence import noting
from backend.correspondence.acts import Act, ActRefused, LetterAct
from backend.correspondence.models import Correspondence, Fact, Outbox
from backend.correspondence.noting import Actor
from backend.correspondence.service import LetterNotFound
from backend.correspondence.terms import FactKind
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
LATER = MONDAY + timedelta(hours=1)
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
VAN, RECEIVER = Actor(CLERK_BOX, "VAN"), Actor(CLERK_BOX, "THU")


async def arrived(office: Office, sender: str = CITIZEN) -> str:
    login = sender if sender == FINANCE_BOX else None
    await office.takes([checked(1, MONDAY, sender, CLERK_BOX, login=login)], [in_mailbox(1, MONDAY, CLERK_BOX)])
    [letter] = await office.every_letter()
    return letter.id


async def note(
    office: Office, letter: str, act: Act, act_id: str = "A1", actor: Actor = VAN, **said: str
) -> Correspondence:
    async with office.database.write() as session:
        is_receiver = actor is RECEIVER
        return await noting.note(
            session, letter, act, said, act_id=act_id, actor=actor, now=LATER, sees_shielded=is_receiver
        )


async def mails(office: Office) -> list[tuple[str, str | None]]:
    async with office.database.read() as session:
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
    return [(row.kind, row.recipient) for row in rows]


async def test_an_act_is_a_fact_of_the_agency_with_the_person_who_did_it(office: Office) -> None:
    letter = await arrived(office)

    await note(office, letter, Act.REGISTERED, number="57", paper_symbol="12/ubnd - vx", paper_on="2026-01-02")

    [row] = await office.every_letter()
    assert (row.register_number, row.paper_symbol) == ("57", "12/UBND-VX")
    async with office.database.read() as session:
        [fact] = await session.scalars(select(Fact).where(Fact.kind == FactKind.ACT))
        [entry] = await session.scalars(select(AuditEntry))
    assert (fact.agency_code, fact.data["by"], fact.at) == (SCIENCE, "VAN", LATER)
    assert (entry.deed, entry.login, entry.person_id, entry.subject_id) == (
        "letter.registered",
        CLERK_BOX,
        "VAN",
        letter,
    )


async def test_the_same_act_handed_in_twice_is_one(office: Office) -> None:
    letter = await arrived(office, FINANCE_BOX)

    await note(office, letter, Act.ACKNOWLEDGED)
    await note(office, letter, Act.ACKNOWLEDGED)

    assert await mails(office) == [("receipt", FINANCE_BOX)]


async def test_a_letter_passed_on_opens_at_the_other_agency_with_its_first_start(office: Office) -> None:
    letter = await arrived(office)

    await note(office, letter, Act.PASSED_ON, agency=FINANCE)

    [there] = await office.every_letter(FINANCE)
    assert (there.standing, there.came_from, there.received_at) == ("open", SCIENCE, LATER)
    assert there.first_received_at == MONDAY
    assert there.message_id == "1@mail.example"
    assert ("passed_on", CITIZEN) in await mails(office)


@pytest.mark.parametrize(
    ("act", "said", "named"),
    [
        (Act.REGISTERED, {}, "number"),
        (Act.RETURNED, {"reason": "I do not like it"}, "reason"),
        (Act.CLASSIFIED, {"sender_class": "robot"}, "sender_class"),
        (Act.MATTER_SET, {"matter": "love letter"}, "matter"),
        (Act.EXTENDED, {"reason": "complex", "due_on": "2026-01-04"}, "due_on"),
        (Act.EXTENDED, {"reason": "complex", "due_on": "tomorrow"}, "due_on"),
        (Act.EXTENDED, {"reason": "complex", "due_on": "2126-01-04"}, "due_on"),
        (Act.PASSED_ON, {"agency": SCIENCE}, "agency"),
        (Act.PASSED_ON, {"agency": "H55.99"}, "agency"),
        (Act.MERGED, {"into": "NOBODY"}, "into"),
        (Act.WITHDRAWN, {"withdraws": "NOTHING"}, "withdraws"),
        (Act.TAKEN_OVER, {"agency": FINANCE, "message_id": "x", "first_received_at": "2020-01-01T00:00:00Z"}, "act"),
        (
            Act.ANSWERED_ELSEWHERE,
            {"channel": "pigeon", "answered_at": "2026-01-05T08:30:00+07:00", "person": "Vân"},
            "channel",
        ),
        (
            Act.ANSWERED_ELSEWHERE,
            {"channel": "phone", "answered_at": "2026-01-04T08:30:00+07:00", "person": "Vân"},
            "answered_at",
        ),
        (
            Act.ANSWERED_ELSEWHERE,
            {"channel": "phone", "answered_at": "2026-01-05T08:30:00", "person": "Vân"},
            "answered_at",
        ),
    ],
)
async def test_what_cannot_hold_is_refused_by_the_name_of_its_field(
    office: Office, act: Act, said: dict[str, str], named: str
) -> None:
    letter = await arrived(office)

    with pytest.raises(ActRefused, match=f"^{named}: "):
        await note(office, letter, act, "A1", VAN, **said)

    async with office.database.read() as session:
        assert (await session.scalars(select(Fact).where(Fact.kind == FactKind.ACT))).all() == []


async def test_a_letter_nobody_knows_is_not_found(office: Office) -> None:
    with pytest.raises(LetterNotFound):
        await note(office, "NOBODY", Act.SETTLED)


async def test_nobody_is_written_to_about_a_shielded_letter(office: Office) -> None:
    letter = await arrived(office)
    await note(office, letter, Act.SHIELDED, "A1")
    before = await mails(office)

    await note(office, letter, Act.RETURNED, "A2", reason="not_valid")

    assert await mails(office) == before
    assert (await office.every_letter())[0].shielded


async def refusal(office: Office, letter: str, withdraws: str) -> str:
    with pytest.raises(ActRefused) as refused:
        await note(office, letter, Act.WITHDRAWN, "W1", withdraws=withdraws)
    return refused.value.message


async def test_an_act_is_taken_back_only_from_the_letter_it_is_about(office: Office) -> None:
    letter = await arrived(office)
    await office.takes([checked(2, LATER, CITIZEN, CLERK_BOX)], [in_mailbox(2, LATER, CLERK_BOX)])
    other = next(row.id for row in await office.every_letter() if row.id != letter)
    await note(office, letter, Act.SETTLED, "S1")

    assert await refusal(office, other, "S1") == "withdraws: nothing like this was noted about the letter"
    assert (await office.every_letter())[0].standing == "settled"


async def test_the_senders_own_word_is_not_the_agencys_to_take_back(office: Office) -> None:
    letter = await arrived(office)
    await note(office, letter, Act.SETTLED, "S1")
    await office.acts(LetterAct("reopened.x.0", Act.REOPENED, letter, LATER, "", {}))

    assert await refusal(office, letter, "reopened.x.0") == "withdraws: the sender's or another agency's word"
    assert (await office.every_letter())[0].standing == "open"


async def test_nobody_hands_in_an_act_under_an_id_of_the_senders(office: Office) -> None:
    letter = await arrived(office)

    with pytest.raises(ActRefused, match=r"^id: "):
        await note(office, letter, Act.REOPENED, f"reopened.{letter}.0"[:40])


async def test_what_a_named_receiver_noted_is_a_named_receivers_to_take_back(office: Office) -> None:
    letter = await arrived(office)
    await note(office, letter, Act.VALID_PAPER, "P1", on="2026-01-05", actor=RECEIVER)

    assert await refusal(office, letter, "P1") == "withdraws: a named receiver's to take back"
    await note(office, letter, Act.WITHDRAWN, "W1", withdraws="P1", actor=RECEIVER)


async def test_a_letter_passed_on_by_mistake_comes_back_until_the_other_agency_begins(office: Office) -> None:
    letter = await arrived(office)
    await note(office, letter, Act.PASSED_ON, "P1", agency=FINANCE)
    await note(office, letter, Act.WITHDRAWN, "W1", withdraws="P1")
    assert await office.every_letter(FINANCE) == []
    assert (await office.every_letter())[0].standing == "open"

    await note(office, letter, Act.PASSED_ON, "P2", agency=FINANCE)
    [there] = await office.every_letter(FINANCE)
    await note(office, there.id, Act.REGISTERED, "R1", number="7")

    assert await refusal(office, letter, "P2") == "withdraws: the other agency has begun; it can pass the letter back"


async def test_a_letter_is_not_merged_with_one_for_named_receivers(office: Office) -> None:
    letter = await arrived(office)
    await office.takes([checked(2, LATER, CITIZEN, CLERK_BOX)], [in_mailbox(2, LATER, CLERK_BOX)])
    other = next(row.id for row in await office.every_letter() if row.id != letter)
    await note(office, other, Act.SHIELDED, "S1")

    with pytest.raises(ActRefused, match=r"^into: "):
        await note(office, letter, Act.MERGED, "M1", into=other)
