"""The extension's own pages: the first run, signing in, today's checks, letters due; for everybody's eyes and hands.

The extension is packed as a province packs it, and its backend is the demo's.
"""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, Playwright, expect

from backend.classification.keys import public_part
from backend.extension_package.province import Province
from deploy.demo.backend import ALL_ROLES
from deploy.demo.people import PASSWORD
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import CITIZEN, CLERK, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.extension_pages import (
    PAGES,
    ExtensionBrowser,
    extension_browser,
    packed_for,
    violations,
    walk_by_keyboard,
)

STATES = ("KEPT", "MISSED", "UNSEEN", "RUNNING", "AHEAD")
HOURS = (("00:30", "01:15"), ("02:00", "03:15"), ("06:30", "07:15"), ("08:00", "08:45"), ("09:15", "10:00"))  # UTC
PROOFS = {
    "KEPT": "Có thư được mở trong hộp thư lúc 07:42",
    "MISSED": "Còn 2 thư chưa mở, thư lâu nhất đến lúc 08:31",
    "UNSEEN": "Máy chủ thư chưa báo việc mở thư nên chưa biết hộp thư có được kiểm tra hay không",
}
WORKING_DAY = {
    "mailbox": CLERK,
    "windows": [
        {
            "name": start,
            "from": f"2026-11-27T{start}:00Z",
            "to": f"2026-11-27T{end}:00Z",
            "state": state,
            "proofs": [{"words": PROOFS[state], "wordsEn": PROOFS[state]}] if state in PROOFS else [],
        }
        for state, (start, end) in zip(STATES, HOURS, strict=True)
    ],
}
DUE = [
    {
        "referenceCode": "TDT.H55.05-261127-7K3Q9",
        "dueAt": "2026-11-27T10:00:00Z",
        "expected": "ANSWER",
        "overdue": False,
    },
    {
        "referenceCode": "TDT.H55.05-261120-M2XD4",
        "dueAt": "2026-11-26T10:00:00Z",
        "expected": "ANSWER",
        "overdue": True,
    },
]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """One of its own: no other story's letters come meanwhile."""
    running = Demo()
    try:
        running.up()
        yield running
    finally:
        running.down()


@pytest.fixture(scope="module")
def browser_with_it(
    demo: Demo, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ExtensionBrowser]:
    folder = tmp_path_factory.mktemp("extension")
    layout = demo.layout
    key = public_part(layout.home / "keys" / "province.jwk.pub")
    province = Province(layout.backend_url, (f"{layout.webmail_url}*",), (key,))
    packed = packed_for(province, folder)
    settings = layout.settings.read_text("utf-8")
    redirects = ", ".join(f'"{one}"' for one in packed.redirects)
    added = f'extension_redirects = [{redirects}]\nextension_origins = ["{packed.origin}"]\n'
    layout.settings.write_text(settings + added, "utf-8")
    demo.stop(*ALL_ROLES)
    demo.start(*ALL_ROLES)
    with extension_browser(playwright, folder, packed, CHROMIUM, CHROMIUM_ARGUMENTS, folder / "profile") as opened:
        yield opened
    layout.settings.write_text(settings, "utf-8")


@pytest.fixture(scope="module")
def set_up(browser_with_it: ExtensionBrowser, demo: Demo) -> ExtensionBrowser:
    """As a policy sets it; the official's own choice stands in the same words."""
    key = public_part(demo.layout.home / "keys" / "province.jwk.pub")
    browser_with_it.keep(
        {
            "settings": {
                "backend_url": demo.layout.backend_url,
                "hosts": [f"{demo.layout.webmail_url}*"],
                "trusted_keys": [key],
                "quiet_hours": {"from": "00:00", "to": "00:00"},
            }
        }
    )
    return browser_with_it


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_nobody_set_up_says_so_and_axe_finds_nothing(browser_with_it: ExtensionBrowser, name: str) -> None:
    with closing(browser_with_it.open(name, scheme="dark", width_pixels=320)) as page:
        expect(page.locator("main")).to_contain_text("cán bộ công nghệ thông tin")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 384  # the popup's own width


def test_the_first_run_leads_through_three_steps_by_keyboard(set_up: ExtensionBrowser) -> None:
    with closing(set_up.open("welcome")) as page:
        expect(page.get_by_role("heading", level=2)).to_have_text(
            ["Tiện ích làm gì", "Cho phép trong webmail của cơ quan", "Đăng nhập"]
        )
        expect(page.locator("main")).to_contain_text("Đã cho phép")  # the package names the webmail
        assert walk_by_keyboard(page, 2) == ["English", "Đăng nhập"]


