"""One demo for all stories of a process: the launcher of `make demo` in a scratch folder, and Debian's Chromium.

Nothing is recorded of a page, not even when a test fails: a screenshot could show a marked paper.
"""

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo.demo_user import ensure_demo_user
from deploy.demo.sogo import Sogo, find_sogo_programs
from deploy.private_postgres import private_postgres
from tests.e2e.canaries import RUN
from tests.e2e.demo import CLERK, PATIENCE_MILLISECONDS, Demo
from tests.e2e.leaks import Leaks, nothing_is_kept
from tests.e2e.pages.guarded_browser import KnownExtension, make_known
from tests.e2e.pages.webmail import SignedIn, Webmail

__all__ = ["nothing_is_kept"]  # a fixture
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--host-resolver-rules=MAP webmail.example 127.0.0.1",  # pages/scanner_site.py
)
SignIn = Callable[..., Webmail]
expect.set_options(timeout=PATIENCE_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coroutine tests first: Playwright's own event loop runs from its first test to the end. `make e2e` keeps to it:
    each of its processes takes the next file from the front of this list."""
    items.sort(key=lambda item: not inspect.iscoroutinefunction(getattr(item, "function", None)))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: Mapping[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(CHROMIUM_ARGUMENTS)}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """Noted: whatever its pages are let in by."""
    RUN.watch(browser)
    browser.on("context", lambda context: context.set_default_timeout(PATIENCE_MILLISECONDS))
    return browser


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The address of an empty database on a server of this module's own."""
    with private_postgres("congvu", durable=False) as urls:
        assert urls, "no PostgreSQL server is installed"
        yield urls[0]


@pytest.fixture(scope="session")
def demo(nothing_is_kept: Leaks) -> Iterator[Demo]:
    assert os.geteuid() == 0, "the stories start Postfix and Dovecot: run them as root (`make e2e` asks sudo)"
    running = Demo()
    try:
        running.up()
        yield running
        nothing_is_kept.look_through(running.layout.home)
    finally:
        running.down()


@pytest.fixture(scope="session")
def sogo_url(demo: Demo) -> Iterator[str]:
    """SOGo on the demo's mailboxes; its address, with a slash at the end."""
    server = Sogo(demo.layout, find_sogo_programs(), ensure_demo_user())
    try:
        server.start(demo.stack.record)
        yield demo.layout.sogo_url
    finally:
        server.stop(demo.stack.record)


@pytest.fixture(scope="session")
def known_extension(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> KnownExtension:
    """The extension as the demo's province hands it out; one for all browsers."""
    return make_known(demo, tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="session")
def signed_in(browser: Browser) -> Iterator[SignedIn]:
    contexts = SignedIn(browser)
    yield contexts
    contexts.close()


@pytest.fixture
def sign_in(demo: Demo, signed_in: SignedIn) -> Iterator[SignIn]:
    """`sign_in()` is the clerk's page of the province's webmail, `sign_in(address)` somebody else's."""
    with _pages(signed_in, demo.layout.webmail_url) as open_page:
        yield open_page


@pytest.fixture
def sign_in_outside(demo: Demo, signed_in: SignedIn) -> Iterator[SignIn]:
    """The webmail of citizens and businesses, which knows nothing of the plugin."""
    with _pages(signed_in, demo.layout.outside_webmail_url) as open_page:
        yield open_page


@contextmanager
def _pages(signed_in: SignedIn, url: str) -> Iterator[SignIn]:
    """Pages that are closed when the test ends."""
    with ExitStack() as opened:

        def open_page(address: str = CLERK) -> Webmail:
            page = signed_in.new_page(url, address)
            opened.callback(page.close)
            webmail = Webmail(page, url)
            webmail.open()
            return webmail

        yield open_page
