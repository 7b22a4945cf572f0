"""A Chromium whose extension guards webmails of the demo, set up and signed in as an official's is."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from backend.classification.keys import public_part
from backend.extension_package.province import Province
from deploy.demo.backend import ALL_ROLES
from deploy.demo.people import PASSWORD
from tests.e2e.demo import CLERK, Demo
from tests.e2e.pages.extension import set_up
from tests.e2e.pages.extension_pages import ExtensionBrowser, extension_browser, packed_for
from tests.e2e.pages.webmail import sign_in_page


@contextmanager
def guarded_browser(
    demo: Demo, playwright: Playwright, folder: Path, webmails: Sequence[str], chromium: str, arguments: tuple[str, ...]
) -> Iterator[ExtensionBrowser]:
    """`webmails` are addresses with a slash at their end; the clerk is signed in to each, and to the extension."""
    layout = demo.layout
    hosts = tuple(f"{url}*" for url in webmails)
    key = public_part(layout.home / "keys" / "province.jwk.pub")
    packed = packed_for(Province(layout.backend_url, hosts, (key,)), folder)
    settings = layout.settings.read_text("utf-8")
    redirects = ", ".join(f'"{one}"' for one in packed.redirects)
    added = f'extension_redirects = [{redirects}]\nextension_origins = ["{packed.origin}"]\n'
    layout.settings.write_text(settings + added, "utf-8")
    demo.stop(*ALL_ROLES)
    demo.start(*ALL_ROLES)
    with extension_browser(playwright, folder, packed, chromium, arguments) as opened:
        set_up(
            opened.context,
            {"backend_url": layout.backend_url, "hosts": list(hosts), "trusted_keys": [key], "language": "vi"},
        )
        _sign_in(opened)
        for url in webmails:
            with closing(opened.context.new_page()) as page:
                sign_in_page(page, url, CLERK)
        yield opened
    layout.settings.write_text(settings, "utf-8")


def _sign_in(browser: ExtensionBrowser) -> None:
    with closing(browser.open("welcome")) as page:
        with browser.context.expect_page() as opened:
            page.get_by_role("button", name="Đăng nhập").click()
        _let(opened.value)
        page.get_by_text("Đã xong. Có thể đóng trang này.").wait_for()


def _let(page: Page) -> None:
    """On the backend's own page: the clerk lets the extension act for them."""
    page.locator("input[name=login]").fill(CLERK)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.locator("button[name=answer][value=allow]").click()
