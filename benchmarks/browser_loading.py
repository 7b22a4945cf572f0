"""For `browser-scan`: how long a first scan takes.

It is timed from the moment the page asks for its worker, over http from this machine: once with an empty cache,
once with the scripts kept by the browser, as their names allow.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.e2e.pages.scanner import WITH_WASM, NamedFile, ScannerPage
from tests.e2e.pages.scanner_site import ScannerSite

ROUNDS = 7


def figures(browser: Browser, built: Path, scan: NamedFile) -> Iterator[dict[str, object]]:
    """`built` holds the scanner and its page."""
    with ScannerSite(built, WITH_WASM, kept=True) as site:
        first = [_first_scan(browser.new_context(), built, site.address, scan) for _ in range(ROUNDS)]
        context = browser.new_context()
        kept = [_first_scan(context, built, site.address, scan) for _ in range(ROUNDS + 1)][1:]
    yield _figure("first scanned page, empty cache", round(statistics.median(first)), "ms", ROUNDS)
    yield _figure("first scanned page, scripts kept", round(statistics.median(kept)), "ms", ROUNDS)


def _first_scan(context: BrowserContext, built: Path, address: str, scan: NamedFile) -> float:
    """Milliseconds; the page is closed, what the context keeps stays."""
    page = context.new_page()
    scanner = ScannerPage(page, built, address=address)
    scanner.open()
    milliseconds: list[float] = scanner.time("time", scan, 1)["milliseconds"]
    page.close()
    return milliseconds[0]


def _figure(name: str, value: float, unit: str, count: int) -> dict[str, object]:
    measured = {"name": f"browser-scan ({name})", "value": value, "unit": unit}
    return {**measured, "peer": None, "peer_value": None, "ratio": None, "n": count}
