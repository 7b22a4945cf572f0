"""The extension, or its background, ends while it looks at a file: nothing slips through, and one sentence says why."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from deploy.demo import samples
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import free_ports, wait_for
from tests.e2e.pages.extension import (
    Panel,
    extension_context,
    is_guarded,
    remove,
    replace,
    set_up,
    stop_background,
)
from tests.e2e.pages.extensions_page import switch_off, switch_on
from tests.e2e.pages.upload_site import UploadSite, slow_archive

STOPS = "không được gửi qua thư điện tử"
ENDS: dict[str, Callable[[BrowserContext], None]] = {
    "replaced": replace,
    "switched off": switch_off,
    "removed": remove,
}


@pytest.fixture(scope="module")
def site() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture
def context(playwright: Playwright, tmp_path: Path, site: UploadSite) -> Iterator[BrowserContext]:
    site.forget()
    with extension_context(playwright, tmp_path, CHROMIUM, CHROMIUM_ARGUMENTS, ["http://127.0.0.1/*"]) as opened:
        set_up(opened, site.settings)
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: UploadSite) -> Page:
    opened = context.new_page()
    opened.goto(site.address)
    return opened


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return slow_archive(tmp_path)


def test_a_file_that_is_sent_before_the_rest_of_the_guard_is_there_waits_for_it(
    page: Page, site: UploadSite, tmp_path: Path
) -> None:
    part = tmp_path / "extension" / "parts" / "gate.js"
    slow = f"await new Promise((come) => setTimeout(come, 1500));\n{part.read_text()}"
    part.unlink()

    page.set_input_files("#field", samples.marked_page_header(tmp_path))
    page.click("#send")
    Panel(page).says("Chưa tải được phần kiểm tra")
    assert page.evaluate("document.querySelector('#field').files.length") == 0

    part.write_text(slow)
    Panel(page).press("Thử lại")
    Panel(page).says(STOPS)
    assert site.received == []
    page.set_input_files("#picker", samples.six_recipients(tmp_path))
    expect(page.locator("#log")).to_have_text("picker 1;")


@pytest.mark.parametrize("end", ENDS)
def test_an_extension_that_ends_while_it_looks_lets_nothing_pass(
    page: Page, context: BrowserContext, site: UploadSite, archive: Path, tmp_path: Path, end: str
) -> None:
    page.set_input_files("#picker", archive)
    Panel(page).says("Đang ")

    ENDS[end](context)

    Panel(page).says(f"Chưa kiểm tra được tệp “{archive.name}”")
    page.set_input_files("#picker", samples.six_recipients(tmp_path))
    Panel(page).says("vừa được cập nhật, bị tắt hoặc bị gỡ")
    page.fill("#words", "Kính gửi Sở Tài chính")
    page.click("#send")
    assert site.received == []


def test_one_that_is_switched_on_again_guards_what_is_loaded_anew(
    page: Page, context: BrowserContext, site: UploadSite, tmp_path: Path
) -> None:
    switch_off(context)
    page.set_input_files("#picker", samples.six_recipients(tmp_path))
    Panel(page).says("vừa được cập nhật, bị tắt hoặc bị gỡ")

    switch_on(context)
    page.reload()
    page.set_input_files("#picker", samples.marked_page_header(tmp_path))
    Panel(page).says(STOPS)
    page.set_input_files("#picker", samples.six_recipients(tmp_path))
    expect(page.locator("#log")).to_have_text("picker 1;")


def test_a_page_that_was_open_before_the_extension_is_guarded_without_being_loaded_anew(
    context: BrowserContext, site: UploadSite, tmp_path: Path
) -> None:
    switch_off(context)
    page = context.new_page()
    page.goto(site.address)
    assert not is_guarded(page)
    page.set_input_files("#field", samples.marked_page_header(tmp_path))

    switch_on(context)
    wait_for(lambda: is_guarded(page), "the open page is guarded")

    page.click("#send")  # with a file that was chosen before
    Panel(page).says(STOPS)
    page.set_input_files("#picker", samples.marked_page_header(tmp_path))
    assert page.evaluate("document.querySelector('#picker').files.length") == 0
    assert site.received == []
    page.set_input_files("#picker", samples.six_recipients(tmp_path))
    expect(page.locator("#log")).to_have_text("picker 1;")


def test_a_background_that_is_stopped_while_a_file_is_looked_at_changes_nothing(
    page: Page, context: BrowserContext, site: UploadSite, archive: Path
) -> None:
    """Which of the two sentences it is depends on how far a busy machine gets in its time; both hold the file."""
    page.set_input_files("#picker", archive)
    Panel(page).says("Đang ")

    stop_background(context)

    Panel(page).says(f"Tệp “{archive.name}” không")
    assert page.evaluate("document.querySelector('#picker').files.length") == 0
    assert site.received == []
