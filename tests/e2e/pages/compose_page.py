"""Roundcube 1.6's compose page with the Elastic skin."""

import base64
from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.pages.confirm_dialog import ConfirmDialog
from tests.e2e.pages.panel import Panel
from tests.e2e.pages.traffic import Traffic

SEND_MILLISECONDS = 30_000
_FILES = """(files) => {
    const transfer = new DataTransfer();
    for (const { name, type, data } of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
}"""
_DROP = """(target, transfer) => {
    for (const type of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""
_PASTE = """(target, transfer) => target.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
)"""


class ComposePage:
    def __init__(self, page: Page, traffic: Traffic) -> None:
        self.page = page
        self.traffic = traffic
        self.panel = Panel(page)
        self.confirmation = ConfirmDialog(page)
        self.attachments = page.locator("#attachment-list li")
        self.held = page.locator("#attachment-list li.congvu-held")
        self.messages = page.locator("#messagestack > div")

    def wait_until_loaded(self) -> None:
        self.page.wait_for_function("() => window.rcmail && rcmail.env.compose_id")

    def address(self, *addresses: str, field: str = "to") -> None:
        """Type recipients into To, Cc or Bcc; the last two are opened by the menu if they are closed."""
        row = self.page.locator(f"#compose_{field}")
        if not row.is_visible():
            self.page.locator('#compose_to a[href="#add-header"]').click()
            self.page.locator(f'#headers-menu a[data-target="{field}"]').click()
        typed = row.locator("ul.recipient-input input")
        for address in addresses:
            typed.fill(address)
            typed.press("Enter")

    def recipients(self, field: str = "to") -> list[str]:
        """Addresses as Roundcube will send them."""
        value = self.page.locator(f"#_{field}").input_value()
        return [entry.strip() for entry in value.split(",") if entry.strip()]

    def subject(self, text: str) -> None:
        self.page.fill("#compose-subject", text)

    def write(self, text: str) -> None:
        self.page.fill("#composebody", text)

    def attach(self, *files: Path) -> None:
        """Choose files in the dialog of the browser."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("#compose-attachments button.attach").click()
        chooser.value.set_files(list(files))

    def drop(self, *files: Path) -> None:
        """Drag files from the desktop onto the attachments."""
        self._hand_over("#compose-attachments", _DROP, files)

    def paste(self, *files: Path) -> None:
        """Paste files copied in a file manager, with the cursor in the body."""
        self._hand_over("#composebody", _PASTE, files)

    def save_draft(self) -> None:
        self.page.locator("#messagetoolbar a.save.draft").click()

    def send(self) -> None:
        """Press Send and say nothing of what comes of it."""
        self.page.locator(".formbuttons button.send").click()

    def send_and_wait(self) -> None:
        """Press Send; the letter goes, and the webmail goes back to the list."""
        self.send()
        self.page.wait_for_url(lambda url: "_action=compose" not in url, timeout=SEND_MILLISECONDS)

    def wait_until_attached(self, count: int) -> None:
        """So many files stand in the list, uploaded, none held back."""
        expect(self.attachments).to_have_count(count)
        expect(self.page.locator("#attachment-list li:is(.uploading, .congvu-held)")).to_have_count(0)

    def _hand_over(self, target: str, event: str, files: Sequence[Path]) -> None:
        transfer = self.page.evaluate_handle(_FILES, [_as_argument(file) for file in files])
        self.page.locator(target).evaluate(event, transfer)


def _as_argument(file: Path) -> dict[str, str]:
    kind = guess_type(file.name)[0] or "application/octet-stream"
    return {"name": file.name, "type": kind, "data": base64.b64encode(file.read_bytes()).decode("ascii")}
