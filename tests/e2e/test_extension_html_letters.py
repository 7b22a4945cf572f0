"""Letters written in HTML (TinyMCE) on a Roundcube without the plugin, guarded by the extension: words, and pictures
drawn in the letter, leave by no way of the editor's either."""

import re
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.extension import Panel
from tests.e2e.pages.extension_pages import ExtensionBrowser
from tests.e2e.pages.guarded_browser import KnownExtension, guarded_browser
from tests.e2e.pages.html_body import HtmlBody
from tests.e2e.pages.webmail import Webmail, sign_in_page
from tests.unit.documents.stamp_pictures import PICTURES

CANARY = planted(Kind.MAIL, "hoa-quynh-trang")  # in the text of what is marked, and nowhere else
MARKED = ("Kính gửi Sở,", "TUYỆT MẬT", CANARY)
WORDS_STOP = "Nội dung thư không được gửi"

# the demo's Roundcube has no button for either, for its server knows no words
SPELL_CHECKS = {
    "TinyMCE": """(text) => void tinymce.util.XHR.send({
        url: "./?_task=utils&_action=spell_html&_remote=1",
        data: `method=spellcheck&lang=vi&text=${encodeURIComponent(text)}`,
    })""",
    "GoogieSpell": """(text) => void $.ajax({
        type: "POST",
        url: "./?_task=utils&_action=spell&lang=vi",
        data: `<spellrequest><text>${text}</text></spellrequest>`,
    })""",
}


@pytest.fixture(scope="module")
def guarded(
    demo: Demo, known_extension: KnownExtension, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ExtensionBrowser]:
    profile = tmp_path_factory.mktemp("profile")
    with guarded_browser(known_extension, playwright, profile, CHROMIUM, CHROMIUM_ARGUMENTS) as opened:
        with closing(opened.context.new_page()) as page:
            sign_in_page(page, demo.layout.outside_webmail_url, CLERK)
        yield opened


@pytest.fixture
def page(guarded: ExtensionBrowser) -> Iterator[Page]:
    with closing(guarded.context.new_page()) as opened:
        opened.set_viewport_size({"width": 1280, "height": 900})
        opened.on("dialog", lambda dialog: dialog.accept())  # Roundcube asks before it changes the form of a letter
        yield opened


@pytest.fixture
def compose(page: Page, demo: Demo) -> Compose:
    return Webmail(page, demo.layout.outside_webmail_url).compose_without_plugin()


@pytest.fixture
def html(compose: Compose) -> HtmlBody:
    return HtmlBody(compose.page).switch_on()


def picture(folder: Path, name: str) -> Path:
    [found] = [one for one in PICTURES if one.name == name]
    file = folder / f"{name}.png"
    file.write_bytes(found.png())
    return file


@pytest.mark.parametrize(
    "leave",
    [
        "document.querySelector('a.save.draft').click()",
        "document.querySelector('.formbuttons button.send').click()",
        "rcmail.command('savedraft')",  # as the timer does
        "rcmail.command('send', { nocheck: true })",
        "document.querySelector('.tox-toolbar__group button').click()",  # back to plain text
        "rcmail.command('toggle-editor', { id: 'composebody', html: false })",
    ],
)
def test_marked_words_leave_in_no_way(leave: str, compose: Compose, html: HtmlBody, demo: Demo) -> None:
    compose.to(FINANCE)
    compose.page.fill("#compose-subject", "Trao đổi bằng HTML")
    html.write(*MARKED)

    compose.page.evaluate(f"() => void {leave}")

    Panel(compose.page).says(WORDS_STOP)
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.letters(CLERK, "Trao đổi bằng HTML", "Drafts") == []
    assert demo.letters(FINANCE, "Trao đổi bằng HTML") == []


@pytest.mark.parametrize("checker", SPELL_CHECKS)
def test_marked_words_are_not_spelt_by_the_server(checker: str, compose: Compose, html: HtmlBody) -> None:
    html.write(*MARKED)

    compose.page.evaluate(SPELL_CHECKS[checker], "\n".join(MARKED))

    Panel(compose.page).says(WORDS_STOP)
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert compose.traffic.to("_action=spell") == []


def test_marked_plain_words_are_not_turned_into_html(compose: Compose) -> None:
    compose.write("Đổi sang HTML", "\n".join(MARKED))

    compose.page.locator("a.mce-i-html").click()

    Panel(compose.page).says(WORDS_STOP)
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    expect(compose.page.locator("#composebody")).to_be_visible()


def test_the_button_back_to_plain_text_holds_by_keyboard_and_leaves_the_letter_as_it_was(
    compose: Compose, html: HtmlBody
) -> None:
    html.write(*MARKED)

    html.to_plain.focus()
    compose.page.keyboard.press("Enter")

    Panel(compose.page).says(WORDS_STOP)
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    expect(html.body).to_contain_text(CANARY)
    expect(compose.page.locator('[name="_is_html"]')).to_have_value("1")


def test_other_words_change_their_form_and_are_sent(compose: Compose, html: HtmlBody, demo: Demo) -> None:
    compose.to(FINANCE)
    compose.page.fill("#compose-subject", "Hẹn lịch bằng HTML")
    html.write("Kính gửi Sở,", "Xin hẹn lịch làm việc.")

    html.to_plain.click()
    expect(compose.page.locator("#composebody")).to_have_value(re.compile("^Kính gửi Sở,\\s+Xin hẹn lịch làm việc"))
    html.switch_on()
    expect(html.body).to_contain_text("Xin hẹn lịch làm việc.")
    compose.send_and_leave()

    assert "Xin hẹn lịch" in said_in(demo.wait_for_letter(FINANCE, "Hẹn lịch bằng HTML"))


def test_a_marked_picture_is_not_pasted(compose: Compose, html: HtmlBody, tmp_path: Path) -> None:
    html.paste_picture(picture(tmp_path, "mat-150"))

    Panel(compose.page).says("không được gửi qua thư điện tử")
    expect(html.pictures).to_have_count(0)


def test_a_marked_picture_that_lies_in_the_letter_keeps_it_from_leaving(
    compose: Compose, html: HtmlBody, demo: Demo, tmp_path: Path
) -> None:
    """Copied from a text program it comes as HTML, and no file is brought."""
    compose.to(FINANCE)
    compose.page.fill("#compose-subject", "Thư có ảnh")
    html.write("Kính gửi Sở,")
    html.draw(picture(tmp_path, "mat-150"))
    panel = Panel(compose.page)
    panel.says("Hình trong thư 1")
    panel.says("không được gửi qua thư điện tử")

    compose.page.evaluate("() => void rcmail.command('savedraft')")
    compose.send()

    panel.says("Thư chưa gửi: hãy xem phần kiểm tra trước khi gửi")
    assert compose.traffic.bodies_with(b"iVBOR") == []
    assert demo.letters(CLERK, "Thư có ảnh", "Drafts") == []
    assert demo.letters(FINANCE, "Thư có ảnh") == []


def test_a_clean_picture_is_pasted_and_arrives(compose: Compose, html: HtmlBody, demo: Demo, tmp_path: Path) -> None:
    compose.to(FINANCE)
    compose.page.fill("#compose-subject", "Thư có biểu đồ")
    html.write("Kính gửi Sở,")
    html.paste_picture(picture(tmp_path, "blank"))
    expect(html.pictures).to_have_count(1)

    compose.send_and_leave()

    arrived = demo.wait_for_letter(FINANCE, "Thư có biểu đồ")
    kinds = [part.get_content_type() for part in arrived.walk()]
    assert "image/png" in kinds


def said_in(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content())
