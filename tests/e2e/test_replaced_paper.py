"""A paper is replaced: sender and receiver read which one stands instead, and where that one is."""

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.pages.letter_panel import LetterPanel
from tests.e2e.pages.webmail import Webmail

OLD, NEW = "Kế hoạch tập huấn tháng 12", "Bản thay thế của kế hoạch tập huấn"


def send(webmail: Webmail, demo: Demo, subject: str) -> None:
    compose = webmail.compose()
    compose.to(FINANCE)
    compose.write(subject)
    compose.send_and_leave()
    demo.wait_for_letter(FINANCE, subject)


def test_the_paper_that_stands_instead_is_named_to_whoever_received_the_old_one(sign_in: SignIn, demo: Demo) -> None:
    send(sign_in(CLERK), demo, OLD)
    send(sign_in(CLERK), demo, NEW)
    sender = sign_in(CLERK)
    sender.open("Sent")
    panel = LetterPanel(sender.read(OLD).page)
    panel.act_as("Nguyễn Thị Vân")

    panel.press("REPLACED")
    offered = panel.form.locator('[name="messageId"] option', has_text="đến 1/1 nơi đã nhận bản cũ")
    expect(offered).not_to_have_count(0)
    panel.form.locator('[name="messageId"]').select_option(index=1)  # the latest
    panel.form.locator('[name="paperSymbol"]').fill("13/SKHCN-VP")
    panel.form.locator('[name="paperOn"]').fill("2026-11-05")
    panel.form.locator('[name="reason"]').select_option("content")
    panel.form.locator('button[type="submit"]').click()
    expect(panel.message).to_contain_text("Đã báo tới mọi nơi nhận")
    expect(panel.proposals).to_contain_text("Dùng thay: văn bản số 13/SKHCN-VP ngày 05/11/2026, gửi lúc")
    expect(panel.proposals).to_contain_text("bản đã gửi có thể vẫn còn ở nơi nhận")
    expect(panel.recipients.first.locator(".congvu-replacement")).to_contain_text("Văn bản mới:")

    received = LetterPanel(sign_in(FINANCE).read(OLD).page)
    expect(received.badges).to_have_text(["nơi gửi thay thế"])
    expect(received.proposals).to_contain_text("Dùng thay: văn bản số 13/SKHCN-VP ngày 05/11/2026, gửi lúc")
    mail = demo.wait_for_letter(FINANCE, "Văn bản đã gửi đã được thay thế bằng văn bản khác").get_content()
    assert "13/SKHCN-VP ngày 05/11/2026" in " ".join(mail.split())
