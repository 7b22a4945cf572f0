"""The five checks from real facts: what counts in a box, what does not, and what nobody is to learn by them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.compliance import checking
from backend.compliance.checking import Declaration
from backend.compliance.mailbox_checks import CheckState, Evidence, WindowCheck
from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.terms import FactKind
from backend.db import Database
from backend.directory.models import AgencyDay, Mailbox
from backend.errors import UsageError
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, HEAD_BOX, NOW, SCIENCE

MONDAY = date(2026, 1, 5)
MORNING = vietnam("2026-01-05 07:10")
EVENING = vietnam("2026-01-05 20:00")


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def arrives(office: Office, seq: int = 1, at: datetime = MORNING, sender: str = CITIZEN, **signs: bool) -> None:
    await office.takes([checked(seq, at, sender, CLERK_BOX) | signs], [in_mailbox(seq, at, CLERK_BOX)])


async def tells(database: Database, kind: FactKind, at: datetime, seq: int = 1, box: str = CLERK_BOX) -> None:
    """What Dovecot's log says of a letter."""
    async with database.write() as session:
        event = MailboxEvent(kind, at, box, f"{seq}@mail.example")
        await take_in_mailbox_events(session, [event], int(at.timestamp()) + seq)


async def checks_at(database: Database, now: datetime = EVENING, agency: str = SCIENCE) -> dict[str, WindowCheck]:
    async with database.read() as session:
        [box] = (await checking.checks(session, agency, MONDAY, now)).boxes
    return {check.name: check for check in box.windows}


async def first(database: Database) -> WindowCheck:
    """07:30 to 08:15."""
    return (await checks_at(database))["morning_start"]


async def declares(database: Database, now: datetime, check_id: str = "c1", mailbox: str = CLERK_BOX) -> None:
    async with database.write() as session:
        await checking.declare(session, Declaration(check_id, SCIENCE, mailbox, CLERK_BOX, "VAN"), now)


async def test_a_letter_that_lies_unopened_misses_windows_until_it_is_opened(
    office: Office, database: Database
) -> None:
    await arrives(office)
    await tells(database, FactKind.IN_MAILBOX, MORNING)
    await tells(database, FactKind.OPENED, vietnam("2026-01-05 13:40"))
    found = await checks_at(database)

    assert {name: check.state.value for name, check in found.items()} == {
        "morning_start": "missed",
        "morning_middle": "missed",
        "afternoon_start": "kept",
        "afternoon_middle": "kept",
        "afternoon_end": "kept",
    }
    assert [proof.kind for proof in found["morning_middle"].proofs] == [Evidence.WAITED]
    assert [proof.kind for proof in found["afternoon_start"].proofs] == [Evidence.OPENED]
    assert [proof.kind for proof in found["afternoon_end"].proofs] == [Evidence.NOTHING_WAITED]


async def test_a_box_whose_server_tells_nothing_is_not_called_unchecked(office: Office, database: Database) -> None:
    await arrives(office)

    assert (await first(database)).state is CheckState.UNSEEN


async def test_what_the_box_sends_by_hand_counts_and_what_a_machine_sends_does_not(
    office: Office, database: Database
) -> None:
    await arrives(office)
    await tells(database, FactKind.IN_MAILBOX, MORNING)
    at = vietnam("2026-01-05 07:45")
    await office.takes([checked(2, at, CLERK_BOX, OTHER_CITIZEN, login=CLERK_BOX, automatic=True)])
    assert (await first(database)).state is CheckState.MISSED
    await office.takes([checked(3, at, HEAD_BOX, OTHER_CITIZEN, login=HEAD_BOX)])
    assert (await first(database)).state is CheckState.MISSED

    await office.takes([checked(4, at, CLERK_BOX, OTHER_CITIZEN, login=CLERK_BOX)])
    check = await first(database)
    assert (check.state, [proof.kind for proof in check.proofs]) == (CheckState.KEPT, [Evidence.SENT])


async def test_what_an_official_notes_counts_and_what_a_sender_says_does_not(
    office: Office, database: Database
) -> None:
    await arrives(office)
    await tells(database, FactKind.IN_MAILBOX, MORNING)
    [letter] = await office.letters()
    at = vietnam("2026-01-05 07:45")
    await office.acts(LetterAct("satisfied.1", Act.SATISFIED, letter.id, at, "", {}))
    assert (await first(database)).state is CheckState.MISSED

    await office.acts(LetterAct("a1", Act.REGISTERED, letter.id, at, "VAN", {"number": "12"}))
    found = await checks_at(database)
    assert [proof.kind for proof in found["morning_start"].proofs] == [Evidence.NOTED]
    assert found["afternoon_end"].state is CheckState.KEPT  # dealt with: it waits no more


