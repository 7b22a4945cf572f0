"""Roundcube's list of letters."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.compose_page import ComposePage
from tests.e2e.pages.read_page import ReadPage
from tests.e2e.pages.traffic import Traffic
from tests.e2e.pages.waiting import eventually


class MailboxPage:
    """`url` is the webmail's, with a slash at its end."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.traffic = Traffic(page)
        self._url = url
        self.letters = page.locator("#messagelist tr.message")
        self.messages = page.locator("#messagestack > div")
        self.times_button = page.locator("a.congvu-times")

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

        eventually(look, "a letter in the list")
        return self.letter(subject).first

    def read(self, subject: str) -> ReadPage:
        """Open a letter of the list in the whole page."""
        row = self.wait_for_letter(subject)
        address = row.locator("td.subject a").first.get_attribute("href")
        assert address is not None
        self.page.goto(f"{self._url}{address.removeprefix('./')}")
        read = ReadPage(self.page)
        expect(read.body).to_be_visible()
        return read

    def compose(self) -> ComposePage:
        self.page.goto(f"{self._url}?_task=mail&_action=compose")
        return self.composing()

    def composing(self) -> ComposePage:
        """The compose page that a reply or a forward has opened."""
        compose = ComposePage(self.page, self.traffic)
        compose.wait_until_loaded()
        return compose
