"""The extension in real SOGo: what is marked leaves neither as a file nor as words; what is clean goes as ever."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.letters import letter
from tests.e2e.pages.extension import Panel
from tests.e2e.pages.extension_pages import AXE
from tests.e2e.pages.guarded_browser import KnownExtension, guarded_browser
from tests.e2e.pages.sogo import Sogo, SogoCompose, sign_in_to_sogo

CANARY = planted(Kind.MAIL, "hoa-moc-lan")  # in the name or text of what is marked, and nowhere else
STOPS = "không được gửi qua thư điện tử"
WAYS: dict[str, Callable[[SogoCompose, Path], None]] = {
    "chosen": SogoCompose.choose,
    "dragged": SogoCompose.drag,
    "pasted": SogoCompose.paste,
}


@pytest.fixture(scope="module")
def context(
    known_extension: KnownExtension, sogo_url: str, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A clerk's browser, signed in to SOGo and, by the extension, to the backend."""
    profile = tmp_path_factory.mktemp("profile")
    with guarded_browser(known_extension, playwright, profile, CHROMIUM, CHROMIUM_ARGUMENTS) as opened:
        sign_in_to_sogo(opened.context.new_page(), sogo_url, CLERK).page.close()
        yield opened.context


@pytest.fixture
def sogo(sogo_url: str, context: BrowserContext) -> Iterator[Sogo]:
    page = context.new_page()
    sogo = Sogo(page, sogo_url, CLERK)
    sogo.open()
    yield sogo
    page.close()


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")


@pytest.mark.parametrize("way", WAYS)
def test_a_marked_paper_never_reaches_the_server(way: str, sogo: Sogo, marked: Path, demo: Demo) -> None:
    compose = sogo.compose()

    WAYS[way](compose, marked)

    panel = Panel(compose.page)
    panel.says(STOPS)
    panel.says("hệ thống không kết luận đây là bí mật nhà nước")
    expect(compose.attachments).to_have_count(0)
    expect(compose.drop_zone).to_be_hidden()
    assert compose.traffic.uploads == []
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.files_that_hold(CANARY) == []


@pytest.mark.parametrize("way", ["chosen", "dragged"])
def test_a_clean_paper_is_uploaded_once_and_arrives(way: str, sogo: Sogo, demo: Demo, tmp_path: Path) -> None:
    subject = f"Ghi chu {way}"
    compose = sogo.compose()
    compose.to(FINANCE)
    compose.write(subject)

    WAYS[way](compose, samples.plain_text(tmp_path))
    compose.wait_until_attached("10-ghi-chu.txt")
    compose.send_and_leave()

    received = demo.wait_for_letter(FINANCE, subject)
    assert [part.get_filename() for part in received.iter_attachments()] == ["10-ghi-chu.txt"]
    assert len(compose.traffic.uploads) == 1


def test_a_letter_in_a_window_of_its_own_is_guarded_too(sogo: Sogo, marked: Path, tmp_path: Path, demo: Demo) -> None:
    compose = sogo.compose_in_window()
    compose.to(FINANCE)
    compose.write("Thu trong cua so rieng")

    compose.choose(marked, samples.plain_text(tmp_path))

    Panel(compose.page).says(STOPS)
    compose.wait_until_attached("10-ghi-chu.txt")
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    with compose.page.expect_event("close"):
        compose.send()
    received = demo.wait_for_letter(FINANCE, "Thu trong cua so rieng")
    assert [part.get_filename() for part in received.iter_attachments()] == ["10-ghi-chu.txt"]


def test_marked_words_leave_neither_as_draft_nor_as_letter(sogo: Sogo, demo: Demo) -> None:
    compose = sogo.compose()
    compose.to(FINANCE)
    compose.write("Trao doi cong viec", f"Kính gửi Sở,\nTUYỆT MẬT\n{CANARY}")

    compose.save_draft()
    Panel(compose.page).says("Thư chưa gửi và chưa lưu nháp")
    compose.send()

    Panel(compose.page).says("Thư chưa gửi: hãy xem phần kiểm tra trước khi gửi")
    expect(compose.dialog).to_be_visible()
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.letters(CLERK, "Trao doi cong viec", "Drafts") == []
    assert demo.files_that_hold(CANARY) == []


