"""The extension as the demo's province packs it, and a Chromium that it guards, set up and signed in like a clerk's."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from backend.classification.keys import public_part
from backend.extension_package.pack import Packed
from backend.extension_package.province import Province
from deploy.demo.backend import ALL_ROLES
from deploy.demo.people import PASSWORD
from tests.e2e.demo import CLERK, Demo
from tests.e2e.pages.extension import set_up
from tests.e2e.pages.extension_pages import ExtensionBrowser, extension_browser, packed_for


@dataclass(frozen=True, slots=True)
class KnownExtension:
    """Packed for the demo's three webmails; the backend knows where it signs in from, in Chromium and in Firefox."""

    province: Province
    packed: Packed
    folder: Path  # where it lies unpacked

    @property
    def settings(self) -> Mapping[str, object]:
        return {
            "backend_url": self.province.backend_url,
            "hosts": list(self.province.hosts),
            "trusted_keys": list(self.province.trusted_keys),
            "language": "vi",
        }


def make_known(demo: Demo, folder: Path) -> KnownExtension:
    """The backend is started anew for it, once in a run, and goes on knowing it."""
    layout = demo.layout
    sogo_host = layout.sogo_url.partition("SOGo/")[0]
    hosts = tuple(f"{url}*" for url in (layout.outside_webmail_url, layout.webmail_url, sogo_host))
    province = Province(layout.backend_url, hosts, (public_part(layout.home / "keys" / "province.jwk.pub"),))
    packed = packed_for(province, folder)
    redirects = ", ".join(f'"{one}"' for one in packed.redirects)
    added = f'extension_redirects = [{redirects}]\nextension_origins = ["{packed.origin}"]\n'
    layout.settings.write_text(layout.settings.read_text("utf-8") + added, "utf-8")
    demo.stop(*ALL_ROLES)
    demo.start(*ALL_ROLES)
    return KnownExtension(province, packed, folder)


@contextmanager
def guarded_browser(
    known: KnownExtension, playwright: Playwright, profile: Path, chromium: str, arguments: tuple[str, ...]
) -> Iterator[ExtensionBrowser]:
    """Signed in to the extension, and to no webmail yet: on one host they share their cookies, whatever the port."""
    with extension_browser(playwright, known.folder, known.packed, chromium, arguments, profile) as opened:
        set_up(opened.context, known.settings)
        _sign_in(opened)
        yield opened


def _sign_in(browser: ExtensionBrowser) -> None:
    with closing(browser.open("welcome")) as page:
        with browser.context.expect_page() as opened:
            page.get_by_role("button", name="Đăng nhập").click()
        _let(opened.value)
        expect(page.locator("main")).to_contain_text("Đã xong. Có thể đóng trang này.")


def _let(page: Page) -> None:
    """On the backend's own page: the clerk lets the extension act for them."""
    page.locator("input[name=login]").fill(CLERK)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.locator("button[name=answer][value=allow]").click()
