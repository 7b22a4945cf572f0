"""`/bao-cao` and `/quy-che`: an approved report arrives with its PDF past our gate; a signed regulation is cited."""

import hashlib
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.demo import FINANCE, HEAD, Demo, wait_for
from tests.e2e.pages.extension_pages import violations
from tests.e2e.pages.own_pages import sign_in_to

SUBJECT = "Báo cáo tình hình sử dụng thư điện tử công vụ quý"
OURS = "select state from outbox where kind = 'report'"


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", base_url=demo.layout.backend_url)
    page = context.new_page()
    sign_in_to(page, "/bao-cao", HEAD)
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


def test_an_outage_is_entered_with_its_source_and_withdrawn(page: Page) -> None:
    page.get_by_text("Nhập một lần gián đoạn").click()
    page.get_by_label("Bộ phận bị gián đoạn").fill("Đường truyền mẫu")
    page.get_by_label("Bắt đầu (giờ Việt Nam)").fill("2026-02-02T08:00")
    page.get_by_label("Kết thúc (giờ Việt Nam)").fill("2026-02-02T09:30")
    page.get_by_label("Nguồn").locator("visible=true").fill("Sổ trực mẫu")
    page.get_by_role("button", name="Nhập dòng này").locator("visible=true").click()

    entered = page.get_by_role("listitem").filter(has_text="Gián đoạn: Đường truyền mẫu")
    expect(entered).to_contain_text(
        "Từ 08:00, 02/02/2026 đến 09:30, 02/02/2026. Nguồn: Sổ trực mẫu. (Lê Minh Hà nhập lúc"
    )
    assert violations(page) == []
    entered.get_by_text("Rút lại").first.click()
    entered.get_by_role("button", name="Rút lại").click()
    expect(entered).to_have_count(0)


def test_a_signed_regulation_is_cited_where_papers_must_be_mailed(page: Page) -> None:
    page.goto("/quy-che")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Quyết định, Quy chế, Danh mục và phân công (PDF)").click()
    with pypdfium2.PdfDocument(fetched.value.path()) as paper:
        assert "Ban hành Quy chế quản lý, sử dụng thư điện tử công vụ" in paper[0].get_textpage().get_text_bounded()

    page.get_by_label("Số, ký hiệu").fill("957/QĐ-UBND")
    page.get_by_label("Ngày ký").fill("2026-01-05")
    page.get_by_label("Có hiệu lực từ ngày").fill("2026-01-15")
    page.get_by_role("button", name="Ghi", exact=True).click()

    duty = page.get_by_role("row").filter(has_text="Lịch công tác")
    expect(duty).to_contain_text("Quyết định số 957/QĐ-UBND ngày 05/01/2026")
    expect(page.get_by_role("row").filter(has_text="Giấy mời")).not_to_contain_text("957/QĐ-UBND")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
