"""Real SOGo 5.8 in the browser: signing in, its list of letters, and the window in which a letter is written."""

from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page, expect

from deploy.demo.people import PASSWORD
from tests.e2e.pages.handing_over import DROP, PASTE, hand_over
from tests.e2e.pages.traffic import Traffic

EDITOR_FRAME = "iframe.cke_wysiwyg_frame"
OPEN = "#mailEditor.md-transition-in:not(.md-transition-in-add)"
EDITOR_IS_READY = "() => Object.values(window.CKEDITOR.instances).some(({ status }) => status === 'ready')"


class SogoCompose:
    """One letter being written: a dialog of the mail page, or a window of its own."""

    def __init__(self, page: Page, traffic: Traffic) -> None:
        self.page = page
        self.traffic = traffic
        self.dialog = page.locator("#mailEditor")
        self.attachments = self.dialog.locator(".sg-mail-editor-attachments md-chip a")
        self.send_button = self.dialog.locator('button[ng-click="editor.send()"]')
        self.drop_zone = self.dialog.locator(".sg-dropzone")
        self.error = self.dialog.locator("sg-ripple-content")
        self.subject = self.dialog.locator('input[name="subject"]')
        self.typed_recipient = self.field("to").locator("input")
        self.body: FrameLocator = self.dialog.frame_locator(EDITOR_FRAME)

    def wait_until_ready(self) -> None:
        """Whose letter it is, is known; CKEditor has written its empty text for the second time; the dialog is open.
        Opening ends by moving the cursor, in the midst of what was typed before: a comma or a line that is left then
        becomes a recipient."""
        expect(self.dialog.locator('input[name="from"]')).not_to_have_value("")
        self.page.wait_for_function(EDITOR_IS_READY)
        expect(self.body.locator("body")).to_have_attribute("contenteditable", "true")
        expect(self.page.locator(OPEN)).to_have_count(1)

    def to(self, *addresses: str) -> None:
        for address in addresses:
            self.typed_recipient.fill(address)
            self.typed_recipient.press(",")  # leaving the field would take the first of SOGo's own suggestions
            expect(self.chips("to").get_by_text(address, exact=True)).to_have_count(1)
            expect(self.typed_recipient).to_have_value("")

    def field(self, name: str) -> Locator:
        """name: to, cc or bcc."""
        return self.dialog.locator(f'md-chips[ng-model="editor.message.editable.{name}"]')

    def chips(self, name: str) -> Locator:
        return self.field(name).locator("md-chip")

    def addresses(self, name: str = "to") -> list[str]:
        return [words.strip() for words in self.chips(name).locator(".sg-tile-content").all_inner_texts()]

    def write(self, subject: str, body: str = "Kính gửi Quý cơ quan.") -> None:
        self.subject.fill(subject)
        self.body.locator("body").click()
        for number, line in enumerate(body.splitlines()):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(line)
            expect(self.body.locator("body")).to_contain_text(line)

    def choose(self, *files: Path) -> None:
        """As the browser's own dialog hands them over. (The button that opens it moves while CKEditor grows.)"""
        self.dialog.locator("#fileInput").set_input_files(list(files))

    def drag(self, *files: Path) -> None:
        """Drag files from the desktop onto the letter."""
        hand_over(self.dialog, DROP, files)

    def paste(self, *files: Path) -> None:
        """Paste files copied in a file manager, with the cursor in the body."""
        hand_over(self.body.locator("body"), PASTE, files)

    def wait_until_attached(self, *names: str) -> None:
        """These files are uploaded, and no other is there or under way: SOGo lists a file before it uploads it, and
        sets the address of its name when the server has it. Sending before that races with the upload."""
        expect(self.attachments).to_have_text(list(names) if names else [])
        expect(self.dialog.locator(".sg-mail-editor-attachments md-chip a[href]")).to_have_count(len(names))
        expect(self.dialog.locator(".sg-chip-progress:visible")).to_have_count(0)

    def save_draft(self) -> None:
        self.dialog.locator('button[ng-click="editor.save()"]').click()

    def send(self) -> None:
        """Press Send, whatever comes of it."""
        self.send_button.click()

    def send_and_leave(self) -> None:
        """Press Send; the letter goes, and the window closes.

        Raises:
            AssertionError: it stays; with what SOGo says, and to whom it was to go.
        """
        self.send()
        try:
            expect(self.dialog).to_have_count(0)
        except AssertionError:
            raise AssertionError(f"not sent to {self.addresses()}: {self.error.inner_text()!r}") from None


class Sogo:
    """`url` is SOGo's, with a slash at its end."""

    def __init__(self, page: Page, url: str, address: str) -> None:
        self.page = page
        self.traffic = Traffic(page)
        self._view = f"{url}so/{address}/Mail/view"

    def open(self) -> None:
        self.page.goto(self._view)
        expect(self.page.locator("md-fab-trigger button")).to_be_visible()

    def compose(self) -> SogoCompose:
        """Begin a letter in the mail page."""
        self.page.locator("md-fab-trigger button").click()
        self.page.locator('md-fab-actions [ng-click="mailbox.newMessage($event)"]').click()
        return self._empty(SogoCompose(self.page, self.traffic))

    def compose_in_window(self) -> SogoCompose:
        """Begin a letter in a window of its own."""
        self.page.locator("md-fab-trigger button").click()
        with self.page.expect_popup() as popup:
            self.page.locator('md-fab-actions [ng-click="mailbox.newMessage($event, true)"]').click()
        return self._empty(SogoCompose(popup.value, Traffic(popup.value)))

    def forward(self, subject: str) -> SogoCompose:
        """Open a letter of the list and forward it."""
        self.page.locator("md-list-item.sg-message-list-item").filter(has_text=subject).first.click()
        self.page.locator('button[ng-click="viewer.forward($event)"]').first.click()
        compose = SogoCompose(self.page, self.traffic)
        compose.wait_until_ready()
        return compose

    def _empty(self, compose: SogoCompose) -> SogoCompose:
        compose.wait_until_ready()
        expect(compose.typed_recipient).to_be_focused()
        return compose


def sign_in_to_sogo(page: Page, url: str, address: str, password: str = PASSWORD) -> Sogo:
    page.goto(url)
    page.fill('input[ng-model="app.creds.username"]', address)
    page.fill('input[ng-model="app.creds.password"]', password)
    page.press('input[ng-model="app.creds.password"]', "Enter")
    page.wait_for_url("**/view*")
    sogo = Sogo(page, url, address)
    sogo.open()
    return sogo