async def test_a_letter_for_named_receivers_leaves_no_trace(office: Office, database: Database) -> None:
    await arrives(office, 1, shielded=True)
    await tells(database, FactKind.IN_MAILBOX, MORNING)
    await tells(database, FactKind.OPENED, vietnam("2026-01-05 07:45"))
    found = await checks_at(database)

    assert {tuple(proof.kind for proof in check.proofs) for check in found.values()} == {(Evidence.NOTHING_WAITED,)}


async def test_other_agencies_letters_and_officials_own_boxes_count_for_nothing(
    office: Office, database: Database
) -> None:
    at = vietnam("2026-01-05 07:45")
    await office.takes([checked(1, MORNING, CITIZEN, HEAD_BOX)], [in_mailbox(1, MORNING, HEAD_BOX)])
    await tells(database, FactKind.OPENED, at, box=HEAD_BOX)
    found = await checks_at(database)
    elsewhere = await checks_at(database, agency=FINANCE)

    for check in (*found.values(), *elsewhere.values()):
        assert [proof.kind for proof in check.proofs] == [Evidence.NOTHING_WAITED]


async def test_every_box_of_the_agency_is_looked_at_by_itself(office: Office, database: Database) -> None:
    async with database.write() as session:
        session.add(Mailbox(address="a@thainguyen.gov.vn", agency_code=SCIENCE, kind="agency", published_at=NOW))
    await arrives(office)
    await tells(database, FactKind.IN_MAILBOX, MORNING)
    async with database.read() as session:
        found = await checking.checks(session, SCIENCE, MONDAY, EVENING)

    assert [(box.mailbox, box.windows[0].state.value) for box in found.boxes] == [
        ("a@thainguyen.gov.vn", "kept"),
        (CLERK_BOX, "missed"),
    ]


async def test_an_agencys_own_day_off_changes_the_checks(office: Office, database: Database) -> None:
    await arrives(office)
    async with database.write() as session:
        session.add(
            AgencyDay(
                agency_code=SCIENCE,
                day=MONDAY,
                kind="off",
                hours="",
                name="nghỉ bù",
                decision_number="1/QĐ-SKHCN",
                entered_at=NOW,
            )
        )

    assert {check.state for check in (await checks_at(database)).values()} == {CheckState.NO_DUTY}


async def test_somebody_declares_a_check_by_name(office: Office, database: Database) -> None:
    await arrives(office)
    await tells(database, FactKind.IN_MAILBOX, MORNING)
    at = vietnam("2026-01-05 07:45")
    await declares(database, at)
    await declares(database, at + timedelta(minutes=1))  # the same, sent again
    async with database.read() as session:
        found = await checking.checks(session, SCIENCE, MONDAY, EVENING)
        entries = (await session.scalars(select(AuditEntry).where(AuditEntry.deed == "mailbox_check.declared"))).all()
    check = found.boxes[0].windows[0]

    assert (check.state, check.self_declared) == (CheckState.KEPT, True)
    assert [(proof.kind, proof.count, found.names[proof.person_id]) for proof in check.proofs] == [
        (Evidence.DECLARED, 1, "Nguyễn Thị Vân")
    ]
    assert [(entry.login, entry.person_id, entry.agency_code) for entry in entries] == [(CLERK_BOX, "VAN", SCIENCE)]


@pytest.mark.parametrize(
    ("at", "check_id", "mailbox", "code"),
    [
        ("2026-01-05 08:15", "c1", CLERK_BOX, "no_window"),
        ("2026-01-05 12:00", "c1", CLERK_BOX, "no_window"),
        ("2026-01-04 07:45", "c1", CLERK_BOX, "no_window"),  # a Sunday
        ("2026-01-05 07:45", "c1", "sotaichinh@thainguyen.gov.vn", "usage"),
        ("2026-01-05 07:45", "c1", HEAD_BOX, "usage"),
        ("2026-01-05 07:45", "", CLERK_BOX, "usage"),
        ("2026-01-05 07:45", "a.b", CLERK_BOX, "usage"),
    ],
)
async def test_a_check_is_declared_in_its_window_for_a_box_of_the_agency(
    database: Database, at: str, check_id: str, mailbox: str, code: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        await declares(database, vietnam(at), check_id, mailbox)

    assert refusal.value.code == code
