"""The guides: what they show is what an official sees, and whoever is stopped is led to what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from deploy.demo import samples
from deploy.demo.people import PASSWORD, SUPPORT_DESK
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CITIZEN, CLERK, FINANCE, Demo
from tests.e2e.letters import letter
from tests.e2e.pages.extension_pages import violations
from tests.e2e.pages.guide_pictures import picture
from tests.e2e.pages.letter_panel import LetterPanel

CANARY = planted(Kind.MARKED, "du-thao-phuong-an-mau")  # the name of what is marked, and of nothing else
PHONE_WIDTH = 360
OF_A_LETTER = ViewportSize(width=1280, height=620)  # what a picture shows of the webmail


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(
        locale="vi-VN", base_url=demo.layout.backend_url, viewport={"width": 1100, "height": 800}
    )
    yield context.new_page()
    context.close()


def test_a_stopped_paper_leads_to_the_page_that_explains_it(sign_in: SignIn, tmp_path: Path) -> None:
    compose = sign_in().compose()
    compose.page.set_viewport_size(OF_A_LETTER)
    compose.choose(samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx"))
    expect(compose.stops).to_have_count(1)
    picture(compose.page.locator("#layout-content"), "tep-bi-dung")

    with compose.page.expect_popup() as opened:
        compose.stops.get_by_role("button", name="Vì sao, và nên làm gì").click()

    explained = opened.value
    expect(explained.get_by_role("heading", name="Nên làm gì bây giờ")).to_be_visible()
    assert explained.url.endswith("/huong-dan/vi-sao/dau-mat")
    picture(explained, "vi-sao")
    explained.close()


def test_who_practises_sees_a_sample_stopped_and_nobody_is_told(sign_in: SignIn, demo: Demo) -> None:
    webmail = sign_in()
    webmail.page.wait_for_load_state("networkidle")
    kept = webmail.page.evaluate("JSON.stringify(localStorage)")
    dialog = webmail.open_practice()
    expect(dialog.attach_button).to_be_visible()
    webmail.page.evaluate("() => clearInterval(rcmail._refresh)")  # Roundcube's own question for new mail
    webmail.traffic.forget()

    dialog.attach_button.click()
    expect(dialog.stops).to_contain_text("không được gửi qua thư điện tử")
    expect(dialog.message).to_contain_text("Tờ mẫu đã bị dừng")
    picture(dialog.root, "tap-thu")
    dialog.stops.get_by_role("button", name="Báo cảnh báo nhầm").click()
    expect(dialog.message).to_contain_text("không có gì được gửi đi")
    dialog.stops.get_by_role("button", name="Đã hiểu").click()
    expect(dialog.stops).to_have_count(0)
    dialog.close_button.click()
    webmail.page.wait_for_load_state("networkidle")

    assert webmail.traffic.posted == []
    assert webmail.traffic.to(demo.layout.backend_url) == []
    assert len(webmail.traffic.to("plugin.congvu_bundle")) == 1  # it was judged by the rules in force
    assert webmail.page.evaluate("JSON.stringify(localStorage)") == kept


def test_a_paper_to_be_mailed_is_shown_as_the_guide_shows_it(sign_in: SignIn, tmp_path: Path) -> None:
    compose = sign_in().compose()
    compose.page.set_viewport_size(OF_A_LETTER)
    compose.to(FINANCE)
    compose.write("Tài liệu họp giao ban tháng 02")
    compose.choose(samples.meeting_paper(tmp_path))
    compose.wait_until_attached(1)
    expect(compose.chips.filter(has_text="Thuộc diện bắt buộc gửi qua thư điện tử")).to_have_count(1)

    picture(compose.page.locator("#layout-content"), "soan-thu")


def test_a_citizens_letter_is_shown_as_the_guide_shows_it(sign_in: SignIn, demo: Demo) -> None:
    subject = "Hỏi về thủ tục cấp phép"
    assert demo.submit_outside(letter(CITIZEN, CLERK, subject)).code == 250
    webmail = sign_in(CLERK)
    webmail.page.set_viewport_size({"width": OF_A_LETTER["width"], "height": 460})
    panel = LetterPanel(webmail.read(subject).page)
    expect(panel.next).to_contain_text("Việc cần làm: trả lời người gửi")

    picture(webmail.page.locator("#layout-content"), "tra-loi-nguoi-dan")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_them(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in ("/huong-dan", "/huong-dan/van-ban-bi-dung", "/huong-dan/vi-sao/dau-mat?lang=en", "/cong-khai"):
        page.set_viewport_size({"width": 1100, "height": 800})
        page.goto(path)
        assert violations(page) == [], path
        page.set_viewport_size({"width": PHONE_WIDTH, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE_WIDTH, path


def test_a_clerk_reports_a_difficulty_from_the_letter_where_it_was_met(sign_in: SignIn, demo: Demo) -> None:
    subject = "Hỏi về nơi nộp hồ sơ"
    assert demo.submit_outside(letter(CITIZEN, CLERK, subject)).code == 250
    reading = sign_in(CLERK).read(subject).page
    with reading.expect_popup() as opened:
        reading.get_by_role("link", name="Báo vướng mắc").click()

    desk = opened.value
    desk.get_by_label("Địa chỉ hộp thư").fill(CLERK)
    desk.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    desk.get_by_role("button", name="Đăng nhập").click()
    expect(desk.get_by_label("Gặp ở đâu")).to_have_value("letter")
    desk.get_by_label("Chậm hoặc hiển thị sai").check()
    desk.get_by_role("button", name="Gửi cho bộ phận hỗ trợ").click()

    expect(desk.get_by_text("Đã gửi, chưa ai xử lý").first).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("button", name="Đăng xuất").click()  # the clerk's browser is other stories' too
    expect(desk.get_by_label("Mật khẩu hộp thư")).to_be_visible()
    desk.close()
    told = demo.rows("select difficulty, place from support_ticket where login = ?", [CLERK])
    assert ("slow", "letter") in [tuple(row) for row in told]
    reference = demo.rows("select reference from support_ticket where login = ? order by id desc", [CLERK])
    demo.wait_for_letter(SUPPORT_DESK, f"Vướng mắc {reference[0]['reference']}")
