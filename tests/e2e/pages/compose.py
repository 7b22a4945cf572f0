"""Roundcube 1.6's compose page with the Elastic skin, and the plugin's panel on it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.confirm_dialog import ConfirmDialog
from tests.e2e.pages.handing_over import DROP, PASTE, hand_over
from tests.e2e.pages.traffic import Traffic


class Compose:
    """One letter being written. Tones of alerts: stop, ask, hint (webmail-plugin/src/ui/compose/panel_view.ts)."""

    def __init__(self, page: Page, traffic: Traffic) -> None:
        self.page = page
        self.traffic = traffic
        self.confirmation = ConfirmDialog(page)
        self.panel = page.locator("#congvu-panel section.congvu")
        self.statuses = self.panel.locator(".congvu-status")
        self.alerts = self.panel.locator(".congvu-alert")
        self.stops = self.panel.locator('.congvu-alert[data-tone="stop"]')
        self.questions = self.panel.locator('.congvu-alert[data-tone="ask"]')
        self.hints = self.panel.locator('.congvu-alert[data-tone="hint"]')
        self.chips = self.panel.locator(".congvu-chip")
        self.attachments = page.locator("#attachment-list li")
        self.messages = page.locator("#messagestack > div")
        self.completions = page.locator("#rcmKSearchpane:visible li")

    @property
    def uploads(self) -> list[str]:
        """Addresses of the requests that carried a file to the webmail."""
        return self.traffic.uploads

    def wait_until_ready(self) -> None:
        """The page is there, and the plugin's gate holds a bundle: no status says otherwise."""
        self.page.wait_for_function("() => window.rcmail && rcmail.env.compose_id")
        expect(self.panel).to_be_attached()
        expect(self.statuses).to_have_count(0)

    def to(self, *addresses: str) -> None:
        self._address("to", addresses)

    def type_recipient(self, text: str) -> None:
        """Type into To, key by key, without leaving the field."""
        typed = self.page.locator("#compose_to ul.recipient-input input")
        typed.fill("")
        typed.press_sequentially(text)

    def cc(self, *addresses: str) -> None:
        """The field is opened by its menu."""
        if not self.page.locator("#compose_cc").is_visible():
            self.page.locator('#compose_to a[href="#add-header"]').click()
            self.page.locator('#headers-menu a[data-target="cc"]').click()
        self._address("cc", addresses)

    def addresses(self, field: str = "to") -> list[str]:
        """Recipients of a field as Roundcube will send them."""
        value = self.page.locator(f"#_{field}").input_value()
        return [entry.strip() for entry in value.split(",") if entry.strip()]

    def write(self, subject: str, body: str = "Kính gửi Quý cơ quan.") -> None:
        self.page.fill("#compose-subject", subject)
        self.page.fill("#composebody", body)

    def choose(self, *files: Path) -> None:
        """Choose files in the browser's own dialog."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("#compose-attachments button.attach").click()
        chooser.value.set_files(list(files))

    def drag(self, *files: Path) -> None:
        """Drag files from the desktop onto the attachments."""
        hand_over(self.page.locator("#compose-attachments"), DROP, files)

    def drag_from_webmail(self, words: Mapping[str, str]) -> None:
        """Drop what Roundcube laid into a drag (Reading.dragged_file) onto the attachments."""
        drop = """(target, words) => {
            const dataTransfer = new DataTransfer();
            for (const [type, text] of Object.entries(words)) dataTransfer.setData(type, text);
            target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }"""
        self.page.locator("#compose-attachments").evaluate(drop, dict(words))

    def paste(self, *files: Path) -> None:
        """Paste files copied in a file manager, with the cursor in the body."""
        hand_over(self.page.locator("#composebody"), PASTE, files)

    def wait_until_attached(self, count: int) -> None:
        """So many files are uploaded, and none is held back or under way."""
        expect(self.attachments).to_have_count(count)
        expect(self.page.locator("#attachment-list li:is(.uploading, .congvu-held)")).to_have_count(0)

    def save_draft(self) -> None:
        self.page.locator("a.save.draft").first.click()

    def send(self) -> None:
        """Press Send, whatever comes of it."""
        self.page.locator(".formbuttons button.send").click()

    def send_and_leave(self) -> None:
        """Press Send; the letter goes, and the webmail returns to its list."""
        self.send()
        self.page.wait_for_url(lambda url: "_action=compose" not in url)

    def button(self, label: str) -> Locator:
        """A button of an alert."""
        return self.alerts.get_by_role("button", name=label)

    def _address(self, field: str, addresses: Sequence[str]) -> None:
        typed = self.page.locator(f"#compose_{field} ul.recipient-input input")
        for address in addresses:
            typed.fill(address)
            typed.press("Enter")
