"""Asking by mail where a letter stands: only whoever wrote it is answered, robots never; no word of it is stored."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from backend.correspondence.models import LetterReference
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked
from tests.unit.small_province import CLERK_BOX
from tests.unit.worker.conftest import MONDAY, Office

LATER = MONDAY + timedelta(hours=1)


async def code_of_a_letter(office: Office) -> str:
    office.letter(1, MONDAY)
    await office.rounds(3)
    office.mail_server.taken.clear()
    async with office.database.read() as session:
        return (await session.scalars(select(LetterReference.code))).one()


async def asks(office: Office, seq: int, code: str, sender: str = CITIZEN, **how: Any) -> None:
    at = LATER + timedelta(minutes=seq)
    office.clock.set(at)
    record = checked(seq, at, sender, CLERK_BOX, **how) | {"queue_id": f"4QUEUE{seq}", "status_asked": code}
    office.write_journal(record)
    office.delivered(seq, at, CLERK_BOX)
    await office.rounds(3)


async def test_whoever_wrote_the_letter_is_answered_and_no_second_letter_opens(office: Office) -> None:
    code = await code_of_a_letter(office)
    await asks(office, 2, code)

    [mail] = office.mail_server.taken
    assert mail["Subject"] == f"Tình trạng thư, mã tra cứu {code}"
    assert (mail["In-Reply-To"], mail["Auto-Submitted"]) == ("<2@mail.example>", "auto-replied")
    assert "Tình trạng: Đã tiếp nhận, đang chờ trả lời" in mail.get_content()
    assert len(await office.every_letter()) == 1


async def test_another_address_with_the_code_is_told_nothing_and_its_letter_is_read_by_people(office: Office) -> None:
    code = await code_of_a_letter(office)
    await asks(office, 2, code, OTHER_CITIZEN)

    assert [mail["Subject"].split(",")[0] for mail in office.mail_server.taken] == ["Đã nhận được thư của ông/bà"]
    assert len(await office.every_letter()) == 2


async def test_a_code_mistyped_is_a_letter_too(office: Office) -> None:
    code = await code_of_a_letter(office)
    await asks(office, 2, code[:-1] + ("A" if code[-1] != "A" else "B"))

    assert len(await office.every_letter()) == 2


async def test_no_automatic_or_unbelieved_mail_is_answered(office: Office) -> None:
    code = await code_of_a_letter(office)
    await asks(office, 2, code, automatic=True)
    await asks(office, 3, code, may_acknowledge=False)

    assert office.mail_server.taken == []


async def test_the_fourth_question_of_a_day_is_not_answered(office: Office) -> None:
    code = await code_of_a_letter(office)
    for seq in range(2, 7):
        await asks(office, seq, code)

    assert len(office.mail_server.taken) == 3


async def test_no_word_but_that_it_asked_is_kept(office: Office) -> None:
    from backend.correspondence.models import Fact

    code = await code_of_a_letter(office)
    await asks(office, 2, code)

    async with office.database.read() as session:
        [fact] = await session.scalars(select(Fact).where(Fact.message_id == "2@mail.example", Fact.kind == "checked"))
    assert fact.data["status_asked"] is True
