"""What a person hands in about a letter: checked, kept once, and what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.correspondence import noting
from backend.correspondence.acts import Act
from backend.correspondence.models import Correspondence, Fact, Outbox
from backend.correspondence.noting import Actor, ActRefused
from backend.correspondence.service import LetterNotFound
from backend.correspondence.terms import FactKind
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
LATER = MONDAY + timedelta(hours=1)
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
VAN = Actor(CLERK_BOX, "VAN")


async def arrived(office: Office, sender: str = CITIZEN) -> str:
    login = sender if sender == FINANCE_BOX else None
    await office.takes([checked(1, MONDAY, sender, CLERK_BOX, login=login)], [in_mailbox(1, MONDAY, CLERK_BOX)])
    [letter] = await office.every_letter()
    return letter.id


async def note(office: Office, letter: str, act: Act, act_id: str = "A1", **said: str) -> Correspondence:
    async with office.database.write() as session:
        return await noting.note(session, letter, act, said, act_id=act_id, actor=VAN, now=LATER)


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
        await note(office, letter, act, **said)

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
