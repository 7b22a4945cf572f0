"""One letter being written in Firefox, in real SOGo."""

from pathlib import Path

from deploy.demo.people import PASSWORD
from tests.e2e.demo import wait_for
from tests.e2e.pages.firefox import Firefox

RECIPIENTS = 'md-chips[ng-model="editor.message.editable.to"]'
READY = f"""() => document.activeElement.matches('{RECIPIENTS} input')
    && Object.values(window.CKEDITOR.instances).some(({{ status }}) => status === "ready")
    && document.querySelector("#mailEditor iframe.cke_wysiwyg_frame").contentDocument.body.isContentEditable"""


class SogoLetter:
    """`url` has a slash at its end. What it waits for before it types: pages/sogo.py."""

    files = "#mailEditor .sg-mail-editor-attachments md-chip a"

    def __init__(self, firefox: Firefox, url: str) -> None:
        self._firefox = firefox
        self._url = url

    def sign_in(self, address: str) -> None:
        self._firefox.go_guarded(self._url)
        self._firefox.type('input[ng-model="app.creds.username"]', address)
        self._firefox.type('input[ng-model="app.creds.password"]', f"{PASSWORD}\n")
        self._firefox.wait_for("md-fab-trigger button")
        self._view = str(self._firefox.evaluate("() => location.href"))

    def begin(self) -> None:
        self._firefox.go("about:blank")  # only another place behind the number sign would load nothing anew
        self._firefox.go(self._view)
        self._firefox.click("md-fab-trigger button")
        self._firefox.click('md-fab-actions [ng-click="mailbox.newMessage($event)"]')
        self._firefox.wait_for("#mailEditor iframe.cke_wysiwyg_frame")
        wait_for(lambda: self._firefox.evaluate(READY), "a letter to be written")

    def write(self, address: str, subject: str, *lines: str) -> None:
        self._firefox.type(f"{RECIPIENTS} input", f"{address},")
        self._firefox.wait_for(f"{RECIPIENTS} md-chip")
        self._firefox.type('#mailEditor input[name="subject"]', subject)
        self._firefox.type("body", "\n".join(lines), frame="#mailEditor iframe.cke_wysiwyg_frame")

    def choose(self, *files: Path) -> None:
        self._firefox.choose("#fileInput", *files)

    def drag(self, *files: Path) -> None:
        self._firefox.drop("#mailEditor", *files)

    def wait_until_attached(self, count: int) -> None:
        """Uploaded, and no other under way (pages/sogo.py)."""
        self._firefox.wait_for(self.files, count)
        self._firefox.wait_for(f"{self.files}[href]", count)
        self._firefox.wait_for("#mailEditor .sg-chip-progress:not(.ng-hide)", 0)

    def send(self) -> None:
        self._firefox.click('#mailEditor button[ng-click="editor.send()"]:not([disabled])')

    def has_left(self) -> bool:
        return self._firefox.count("#mailEditor") == 0
