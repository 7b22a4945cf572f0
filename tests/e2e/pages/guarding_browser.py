"""A browser of a clerk's with the extension as a province packs it for one webmail, signed in at the demo's backend."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from backend.classification.keys import public_part
from backend.extension_package.province import Province
from deploy.demo.backend import ALL_ROLES
from deploy.demo.people import PASSWORD
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import CLERK, Demo
from tests.e2e.pages.extension import set_up
from tests.e2e.pages.extension_pages import ExtensionBrowser, extension_browser, packed_for


@contextmanager
def guarding_browser(demo: Demo, playwright: Playwright, folder: Path, webmail_url: str) -> Iterator[BrowserContext]:
    """The backend is restarted before and after, to know where this extension signs in from."""
    layout = demo.layout
    host = f"{webmail_url.partition('/SOGo')[0].rstrip('/')}/*"
    key = public_part(layout.home / "keys" / "province.jwk.pub")
    packed = packed_for(Province(layout.backend_url, (host,), (key,)), folder)
    settings = layout.settings.read_text("utf-8")
    redirects = ", ".join(f'"{one}"' for one in packed.redirects)
    added = f'extension_redirects = [{redirects}]\nextension_origins = ["{packed.origin}"]\n'
    _restart(demo, settings + added)
    try:
        with extension_browser(playwright, folder, packed, CHROMIUM, CHROMIUM_ARGUMENTS) as opened:
            chosen = {"backend_url": layout.backend_url, "hosts": [host], "trusted_keys": [key], "language": "vi"}
            set_up(opened.context, chosen)
            _sign_in(opened)
            yield opened.context
    finally:
        _restart(demo, settings)


def _restart(demo: Demo, settings: str) -> None:
    demo.layout.settings.write_text(settings, "utf-8")
    demo.stop(*ALL_ROLES)
    demo.start(*ALL_ROLES)


def _sign_in(browser: ExtensionBrowser) -> None:
    with closing(browser.open("welcome")) as page:
        with browser.context.expect_page() as opened:
            page.get_by_role("button", name="Đăng nhập").click()
        _allow(opened.value)
        expect(page.locator("main")).to_contain_text("Đã xong. Có thể đóng trang này.")


def _allow(page: Page) -> None:
    page.locator("input[name=login]").fill(CLERK)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.locator("button[name=answer][value=allow]").click()
