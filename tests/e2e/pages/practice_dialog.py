"""The plugin's dialog "Tập thử" (webmail-plugin/src/ui/practice/practice_view.ts)."""

from playwright.sync_api import Locator, Page


class PracticeDialog:
    def __init__(self, page: Page) -> None:
        self.root: Locator = page.locator(".ui-dialog").filter(has=page.locator("congvu-practice"))
        self.stops = self.root.locator('.congvu-alert[data-tone="stop"]')
        self.attach_button = self.root.locator("[data-attach]")
        self.message = self.root.locator(".congvu-message")
        self.close_button = self.root.get_by_role("button", name="Đóng").last
