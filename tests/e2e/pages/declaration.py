"""`/xac-nhan/<code>`: where an official without the plugin confirms by name (backend/web/templates/declare.html)."""

from playwright.sync_api import Page, expect


class DeclarationPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.content = page.locator("main#content")
        self.title = self.content.locator("h1")
        self.problem = self.content.locator(".card.bad[role=alert]")
        self.password = self.content.locator("input[name=password]")
        self.people = self.content.locator("label.choice").filter(has=page.locator("input[name=person]"))
        self.done = self.content.locator(".card.good[role=status]")

    def open(self, link: str) -> None:
        """As from the mail program: nobody is signed in there yet."""
        self.page.goto(link)
        expect(self.password).to_be_visible()

    def sign_in(self, login: str, password: str) -> None:
        """Ask to be let in; returns with the page that came of it."""
        self.content.locator("input[name=login]").fill(login)
        self.password.fill(password)
        with self.page.expect_navigation(url="**/xac-nhan/**"):
            self.content.locator("button[type=submit]").click()

    def confirm(self, person: str, state: str, reason: str) -> None:
        """`state` as the gate names it (declassified …), `reason` as the form does (declassified, not_a_mark …)."""
        self.people.filter(has_text=person).locator("input").check()
        self.content.locator(f"input[name=reason_{state}][value={reason}]").check()
        self.content.locator("input[name=promise]").check()
        self.content.locator("button[type=submit]:not(.quiet)").click()
