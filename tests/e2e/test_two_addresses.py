"""One person writes from two addresses: the clerk says that it is one matter, and one clock runs, from the first."""

import time

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import COMMUNE, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.letter_panel import LetterPanel
from tests.e2e.test_citizen_letter import somebody

FIRST, SECOND = "Đề nghị sửa đường liên xóm", "Nhắc lại việc sửa đường liên xóm"


def test_the_second_letter_is_counted_with_the_first_until_that_is_taken_back(sign_in: SignIn, demo: Demo) -> None:
    one, other = somebody(), somebody()
    for sender, subject in ((one, FIRST), (other, SECOND)):
        assert demo.arrive(letter(sender, COMMUNE, subject)).code == 250
        demo.wait_for_letter(COMMUNE, subject)
        in_the_next_second()
    webmail = sign_in(COMMUNE)
    webmail.wait_for_letter(SECOND)
    panel = LetterPanel(webmail.read(SECOND).page)

    panel.press("MERGED")
    panel.form.locator("#congvu-search-text").fill(one)
    panel.form.get_by_role("button", name="Tìm").click()
    found = panel.form.locator(".congvu-person", has_text=one)
    expect(found.locator("input")).to_be_checked()  # the only one found
    panel.form.locator('button[type="submit"]').click()
    expect(panel.message).to_contain_text("cùng một việc với thư khác")
    expect(panel.next).to_contain_text("thời gian tính ở thư đó")

    webmail.open()
    kept = LetterPanel(webmail.read(FIRST).page)
    kept.how_due.locator("summary").click()
    expect(kept.how_due).to_contain_text("Tính một lần với thư TDT.H55.40-")
    expect(kept.next).to_contain_text("Việc cần làm: trả lời người gửi")

    kept.withdraw("cùng một việc với thư khác")
    webmail.open()
    again = LetterPanel(webmail.read(SECOND).page)
    expect(again.next).to_contain_text("Việc cần làm: trả lời người gửi")


def in_the_next_second() -> None:
    """Postfix's log tells seconds: what comes within one of them has no earlier and later."""
    second = int(time.time())
    wait_for(lambda: int(time.time()) > second, "the next second")
