"""`/bao-cao`: a head has the report drafted, approves and sends it; it arrives with its PDF, past our own gates."""

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.demo.people import PASSWORD
from tests.e2e.demo import HEAD, Demo
from tests.e2e.letters import Mailbox
from tests.e2e.pages.extension_pages import violations


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", base_url=demo.layout.backend_url)
    page = context.new_page()
    page.goto("/bao-cao")
    page.get_by_label("Địa chỉ hộp thư").fill(HEAD)
    page.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Báo cáo quý")).to_be_visible()
    yield page
    context.close()
