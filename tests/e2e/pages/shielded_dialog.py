"""The plugin's dialog for named receivers (webmail-plugin/src/ui/list/shielded_view.ts)."""

from playwright.sync_api import Locator, Page

from tests.e2e.pages.letter_panel import LetterPanel


class ShieldedDialog:
    def __init__(self, page: Page) -> None:
        self._page = page
        self.root: Locator = page.locator(".ui-dialog").filter(has=page.locator("congvu-shielded"))
        self.rows = self.root.locator('table[data-table="shielded"] tbody tr')
        self.message = self.root.locator(".congvu-shielded-letters > .congvu-message")

    def letter(self, sender: str) -> Locator:
        return self.rows.filter(has_text=sender)

    def handle(self, sender: str) -> LetterPanel:
        self.letter(sender).get_by_role("button").click()
        return LetterPanel(self._page)

    def back(self) -> None:
        self.root.locator(".congvu-back").click()