def test_whoever_signs_in_on_the_page_of_the_backend_sees_checks_and_letters(
    set_up: ExtensionBrowser, demo: Demo
) -> None:
    with closing(set_up.open("welcome")) as page:
        with set_up.context.expect_page() as opened:
            page.get_by_role("button", name="Đăng nhập").click()
        sign_in(opened.value)
        expect(page.locator("main")).to_contain_text("Đã xong. Có thể đóng trang này.")
        assert violations(page) == []

    with closing(set_up.open("popup")) as popup:
        expect(popup.get_by_role("heading", name="Kiểm tra hộp thư cơ quan hôm nay")).to_be_visible()
        expect(popup.get_by_role("heading", name="Thư đến hạn của cơ quan")).to_be_visible()
        expect(popup.locator("footer")).to_contain_text(CLERK)
        expect(popup.locator("footer")).to_contain_text("Bộ quy tắc")
        assert violations(popup) == []
        as_on_a_working_day(popup)
        assert violations(popup) == []


def as_on_a_working_day(popup: Page) -> None:
    """Lay in what the backend answers then: the story may run on any day."""
    popup.locator("congvu-checks").evaluate("(checks, boxes) => { checks.boxes = boxes }", [WORKING_DAY])
    popup.locator("congvu-popup").evaluate("(popup, due) => { popup.due = due }", DUE)
    expect(popup.locator(".dots li")).to_have_count(5)
    expect(popup.locator("main")).to_contain_text("quá hạn")


def sign_in(page: Page) -> None:
    page.locator("input[name=login]").fill(CLERK)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.locator("button[name=answer][value=allow]").click()


def test_a_letter_that_comes_is_told_once_and_a_click_leads_to_it(set_up: ExtensionBrowser, demo: Demo) -> None:
    webmail = open_webmail(set_up, demo)
    demo.arrive(letter(CITIZEN, CLERK, "Hỏi về thủ tục đất đai"))
    demo.wait_for_letter(CLERK, "Hỏi về thủ tục đất đai")

    def look() -> list[str]:
        set_up.ring()
        return set_up.notices("new")

    [notice] = wait_for(look, "a notice of the letter")
    set_up.press_notice(notice)
    expect(webmail).to_have_url(re.compile("_action=show"))
    expect(webmail).to_have_title(re.compile("Hỏi về thủ tục đất đai"))
    webmail.close()
    set_up.ring()
    wait_for(lambda: demo.rows("SELECT 1 FROM guarding_device WHERE seen_on IS NOT NULL"), "word of this browser")
    assert set_up.notices("new") == []


def open_webmail(browser: ExtensionBrowser, demo: Demo) -> Page:
    """The clerk's webmail, once the extension has seen which one it is."""
    page = browser.context.new_page()
    page.goto(demo.layout.webmail_url)
    page.locator("input[name=_user]").fill(CLERK)
    page.locator("input[name=_pass]").fill(PASSWORD)
    page.locator("#rcmloginsubmit").click()
    page.wait_for_url(re.compile("_task=mail"))
    wait_for(lambda: browser.standing() == "plugin", "the extension has seen the webmail's plugin")
    return page


def test_what_an_official_chooses_is_kept_and_what_means_nothing_is_not(set_up: ExtensionBrowser) -> None:
    with closing(set_up.open("options")) as page:
        expect(page.locator("main")).to_contain_text(f"Đã đăng nhập: {CLERK}")
        page.get_by_label("Nêu mã thư trong thông báo").check()
        expect(page.get_by_role("status").last).to_have_text("Đã lưu.")
        page.get_by_label("Hộp thư cơ quan được theo dõi").fill("khong phai dia chi")
        page.keyboard.press("Tab")
        expect(page.get_by_role("status").last).to_contain_text("Chưa lưu")
        assert violations(page) == []

    with closing(set_up.open("options")) as page:
        expect(page.get_by_label("Nêu mã thư trong thông báo")).to_be_checked()
        expect(page.get_by_label("Hộp thư cơ quan được theo dõi")).to_have_value("")


def test_signing_out_ends_it_at_the_backend_too(set_up: ExtensionBrowser, demo: Demo) -> None:
    with closing(set_up.open("options")) as page:
        page.get_by_role("button", name="Đăng xuất").click()
        expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    with closing(set_up.open("popup")) as popup:
        expect(popup.locator("main")).to_contain_text("Chưa đăng nhập")
