"""The clerk's side: a paper is received and answered, a citizen's letter waits and is answered by telephone, a letter
sent is followed and taken back."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CITIZEN, CLERK, COMMUNE, FINANCE, Demo
from tests.e2e.letters import VIETNAM, letter
from tests.e2e.pages.letter_panel import LetterPanel
from tests.e2e.working_calendar import is_working_day

PAPER = """ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG
Số: 123/UBND-VX
Phú Lương, ngày 25 tháng 11 năm 2025

Kính gửi: Sở Khoa học và Công nghệ

Đề nghị quý Sở cho ý kiến và gửi về Ủy ban nhân dân xã trước ngày 15/{month:02}/{year} để tổng hợp.
"""


@pytest.fixture
def paper_text() -> str:
    """Asks for an answer by a day some weeks ahead."""
    ahead = datetime.now(VIETNAM) + timedelta(days=40)
    return PAPER.format(month=ahead.month, year=ahead.year)


def test_an_agencys_paper_is_confirmed_registered_and_answered_in_time(
    sign_in: SignIn, demo: Demo, paper_text: str
) -> None:
    subject = "V/v tập huấn chuyển đổi số"
    assert demo.submit(letter(COMMUNE, CLERK, subject, paper_text), COMMUNE).code == 250
    webmail = sign_in(CLERK)
    row = webmail.wait_for_letter(subject)
    expect(row.locator(".congvu-mark")).to_have_text("Chờ xác nhận")

    reading = webmail.read(subject)
    panel = LetterPanel(reading.page)
    expect(panel.next).to_contain_text("Việc cần làm: xác nhận với cơ quan gửi là đã nhận, chậm nhất")
    panel.press("ACKNOWLEDGED")
    expect(panel.message).to_contain_text("Hãy chọn tên người ghi nhận")
    panel.act_as("Trần Văn Thư")
    panel.do("ACKNOWLEDGED")
    expect(panel.message).to_contain_text("Người ghi nhận: Trần Văn Thư")

    panel.press("REGISTERED")
    expect(panel.form.locator('[name="paperSymbol"]')).to_have_value("123/UBND-VX")
    expect(panel.form.locator('[name="paperOn"]')).to_have_value("2025-11-25")
    panel.form.get_by_role("button", name="Huỷ").click()
    panel.do("REGISTERED", number="45")
    expect(panel.facts).to_contain_text("123/UBND-VX ngày 25/11/2025")

    panel.confirm_proposal("trước ngày 15/")
    expect(panel.next).to_contain_text("Việc cần làm: trả lời người gửi, hạn 14/")
    expect(panel.facts).to_contain_text("(giờ làm việc)")

    compose = reading.reply()
    compose.page.fill("#composebody", "Kính gửi UBND xã, Sở nhất trí.")
    compose.send_and_leave()
    demo.wait_for_letter(COMMUNE, subject)
    webmail.open()
    expect(webmail.wait_for_letter(subject).locator(".congvu-mark")).to_have_count(0)
    answered = LetterPanel(webmail.read(subject).page)
    expect(answered.next).to_contain_text("Đã trả lời lúc")
    expect(answered.badges).to_have_count(0)
    assert demo.files_that_hold("để tổng hợp") == []


def test_a_citizens_letter_waits_for_the_sender_and_is_answered_by_telephone_with_a_name(
    sign_in: SignIn, demo: Demo
) -> None:
    subject = "Đề nghị cung cấp thông tin về hồ sơ đất"
    assert demo.submit_outside(letter(CITIZEN, CLERK, subject)).code == 250
    webmail = sign_in(CLERK)
    panel = LetterPanel(webmail.read(subject).page)
    panel.act_as("Nguyễn Thị Vân")
    panel.confirm_proposal("Theo tiêu đề, thư này có thể thuộc")
    expect(panel.facts).to_contain_text("cung cấp thông tin")

    panel.do("SENDERS_TURN")
    expect(panel.next).to_contain_text("Đang chờ người gửi bổ sung")
    panel.do("REOPENED")
    panel.press("ANSWERED_ELSEWHERE")
    expect(panel.form.locator('[name="answerer"]')).to_have_value("Nguyễn Thị Vân")
    panel.form.get_by_role("button", name="Huỷ").click()
    panel.do("ANSWERED_ELSEWHERE", channel="phone", answerer="Lê Minh Hà")
    expect(panel.next).to_contain_text("Đã trả lời bằng kênh khác")

    panel.withdraw("đã trả lời bằng kênh khác")
    expect(panel.next).to_contain_text("Việc cần làm: trả lời người gửi, hạn")
    assert demo.files_that_hold("hồ sơ đất") == []


def test_a_sent_letter_is_followed_to_its_recipient_and_taken_back(sign_in: SignIn, demo: Demo) -> None:
    subject = "Thông báo lịch tiếp công dân"
    compose = sign_in(CLERK).compose()
    compose.to(FINANCE)
    compose.write(subject)
    compose.send_and_leave()
    demo.wait_for_letter(FINANCE, subject)

    sender = sign_in(CLERK)
    sender.open("Sent")
    panel = LetterPanel(sender.read(subject).page)
    expect(panel.recipients).to_have_count(1)
    expect(panel.recipients.first).not_to_contain_text("hiển thị")

    receiver = sign_in(FINANCE)
    received = LetterPanel(receiver.read(subject).page)
    received.do("ACKNOWLEDGED")
    sender.open("Sent")
    panel = LetterPanel(sender.read(subject).page)
    expect(panel.recipients.first).to_contain_text("văn thư nơi nhận xác nhận đã nhận lúc")

    panel.act_as("Nguyễn Thị Vân")
    panel.do("RECALLED", reason="wrong_file")
    expect(panel.proposals).to_contain_text("bản đã gửi có thể vẫn còn ở nơi nhận")
    receiver.open()
    received = LetterPanel(receiver.read(subject).page)
    expect(received.badges).to_have_text(["nơi gửi thu hồi"])
    received.do("RECALL_DONE")

    sender.open("Sent")
    panel = LetterPanel(sender.read(subject).page)
    expect(panel.recipients.first).to_contain_text("nơi nhận báo đã huỷ bản đã nhận lúc")


def test_what_is_due_today_leads_to_its_letter(sign_in: SignIn, demo: Demo) -> None:
    subject = "V/v cử cán bộ họp"
    assert demo.submit(letter(COMMUNE, FINANCE, subject), COMMUNE).code == 250
    webmail = sign_in(FINANCE)
    webmail.wait_for_letter(subject)
    panel = LetterPanel(webmail.read(subject).page)
    panel.do("ASSIGNED", lead="Phòng Ngân sách", dueOn=_today())
    webmail.open()
    dialog = webmail.open_due()

    expect(dialog.checks).to_contain_text(FINANCE)
    expect(dialog.checks.locator("li")).to_have_count(5 if is_working_day(datetime.now(VIETNAM).date()) else 0)
    expect(dialog.rows.first).to_be_visible()
    dialog.rows.filter(has_text="Phú Lương").first.get_by_role("button").click()

    webmail.page.wait_for_url("**_action=show**")
    expect(webmail.page.locator("#message-header h2.subject")).to_contain_text(subject)


def _today() -> str:
    return f"{datetime.now(VIETNAM):%Y-%m-%d}"
