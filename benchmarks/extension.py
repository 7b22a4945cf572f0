"""What the extension costs a page that nobody writes a letter on: processor time of its load, memory, bytes.

The same page, with a frame in it and without, of one server, in one real Chromium with the built extension: by an
address the guard is set to, by one it is not, and by one where the browser runs two scripts with nothing in them, which
is what any extension of this build costs. All are loaded in turn, in a process each, and measured when the guard has
looked at its own. Then whether the background sleeps.
"""

import gzip
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, sync_playwright

from benchmarks.extension_idle import watched
from deploy.demo.bootstrap import node
from deploy.demo.layout import CHECKOUT
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import free_ports
from tests.e2e.pages.extension import BUILT, background, extension_context, set_up
from tests.e2e.pages.upload_site import UploadSite

ROUNDS = 25
SETTLED_MILLISECONDS = 2_500  # the guard looks at the page 1.5 s after it was loaded
PAGES = {"a page": "/?strict", "a page with a frame": "/"}
SCRIPTS = ("gate.js", "content-scripts/hooks.js")
EMPTY = "empty.js"

REGISTER_EMPTY = """file => chrome.scripting.registerContentScripts(["ISOLATED", "MAIN"].map((world) => ({
    id: `empty ${world}`, js: [file], world, matches: ["http://empty.localhost/*"], allFrames: true,
    matchOriginAsFallback: true, runAt: "document_start",
})))"""


def run() -> Iterator[dict[str, object]]:
    node.build_extension(CHECKOUT)
    for name in SCRIPTS:
        size = len(gzip.compress((BUILT / name).read_bytes()))
        yield _figure(f"content script {Path(name).name}", round(size / 1000, 1), "kB gzip", None, 1)
    with UploadSite(free_ports().base) as site, tempfile.TemporaryDirectory() as folder:
        origins = ["http://127.0.0.1/*", "http://empty.localhost/*"]
        with (
            sync_playwright() as playwright,
            extension_context(playwright, Path(folder), CHROMIUM, CHROMIUM_ARGUMENTS, origins) as context,
        ):
            set_up(context, site.settings)
            (Path(folder) / "extension" / EMPTY).write_text("")
            background(context).evaluate(REGISTER_EMPTY, EMPTY)
            for name, path in PAGES.items():
                yield from _loads(context, name, f"{site.address}{path}")
        fewest, seconds = watched(Path(folder), f"{site.address}/?strict")
    yield _figure("service workers alive when idle", fewest, "", None, 1)
    yield _figure("longest life of a service worker, woken by a page or an alarm", seconds, "s", None, 1)


def _loads(context: BrowserContext, name: str, guarded: str) -> Iterator[dict[str, object]]:
    """Each page twice, the second ones opened in the opposite order: what was opened last is a little cheaper."""
    addresses = [guarded.replace("127.0.0.1", host) for host in ("127.0.0.1", "empty.localhost", "localhost")]
    with ExitStack() as open_pages:
        opened = [
            (address, open_pages.enter_context(closing(_Page(context, address))))
            for address in (*addresses, *reversed(addresses))
        ]
        for turn in range(ROUNDS + 1):
            for _, page in opened if turn % 2 else reversed(opened):
                page.load()
            context.pages[0].wait_for_timeout(SETTLED_MILLISECONDS)
            for _, page in opened:
                page.measure()
    ours, empty, peer = ([page for address, page in opened if address == one] for one in addresses)
    added = f"processor time added to the load of {name}"
    yield _compared(added, _milliseconds(ours), _milliseconds(peer), "ms")
    yield _compared(f"{added} by empty scripts", _milliseconds(empty), _milliseconds(peer), "ms")
    yield _compared(f"memory added to {name}", _megabytes(ours), _megabytes(peer), "MB")


def _milliseconds(pages: Sequence["_Page"]) -> list[float]:
    return [each for page in pages for each in page.milliseconds]


def _megabytes(pages: Sequence["_Page"]) -> list[float]:
    return [each for page in pages for each in page.megabytes]


class _Page:
    """One page, loaded again and again; the first load warms up and does not count."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._page = context.new_page()
        self._address = address
        self._session: CDPSession = context.new_cdp_session(self._page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._loads: list[tuple[float, float]] = []

    @property
    def milliseconds(self) -> list[float]:
        return [milliseconds for milliseconds, _ in self._loads[1:]]

    @property
    def megabytes(self) -> list[float]:
        return [megabytes for _, megabytes in self._loads[1:]]

    def load(self) -> None:
        self._page.goto(self._address)

    def measure(self) -> None:
        milliseconds = self._metrics()["TaskDuration"] * 1000  # since the page was gone to
        self._session.send("HeapProfiler.collectGarbage")
        self._loads.append((milliseconds, self._metrics()["JSHeapUsedSize"] / 1e6))

    def close(self) -> None:
        self._page.close()

    def _metrics(self) -> dict[str, float]:
        return {one["name"]: one["value"] for one in self._session.send("Performance.getMetrics")["metrics"]}


def _compared(name: str, ours: list[float], peer: list[float], unit: str) -> dict[str, object]:
    """The difference of the medians; the peer is the same page without the guard."""
    with_guard, without = statistics.median(ours), statistics.median(peer)
    return _figure(name, round(with_guard - without, 2), unit, round(without, 2), len(ours))


def _figure(name: str, value: float, unit: str, peer: float | None, count: int) -> dict[str, object]:
    measured = {"name": f"extension ({name})", "value": value, "unit": unit}
    named = None if peer is None else "the same page without it"
    return {**measured, "peer": named, "peer_value": peer, "ratio": None, "n": count}
