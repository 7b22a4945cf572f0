"""The page on which a citizen asks how a letter stands (backend/web/templates/status.html)."""

from playwright.sync_api import Page, Response


class StatusPage:
    """`url` is the page's, without a query."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url
        self.main = page.locator("main")
        self.found = page.locator("section[aria-labelledby='state']")
        self.unknown = page.locator(".card.bad")
        self.robots = page.locator('meta[name="robots"]')

    def follow(self, link: str) -> Response:
        """Open the link of an acknowledgement."""
        response = self.page.goto(link)
        assert response is not None
        return response

    def ask(self, code: str, token: str) -> Response:
        """Fill the form in; returns the answer."""
        self.page.goto(self._url)
        self.page.fill("#code", code)
        self.page.fill("#token", token)
        with self.page.expect_response(lambda response: response.request.method == "POST") as answer:
            self.page.locator('main button[type="submit"]').click()
        self.page.wait_for_load_state()
        return answer.value

    def press(self, name: str) -> None:
        """One of the page's buttons, by its words."""
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def fact(self, name: str) -> str:
        """What stands beside this word of the list."""
        return self.found.locator("dt", has_text=name).locator("xpath=following-sibling::dd[1]").inner_text()
