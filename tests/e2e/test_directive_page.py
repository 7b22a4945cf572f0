"""`/bang-dieu-hanh/chi-thi` in a browser: a head comes from the dashboard by keyboard and reads GraphQL's figures."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import HEAD, Demo
from tests.e2e.graphql import GraphQL
from tests.e2e.pages.extension_pages import violations, walk_by_keyboard
from tests.e2e.pages.own_pages import signed_in_state

PHONE = {"width": 360, "height": 740}
AGENCY = "H55.05"
SURE = ("regulation", "published", "issued", "guarded")  # what no letter on its way changes meanwhile


@pytest.fixture(scope="module")
def head(browser: Browser, demo: Demo) -> StorageState:
    return signed_in_state(browser, demo.layout.backend_url, "/bang-dieu-hanh", HEAD)


@pytest.fixture
def page(browser: Browser, demo: Demo, head: StorageState) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", base_url=demo.layout.backend_url, storage_state=head)
    page = context.new_page()
    page.goto("/bang-dieu-hanh")
    page.get_by_role("link", name="Thực hiện Chỉ thị").press("Enter")
    expect(page.get_by_role("heading", name="Thực hiện Chỉ thị về thư điện tử")).to_be_visible()
    yield page
    context.close()


def test_a_head_reads_by_keyboard_what_graphql_says_of_the_directive(page: Page, demo: Demo, sign_in: SignIn) -> None:
    period = re.search(r"từ tháng (\d\d)/(\d{4}) đến tháng (\d\d)/(\d{4})", page.locator("p.of").inner_text())
    assert period is not None
    since, until = date(int(period[2]), int(period[1]), 1), date(int(period[4]), int(period[3]), 1)
    webmail = sign_in(HEAD)
    expect(webmail.open_times().agency).to_be_visible()
    said = GraphQL(webmail, demo.layout.backend_url).ask(
        "Directive", agency=AGENCY, since=since.isoformat(), until=until.isoformat(), below=False, language="VI"
    )

    told = {one["id"]: one["words"] for one in said["clauses"]}
    for name in SURE:
        expect(page.locator(f"#diem-{name}")).to_contain_text(told[name])
    assert page.locator(".clauses tbody tr").count() == len(told)
    page.get_by_role("button", name="Đăng xuất").focus()
    while not page.evaluate("document.activeElement.name === 'pham-vi'"):
        walk_by_keyboard(page, 1)
    page.keyboard.press("ArrowDown")
    walk_by_keyboard(page, 1)
    assert walk_by_keyboard(page, 1) == ["Xem"]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("pham-vi=ca-duoi"))


def test_everybody_can_read_it(page: Page) -> None:
    assert violations(page) == []

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto("/bang-dieu-hanh/chi-thi?lang=en&pham-vi=ca-duoi&thang=24")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
