"""The extension on a page that no adapter knows: what is marked makes no request, what is clean makes one."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Playwright, expect

from deploy.demo import samples
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import free_ports, wait_for
from tests.e2e.pages.extension import Panel, extension_context, set_up
from tests.e2e.pages.upload_site import UploadSite

STOPS = "không được gửi qua thư điện tử"


@pytest.fixture(scope="module")
def site() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture(scope="module")
def context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, site: UploadSite
) -> Iterator[BrowserContext]:
    folder = tmp_path_factory.mktemp("extension")
    with extension_context(playwright, folder, CHROMIUM, CHROMIUM_ARGUMENTS, ["http://127.0.0.1/*"]) as opened:
        set_up(opened, site.settings)
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: UploadSite) -> Iterator[Page]:
    site.forget()
    with closing(context.new_page()) as opened:
        opened.goto(site.address)
        yield opened


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return samples.marked_page_header(tmp_path)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return samples.six_recipients(tmp_path)


def test_a_marked_paper_that_is_chosen_makes_no_request(page: Page, site: UploadSite, marked: Path) -> None:
    page.set_input_files("#picker", marked)

    Panel(page).says(STOPS)
    assert page.evaluate("document.querySelector('#picker').files.length") == 0
    assert site.received == []


def test_a_clean_paper_makes_one_ordinary_upload(page: Page, site: UploadSite, clean: Path) -> None:
    page.set_input_files("#picker", clean)

    expect(page.locator("#log")).to_have_text("picker 1;")
    [(how, body)] = site.received
    assert how == "picker"
    assert clean.read_bytes() in body
