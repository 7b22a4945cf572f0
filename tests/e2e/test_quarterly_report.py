"""`/bao-cao`: a head has the report drafted, approves and sends it; it arrives with its PDF, past our own gate."""

import hashlib
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.demo.people import PASSWORD
from tests.e2e.demo import FINANCE, HEAD, Demo, wait_for
from tests.e2e.pages.extension_pages import violations

SUBJECT = "Báo cáo tình hình sử dụng thư điện tử công vụ quý"
OURS = "select state from outbox where kind = 'report'"


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", base_url=demo.layout.backend_url)
    page = context.new_page()
    page.goto("/bao-cao")
    page.get_by_label("Địa chỉ hộp thư").fill(HEAD)
    page.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Báo cáo quý", exact=True)).to_be_visible()
    yield page
    context.close()


def test_an_approved_report_arrives_with_the_pdf_that_was_approved(page: Page, demo: Demo) -> None:
    page.get_by_role("button", name="Lập dự thảo").click()
    wait_for(lambda: demo.rows("select 1 from quarterly_report where state = 'draft'"), "the draft of the report")
    page.reload()
    assert violations(page) == []

    page.get_by_role("button", name="Duyệt báo cáo").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Gửi: Lê Minh Hà")).to_be_visible()
    shown = page.locator("dd.code").first.inner_text()

    mail = demo.wait_for_letter(FINANCE, SUBJECT)
    files = {part.get_filename() or "": part.get_content() for part in mail.iter_attachments()}
    [pdf] = [data for name, data in files.items() if name.endswith(".pdf")]
    assert hashlib.sha256(pdf).hexdigest() == shown
    with pypdfium2.PdfDocument(pdf) as paper:
        assert "Kính gửi: Ủy ban nhân dân tỉnh Thái Nguyên." in paper[0].get_textpage().get_text_bounded()
    wait_for(lambda: {row["state"] for row in demo.rows(OURS)} == {"sent"}, "all mails of the report to be sent")
    demo.wait_until_queue_is_empty()
