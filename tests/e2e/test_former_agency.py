"""A letter to a box of the former district: its sender is told who answers today, and nobody else is told anything
before the sender agrees. The letter itself goes nowhere."""

import re
from email.message import EmailMessage
from itertools import count

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CITIZEN, COMMUNE, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.letter_panel import LetterPanel
from tests.e2e.pages.status import StatusPage
from tests.e2e.pages.webmail import new_context
from tests.e2e.test_citizen_letter import let_everything_before_be_worked_off

FORMER = "vhtt.huyenphuluong@thainguyen.gov.vn"
SUBJECT = "Xin cấp phép bảng hiệu"
_numbers = count(1)


def write_to_the_former_agency(demo: Demo) -> tuple[str, EmailMessage]:
    """Who wrote, and what the answer says."""
    sender = f"congdan+cu{next(_numbers)}@nguoidan.example"
    message = letter(sender, FORMER, SUBJECT, "Tôi muốn treo bảng hiệu.\n")
    assert demo.arrive(message).code == 250
    return sender, wait_for(lambda: answers_to(demo, message), "the answer to a letter to a former agency")[0]


def answers_to(demo: Demo, message: EmailMessage) -> list[EmailMessage]:
    answers = demo.letters(CITIZEN, "Nơi nhận thư đã thay đổi")
    return [one for one in answers if str(one["In-Reply-To"]) == str(message["Message-ID"])]


def told_to_the_new_agency(demo: Demo) -> list[str]:
    """The ids of letters there that any story of this kind left."""
    found = [*demo.letters(COMMUNE, SUBJECT), *demo.letters(COMMUNE, "có thư sắp được gửi đến")]
    return [str(one["Message-ID"]) for one in found]


def test_the_sender_is_told_who_answers_today_and_nobody_else_is_told(demo: Demo) -> None:
    before = told_to_the_new_agency(demo)
    _, answer = write_to_the_former_agency(demo)
    let_everything_before_be_worked_off(demo)

    text = str(answer.get_content())
    assert "Nơi giải quyết hiện nay: Ủy ban nhân dân xã Phú Lương" in text
    assert f"Địa chỉ thư: {COMMUNE}" in text
    assert (answer["Return-Path"], answer["Auto-Submitted"]) == ("<>", "auto-replied")
    assert told_to_the_new_agency(demo) == before


def test_with_the_senders_consent_the_new_agency_is_told_and_its_clock_runs_from_the_letter_that_comes(
    browser: Browser, sign_in: SignIn, demo: Demo
) -> None:
    sender, answer = write_to_the_former_agency(demo)
    link = str(re.findall(r"http://\S+", str(answer.get_content()))[0])
    context = new_context(browser)
    page = StatusPage(context.new_page(), f"{demo.layout.backend_url}/tra-cuu")
    page.follow(link)
    expect(page.main).to_contain_text("Hệ thống không tự chuyển thư")
    page.press("Đồng ý, báo cho nơi giải quyết mới")
    expect(page.main).to_contain_text("Đã báo cho nơi giải quyết mới")
    context.close()

    told = demo.wait_for_letter(COMMUNE, "có thư sắp được gửi đến")
    assert FORMER in str(told.get_content())
    assert not any(word in told.as_string() for word in (sender, SUBJECT, "bảng hiệu"))
    assert demo.letters(COMMUNE, SUBJECT) == []

    again = letter(sender, COMMUNE, SUBJECT, "Tôi gửi lại thư.\n")
    assert demo.arrive(again).code == 250
    panel = LetterPanel(sign_in(COMMUNE).read(SUBJECT).page)
    expect(panel.next).to_contain_text("Việc cần làm: trả lời người gửi, hạn")
    query = "select c.agency_code, standing from correspondence c join correspondent p on p.id = c.correspondent_id"
    rows = demo.rows(f"{query} where p.address = ? order by c.agency_code", [sender])
    assert [tuple(row) for row in rows] == [("H55.31", "passed_on"), ("H55.40", "open")]
