"""What is proposed before a term, and how far a term may be extended."""

from datetime import date, datetime, timedelta

import pytest

from backend.correspondence import apology, noting
from backend.correspondence.acts import Act, ActRefused
from backend.correspondence.apology import ApologyDraft, NoApology
from backend.correspondence.noting import Actor
from backend.correspondence.service import LetterNotFound
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX

MONDAY = vietnam("2026-01-05 08:00")  # ordinary term: Saturday 10 January, which is worked
FRIDAY, THURSDAY = vietnam("2026-01-09 08:00"), vietnam("2026-01-08 17:00")
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
VAN = Actor(CLERK_BOX, "VAN")


async def arrived(office: Office, sender: str = CITIZEN, matter: str = "") -> str:
    login = sender if sender == FINANCE_BOX else None
    await office.takes([checked(1, MONDAY, sender, CLERK_BOX, login=login)], [in_mailbox(1, MONDAY, CLERK_BOX)])
    [letter] = await office.every_letter()
    if matter:
        await note(office, letter.id, Act.MATTER_SET, MONDAY + timedelta(minutes=1), matter=matter)
    return letter.id


async def note(office: Office, letter: str, act: Act, at: datetime, **said: str) -> None:
    async with office.database.write() as session:
        await noting.note(session, letter, act, said, act_id=f"{act}-{at:%d%H%M}", actor=VAN, now=at)


async def drafted(office: Office, letter: str, at: datetime) -> ApologyDraft:
    async with office.database.read() as session:
        return await apology.draft(session, letter, at)


async def test_before_an_ordinary_term_the_same_days_again_are_proposed(office: Office) -> None:
    letter = await arrived(office)

    draft = await drafted(office, letter, FRIDAY)

    assert (draft.due_at, draft.new_day, draft.latest_day) == (vietnam("2026-01-10 17:00"), date(2026, 1, 16), None)
    assert [choice.reason for choice in draft.choices] == [
        "complex",
        "force_majeure",
        "more_papers",
        "waits_for_others",
    ]
    text = draft.choices[0].text
    assert "thư nhận lúc 08:00 ngày 05/01/2026 chưa thể trả lời đúng hạn, vì việc cần thêm thời gian xem xét." in text
    assert "Ngày trả lời mới: chậm nhất 16/01/2026" in text
    assert "We are sorry" not in text
    assert "$" not in text


async def test_a_row_with_an_extension_says_how_far(office: Office) -> None:
    letter = await arrived(office, matter="information.complex")  # 15 working days: Saturday 10 January is one

    draft = await drafted(office, letter, vietnam("2026-01-22 08:00"))

    assert draft.due_at == vietnam("2026-01-23 17:00")
    assert (draft.new_day, draft.latest_day) == (date(2026, 2, 9), date(2026, 2, 9))


@pytest.mark.parametrize("at", [THURSDAY, vietnam("2026-01-10 17:00")], ids=["two working days before", "at the term"])
async def test_there_is_none_but_within_one_working_day_before_the_term(office: Office, at: datetime) -> None:
    letter = await arrived(office)

    with pytest.raises(NoApology, match="not due within one working day"):
        await drafted(office, letter, at)


async def test_there_is_none_after_an_extension_nor_for_an_agency_nor_for_no_letter(office: Office) -> None:
    letter = await arrived(office)
    await note(office, letter, Act.EXTENDED, FRIDAY, reason="complex", due_on="2026-01-13")
    with pytest.raises(NoApology, match="extended already"):
        await drafted(office, letter, vietnam("2026-01-12 08:00"))
    with pytest.raises(LetterNotFound):
        await drafted(office, "NOTHING", FRIDAY)


async def test_an_agencys_letter_has_no_apology(office: Office) -> None:
    letter = await arrived(office, FINANCE_BOX)

    with pytest.raises(NoApology, match="agency"):
        await drafted(office, letter, FRIDAY)


async def test_an_extension_beyond_what_the_row_allows_is_refused_with_the_day(office: Office) -> None:
    letter = await arrived(office, matter="information.complex")
    at = vietnam("2026-01-22 08:00")

    with pytest.raises(ActRefused) as refused:
        await note(office, letter, Act.EXTENDED, at, reason="complex", due_on="2026-02-10")
    await note(office, letter, Act.EXTENDED, at, reason="complex", due_on="2026-02-09")

    assert refused.value.message == "due_on: the term of this matter may be extended to 2026-02-09 at the latest"
    [row] = await office.every_letter()
    assert row.due_at == vietnam("2026-02-09 17:00")


async def test_a_second_extension_is_counted_from_the_rows_own_term(office: Office) -> None:
    letter = await arrived(office, matter="information.complex")
    await note(office, letter, Act.EXTENDED, vietnam("2026-01-22 08:00"), reason="complex", due_on="2026-02-06")

    with pytest.raises(ActRefused):
        await note(office, letter, Act.EXTENDED, vietnam("2026-02-05 08:00"), reason="complex", due_on="2026-02-10")


async def test_a_matter_without_an_extension_row_is_free_up_to_four_hundred_days(office: Office) -> None:
    letter = await arrived(office)
    with pytest.raises(ActRefused, match="too far from today"):
        await note(office, letter, Act.EXTENDED, FRIDAY, reason="complex", due_on="2027-03-01")

    await note(office, letter, Act.EXTENDED, FRIDAY, reason="complex", due_on="2026-12-31")

    [row] = await office.every_letter()
    assert row.due_at == vietnam("2026-12-31 17:00")
