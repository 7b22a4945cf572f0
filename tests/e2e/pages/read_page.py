"""Roundcube's view of one letter, opened in a page of its own."""

from playwright.sync_api import Page


class ReadPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.subject = page.locator("#message-header h2.subject")
        self.body = page.locator("#messagebody")
        self.attachments = page.locator("#attachment-list li")
        self.note = page.locator("#congvu-note")

    def reply(self) -> None:
        """Answer the sender; the compose page opens in place of the letter."""
        self._press("reply")

    def forward(self) -> None:
        self._press("forward")

    def _press(self, button: str) -> None:
        self.page.locator(f"#messagetoolbar a.{button}").first.click()
        self.page.wait_for_url("**_action=compose**")
