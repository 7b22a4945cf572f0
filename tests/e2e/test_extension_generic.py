"""The extension on a page that no adapter knows: what is marked makes no request, what is clean makes one."""

import base64
import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from deploy.demo import samples
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import free_ports
from tests.e2e.pages.extension import (
    BUILT,
    Panel,
    background,
    extension_context,
    let_rules_grow_old,
    set_up,
    stop_background,
)
from tests.e2e.pages.upload_site import UploadSite, slow_archive

SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
STOPS = "không được gửi qua thư điện tử"


@pytest.fixture(scope="module")
def site() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture(scope="module")
def context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, site: UploadSite
) -> Iterator[BrowserContext]:
    folder = tmp_path_factory.mktemp("extension")
    with extension_context(playwright, folder, CHROMIUM, CHROMIUM_ARGUMENTS, ["http://127.0.0.1/*"]) as opened:
        set_up(opened, site.settings)
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: UploadSite) -> Iterator[Page]:
    site.forget()
    with closing(context.new_page()) as opened:
        opened.goto(site.address)
        yield opened


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return samples.marked_page_header(tmp_path)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return samples.six_recipients(tmp_path)


@pytest.fixture
def long_archive(tmp_path: Path) -> Path:
    return slow_archive(tmp_path)


def _dropped(page: Page, selector: str, kind: str, file: Path) -> None:
    """A drop or paste of a file, as far as a script can make one."""
    page.evaluate(
        """([selector, kind, name, base64]) => {
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name));
            const init = { bubbles: true, cancelable: true, composed: true };
            document.querySelector(selector).dispatchEvent(
                kind === "drop"
                    ? new DragEvent("drop", { ...init, dataTransfer: data })
                    : new ClipboardEvent("paste", { ...init, clipboardData: data }),
            );
        }""",
        [selector, kind, file.name, base64.b64encode(file.read_bytes()).decode()],
    )


def _hurried(page: Page, file: Path) -> None:
    """/first chooses and sends a file in the first script of its head, /around has it in a frame. `seen` are how many
    files the input held, right after the choice and whenever the page was told of one."""
    data, name = base64.b64encode(file.read_bytes()).decode(), json.dumps(file.name)
    script = f"""
        const file = new File([Uint8Array.from(atob("{data}"), (letter) => letter.charCodeAt(0))], {name});
        const send = (how) => fetch("/upload?how=" + how, {{ method: "POST", body: file }}).then(() => sent++);
        const input = document.createElement("input");
        const chosen = new DataTransfer();
        var [seen, sent] = [[], 0];
        input.type = "file";
        document.documentElement.append(input);
        input.addEventListener("change", () => {{ seen.push(input.files.length); send("change") }});
        chosen.items.add(file);
        input.files = chosen.files;
        input.dispatchEvent(new Event("change", {{ bubbles: true }}));
        if (seen.length === 0) seen.push(input.files.length);
        send("script");"""
    _serve(page, "first", f"<!DOCTYPE html><script>{script}</script>")
    _serve(page, "around", '<!DOCTYPE html><iframe src="/first">')


def _serve(page: Page, path: str, body: str) -> None:
    page.route(f"**/{path}", lambda route: route.fulfill(body=body, content_type="text/html"))


def test_a_marked_paper_that_is_chosen_makes_no_request(page: Page, site: UploadSite, marked: Path) -> None:
    page.set_input_files("#picker", marked)

    Panel(page).says(STOPS)
    assert page.evaluate("document.querySelector('#picker').files.length") == 0
    assert site.received == []


@pytest.mark.parametrize("path", ["first", "around"])
def test_a_marked_paper_does_not_leave_in_the_first_moment_of_a_page(
    path: str, page: Page, site: UploadSite, marked: Path
) -> None:
    _hurried(page, marked)
    page.goto(f"{site.address}/{path}")

    Panel(page).says(STOPS)
    assert [frame.evaluate("seen") for frame in page.frames if frame.url.endswith("/first")] == [[0]]
    assert site.received == []


