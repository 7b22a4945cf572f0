"""For `browser-scan`: what real Chromium loads of the plugin on Roundcube's own pages, step by step.

Every answer to the page and its worker counts: scripts, styles, texts, and the set of rules (data; browsers keep it and
ask whether it changed). Bytes are those of the answers, compressed as web servers do (gzip).
"""

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, expect

from deploy.demo import samples
from tests.e2e.demo import CLERK, Demo
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.webmail import Webmail, new_context, sign_in_page

OURS = ("/plugins/congvu/", "plugin.congvu_bundle")
SETTLED_MILLISECONDS = 3_000
OFFICIAL = "cntt@moet.gov.vn"  # of another province: the guard asks who that is


class Loaded:
    """What a page loads from now on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._answers: list[Response] = []
        page.on("response", lambda answer: self._answers.append(answer))

    def figure(self, what: str) -> dict[str, object]:
        """Kilobytes since the last figure; what a step sets off is given time to come."""
        self._page.wait_for_timeout(SETTLED_MILLISECONDS)
        answers, self._answers[:] = list(self._answers), []
        ours = [answer for answer in answers if answer.ok and any(part in answer.url for part in OURS)]
        size = sum(len(gzip.compress(answer.body())) for answer in ours)
        measured = {"name": f"browser-scan (bytes loaded: {what})", "value": round(size / 1000, 1), "unit": "kB gzip"}
        return {**measured, "peer": None, "peer_value": None, "ratio": None, "n": 1}


def figures(browser: Browser) -> Iterator[dict[str, object]]:
    """Four figures of one letter, and that of the list before it."""
    with _demo() as demo, closing(new_context(browser)) as context:
        page = context.new_page()
        loaded = Loaded(page)
        sign_in_page(page, demo.layout.webmail_url, CLERK)
        yield loaded.figure("the list of letters")
        yield from _letter(Webmail(page, demo.layout.webmail_url), loaded)


def _letter(webmail: Webmail, loaded: Loaded) -> Iterator[dict[str, object]]:
    compose = webmail.compose()
    yield loaded.figure("a letter is begun")
    _write(compose)
    yield loaded.figure("more with its first words")
    compose.save_draft()
    expect(compose.page.locator("#messagestack")).to_contain_text("Nháp")
    yield loaded.figure("more when words leave: a draft without files is saved, or sent")
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder:
        compose.choose(samples.plain_text(Path(folder)))
        compose.wait_until_attached(1)
    yield loaded.figure("more with the first file, a text")


def _write(compose: Compose) -> None:
    with compose.page.expect_response("**/graphql"):
        compose.to(OFFICIAL)
    compose.write("Trao đổi công việc", "Kính gửi Quý cơ quan, xin trao đổi về lịch làm việc tuần này.")


@contextmanager
def _demo() -> Iterator[Demo]:
    demo = Demo()
    try:
        demo.up()
        yield demo
    finally:
        demo.down()
