"""One stack for all stories: the demo's launcher in a scratch folder, and Debian's Chromium.

Nothing is recorded of a page, not even when a test fails: a screenshot could show a marked paper.
"""

import inspect
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from deploy.demo.layout import PORTS_RESERVED, Layout, Ports
from deploy.demo.ports import busy_ports
from deploy.demo.stack import Stack
from tests.e2e.pages.running_stack import RunningStack
from tests.e2e.pages.webmail import SignedIn, Webmail

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
PORT_RANGE = range(20_000, 30_000)  # below the ephemeral ones


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coroutine tests first: Playwright's own event loop runs from its first test to the end."""
    items.sort(key=lambda item: not inspect.iscoroutinefunction(getattr(item, "function", None)))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: Mapping[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(CHROMIUM_ARGUMENTS)}


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder that the servers' users may enter, which pytest's own are not; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="congvu-e2e-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def stack(scratch: Path) -> Iterator[RunningStack]:
    """Everything of the demo, up for the whole run; one process with all roles."""
    assert os.geteuid() == 0, "the stories start Postfix and Dovecot: run them as root (`make e2e` asks sudo)"
    whole = Stack(Layout(scratch / "stack", first_free_ports()))
    yield RunningStack(whole, whole.up())
    whole.reset()


@pytest.fixture(scope="session")
def signed_in(browser: Browser) -> Iterator[SignedIn]:
    contexts = SignedIn(browser)
    yield contexts
    contexts.close()


@pytest.fixture
def webmail(stack: RunningStack, signed_in: SignedIn) -> Iterator[Webmail]:
    """The province's webmail, with the plugin: `webmail("sokhcn@thainguyen.gov.vn")` is that mailbox's page."""
    way_in = Webmail(signed_in, stack.webmail_url)
    yield way_in
    way_in.close()


@pytest.fixture
def outside_webmail(stack: RunningStack, signed_in: SignedIn) -> Iterator[Webmail]:
    """The webmail of citizens and businesses, which knows nothing of the plugin."""
    way_in = Webmail(signed_in, stack.outside_webmail_url)
    yield way_in
    way_in.close()


def first_free_ports() -> Ports:
    """A range of ports nobody listens on; from a place of this process's own, so that two runs rarely meet.

    Raises:
        LookupError: every range has a busy port.
    """
    starts = list(range(PORT_RANGE.start, PORT_RANGE.stop, PORTS_RESERVED))
    own = os.getpid() % len(starts)
    for start in starts[own:] + starts[:own]:
        ports = Ports(start)
        if not busy_ports(ports.reserved):
            return ports
    raise LookupError(f"no {PORTS_RESERVED} free ports from {PORT_RANGE.start} to {PORT_RANGE.stop}")
