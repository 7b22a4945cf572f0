"""`browser-scan`: milliseconds to judge a file in the scanner's worker, in real Chromium, and what the page feels.

Peers, turn by turn in the same browser or process: of a PDF, plain pdf.js reading the text (no drawings, no rules),
with both halves in one worker as in ours; of Word files, archives and scans, the server's engine on the same bytes (of
a scan the server reads the print too, so that the ratio says nothing of stamps alone). `longest task` is the longest
the page itself was kept from answering the official (tasks under 50 ms are not reported by browsers: 0). What is
loaded is measured by browser_pages.py, how long the first scan of a page takes by browser_loading.py.
"""

import io
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import typst
from playwright.sync_api import sync_playwright

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from benchmarks import browser_loading, browser_pages
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.pages.scanner import WITH_WASM, NamedFile, ScannerPage, build_scanner
from tests.unit.documents.stamp_pictures import PICTURES

ROUNDS, TURNS = 6, 3
LINE = "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư, đề nghị các đơn vị thực hiện. "
Timed = tuple[list[float], float]  # milliseconds of each turn, the page's longest task


def run() -> Iterator[dict[str, object]]:
    """Two figures for each kind of file; values are medians over the turns of all rounds."""
    engine = Engine(packaged_bundle())
    with _scanner_page() as scanner:
        yield from _loading(scanner)
        for name, file, peer in _files():
            ours: list[Timed] = []
            others: list[Timed] = []
            for _ in range(ROUNDS):
                ours.append(_in_browser(scanner, "time", file))
                others.append(_in_browser(scanner, "peerTime", file) if peer == PDFJS else _on_server(engine, file))
            yield _figure(name, peer, ours[1:], others[1:])
            yield {
                "name": f"browser-scan ({name}, longest task on the page)",
                "value": round(max(longest for _, longest in ours), 1),
                "unit": "ms",
                "peer": None,
                "peer_value": None,
                "ratio": None,
                "n": ROUNDS * TURNS,
            }


def _loading(scanner: ScannerPage) -> Iterator[dict[str, object]]:
    browser = scanner.page.context.browser
    if browser is not None:
        yield from browser_pages.figures(browser)
        yield from browser_loading.figures(browser, scanner.built, ("quet.pdf", _scan("mat-150")))


PDFJS, SERVER = "pdf.js getTextContent", "the server's engine"


def _files() -> list[tuple[str, NamedFile, str]]:
    paper = ("ke-hoach.docx", _docx())
    nested = ("ho-so.zip", _zip(("trong.zip", _zip(paper, ("cong-van.txt", (LINE * 50).encode()))), paper))
    return [
        ("docx", paper, SERVER),
        ("20-page PDF", ("bao-cao.pdf", _pdf(pages=20)), PDFJS),
        ("nested zip", nested, SERVER),
        ("scanned page with a stamp", ("quet.pdf", _scan("mat-150")), SERVER),
        ("scanned page with a seal", ("quet.pdf", _scan("sealed")), SERVER),
    ]


def _docx() -> bytes:
    document = docx.Document()
    for _ in range(60):
        document.add_paragraph(LINE * 3)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(pages: int) -> bytes:
    body = "\n#pagebreak()\n".join([LINE * 20] * pages)
    return bytes(typst.compile(f'#set text(font: "Liberation Serif", size: 13pt)\n{body}'.encode()))


def _zip(*files: NamedFile) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def _scan(name: str) -> bytes:
    picture = next(one for one in PICTURES if one.name == name)
    stream = io.BytesIO()
    picture.draw().convert("RGB").save(stream, "PDF", resolution=picture.dpi)
    return stream.getvalue()


@contextmanager
def _scanner_page() -> Iterator[ScannerPage]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        scanner = ScannerPage(browser.new_page(), build_scanner(Path(folder)), policy=WITH_WASM)
        scanner.open()
        yield scanner
        browser.close()


def _in_browser(scanner: ScannerPage, function: str, file: NamedFile) -> Timed:
    timed = scanner.time(function, file, TURNS)
    return timed["milliseconds"], timed["longestTask"]


def _on_server(engine: Engine, file: NamedFile) -> Timed:
    return [_milliseconds(lambda: inspect_file(file[1], file[0], engine)) for _ in range(TURNS)], 0.0


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _figure(name: str, peer: str, ours: list[Timed], others: list[Timed]) -> dict[str, object]:
    value, peer_value = (statistics.median(each for turns, _ in timed for each in turns) for timed in (ours, others))
    return {
        "name": f"browser-scan ({name})",
        "value": round(value, 1),
        "unit": "ms",
        "peer": peer,
        "peer_value": round(peer_value, 1),
        "ratio": round(value / peer_value, 2),
        "n": (ROUNDS - 1) * TURNS,
    }
