"""For `browser-scan`: what the plugin's scripts weigh on their way to a browser, and how long a first scan takes.

Bytes are compressed as web servers do (gzip), and count what is loaded in any case: a script with all it imports at its
start. The first scan is timed from the moment the page asks for its worker, over http from this machine: once with an
empty cache, once with the scripts kept by the browser, as their names allow.
"""

import gzip
import re
import statistics
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.e2e.pages.scanner import PAGE, ROOT, WITH_WASM, NamedFile, ScannerPage

ROUNDS = 7
IMPORT = re.compile(rb"""(?:from|import)\s*["']\./(congvu-[\w-]+\.js)["']""")
STAGES = {
    "before anything is written or attached": ("congvu.js", "congvu.css"),
    "more with the first words": ("congvu-compose.js",),
    "more with the first file": ("congvu-scanner.js",),
}


def figures(browser: Browser, built: Path, scan: NamedFile) -> Iterator[dict[str, object]]:
    """`built` holds the scanner and its page; the page script of Roundcube is built beside them."""
    command = ["npx", "vite", "build", "--outDir", str(built), "--emptyOutDir=false", "--logLevel", "error"]
    subprocess.run(command, cwd=ROOT / "webmail-plugin", check=True, timeout=120)
    loaded: set[str] = set()
    for stage, entries in STAGES.items():
        needed = set().union(*(_with_imports(built, entry) for entry in entries)) - loaded
        loaded |= needed
        size = sum(len(gzip.compress((built / name).read_bytes())) for name in needed)
        yield _figure(f"bytes loaded {stage}", round(size / 1000, 1), "kB gzip", 1)
    with _served(built) as address:
        first = [_first_scan(browser.new_context(), built, address, scan) for _ in range(ROUNDS)]
        context = browser.new_context()
        kept = [_first_scan(context, built, address, scan) for _ in range(ROUNDS + 1)][1:]
    yield _figure("first scanned page, empty cache", round(statistics.median(first)), "ms", ROUNDS)
    yield _figure("first scanned page, scripts kept", round(statistics.median(kept)), "ms", ROUNDS)


def _with_imports(built: Path, name: str) -> set[str]:
    """A script, and every script it imports before it runs."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [imported.decode() for imported in IMPORT.findall((built / one).read_bytes())]
    return found


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


@contextmanager
def _served(built: Path) -> Iterator[str]:
    """The address of a web server on loopback that lets scripts be kept."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(built))

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", WITH_WASM)
            self.send_header("Cache-Control", "max-age=31536000, immutable")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    (built / "index.html").write_text(PAGE, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
