"""What every page makes a browser ask for, and of whom: our own servers, and nobody else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from deploy.demo import samples
from deploy.demo.layout import CHECKOUT
from deploy.demo.people import PASSWORD
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.letters import letter
from tests.e2e.pages.webmail import new_context

PATHS = (
    "/",
    "/dang-nhap",
    "/dang-nhap/khan-cap",
    "/tra-cuu",
    "/du-lieu-ca-nhan",
    "/du-lieu-ca-nhan/cua-toi",
    "/du-lieu-ca-nhan/yeu-cau",
    "/xac-nhan/ABCDEFGH",
    "/cho-phep",
    "/nhat-ky",
    "/directory",
    "/directory?q=khoa+hoc",
    "/directory/changes",
    "/directory/H55.05",
    "/khong-co-trang-nay",
)
BUILT = CHECKOUT / "webmail-plugin" / "roundcube" / "dist"


@dataclass
class Watched:
    """Origins asked for, and what the browser refused to do."""

    context: BrowserContext
    origins: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", self._note)
        self.context.on("console", self._hear)

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob"):
            self.origins.add(f"{parts.scheme}://{parts.netloc}")

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)


@contextmanager
def watched(browser: Browser) -> Iterator[Watched]:
    context = new_context(browser)
    try:
        yield Watched(context)
    finally:
        context.close()


def sign_in_at(page: Page, url: str) -> None:
    page.goto(f"{url}/dang-nhap")
    page.locator("input[name=login]").fill(CLERK)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("heading", name="Trang của tôi")).to_be_visible()


@pytest.mark.parametrize("who", ["a stranger", "a clerk"])
def test_our_pages_ask_our_own_server_alone_and_run_nothing(who: str, browser: Browser, demo: Demo) -> None:
    url = demo.layout.backend_url
    with watched(browser) as seen:
        page = seen.context.new_page()
        if who == "a clerk":
            sign_in_at(page, url)
        for path in PATHS:
            page.goto(url + path)
            written = page.evaluate(
                "() => { try { document.body.innerHTML = '<b>x</b>'; return 'written' } catch (e) { return e.name } }"
            )
            assert written == "TypeError", path  # Trusted Types: no policy, so nothing at all

        assert seen.origins == {url}
        assert [text for text in seen.refused if "TrustedHTML" not in text] == []


def test_the_webmail_asks_the_two_servers_of_the_province_alone(demo: Demo, sign_in: SignIn) -> None:
    assert demo.submit(letter(FINANCE, CLERK, "Không hỏi ai khác"), FINANCE).code == 250
    demo.wait_for_letter(CLERK, "Không hỏi ai khác")
    webmail = sign_in()
    seen = Watched(webmail.page.context)

    webmail.open_times()
    webmail.read("Không hỏi ai khác")
    compose = webmail.compose()
    compose.choose(samples.meeting_paper(demo.layout.home))
    compose.wait_until_attached(1)

    assert seen.origins == {demo.layout.webmail_url.rstrip("/"), demo.layout.backend_url}


def test_in_what_is_shipped_markup_is_written_by_lit_alone_under_its_policy() -> None:
    texts = {file.name.removeprefix("congvu-").rpartition("-")[0]: "" for file in BUILT.glob("congvu*.js")}
    for file in BUILT.glob("congvu*.js"):
        texts[file.name.removeprefix("congvu-").rpartition("-")[0]] += file.read_text("utf-8")

    policies = {name: re.findall(r"createPolicy\([`'\"]([^`'\"]+)", text) for name, text in texts.items()}
    writing = {name for name, text in texts.items() if re.search(r"\.(?:inner|outer)HTML\s*\+?=(?!=)", text)}
    assert {name: found for name, found in policies.items() if found} == {"lit-html": ["lit-html"]}
    assert writing == {"lit-html"}
