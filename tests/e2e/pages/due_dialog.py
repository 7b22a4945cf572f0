"""The plugin's dialog "Hôm nay đến hạn" (webmail-plugin/src/ui/list/due_view.ts)."""

from playwright.sync_api import Locator, Page


class DueDialog:
    def __init__(self, page: Page) -> None:
        self.root: Locator = page.locator(".ui-dialog").filter(has=page.locator("congvu-due"))
        self.checks = self.root.locator("congvu-day-checks")
        self.rows = self.root.locator('table[data-table="due"] tbody tr')
        self.message = self.root.locator(".congvu-message")
        self.shielded_button = self.root.locator("[data-shielded]")
