"""The plugin's dialogs of issued papers: "Phát hành" over a letter, "Sổ phát hành" over the list
(webmail-plugin/src/ui/issuance)."""

from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class IssueDialog:
    """Open "Phát hành" from the toolbar of a letter."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.locator("a.congvu-issue").click()
        self.root = page.locator("congvu-issue")
        self.lines = self.root.locator('[data-table="recipients"] tbody tr')
        self.refusal = self.root.locator('.congvu-alert[data-tone="stop"]')
        expect(self.root.locator(".congvu-drop")).to_be_visible()

    def choose(self, file: Path) -> None:
        self.root.locator('input[type="file"]').set_input_files(file)

    def fill(self, *, issued_on: date, pages: int, person: str) -> None:
        for name, value in (("date", issued_on.isoformat()), ("pages", str(pages))):
            field = self.root.locator(f'[data-field="{name}"]')
            field.fill(value)
            field.dispatch_event("change")
        self.act_as(person)

    def act_as(self, person: str) -> None:
        self.root.locator(".congvu-who select").select_option(label=person)

    def excuse(self, line: str, reason: str) -> None:
        self.lines.filter(has_text=line).locator("select").select_option(label=reason)

    def submit(self) -> None:
        self.page.get_by_role("button", name="Ghi sổ và đưa vào thư").click()
        expect(self.root).to_have_count(0)


class IssuedDialog:
    """Open "Sổ phát hành" from the toolbar of the list."""

    def __init__(self, page: Page) -> None:
        page.wait_for_function("() => window.rcmail && !rcmail.busy")
        page.locator("a.congvu-issued").click()
        self.page = page
        self.root = page.locator(".ui-dialog").filter(has=page.locator("congvu-issued"))
        self.message = self.root.locator(".congvu-message")
        self.unmailed = self.root.locator('[data-table="unmailed"] tbody tr')
        self.problems = self.root.locator('[data-list="problems"] li')
        expect(self.root.locator("[data-tab]").first).to_be_visible()

    def paper(self, symbol: str) -> Locator:
        return self.root.locator(f'tr[data-document="{symbol}"]')

    def lines(self, symbol: str) -> Locator:
        """The recipients of a paper, opened."""
        self.paper(symbol).get_by_role("button").click()
        return self.root.locator('[data-table="lines"] tbody tr')

    def tab(self, name: str) -> None:
        self.root.locator(f'[data-tab="{name}"]').click()

    def take_over(self, register: Path) -> None:
        self.tab("register")
        self.root.locator('input[type="file"]').set_input_files(register)

    def publish(self, url: str) -> None:
        self.root.locator('[data-field="link"]').fill(url)
        self.root.locator('[data-press="link"]').click()

    def close(self) -> None:
        self.root.get_by_role("button", name="Đóng").last.click()
        expect(self.root).to_have_count(0)
