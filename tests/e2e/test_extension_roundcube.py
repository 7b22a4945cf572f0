"""The plugin's stories again with the extension, on a Roundcube that knows nothing of the plugin; where the plugin is
there, one guard and not two."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import CLERK, FINANCE, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.extension import Panel
from tests.e2e.pages.extension_pages import ExtensionBrowser
from tests.e2e.pages.guarded_browser import KnownExtension, guarded_browser
from tests.e2e.pages.traffic import Traffic
from tests.e2e.pages.webmail import Webmail, sign_in_page

CANARY = planted(Kind.MAIL, "hoa-ngoc-lan")  # in the name or text of what is marked, and nowhere else
STOPS = "không được gửi qua thư điện tử"
WAYS: dict[str, Callable[[Compose, Path], None]] = {
    "chosen": Compose.choose,
    "dragged": Compose.drag,
    "pasted": Compose.paste,
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
        yield opened


@pytest.fixture
def compose(page: Page, demo: Demo) -> Compose:
    return Webmail(page, demo.layout.outside_webmail_url).compose_without_plugin()


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")


@pytest.mark.parametrize("way", WAYS)
def test_a_marked_paper_makes_no_request(way: str, compose: Compose, marked: Path, demo: Demo) -> None:
    WAYS[way](compose, marked)

    panel = Panel(compose.page)
    panel.says(STOPS)
    for words in ("trang 1", "Chỉ thị, khoản 1 điểm e", "Gửi bản giấy qua văn thư"):
        panel.says(words)
    expect(compose.attachments).to_have_count(0)
    assert compose.uploads == []
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.files_that_hold(CANARY) == []


@pytest.mark.parametrize("way", ["chosen", "dragged"])  # of a pasted file this Roundcube makes nothing
def test_a_clean_paper_is_attached_once(way: str, compose: Compose, tmp_path: Path) -> None:
    WAYS[way](compose, samples.six_recipients(tmp_path))

    compose.wait_until_attached(1)
    assert len(compose.uploads) == 1


def test_a_clean_paper_is_sent_and_arrives_unchanged(compose: Compose, demo: Demo, tmp_path: Path) -> None:
    paper = samples.meeting_paper(tmp_path)
    compose.to(FINANCE)
    compose.write("Tài liệu họp qua tiện ích")
    compose.choose(paper)
    compose.wait_until_attached(1)

    compose.send_and_leave()

    arrived = demo.wait_for_letter(FINANCE, "Tài liệu họp qua tiện ích")
    assert [part.get_content() for part in arrived.iter_attachments()] == [paper.read_bytes()]


@pytest.mark.parametrize(
    "leave",
    [
        "document.querySelector('a.save.draft').click()",
        "document.querySelector('.formbuttons button.send').click()",
        "rcmail.command('savedraft')",  # as the timer does
        "rcmail.command('send', { nocheck: true })",
        "rcmail.command('extwin')",
    ],
)
def test_marked_words_leave_in_no_way(leave: str, compose: Compose, demo: Demo) -> None:
    compose.to(FINANCE)
    compose.write("Trao đổi công việc", f"Kính gửi Sở,\nTUYỆT MẬT\n{CANARY}")

    compose.page.evaluate(f"() => void {leave}")

    Panel(compose.page).says("Nội dung thư không được gửi")
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.letters(CLERK, "Trao đổi công việc", "Drafts") == []
    assert demo.letters(FINANCE, "Trao đổi công việc") == []


def test_other_words_are_saved_and_sent(compose: Compose, demo: Demo) -> None:
    compose.to(FINANCE)
    compose.write("Hẹn lịch làm việc", "Kính gửi Sở,\nXin hẹn lịch làm việc.")

    compose.save_draft()
    wait_for(lambda: demo.letters(CLERK, "Hẹn lịch làm việc", "Drafts"), "a draft")
    compose.send_and_leave()

    assert "Xin hẹn lịch" in demo.wait_for_letter(FINANCE, "Hẹn lịch làm việc").get_content()


def test_a_marked_paper_that_lay_in_the_mailbox_before_is_not_forwarded(page: Page, demo: Demo, marked: Path) -> None:
    demo.lay_in_mailbox(CLERK, letter("congdan@nguoidan.example", CLERK, "Tài liệu đã cũ", attachments=[marked]))
    webmail = Webmail(page, demo.layout.outside_webmail_url)
    webmail.open()
    address = webmail.wait_for_letter("Tài liệu đã cũ").locator("td.subject a").first.get_attribute("href") or ""
    uid = address.partition("_uid=")[2].partition("&")[0]
    page.goto(f"{demo.layout.outside_webmail_url}?_task=mail&_action=compose&_forward_uid={uid}&_mbox=INBOX")
    compose = Compose(page, Traffic(page))
    expect(compose.attachments).to_have_count(1)
    compose.to(FINANCE)

    compose.send()

    Panel(page).says(STOPS)
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, "Tài liệu đã cũ") == []


def test_marked_words_are_stopped_for_whoever_uses_keys_alone(compose: Compose, demo: Demo) -> None:
    compose.to(FINANCE)
    compose.write("Viết bằng bàn phím", f"TUYỆT MẬT\n{CANARY}")

    compose.page.locator(".formbuttons button.send").focus()
    compose.page.keyboard.press("Enter")

    Panel(compose.page).says("không được gửi")
    assert compose.traffic.bodies_with(CANARY.encode()) == []


def test_missing_recipients_are_offered_and_added(compose: Compose, tmp_path: Path) -> None:
    compose.to(FINANCE, "sonoivu@thainguyen.gov.vn", "soyte@thainguyen.gov.vn")
    compose.cc("vpubnd@thainguyen.gov.vn", "ubnd@thainguyen.gov.vn")
    compose.write("Rà soát hộp thư điện tử")
    compose.choose(samples.six_recipients(tmp_path))
    panel = Panel(compose.page)
    panel.says("Còn thiếu 2 nơi nhận")

    panel.press("Thêm 2 nơi nhận còn thiếu")

    wait_for(lambda: "Còn thiếu" not in panel.text, "nothing is missing any more")
    assert {"phuluong@thainguyen.gov.vn", "phandinhphung@thainguyen.gov.vn"} <= set(compose.addresses())


def test_a_file_nobody_can_read_is_confirmed_by_name_with_the_keyboard_alone(
    compose: Compose, demo: Demo, tmp_path: Path
) -> None:
    declared = (
        "select name, declaration.login, way from declaration join official on official.id = person_id"
        " order by declared_at"
    )
    others = len(demo.rows(declared))
    compose.to(FINANCE)
    compose.write("Tệp nén có mật khẩu")
    compose.choose(samples.locked_archive(tmp_path))
    panel = Panel(compose.page)
    panel.says("Cần người xác nhận trước khi gửi")

    compose.page.locator(".formbuttons button.send").press("Enter")
    panel.confirm_by_keyboard()

    compose.page.wait_for_url(lambda url: "_action=compose" not in url)
    received = demo.wait_for_letter(FINANCE, "Tệp nén có mật khẩu")
    assert [part.get_filename() for part in received.iter_attachments()] == ["09-tep-dat-mat-khau.zip"]
    assert [tuple(row) for row in demo.rows(declared)[others:]] == [("Trần Văn Thư", CLERK, "plugin")]


@pytest.mark.parametrize("leave", [Compose.send, Compose.save_draft])
def test_a_marked_file_dragged_from_a_letter_of_the_webmail_goes_no_further(
    leave: Callable[[Compose], None], page: Page, demo: Demo, marked: Path
) -> None:
    """The webmail's server lays it into the letter itself, and the browser sees none: it is read there."""
    compose = dragged_into_a_letter(page, demo, marked)

    leave(compose)

    Panel(page).says(STOPS)
    expect(compose.attachments).to_have_count(1)
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, f"Kéo {marked.name}") == []
    assert demo.letters(CLERK, f"Kéo {marked.name}", "Drafts") == []


