"""The mails that follow from what officials do: one of each, in words, with nothing of the letter."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.correspondence import noting, sent_letters
from backend.correspondence.acts import Act
from backend.correspondence.models import Correspondent, Outbox
from backend.correspondence.noting import Actor
from backend.correspondence.terms import NoticeKind
from backend.mail.automatic import judge_automatic
from backend.mail.fields import read_header
from tests.unit.journal_lines import CITIZEN
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
VAN = Actor(CLERK_BOX, "VAN")
LATER = MONDAY + timedelta(minutes=40)  # between two checks of the clerk: no digest goes out


async def arrived(office: Office, sender: str = CITIZEN, **how: Any) -> str:
    office.letter(1, MONDAY, sender, **how)
    await office.rounds(3)
    office.mail_server.taken.clear()
    office.mail_server.recipients.clear()
    async with office.database.read() as session:
        return str(await session.scalar(select(Outbox.correspondence_id))) if sender == CITIZEN else ""


async def agency_letter(office: Office) -> str:
    await arrived(office, FINANCE_BOX, login=FINANCE_BOX)
    [letter] = [row.id for row in await office.every_letter()]
    return letter


async def noted(office: Office, letter: str, act: Act, act_id: str = "A1", at: Any = LATER, **said: str) -> None:
    office.clock.set(at)
    async with office.database.write() as session:
        await noting.note(session, letter, act, said, act_id=act_id, actor=VAN, now=at)
    await office.rounds(2)


def only(mail_server: FakeMailServer) -> tuple[EmailMessage, str]:
    [mail] = mail_server.taken
    return mail, " ".join(mail.get_content().split())


async def test_an_agency_is_told_which_paper_arrived_and_when(office: Office) -> None:
    letter = await agency_letter(office)
    await noted(office, letter, Act.REGISTERED, "R1", number="57", paper_symbol="12/STC-VP", paper_on="2026-01-02")
    await noted(office, letter, Act.ACKNOWLEDGED)

    mail, text = only(office.mail_server)
    assert office.mail_server.recipients == [FINANCE_BOX]
    assert mail["Subject"] == "Xác nhận đã nhận văn bản"
    assert (
        "đã nhận văn bản số 12/STC-VP ngày 02/01/2026 lúc 08:00 ngày 05/01/2026, đã vào sổ văn bản đến số 57." in text
    )
    assert "tra-cuu" not in text


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        (
            Act.RETURNED,
            {"reason": "incomplete"},
            ["trả lại, vì văn bản hoặc tệp kèm theo chưa đầy đủ.", "an attachment is incomplete"],
        ),
        (
            Act.PASSED_ON,
            {"agency": FINANCE},
            ["đã chuyển thư của ông/bà đến Sở Tài chính để trả lời.", f"Địa chỉ thư: {FINANCE_BOX}"],
        ),
        (
            Act.ANSWERED_ELSEWHERE,
            {"channel": "paper", "answered_at": "2026-01-05T08:30:00+07:00", "person": "Vân", "number": "9/SKHCN-VP"},
            ["bằng văn bản giấy, số 9/SKHCN-VP, lúc 08:30 ngày 05/01/2026.", "hài lòng với câu trả lời?"],
        ),
        (
            Act.EXTENDED,
            {"reason": "complex", "due_on": "2026-01-20"},
            ["vì việc cần thêm thời gian xem xét.", "chậm nhất 20/01/2026", "We are sorry"],
        ),
    ],
)
async def test_whoever_wrote_is_told_what_was_done(
    office: Office, act: Act, said: dict[str, str], words: list[str]
) -> None:
    letter = await arrived(office)
    await noted(office, letter, act, **said)

    mail, text = only(office.mail_server)
    assert office.mail_server.recipients == [CITIZEN]
    assert [word for word in words if word not in text] == []
    assert "/tra-cuu?ma=TDT.H55.05-260105-" in text
    assert (mail["In-Reply-To"], mail["References"]) == ("<1@mail.example>", "<1@mail.example>")
    assert mail["Auto-Submitted"] == "auto-replied"
    assert judge_automatic(read_header(mail.as_bytes()), "").automatic
    assert "Vân" not in text
    assert "$" not in text


async def test_an_apology_goes_out_once_and_only_before_the_term(office: Office) -> None:
    letter = await arrived(office)
    await noted(office, letter, Act.EXTENDED, "E1", reason="complex", due_on="2026-01-20")
    await noted(office, letter, Act.EXTENDED, "E2", reason="more_papers", due_on="2026-01-27")
    assert len(office.mail_server.taken) == 1


async def test_after_the_term_no_apology_goes_out(office: Office) -> None:
    letter = await arrived(office)
    late = MONDAY + timedelta(days=9)
    await noted(office, letter, Act.EXTENDED, at=late, reason="complex", due_on="2026-01-20")

    assert office.mail_server.taken == []


async def test_who_opted_out_gets_the_acknowledgement_only(office: Office) -> None:
    letter = await arrived(office)
    async with office.database.write() as session:
        await session.change(update(Correspondent).where(Correspondent.address == CITIZEN).values(opted_out_at=MONDAY))
    await noted(office, letter, Act.PASSED_ON, agency=FINANCE)
    assert office.mail_server.taken == []

    office.letter(2, LATER)
    await office.rounds(3)
    mail, _ = only(office.mail_server)
    assert mail["Subject"].startswith("Đã nhận được thư")


async def test_a_letter_shielded_after_the_mail_was_queued_is_not_written_about(office: Office) -> None:
    letter = await arrived(office)
    async with office.database.write() as session:
        said = {"reason": "other"}
        await noting.note(session, letter, Act.RETURNED, said, act_id="A1", actor=VAN, now=LATER)
        await noting.note(session, letter, Act.SHIELDED, {}, act_id="A2", actor=VAN, now=LATER)
    office.clock.set(LATER)
    await office.rounds(2)

    assert office.mail_server.taken == []


async def test_each_kind_is_worded(office: Office) -> None:
    from backend.correspondence.notice_words import _OF_KIND

    assert _OF_KIND.keys() == set(NoticeKind)


async def test_a_dialogue_cut_off_is_not_repeated_for_a_notice_either(office: Office) -> None:
    from backend.worker.seams import Outcome

    letter = await arrived(office)
    office.mail_server.outcome = Outcome.IN_DOUBT
    await noted(office, letter, Act.RETURNED, reason="other")
    [mail] = office.mail_server.taken
    office.write_log(LATER, "4NOTICE", f"message-id={mail['Message-ID']}", "cleanup")
    office.write_log(LATER, "4NOTICE", "from=<>, size=2048, nrcpt=1 (queue active)", "qmgr")
    office.clock.set(LATER + timedelta(minutes=30))
    await office.rounds(4)

    async with office.database.read() as session:
        rows = await session.scalars(select(Outbox.outcome).where(Outbox.kind == NoticeKind.RETURNED))
        assert list(rows) == ["found in the log"]
    assert len(office.mail_server.taken) == 1


async def test_everybody_a_paper_went_to_is_told_that_it_was_taken_back(office: Office) -> None:
    office.answer(1, MONDAY, CITIZEN)
    await office.rounds(2)
    async with office.database.write() as session:
        said = {"reason": "wrong_file"}
        await sent_letters.recall(
            session, SCIENCE, "1@mail.example", Act.RECALLED, said, act_id="R1", actor=VAN, now=MONDAY
        )
    await office.rounds(2)

    mail, text = only(office.mail_server)
    assert office.mail_server.recipients == [CITIZEN]
    assert (mail["In-Reply-To"], mail["Subject"]) == ("<1@mail.example>", "Văn bản đã gửi đã được thu hồi")
    assert "Văn bản do Sở Khoa học và Công nghệ gửi, mà thư này trả lời, đã được thu hồi, vì gửi nhầm tệp." in text
    assert "$" not in text
