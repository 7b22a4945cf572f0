"""The plugin's panel above a letter (webmail-plugin/src/ui/letter), for one received and for one sent."""

from playwright.sync_api import Locator, Page, expect


class LetterPanel:
    """Acts are named as in the schema: ACKNOWLEDGED, REGISTERED …"""

    def __init__(self, page: Page) -> None:
        self.root: Locator = page.locator("congvu-letter, congvu-sent")
        self.next = self.root.locator(".congvu-next")
        self.facts = self.root.locator(".congvu-facts")
        self.badges = self.root.locator(".badge")
        self.message = self.root.locator("section > .congvu-message")
        self.form = self.root.locator("congvu-deed")
        self.proposals = self.root.locator(".congvu-proposal")
        self.history = self.root.locator(".congvu-history li")
        self.recipients = self.root.locator(".congvu-ways > li")
        self.how_due = self.root.locator(".congvu-how-due")
        expect(self.root).to_be_visible()

    def act_as(self, person: str) -> None:
        """Choose one of those who share the log-in."""
        select = self.root.locator(".congvu-who select")
        words = select.locator("option", has_text=person).inner_text()
        select.select_option(label=words)

    def press(self, act: str) -> None:
        button = self.root.locator(f'[data-act="{act}"]')
        if not button.is_visible():
            self.root.locator(".congvu-more > summary").click()
        button.click()

    def do(self, act: str, **said: str) -> None:
        """Press, fill in what is not proposed, hand in, and wait until it is told."""
        self.press(act)
        for name, value in said.items():
            control = self.form.locator(f'[name="{name}"]')
            control.select_option(value) if control.evaluate("one => one.tagName") == "SELECT" else control.fill(value)
        if said:
            self.form.locator('button[type="submit"]').click()
        self._wait_until_told()

    def confirm_proposal(self, text: str) -> None:
        self.proposals.filter(has_text=text).get_by_role("button").click()
        self._wait_until_told()

    def withdraw(self, what: str) -> None:
        self.root.locator(".congvu-history > summary").click()
        self.history.filter(has_text=what).get_by_role("button").click()
        self._wait_until_told()

    def _wait_until_told(self) -> None:
        expect(self.message).to_contain_text("Người ghi nhận:")