def test_a_clean_file_dragged_from_a_letter_of_the_webmail_is_sent(page: Page, demo: Demo, tmp_path: Path) -> None:
    paper = samples.plain_text(tmp_path)
    compose = dragged_into_a_letter(page, demo, paper)
    compose.wait_until_attached(1)

    compose.send_and_leave()

    arrived = demo.wait_for_letter(FINANCE, f"Kéo {paper.name}")
    assert [part.get_filename() for part in arrived.iter_attachments()] == [paper.name]


def dragged_into_a_letter(page: Page, demo: Demo, file: Path) -> Compose:
    demo.lay_in_mailbox(CLERK, letter("congdan@nguoidan.example", CLERK, f"Có {file.name}", attachments=[file]))
    webmail = Webmail(page, demo.layout.outside_webmail_url)
    webmail.open()
    dragged = webmail.read(f"Có {file.name}").dragged_file()
    compose = webmail.compose_without_plugin()
    compose.to(FINANCE)
    compose.write(f"Kéo {file.name}")
    compose.drag_from_webmail(dragged)
    return compose


def test_where_the_plugin_stands_guard_the_extension_stands_back(page: Page, demo: Demo, marked: Path) -> None:
    page.context.clear_cookies()  # the last story: both webmails' sessions go by one name on this host
    sign_in_page(page, demo.layout.webmail_url, CLERK)
    compose = Webmail(page, demo.layout.webmail_url).compose()

    compose.choose(marked)

    expect(compose.stops).to_have_count(1)
    assert Panel(page).text == ""
    assert compose.uploads == []
