"""`/bang-dieu-hanh` in a browser: a head reads it, chooses by keyboard alone, on a screen and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.demo.people import PASSWORD
from tests.e2e.demo import HEAD, Demo
from tests.e2e.pages.extension_pages import violations, walk_by_keyboard

PHONE = {"width": 360, "height": 740}
LOOKS = "select 1 from audit_entry where deed = 'look.figures' and login = ?"


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The head's dashboard; axe-core runs there although our pages run no script."""
    context = browser.new_context(locale="vi-VN", base_url=demo.layout.backend_url)
    page = context.new_page()
    page.goto("/bang-dieu-hanh")
    page.get_by_label("Địa chỉ hộp thư").fill(HEAD)
    page.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Bảng điều hành")).to_be_visible()
    yield page
    context.close()


def test_a_head_chooses_what_to_see_by_keyboard_alone(page: Page, demo: Demo) -> None:
    expect(page.get_by_role("heading", name="Năm lần kiểm tra hộp thư hôm nay")).to_be_visible()
    assert len(demo.rows(LOOKS, [HEAD])) > 0  # once an hour for the same thing

    page.get_by_role("button", name="Đăng xuất").focus()
    walk_by_keyboard(page, 1)
    while not page.evaluate("document.activeElement.name === 'nguoi-gui'"):
        walk_by_keyboard(page, 1)
    page.keyboard.press("ArrowDown")
    walk_by_keyboard(page, 1)
    assert walk_by_keyboard(page, 1) == ["Xem"]
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("nguoi-gui=doanh-nghiep"))
    expect(page.get_by_text("thư của doanh nghiệp", exact=False).first).to_be_visible()
    page.get_by_role("link", name="English").press("Enter")
    expect(page.get_by_role("combobox", name="Sender")).to_have_value("doanh-nghiep")


def test_the_map_of_checks_is_a_link_away_and_everybody_can_read_it(page: Page) -> None:
    page.get_by_role("link", name="Năm lần kiểm tra hộp thư mỗi ngày").click()
    expect(page.get_by_role("heading", level=1, name="Năm lần kiểm tra hộp thư mỗi ngày")).to_be_visible()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name="Tháng trước").press("Enter")
    page.wait_for_url(re.compile("thang=[0-9]{4}-[0-9]{2}"))
    page.get_by_role("link", name="Bảng điều hành").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Bảng điều hành")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert violations(page) == []

    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto("/bang-dieu-hanh?lang=en&pham-vi=ca-duoi&thang=24")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_paper_there_is_no_form(page: Page) -> None:
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Xem")).to_be_hidden()
    expect(page.get_by_role("heading", name="Tóm tắt")).to_be_visible()
