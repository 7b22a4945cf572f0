"""A signed-in webmail: its list of letters, and the ways from there."""

import time

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from deploy.demo.people import PASSWORD
from tests.e2e.demo import wait_for
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.due_dialog import DueDialog
from tests.e2e.pages.practice_dialog import PracticeDialog
from tests.e2e.pages.reading import Reading
from tests.e2e.pages.shielded_dialog import ShieldedDialog
from tests.e2e.pages.times_dialog import TimesDialog
from tests.e2e.pages.traffic import Traffic

LOCALE, ZONE = "vi-VN", "Asia/Ho_Chi_Minh"
WIDTH, HEIGHT = 1280, 900
IDLE_SECONDS = 240.0  # Roundcube forgets whoever did nothing for ten minutes


class Webmail:
    """`url` is the webmail's, with a slash at its end."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.traffic = Traffic(page)
        self._url = url
        self.letters = page.locator("#messagelist tr.message")
        self.messages = page.locator("#messagestack > div")
        self.due_button = page.locator("a.congvu-due:not(.disabled)")
        self.practice_button = page.locator("a.congvu-practice:not(.disabled)")
        self.times_button = page.locator("a.congvu-times:not(.disabled)")

    def open(self, folder: str = "INBOX") -> None:
        self.page.goto(f"{self._url}?_task=mail&_mbox={folder}")
        self.page.wait_for_selector("#messagelist", state="attached")

    def letter(self, subject: str) -> Locator:
        return self.letters.filter(has_text=subject)

    def wait_for_letter(self, subject: str) -> Locator:
        """Ask for new mail until the letter stands in the list."""

        def look() -> bool:
            self.page.evaluate("() => rcmail.command('checkmail')")
            self.page.wait_for_function("() => !rcmail.busy")
            return self.letter(subject).count() > 0

        wait_for(look, "a letter in the list")
        return self.letter(subject).first

    def read(self, subject: str) -> Reading:
        """Open a letter of the list in the whole page."""
        address = self.wait_for_letter(subject).locator("td.subject a").first.get_attribute("href")
        assert address is not None
        self.page.goto(f"{self._url}{address.removeprefix('./')}")
        reading = Reading(self.page, self.traffic)
        expect(reading.body).to_be_visible()
        return reading

    def search_address_book(self, text: str) -> Locator:
        """Search the official directory on the page of address books; the contacts found."""
        self.page.goto(f"{self._url}?_task=addressbook&_source=congvu")
        self.page.wait_for_function("() => window.rcmail && !rcmail.busy")
        self.page.fill("#searchform", text)
        self.page.press("#searchform", "Enter")
        return self.page.locator("#contacts-table tr.contact")

    def wait_for_issuing(self) -> None:
        """Until this browser was told that its person issues papers: the buttons are there at once from then on."""
        expect(self.page.locator("html.congvu-issues")).to_be_attached()

    def compose(self) -> Compose:
        """Begin a letter; returns when the plugin's gate is ready."""
        self.page.goto(f"{self._url}?_task=mail&_action=compose")
        compose = Compose(self.page, self.traffic)
        compose.wait_until_ready()
        return compose

    def open_times(self) -> TimesDialog:
        """Open the plugin's "Thời gian hồi đáp"; Roundcube drops clicks on its commands while it loads a list."""
        self.page.wait_for_function("() => window.rcmail && !rcmail.busy")
        self.times_button.click()
        dialog = TimesDialog(self.page)
        expect(dialog.root).to_be_visible()
        return dialog

    def open_due(self) -> DueDialog:
        """Open the plugin's "Hôm nay đến hạn"."""
        self.page.wait_for_function("() => window.rcmail && !rcmail.busy")
        self.due_button.click()
        dialog = DueDialog(self.page)
        expect(dialog.root).to_be_visible()
        return dialog

    def open_practice(self) -> PracticeDialog:
        """Open the plugin's "Tập thử"."""
        self.page.wait_for_function("() => window.rcmail && !rcmail.busy")
        self.practice_button.click()
        dialog = PracticeDialog(self.page)
        expect(dialog.root).to_be_visible()
        return dialog

    def open_shielded(self) -> ShieldedDialog:
        """Open what is for named receivers only, from "Hôm nay đến hạn"."""
        self.open_due().shielded_button.click()
        dialog = ShieldedDialog(self.page)
        expect(dialog.root).to_be_visible()
        return dialog

    def compose_without_plugin(self) -> Compose:
        """Begin a letter in the webmail of citizens and businesses."""
        self.page.goto(f"{self._url}?_task=mail&_action=compose")
        self.page.wait_for_function("() => window.rcmail && rcmail.env.compose_id")
        return Compose(self.page, self.traffic)


class SignedIn:
    """Signs each log-in in once, and again where nobody used it for long; their pages are each test's own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[tuple[str, str], BrowserContext] = {}
        self._used: dict[tuple[str, str], float] = {}

    def new_page(self, url: str, address: str) -> Page:
        who, now = (url, address), time.monotonic()
        if who in self._contexts and now - self._used[who] > IDLE_SECONDS:
            self._contexts.pop(who).close()
        if who not in self._contexts:
            context = new_context(self._browser)
            page = context.new_page()
            sign_in_page(page, url, address)
            page.close()
            self._contexts[who] = context
        self._used[who] = now
        return self._contexts[who].new_page()

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


def new_context(browser: Browser) -> BrowserContext:
    """Clean, in Vietnamese, nothing recorded."""
    return browser.new_context(locale=LOCALE, timezone_id=ZONE, viewport={"width": WIDTH, "height": HEIGHT})


def sign_in_page(page: Page, url: str, address: str, password: str = PASSWORD) -> None:
    page.goto(url)
    page.fill("#rcmloginuser", address)
    page.fill("#rcmloginpwd", password)
    page.click("#rcmloginsubmit")
    page.wait_for_selector("#messagelist", state="attached")
