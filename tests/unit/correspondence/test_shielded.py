"""A letter that may be a denunciation: named receivers see it, for everybody else it is not there."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.correspondence import figure_queries, noting, sending, service
from backend.correspondence.acts import Act, ActRefused
from backend.correspondence.models import Correspondence, Outbox
from backend.correspondence.noting import Actor
from backend.correspondence.status import line, status_of
from backend.directory.models import RoleAssignment
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, soon, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
RECEIVER = Actor("nguoinhan@thainguyen.gov.vn", "HA")


async def arrives(office: Office, seq: int, sender: str, shielded: bool, **how: object) -> Correspondence:
    record = checked(seq, MONDAY, sender, CLERK_BOX, **how) | ({"shielded": True} if shielded else {})  # type: ignore[arg-type]
    await office.takes([record], [in_mailbox(seq, soon(MONDAY), CLERK_BOX)], now=soon(MONDAY))
    return next(row for row in await office.every_letter() if row.message_id == f"{seq}@mail.example")


@pytest.fixture
async def receiver_there(office: Office) -> None:
    """The other agency has a named receiver."""
    async with office.database.write() as session:
        session.add(RoleAssignment(official_id="TUAN", role="named_receiver", agency_code=FINANCE))


async def note(office: Office, letter: str, act: Act, act_id: str, **said: str) -> None:
    async with office.database.write() as session:
        at = MONDAY + timedelta(hours=1)
        await noting.note(session, letter, act, said, act_id=act_id, actor=RECEIVER, now=at)


async def test_it_stands_in_no_list_and_no_figure_but_in_that_of_named_receivers(office: Office) -> None:
    letter = await arrives(office, 1, CITIZEN, shielded=True)

    now = MONDAY + timedelta(days=30)
    async with office.database.read() as session:
        assert await service.open_letters(session, SCIENCE, now) == []
        assert await service.due_letters(session, SCIENCE, now) == []
        assert await service.letters_by_message(session, SCIENCE, ["1@mail.example"], now) == []
        assert await figure_queries.waiting_between(session, SCIENCE, MONDAY, now) == []
        assert await figure_queries.letters_behind(session, SCIENCE, MONDAY, now, "citizen", None) == []
        assert [one.id for one in await service.shielded_letters(session, SCIENCE, now)] == [letter.id]
        assert await service.shielded_letters(session, FINANCE, now) == []


async def test_its_acknowledgement_and_status_are_those_of_every_letter(office: Office) -> None:
    await arrives(office, 1, CITIZEN, shielded=True)
    await arrives(office, 2, OTHER_CITIZEN, shielded=False)

    mails = []
    for _ in range(2):
        async with office.database.write() as session:
            claim = await sending.claim(session, soon(MONDAY))
        assert claim is not None
        async with office.database.read() as session:
            worded = claim.worded
            found = await status_of(session, worded.reference_code, worded.token, soon(MONDAY))
        assert found is not None
        mails.append((worded.template, dict(worded.values), line(found.shown, "vi"), found.shown, found.due_on))

    assert mails[0] == mails[1]


@pytest.mark.usefixtures("receiver_there")
async def test_what_named_receivers_do_brings_no_mail_no_log_and_no_other_line(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "congvu")
    letter = await arrives(office, 1, CITIZEN, shielded=True)
    plain = await arrives(office, 2, OTHER_CITIZEN, shielded=False)
    async with office.database.write() as session:
        claims = [await sending.claim(session, soon(MONDAY)) for _ in range(2)]
    await note(office, letter.id, Act.MATTER_SET, "A1", matter="denunciation.first")
    await note(office, letter.id, Act.VALID_PAPER, "A2", on="2026-01-06")
    await note(office, letter.id, Act.PASSED_ON, "A3", agency=FINANCE)
    await note(office, plain.id, Act.REGISTERED, "B1", number="5")

    shown = []
    for claim in claims:
        assert claim is not None
        async with office.database.read() as session:
            found = await status_of(
                session, claim.worded.reference_code, claim.worded.token, MONDAY + timedelta(hours=2)
            )
        assert found is not None
        shown.append((line(found.shown, "vi"), found.shown))
    assert shown[0] == shown[1]
    async with office.database.read() as session:
        kinds = list(await session.scalars(select(Outbox.kind)))
        audited = list(await session.scalars(select(AuditEntry.subject_id)))
    assert kinds == ["acknowledgement"] * 2
    assert audited == [plain.id]
    assert letter.id not in caplog.text


async def test_mail_starts_no_statutory_term_and_the_valid_paper_does(office: Office) -> None:
    letter = await arrives(office, 1, CITIZEN, shielded=True)
    await note(office, letter.id, Act.MATTER_SET, "A1", matter="denunciation.first")
    [before] = await office.every_letter()
    assert (before.deadline_id, before.due_at) == ("ordinary", vietnam("2026-01-10 17:00"))

    await note(office, letter.id, Act.VALID_PAPER, "A2", on="2026-01-06")
    [after] = await office.every_letter()
    assert (after.deadline_id, after.due_at) == ("denunciation.first", vietnam("2026-01-14 17:00"))


@pytest.mark.parametrize("sender", [CITIZEN, FINANCE_BOX])
async def test_named_receivers_see_it_too_where_no_answer_is_counted(office: Office, sender: str) -> None:
    """One that names a dossier, or that an agency hands over: else nobody at all would see it."""
    login = sender if sender == FINANCE_BOX else None
    record = checked(1, MONDAY, sender, CLERK_BOX, login=login)
    signs = {"shielded": True, "dossiers": ["H55.05-260105-0012"]}
    await office.takes([record | signs], [in_mailbox(1, soon(MONDAY), CLERK_BOX)], now=soon(MONDAY))
    async with office.database.read() as session:
        [letter] = await service.shielded_letters(session, SCIENCE, soon(MONDAY))
    assert letter.due_at is None

    await note(office, letter.id, Act.MATTER_SET, "A1", matter="denunciation.first")
    await note(office, letter.id, Act.VALID_PAPER, "A2", on="2026-01-06")
    [after] = await office.every_letter()
    expected = vietnam("2026-01-14 17:00") if sender == CITIZEN else None
    assert (after.standing, after.due_at) == ("open", expected)


@pytest.mark.usefixtures("receiver_there")
async def test_passed_on_it_stays_for_the_other_agencys_named_receivers(office: Office) -> None:
    letter = await arrives(office, 1, CITIZEN, shielded=True)
    await note(office, letter.id, Act.PASSED_ON, "A1", agency=FINANCE)

    async with office.database.read() as session:
        assert await service.open_letters(session, FINANCE, soon(MONDAY)) == []
        assert len(await service.shielded_letters(session, FINANCE, MONDAY + timedelta(hours=2))) == 1


async def test_it_is_not_passed_on_to_where_nobody_would_see_it(office: Office) -> None:
    letter = await arrives(office, 1, CITIZEN, shielded=True)
    plain = await arrives(office, 2, OTHER_CITIZEN, shielded=False)

    with pytest.raises(ActRefused, match="has no named receiver") as refused:
        await note(office, letter.id, Act.PASSED_ON, "A1", agency=FINANCE)
    await note(office, plain.id, Act.PASSED_ON, "B1", agency=FINANCE)

    assert refused.value.code == "no_named_receiver"
    by_id = {row.id: row.standing for row in await office.every_letter() if row.agency_code == SCIENCE}
    assert by_id == {letter.id: "open", plain.id: "passed_on"}


async def test_a_named_receiver_lifts_a_shield_that_came_from_the_letters_own_signs(office: Office) -> None:
    letter = await arrives(office, 1, CITIZEN, shielded=True)
    await note(office, letter.id, Act.UNSHIELDED, "A1")

    now = MONDAY + timedelta(hours=2)
    async with office.database.read() as session:
        assert [one.id for one in await service.open_letters(session, SCIENCE, now)] == [letter.id]
        assert await service.shielded_letters(session, SCIENCE, now) == []


async def test_a_letter_that_continues_one_or_is_continued_by_one_is_shielded_too(office: Office) -> None:
    await arrives(office, 1, CITIZEN, shielded=True)
    at = MONDAY + timedelta(hours=1)
    answer = checked(2, at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [handed_over(2, at, CITIZEN)])
    again = checked(3, at + timedelta(hours=1), CITIZEN, CLERK_BOX, reply_to=("1@mail.example", "2@mail.example"))
    await office.takes([again], [in_mailbox(3, at + timedelta(hours=1), CLERK_BOX)])
    await arrives(office, 4, OTHER_CITIZEN, shielded=False)
    more = checked(5, at, OTHER_CITIZEN, CLERK_BOX, reply_to=("4@mail.example",)) | {"shielded": True}
    await office.takes([more], [in_mailbox(5, at, CLERK_BOX)])

    assert {row.message_id: row.shielded for row in await office.every_letter()} == {
        "1@mail.example": True,
        "3@mail.example": True,
        "4@mail.example": True,
    }
