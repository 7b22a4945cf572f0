"""What the extension keeps of a sign-in is its background's alone: no script in a webmail's page reads it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from deploy.demo import samples
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import free_ports, wait_for
from tests.e2e.pages.extension import (
    Panel,
    background,
    extension_context,
    in_content_script,
    set_up,
    stop_background,
)
from tests.e2e.pages.upload_site import UploadSite

TOKEN = "ma-lam-moi-cua-mot-can-bo"
READ = """(async () => {
    const read = {};
    for (const name of ["local", "session", "managed", "sync"]) {
        read[name] = await chrome.storage[name].get(null).then((all) => JSON.stringify(all), (error) => error.message);
    }
    return read;
})()"""
AS_AN_EARLIER_VERSION_KEPT_IT = """async (token) => {
    await chrome.storage.local.set({ "sign_in.refresh": { token, endsAt: Date.now() + 86_400_000 } });
    await chrome.storage.session.set({ "sign_in.bearer": { token, expiresAt: Date.now() + 800_000 } });
}"""
KEPT = "async () => JSON.stringify(await chrome.storage.local.get(null))"
IN_DATABASE = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("sign_in", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("things").objectStore("things").get("sign_in.refresh");
        asked.onsuccess = () => resolve(JSON.stringify(asked.result));
        opening.result.close();
    };
})"""
DATABASES = "indexedDB.databases().then((all) => all.map(({ name }) => name))"


@pytest.fixture(scope="module")
def site() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture
def context(playwright: Playwright, tmp_path: Path, site: UploadSite) -> Iterator[BrowserContext]:
    site.forget()
    with extension_context(playwright, tmp_path, CHROMIUM, CHROMIUM_ARGUMENTS, ["http://127.0.0.1/*"]) as opened:
        set_up(opened, site.settings)
        background(opened).evaluate(AS_AN_EARLIER_VERSION_KEPT_IT, TOKEN)
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: UploadSite) -> Iterator[Page]:
    with closing(context.new_page()) as opened:
        opened.goto(site.address)
        yield opened


def test_no_script_in_a_page_reads_what_is_kept_not_even_while_the_background_is_stopped(
    page: Page, context: BrowserContext
) -> None:
    assert TOKEN in background(context).evaluate(KEPT)
    stop_background(context)

    read = in_content_script(page, READ)

    assert TOKEN not in str(read)
    assert read["local"] == read["session"] == "Access to storage is not allowed from this context."


def test_a_refresh_token_is_moved_where_scripts_in_pages_have_databases_of_their_own(
    page: Page, context: BrowserContext, site: UploadSite
) -> None:
    """Which holds in Firefox too, where storage.local is open to them."""
    stop_background(context)
    page.goto(site.address)  # starts it anew

    wait_for(lambda: TOKEN not in background(context).evaluate(KEPT), "the token gone from storage.local")

    assert TOKEN in background(context).evaluate(IN_DATABASE)
    assert in_content_script(page, DATABASES) == []


def test_what_the_guard_keeps_is_kept_by_the_background_and_shared_by_pages(
    page: Page, context: BrowserContext, site: UploadSite, tmp_path: Path
) -> None:
    """A report of a marked paper waits there, for this backend takes none."""
    page.set_input_files("#picker", samples.marked_page_header(tmp_path))
    Panel(page).says("không được gửi qua thư điện tử")
    wait_for(lambda: "congvu.reports." in background(context).evaluate(KEPT), "a report that waits")

    with closing(context.new_page()) as other:
        other.goto(site.address)
        other.set_input_files("#picker", samples.six_recipients(tmp_path))
        expect(other.locator("#log")).to_have_text("picker 1;")
    assert len(site.received) == 1
