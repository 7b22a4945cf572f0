"""Roundcube's view of one letter, in the whole page."""

from playwright.sync_api import Page

from tests.e2e.pages.compose import Compose
from tests.e2e.pages.traffic import Traffic


class Reading:
    def __init__(self, page: Page, traffic: Traffic) -> None:
        self.page = page
        self._traffic = traffic
        self.subject = page.locator("#message-header h2.subject")
        self.body = page.locator("#messagebody")
        self.attachments = page.locator("#attachment-list li")
        self.note = page.locator("#congvu-note")

    def reply(self) -> Compose:
        """Answer the sender; the compose page opens in place of the letter."""
        return self._press("reply")

    def forward(self) -> Compose:
        return self._press("forward")

    def _press(self, button: str) -> Compose:
        self.page.locator(f"#toolbar-menu a.{button}, #messagetoolbar a.{button}").first.click()
        self.page.wait_for_url("**_action=compose**")
        compose = Compose(self.page, self._traffic)
        compose.wait_until_ready()
        return compose
