"""Signs people in to a webmail, once each: a browser context per log-in, a page per test."""

from playwright.sync_api import Browser, BrowserContext, Page

from deploy.demo.people import PASSWORD
from tests.e2e.pages.mailbox_page import MailboxPage

LOCALE, ZONE = "vi-VN", "Asia/Ho_Chi_Minh"
WIDTH, HEIGHT = 1280, 900


class SignedIn:
    """Contexts of the whole run; their pages are each test's own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[tuple[str, str], BrowserContext] = {}

    def context(self, url: str, address: str) -> BrowserContext:
        if (url, address) not in self._contexts:
            context = new_context(self._browser)
            page = context.new_page()
            sign_in(page, url, address)
            page.close()
            self._contexts[url, address] = context
        return self._contexts[url, address]

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


class Webmail:
    """One test's way into a webmail."""

    def __init__(self, signed_in: SignedIn, url: str) -> None:
        self._signed_in = signed_in
        self._url = url
        self._pages: list[Page] = []

    def __call__(self, address: str) -> MailboxPage:
        """The mailbox of this log-in, open at its inbox."""
        page = self._signed_in.context(self._url, address).new_page()
        self._pages.append(page)
        mailbox = MailboxPage(page, self._url)
        mailbox.open()
        return mailbox

    def close(self) -> None:
        for page in self._pages:
            page.close()


def new_context(browser: Browser) -> BrowserContext:
    """Clean, in Vietnamese, nothing recorded."""
    return browser.new_context(locale=LOCALE, timezone_id=ZONE, viewport={"width": WIDTH, "height": HEIGHT})


def sign_in(page: Page, url: str, address: str, password: str = PASSWORD) -> None:
    page.goto(url)
    page.fill("#rcmloginuser", address)
    page.fill("#rcmloginpwd", password)
    page.click("#rcmloginsubmit")
    page.wait_for_selector("#messagelist", state="attached")
