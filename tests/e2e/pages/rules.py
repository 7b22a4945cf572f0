"""`/quy-tac`: the rules in force, on trial, and the way back (backend/web/templates/rules.html)."""

from playwright.sync_api import Page, expect

from deploy.demo.people import PASSWORD


class RulesPage:
    def __init__(self, page: Page, backend_url: str) -> None:
        self.page = page
        self.content = page.locator("main#content")
        self.in_force = self.content.locator("#in_force")
        self._url = f"{backend_url}/quy-tac"

    def open_as(self, login: str) -> None:
        self.page.goto(self._url)
        self.content.locator("input[name=login]").fill(login)
        self.content.locator("input[name=password]").fill(PASSWORD)
        self.content.locator("button[type=submit]").click()
        expect(self.in_force).to_contain_text("Đang áp dụng")

    def counts(self, rule: str) -> list[str]:
        """Gate by gate: agency, and how many papers the rule would have stopped."""
        rows = self.content.locator("tr").filter(has_text=rule).all()
        return [" ".join(row.locator("td").all_inner_texts()[:3]) for row in rows]

    def go_back(self) -> None:
        self.content.get_by_role("button", name="Quay lại bản trước").click()