def test_a_clean_paper_of_the_first_moment_leaves_each_way_once(page: Page, site: UploadSite, clean: Path) -> None:
    _hurried(page, clean)
    page.goto(f"{site.address}/first")

    page.wait_for_function("seen.length === 2 && sent === 2")
    assert page.evaluate("seen") == [0, 1]
    assert sorted(how for how, _ in site.received) == ["change", "script"]


def test_a_clean_paper_makes_one_ordinary_upload(page: Page, site: UploadSite, clean: Path) -> None:
    page.set_input_files("#picker", clean)

    expect(page.locator("#log")).to_have_text("picker 1;")
    [(how, body)] = site.received
    assert how == "picker"
    assert clean.read_bytes() in body


def test_of_two_papers_the_clean_one_goes_on(page: Page, site: UploadSite, marked: Path, clean: Path) -> None:
    page.set_input_files("#picker", [marked, clean])

    expect(page.locator("#log")).to_have_text("picker 1;")
    [(_, body)] = site.received
    assert clean.name.encode() in body
    assert marked.name.encode() not in body


@pytest.mark.parametrize(("kind", "selector"), [("drop", "#drop"), ("paste", "#editor")])
def test_what_is_dropped_or_pasted_is_judged_the_same(
    page: Page, site: UploadSite, marked: Path, clean: Path, kind: str, selector: str
) -> None:
    _dropped(page, selector, kind, marked)
    Panel(page).says(STOPS)
    assert site.received == []

    _dropped(page, selector, kind, clean)
    expect(page.locator("#log")).to_have_text(f"{kind} 1;")
    assert [how for how, _ in site.received] == [kind]


def test_a_form_sent_while_its_marked_file_is_looked_at_stays(page: Page, site: UploadSite, marked: Path) -> None:
    page.set_input_files("#field", marked)
    page.click("#send")

    Panel(page).says(STOPS)
    assert site.received == []


def test_a_form_sent_while_its_clean_file_is_looked_at_goes_with_it(page: Page, site: UploadSite, clean: Path) -> None:
    page.set_input_files("#field", clean)
    page.click("#send")

    expect(page.locator("body")).to_have_text("taken")
    [(how, body)] = site.received
    assert (how, clean.read_bytes() in body) == ("form", True)


def test_marked_words_do_not_leave_by_a_form(page: Page, site: UploadSite) -> None:
    page.fill("#words", f"{SAMPLE}\n\nTỐI MẬT\n")
    page.click("#send")

    Panel(page).says("Nội dung thư")
    assert site.received == []


def test_words_without_a_mark_leave(page: Page, site: UploadSite) -> None:
    page.fill("#words", "Kính gửi Sở Tài chính")
    page.click("#send")

    expect(page.locator("body")).to_have_text("taken")
    assert len(site.received) == 1


def test_a_page_inside_the_page_is_guarded_from_the_page_around_it(
    page: Page, site: UploadSite, marked: Path, clean: Path
) -> None:
    inside = page.frame_locator("#inside")
    inside.locator("#picker").set_input_files(marked)
    Panel(page).says(STOPS)
    assert site.received == []

    inside.locator("#picker").set_input_files(clean)
    expect(inside.locator("#log")).to_have_text("picker 1;")


def test_a_frame_that_is_written_anew_is_guarded_still(page: Page, site: UploadSite, marked: Path) -> None:
    page.evaluate(
        """() => {
            const frame = document.body.appendChild(document.createElement("iframe"));
            frame.id = "written";
            const inside = frame.contentDocument;
            inside.open();
            inside.write('<input type="file" onchange="parent.upload(this.files, `written`)">');
            inside.close();
        }"""
    )
    page.frame_locator("#written").locator("input").set_input_files(marked)

    Panel(page).says(STOPS)
    assert site.received == []


