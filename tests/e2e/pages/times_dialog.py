"""The plugin's dialog "Thời gian hồi đáp" (webmail-plugin/src/ui/times/times_view.ts)."""

from playwright.sync_api import Locator, Page


class TimesDialog:
    def __init__(self, page: Page) -> None:
        self.root: Locator = page.locator(".ui-dialog").filter(has=page.locator("congvu-times"))
        self.title = self.root.locator(".ui-dialog-title")
        self.agency = self.root.locator(".congvu-agency")
        self.letters = self.root.locator('table[data-table="letters"] tbody tr')
        self.behind = self.root.locator('table[data-table="behind"] tbody tr')
        self.total = self.root.locator(".congvu-total")
        self.steps = self.root.locator(".congvu-steps li")

    def figure(self, sender_class: str, name: str) -> Locator:
        """`name` is count, median, p90, on-time, open or oldest."""
        return self.root.locator(f'tr[data-sender-class="{sender_class}"] td[data-cell="{name}"]')

    def open_figure(self, sender_class: str, name: str) -> None:
        """Show the letters that a figure is made of."""
        self.figure(sender_class, name).get_by_role("button").click()

    def letter(self, sender: str) -> Locator:
        """The rows of open letters from this address."""
        return self.letters.filter(has=self.root.page.locator('td[data-cell="sender"]', has_text=sender))

    def explain(self, letter: Locator) -> None:
        """Show how the time of this letter was counted."""
        letter.get_by_role("button").click()
