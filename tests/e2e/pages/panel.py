"""The plugin's panel on the compose page (webmail-plugin/src/ui/compose/panel.ts)."""

from playwright.sync_api import Locator, Page, expect

READY_MILLISECONDS = 20_000


class Panel:
    def __init__(self, page: Page) -> None:
        self.root: Locator = page.locator("#congvu-panel section.congvu")
        self.statuses = self.root.locator(".congvu-status")
        self.alerts = self.root.locator(".congvu-alert")
        self.stops = self.root.locator('.congvu-alert[data-tone="stop"]')
        self.questions = self.root.locator('.congvu-alert[data-tone="ask"]')
        self.hints = self.root.locator('.congvu-alert[data-tone="hint"]')
        self.chips = self.root.locator(".congvu-chip")

    def wait_until_ready(self) -> None:
        """The script runs and holds a bundle: no status says otherwise."""
        expect(self.root).to_be_attached(timeout=READY_MILLISECONDS)
        expect(self.statuses).to_have_count(0, timeout=READY_MILLISECONDS)

    def chip(self, name: str) -> Locator:
        """`mandatory` or `encouraged`."""
        return self.root.locator(f'.congvu-chip[data-chip="{name}"]')

    def open_chip(self, name: str) -> Locator:
        """Ask a chip for its reasons; returns the list of them."""
        self.chip(name).click()
        return self.root.locator(f"#congvu-reasons-{name}")

    def button(self, label: str) -> Locator:
        """A button in an alert, by the beginning of what it says."""
        return self.alerts.get_by_role("button", name=label)
