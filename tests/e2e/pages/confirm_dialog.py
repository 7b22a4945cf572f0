"""The dialog in which a person confirms files by name (webmail-plugin/src/ui/compose/confirm_form.ts)."""

from playwright.sync_api import Locator, Page


class ConfirmDialog:
    def __init__(self, page: Page) -> None:
        self.root: Locator = page.locator(".ui-dialog").filter(has=page.locator("congvu-confirm"))
        self.reasons = self.root.locator(".congvu-reason select")
        self.people = self.root.locator("label.congvu-person")
        self.message = self.root.locator(".congvu-message")

    def choose(self, person: str, reason: str) -> None:
        """`reason` is DECLASSIFIED, CHECKED_UNREADABLE, STAMP_LOOKED_AT …; the same for every file."""
        for index in range(self.reasons.count()):
            self.reasons.nth(index).select_option(reason)
        self.people.filter(has_text=person).click()

    def confirm(self) -> None:
        """Press the button and wait until the dialog is gone."""
        self.root.locator("button.mainaction").click()
        self.root.wait_for(state="detached")