def test_no_policy_of_a_page_keeps_the_guard_away(page: Page, site: UploadSite, marked: Path, clean: Path) -> None:
    page.goto(f"{site.address}/?strict")
    page.set_input_files("#picker", marked)
    Panel(page).says(STOPS)
    assert site.received == []

    page.set_input_files("#picker", clean)
    expect(page.locator("#log")).to_have_text("picker 1;")


def test_two_pages_judge_apart(
    page: Page, context: BrowserContext, site: UploadSite, marked: Path, clean: Path
) -> None:
    with closing(context.new_page()) as other:
        other.goto(site.address)
        page.set_input_files("#picker", marked)
        other.set_input_files("#picker", clean)

        expect(other.locator("#log")).to_have_text("picker 1;")
        Panel(page).says(STOPS)
        assert STOPS not in Panel(other).text
    assert len(site.received) == 1


@pytest.mark.parametrize("trouble", ["away", "slow"])
def test_the_set_that_is_kept_holds_while_the_backend_does_not_answer(
    page: Page, context: BrowserContext, site: UploadSite, marked: Path, clean: Path, trouble: str
) -> None:
    page.set_input_files("#picker", clean)  # now a set is kept
    expect(page.locator("#log")).to_have_text("picker 1;")
    let_rules_grow_old(context)
    site.is_away, site.delay_seconds = trouble == "away", 20.0 if trouble == "slow" else 0.0
    page.reload()

    page.set_input_files("#picker", marked)
    Panel(page).says(STOPS)
    page.set_input_files("#picker", clean)
    expect(page.locator("#log")).to_have_text("picker 1;")
    assert len(site.received) == 2


def test_a_background_that_was_stopped_wakes_for_the_next_file(
    page: Page, context: BrowserContext, site: UploadSite, marked: Path
) -> None:
    stop_background(context)
    page.set_input_files("#picker", marked)

    Panel(page).says(STOPS)
    assert site.received == []


def test_a_page_that_is_left_while_its_file_is_looked_at_uploads_nothing(
    page: Page, site: UploadSite, long_archive: Path, marked: Path
) -> None:
    page.set_input_files("#picker", long_archive)
    Panel(page).says("Đang ")
    page.goto(f"{site.address}/inside")
    page.set_input_files("#picker", marked)

    Panel(page).says(STOPS)
    assert site.received == []


def test_where_the_plugin_stands_guard_the_extension_does_not(page: Page, site: UploadSite, clean: Path) -> None:
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=congvu-panel></div>')")
    page.set_input_files("#picker", clean)

    expect(page.locator("#log")).to_have_text("picker 1;")
    assert Panel(page).text == ""


def test_a_page_cannot_use_the_scanner_for_itself(page: Page, context: BrowserContext) -> None:
    address = background(context).url.replace("background.js", "scanner.html")
    heard = page.evaluate(
        """async (address) => {
            const frame = document.createElement("iframe");
            frame.src = address;
            document.body.append(frame);
            await new Promise((loaded) => { frame.onload = loaded; });
            const { port1, port2 } = new MessageChannel();
            const heard = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
            frame.contentWindow.postMessage({ congvuKey: "guessed" }, "*", [port2]);
            return heard;
        }""",
        address,
    )

    assert heard == "congvu-scanner-failed"


def test_a_scanner_the_page_throws_away_lets_nothing_pass(page: Page, site: UploadSite, long_archive: Path) -> None:
    page.set_input_files("#picker", long_archive)
    Panel(page).says("Đang ")
    page.evaluate("for (const host of document.querySelectorAll('html > [data-congvu=none]')) host.remove()")

    Panel(page).says("Chưa đọc được nội dung tệp")
    assert site.received == []


def test_the_script_that_every_page_loads_is_small() -> None:
    assert len(gzip.compress((BUILT / "gate.js").read_bytes())) <= 20_000