def test_words_that_cannot_be_read_are_not_sent(sogo: Sogo) -> None:
    """While CKEditor shows source text, SOGo sends what stood there before."""
    compose = sogo.compose()
    compose.to(FINANCE)
    compose.write("Nguon", CANARY)
    compose.dialog.locator(".cke_button__source").click()

    compose.send()

    Panel(compose.page).says("Thư chưa gửi: hãy xem phần kiểm tra trước khi gửi")
    expect(compose.dialog).to_be_visible()
    assert compose.traffic.bodies_with(CANARY.encode()) == []


def test_missing_recipients_are_offered_and_added_in_one_click(sogo: Sogo, tmp_path: Path) -> None:
    compose = sogo.compose()
    compose.to(FINANCE, "sonoivu@thainguyen.gov.vn", "soyte@thainguyen.gov.vn")
    compose.to("vpubnd@thainguyen.gov.vn", "ubnd@thainguyen.gov.vn")
    compose.write("Ra soat hop thu dien tu")

    compose.choose(samples.six_recipients(tmp_path))
    panel = Panel(compose.page)
    panel.says("Còn thiếu 2 nơi nhận")
    panel.press("Thêm 2 nơi nhận còn thiếu")

    panel.says("đủ nơi nhận")
    assert compose.addresses()[5:] == ["phuluong@thainguyen.gov.vn", "phandinhphung@thainguyen.gov.vn"]


def test_a_file_nobody_can_read_is_confirmed_by_name_with_the_keyboard_alone(
    sogo: Sogo, demo: Demo, tmp_path: Path
) -> None:
    compose = sogo.compose()
    compose.to(FINANCE)
    compose.write("Tep nen co mat khau")
    compose.drag(samples.locked_archive(tmp_path))
    panel = Panel(compose.page)
    panel.says("Cần người xác nhận trước khi gửi")

    compose.send_button.press("Enter")
    panel.confirm_by_keyboard()

    expect(compose.dialog).to_have_count(0)
    received = demo.wait_for_letter(FINANCE, "Tep nen co mat khau")
    assert [part.get_filename() for part in received.iter_attachments()] == ["09-tep-dat-mat-khau.zip"]


def test_axe_finds_nothing_in_the_panel(sogo: Sogo, marked: Path, context: BrowserContext) -> None:
    compose = sogo.compose()
    compose.choose(marked)
    panel = Panel(compose.page)
    panel.says(STOPS)

    page = context.new_page()
    page.set_content('<html lang="vi"><title>Bản sao</title><main><h1>Soạn thư</h1><h2>Thư</h2></main></html>')
    page.evaluate(STAND, panel.copies())
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("() => axe.run().then(({ violations, passes }) => [violations, passes.length])")
    page.close()

    assert found[0] == []
    assert found[1] > 10


STAND = """(copies) => {
    for (const { html, css, ...data } of copies) {
        const host = document.createElement("div");
        Object.assign(host.dataset, data);
        document.querySelector("main").append(host);
        const root = host.attachShadow({ mode: "open" });
        root.innerHTML = html;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        root.adoptedStyleSheets = [sheet];
    }
}"""


def test_a_draft_that_sogo_saves_by_its_clock_does_not_carry_marked_words(
    context: BrowserContext, sogo_url: str, demo: Demo
) -> None:
    page = context.new_page()
    page.clock.install()
    sogo = Sogo(page, sogo_url, CLERK)
    sogo.open()
    compose = sogo.compose()
    compose.write("Luu tu dong", f"TỐI MẬT\n{CANARY}")

    page.clock.fast_forward("05:05")

    Panel(page).says("Nội dung thư không được gửi qua thư điện tử")
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.letters(CLERK, "Luu tu dong", "Drafts") == []
    page.close()


def test_a_marked_paper_that_lay_in_the_mailbox_before_is_not_forwarded(sogo: Sogo, demo: Demo, marked: Path) -> None:
    """Where nothing but the extension guards: beside Dovecot the product takes SOGo's draft with it away at once, and
    SOGo's list of files stays empty. Last of all, for the backend is started anew."""
    demo.lay_in_mailbox(CLERK, letter("congdan@nguoidan.example", CLERK, "Tai lieu cu", attachments=[marked]))
    sogo.open()
    with demo.processes("web,worker"):
        compose = sogo.forward("Tai lieu cu")
        compose.wait_until_attached(marked.name)
        compose.to(FINANCE)

        compose.send()

        Panel(compose.page).says(STOPS)
        expect(compose.dialog).to_be_visible()
        assert compose.traffic.to("/send") == []
