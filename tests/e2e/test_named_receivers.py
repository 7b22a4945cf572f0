"""A letter that may be a denunciation: the named receiver handles it, and for clerk and head it is not there."""

from datetime import datetime

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, HEAD, Demo, wait_for
from tests.e2e.graphql import GraphQL
from tests.e2e.letters import VIETNAM, letter
from tests.e2e.pages.letter_panel import LetterPanel

RECEIVER = "an.nguyen@thainguyen.gov.vn"
SENDER = "congdan+tocao@nguoidan.example"  # other stories leave such letters too
SHIELDED = """SELECT c.id FROM correspondence c JOIN correspondent p ON p.id = c.correspondent_id
    WHERE c.shielded AND p.address = ?"""
DENUNCIATION = """ĐƠN TỐ CÁO

Kính gửi: Sở Khoa học và Công nghệ

Tôi tố cáo việc thu tiền không đúng quy định.
"""


def test_a_denunciation_is_handled_by_the_named_receiver_alone_until_it_turns_out_to_be_none(
    sign_in: SignIn, demo: Demo
) -> None:
    subject = "Đơn tố cáo về việc thu tiền"
    assert demo.submit_outside(letter(SENDER, CLERK, subject, DENUNCIATION)).code == 250
    demo.wait_for_letter(CLERK, subject)
    [row] = wait_for(lambda: demo.rows(SHIELDED, [SENDER]), "the shielded letter")
    clerk = sign_in(CLERK)
    expect(clerk.wait_for_letter(subject).locator(".congvu-mark")).to_have_count(0)
    due = clerk.open_due()
    expect(due.message).not_to_have_text("Đang lấy số liệu")
    expect(due.shielded_button).to_have_count(0)
    reading = clerk.read(subject)
    expect(reading.page.locator("#congvu-letter")).to_be_empty()

    webmail = sign_in(RECEIVER)
    dialog = webmail.open_shielded()
    panel = dialog.handle(SENDER)
    expect(panel.badges.first).to_have_text("chỉ người tiếp nhận xem")
    panel.do("MATTER_SET", matter="denunciation.first")
    panel.do("VALID_PAPER", on=f"{datetime.now(VIETNAM):%Y-%m-%d}")
    expect(panel.facts).to_contain_text("Hạn trả lời")
    panel.press("PASSED_ON")
    panel.form.locator('input[type="search"]').fill("Sở Tài chính")
    panel.form.get_by_role("button", name="Tìm").click()
    panel.form.get_by_role("radio", name="Sở Tài chính").check()
    panel.form.locator('button[type="submit"]').click()
    expect(panel.message).to_contain_text("ở đó không ai thấy thư này")
    panel.form.get_by_role("button", name="Huỷ").click()

    head = sign_in(HEAD)
    expect(head.open_times().agency).to_be_visible()
    asked = GraphQL(head, demo.layout.backend_url)
    assert asked.ask("LetterClock", letter=row["id"])["__typename"] == "LetterNotFound"
    panel.press("UNSHIELDED")
    panel.form.locator('button[type="submit"]').click()
    expect(panel.message).to_contain_text("thôi hạn chế người xem")
    dialog.back()
    expect(dialog.root.locator(".congvu-shielded-letters")).to_be_visible()
    expect(dialog.letter(SENDER)).to_have_count(0)

    clerk.open()
    expect(LetterPanel(clerk.read(subject).page).next).to_contain_text("Việc cần làm: trả lời người gửi")


def test_an_agency_without_a_named_receiver_is_told_so(sign_in: SignIn) -> None:
    expect(sign_in(FINANCE).open_times().root.locator(".congvu-lacking")).to_contain_text(
        "Cơ quan chưa có người được chỉ định tiếp nhận tố cáo, khiếu nại"
    )
    dialog = sign_in(CLERK).open_times()
    expect(dialog.agency).to_be_visible()
    expect(dialog.root.locator(".congvu-lacking")).to_have_count(0)
