"""`/cho-phep`: where two people let one marked file pass by a decision (backend/web/templates/clearances.html)."""

from playwright.sync_api import Page, expect

from deploy.demo.people import PASSWORD


class ClearancePage:
    def __init__(self, page: Page, backend_url: str) -> None:
        self.page = page
        self.content = page.locator("main#content")
        self.states = self.content.locator("section.card > p > strong")
        self._url = f"{backend_url}/cho-phep"

    def open_as(self, login: str) -> None:
        self.page.goto(self._url)
        self.content.locator("input[name=login]").fill(login)
        self.content.locator("input[name=password]").fill(PASSWORD)
        self.content.locator("button[type=submit]").click()
        expect(self.content).to_contain_text("Các tệp đã nhập")

    def enter(self, fingerprint: str, decision_number: str, decided_on: str, person: str) -> None:
        form = self.content.locator("form").filter(has=self.page.locator("input[name=fingerprint]"))
        form.locator("input[name=fingerprint]").fill(fingerprint)
        form.locator("input[name=decision_number]").fill(decision_number)
        form.locator("input[name=decided_on]").fill(decided_on)
        form.locator("label.choice").filter(has_text=person).locator("input").check()
        form.locator("input[name=promise]").check()
        form.locator("button[value=enter]").click()

    def approve(self, decision_number: str, person: str) -> None:
        card = self.content.locator("section.card").filter(has_text=decision_number)
        card.locator("label.choice").filter(has_text=person).locator("input").check()
        card.locator("input[name=promise]").check()
        card.locator("button[value=approve]").click()
