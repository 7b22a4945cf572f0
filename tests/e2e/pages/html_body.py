"""TinyMCE on Roundcube's compose page, in which a letter is written in HTML."""

import base64
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.handing_over import PASTE, hand_over


class HtmlBody:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.body: Locator = page.frame_locator("#composebody_ifr").locator("body")
        self.pictures = self.body.locator("img")
        self.to_plain = page.locator(".tox-toolbar__group").first.locator("button")

    def switch_on(self) -> "HtmlBody":
        """Press Roundcube's button below the plain text, and wait for the editor."""
        self.page.locator("a.mce-i-html").click()
        expect(self.body).to_have_attribute("contenteditable", "true")
        self.page.wait_for_function("() => rcmail.editor.editor && !rcmail.busy")
        return self

    def write(self, *paragraphs: str) -> None:
        self.body.click()
        for number, words in enumerate(paragraphs):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(words)

    def paste_picture(self, file: Path) -> None:
        """Paste a picture that was copied as such."""
        hand_over(self.body, PASTE, [file])

    def draw(self, file: Path) -> None:
        """Let the editor take over HTML with a picture in it, as from a text program's clipboard."""
        data = base64.b64encode(file.read_bytes()).decode("ascii")
        insert = "(html) => rcmail.editor.editor.insertContent(html)"
        self.page.evaluate(insert, f'<p>Ảnh <img src="data:image/png;base64,{data}"></p>')
