"""Every way a page has to send files and words: held until the guard has answered, and sent once if it may leave."""

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from deploy.demo import samples
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import free_ports, wait_for
from tests.e2e.pages.extension import Panel, extension_context, set_up
from tests.e2e.pages.sending_site import SendingSite
from tests.e2e.pages.upload_site import UploadSite

STOPS = "không được gửi qua thư điện tử"
FILES = (
    "XMLHttpRequest, a form",
    "XMLHttpRequest, the file",
    "XMLHttpRequest of a frame the page made",
    "fetch, the file",
    "fetch, a form with a name of its own",
    "fetch, a Request",
    "fetch, the copy of a Request",
    "fetch of a frame the page made",
    "a slice",
    "a Blob made of it",
    "sendBeacon",
    "submit() of a form",
    "requestSubmit() of a form",
    "the button of a form",
    "a worker",
    "a worker's port",
    "FileReader",
    "arrayBuffer()",
    "stream()",
    "a Response",
    "the body of a Request",
    "an address of its own",
    "WebSocket",
    "a handle, as the browser's dialog gives",
    "the clipboard",
)
WORDS = (
    "XMLHttpRequest, a string",
    "XMLHttpRequest, JSON",
    "XMLHttpRequest, a string of a form",
    "fetch, URLSearchParams",
    "fetch, a form",
    "fetch, HTML",
    "fetch, bytes",
    "a Blob of text",
    "sendBeacon",
    "submit() of a form",
    "WebSocket",
)
MARKED_WORDS = "Kính gửi Sở Tài chính,\nTUYỆT MẬT\nvề việc hoa ban trắng"
CLEAN_WORDS = "Kính gửi Sở Tài chính,\nvề việc hoa ban trắng"


@pytest.fixture(scope="module")
def rules() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture(scope="module")
def site() -> Iterator[SendingSite]:
    with SendingSite() as running:
        yield running


@pytest.fixture(scope="module")
def context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, rules: UploadSite
) -> Iterator[BrowserContext]:
    folder = tmp_path_factory.mktemp("extension")
    with extension_context(playwright, folder, CHROMIUM, CHROMIUM_ARGUMENTS, ["http://127.0.0.1/*"]) as opened:
        set_up(opened, rules.settings)
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: SendingSite) -> Iterator[Page]:
    site.arrived.clear()
    with closing(context.new_page()) as opened:
        opened.goto(site.address)
        yield opened


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return samples.marked_page_header(tmp_path)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return samples.six_recipients(tmp_path)


def test_the_page_knows_no_other_ways(page: Page) -> None:
    assert tuple(page.evaluate("Object.keys(files)")) == FILES
    assert tuple(page.evaluate("Object.keys(words)")) == WORDS


@pytest.mark.parametrize("way", FILES)
def test_a_marked_paper_leaves_in_no_way(way: str, page: Page, site: SendingSite, marked: Path) -> None:
    _begin(page, "files", way, _file(marked))

    Panel(page).says(STOPS)
    _settle(page)
    assert dict(site.arrived) == {}


@pytest.mark.parametrize("way", FILES)
def test_a_clean_paper_arrives_once_and_unchanged(way: str, page: Page, site: SendingSite, clean: Path) -> None:
    _begin(page, "files", way, _file(clean))

    wait_for(lambda: site.arrived["way"], "the paper arrives")
    _settle(page)
    assert site.arrived["way"] == [clean.read_bytes()]


@pytest.mark.parametrize("way", WORDS)
def test_marked_words_leave_in_no_way(way: str, page: Page, site: SendingSite) -> None:
    page.locator("#typing").press_sequentially("Kính gửi")

    _begin(page, "words", way, json.dumps(MARKED_WORDS))

    assert page.evaluate("outcome") in ("sent", "held", "refused: TypeError")
    _settle(page)
    assert dict(site.arrived) == {}


@pytest.mark.parametrize("way", WORDS)
def test_other_words_arrive_once(way: str, page: Page, site: SendingSite) -> None:
    page.locator("#typing").press_sequentially("Kính gửi")

    _begin(page, "words", way, json.dumps(CLEAN_WORDS))

    wait_for(lambda: site.arrived["way"], "the words arrive")
    _settle(page)
    assert len(site.arrived["way"]) == 1


def test_a_request_that_cannot_wait_is_refused(page: Page, site: SendingSite, clean: Path) -> None:
    send = "byXhr('way', cargo, { asynchronous: false })"
    page.locator("#typing").press_sequentially("Kính gửi")

    for cargo in (_file(clean), json.dumps(CLEAN_WORDS)):
        attempt = (
            f"async () => {{ const cargo = await {cargo}; try {{ {send} }} catch (error) {{ return error.name }} }}"
        )
        assert page.evaluate(attempt) == "NetworkError"

    page.evaluate("byXhr('tokens', '_action=refresh&_last=1764258000', { asynchronous: false })")
    assert dict(site.arrived) == {"tokens": [b"_action=refresh&_last=1764258000"]}


def test_what_is_sent_one_after_another_arrives_in_that_order(page: Page, site: SendingSite, clean: Path) -> None:
    page.evaluate(
        f"""async () => {{
            const file = await {_file(clean)};
            const socket = new WebSocket(`ws://${{location.host}}/socket/way`);
            await new Promise((resolve) => socket.addEventListener("open", resolve));
            for (const part of ["first", file, "last"]) socket.send(part);
        }}"""
    )

    wait_for(lambda: len(site.arrived["way"]) == 3, "all of it arrives")
    assert site.arrived["way"] == [b"first", clean.read_bytes(), b"last"]


def _file(file: Path) -> str:
    """The expression that makes it a file the page was given."""
    data = base64.b64encode(file.read_bytes()).decode()
    return f"fileOf({json.dumps(data)}, {json.dumps(file.name)})"


def _begin(page: Page, kind: str, way: str, cargo: str) -> None:
    """Try a way, without waiting for what comes of it; `outcome` will be that."""
    given = f"{json.dumps(kind)}, {json.dumps(way)}, 'way', await {cargo}"
    page.evaluate(f"async () => {{ window.outcome = attempt({given}) }}")


def _settle(page: Page) -> None:
    """What the page was still about to send has been sent."""
    page.evaluate("outcome.then(() => fetch('/settled'))")
