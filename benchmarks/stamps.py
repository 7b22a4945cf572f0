"""`stamps`: how many stamps on drawn scans are read, and how long a page takes beside reading the whole of it.

Three drawn groups hold the finder in the tests (plain, hard, harmless). The fourth, by a seed nobody built on, has
everything wrong with a page at once. Drawn scans are not real ones: nobody may hand out marked papers to measure on.
The peer is Tesseract reading the same whole page, as a tool without a stamp finder does; turn by turn, one thread.
"""

import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.find import StampFindings, find_stamps
from backend.documents.stamps.page_text import read_page_text
from backend.documents.stamps.vocabulary import MARKS
from benchmarks.measuring import interleaved
from tests.unit.documents.random_stamps import scans
from tests.unit.documents.stamp_pictures import PICTURES, Group

SEED, SCANS, PEER_PAGES = 20261127, 160, 12
PEER = "tesseract, whole page"


@dataclass(slots=True)
class _Count:
    pages: int = 0
    read: int = 0
    uncertain: int = 0
    clean: int = 0  # of a page with a mark: nothing was said
    seconds: float = 0.0

    def add(self, expected: set[str], found: StampFindings) -> None:
        marks = set(found.texts) & set(MARKS.values())
        self.pages += 1
        self.read += bool(marks >= expected if expected else marks)
        self.uncertain += found.uncertain and not marks
        self.clean += not marks and not found.uncertain


def run() -> Iterator[dict[str, object]]:
    for group in Group:
        drawn = ((p.draw(), p.dpi, set(p.expected) & set(MARKS.values())) for p in PICTURES if p.group is group)
        yield from _rates(group.value, _counted((np.asarray(page, np.uint8), dpi, words) for page, dpi, words in drawn))
    random = list(scans(SEED, SCANS))
    for name, is_mark in (("random marks", True), ("random harmless", False)):
        some = (
            (scan.pixels, scan.dpi, {scan.words} if is_mark else set()) for scan in random if scan.is_mark is is_mark
        )
        yield from _rates(name, _counted(some))
    yield from _times()


def _counted(pages: Iterable[tuple[NDArray[np.uint8], float, set[str]]]) -> _Count:
    count = _Count()
    for pixels, dpi, expected in pages:
        started = time.perf_counter()
        found = find_stamps(pixels, dpi)
        count.seconds += time.perf_counter() - started
        count.add(expected, found)
    return count


def _rates(name: str, count: _Count) -> Iterator[dict[str, object]]:
    for what in ("read", "uncertain", "clean"):
        yield _figure(f"stamps ({name}: {what})", getattr(count, what), f"of {count.pages} pages", count.pages)
    yield _figure(f"stamps ({name}: a page)", round(count.seconds / count.pages * 1000), "ms", count.pages)


def _times() -> Iterator[dict[str, object]]:
    """Medians over pages, each timed beside its peer."""
    pages = [(np.asarray(p.draw(), np.uint8), p.dpi) for p in PICTURES if p.dpi == 150][:: len(PICTURES) // PEER_PAGES]
    timed = [interleaved(partial(find_stamps, *page), partial(read_page_text, *page), 3) for page in pages]
    ours, peer = (statistics.median(each) for each in zip(*timed, strict=True))
    yield {
        "name": "stamps (page of 150 dpi, median)",
        "value": round(ours * 1000),
        "unit": "ms",
        "peer": PEER,
        "peer_value": round(peer * 1000),
        "ratio": round(ours / peer, 3),
        "n": len(pages) * 3,
    }


def _figure(name: str, value: float, unit: str, n: int) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "peer": None, "peer_value": None, "ratio": None, "n": n}
