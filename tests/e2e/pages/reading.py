"""Roundcube's view of one letter, in the whole page."""

import re

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

    def dragged_file(self) -> dict[str, str]:
        """What Roundcube lays into a drag that begins at the first file of the letter, as on the usual port: Debian's
        nginx tells PHP no other, and Roundcube would take its own letter for one of another server."""
        begin = """(link) => {
            const dataTransfer = new DataTransfer();
            link.dispatchEvent(new DragEvent("dragstart", { dataTransfer, bubbles: true }));
            return Object.fromEntries(dataTransfer.types.map((type) => [type, dataTransfer.getData(type)]));
        }"""
        words: dict[str, str] = self.attachments.first.locator("a:not(.drop)").first.evaluate(begin)
        return {kind: re.sub(r":\d+/\?", "/?", text) for kind, text in words.items()}

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
