"""The extension as a province packs it, in a Chromium of its own; its popup, options and first page."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from playwright.sync_api import BrowserContext, Page, Playwright

from backend.extension_package.pack import Packed, pack
from backend.extension_package.province import Province
from deploy.demo.layout import CHECKOUT
from tests.e2e.demo import PATIENCE_MILLISECONDS
from tests.e2e.pages.extension import background

DIST = CHECKOUT / "extension" / "dist"
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("popup", "options", "welcome")


def packed_for(province: Province, folder: Path) -> Packed:
    """Packed with a key of its own, and unpacked into `folder`."""
    packed = pack(DIST, province, generate_private_key(public_exponent=65537, key_size=2048))
    for name, content in packed.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return packed


class ExtensionBrowser:
    def __init__(self, context: BrowserContext, extension_id: str) -> None:
        self.context = context
        self.extension_id = extension_id

    def keep(self, values: Mapping[str, Any]) -> None:
        """Lay values into the extension's storage."""
        background(self.context).evaluate("values => chrome.storage.local.set(values)", dict(values))

    def ring(self) -> None:
        """The alarm of the background's rounds, now."""
        background(self.context).evaluate("chrome.alarms.onAlarm.dispatch({ name: 'rounds' })")

    def notices(self, kind: str) -> list[str]:
        """Ids of notices of this kind that are shown."""
        shown: dict[str, bool] = background(self.context).evaluate("chrome.notifications.getAll()")
        return [one for one in shown if one.startswith(f"{kind}:")]

    def standing(self) -> str:
        """Who guards the page that was opened last, as the extension has seen it."""
        kept: dict[str, Any] = background(self.context).evaluate("chrome.storage.session.get(null)")
        seen = [value["guard"] for name, value in kept.items() if name.startswith("guarding.tab.")]
        return str(seen[-1]) if seen else ""

    def press_notice(self, notice: str) -> None:
        background(self.context).evaluate("id => chrome.notifications.onClicked.dispatch(id)", notice)

    def open(self, name: str, *, scheme: Any = "light", width_pixels: int = 900) -> Page:
        page = self.context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width_pixels, "height": 700})
        page.goto(f"chrome-extension://{self.extension_id}/{name}.html")
        page.locator("main section").first.wait_for()
        return page


@contextmanager
def extension_browser(
    playwright: Playwright, folder: Path, packed: Packed, chromium: str, arguments: tuple[str, ...], profile: Path
) -> Iterator[ExtensionBrowser]:
    package = folder / "chrome"
    loading = (f"--disable-extensions-except={package}", f"--load-extension={package}", "--lang=vi")
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium, headless=True, args=[*arguments, *loading], locale="vi-VN"
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        background(context)
        yield ExtensionBrowser(context, packed.installed.extension_id)
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each: the rule, and where."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("() => axe.run().then(({ violations }) => violations)")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def walk_by_keyboard(page: Page, stops: int) -> list[str]:
    """What has the focus after each press of Tab: its words, or its id."""
    named: Callable[[], str] = lambda: page.evaluate(  # noqa: E731
        "() => { const one = document.activeElement; return one.textContent.trim() || one.id }"
    )
    seen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        seen.append(named())
    return seen
