"""One campaign: spoilt files, extracted in processes that are watched from outside.

What must hold for each: the extractor comes back within its time and says something; its process does not die; and a
marked file that was cut off is never clean, where its format can tell that something is missing.
"""

import multiprocessing
import time
from binascii import b2a_uu
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.verdict import SecrecyState
from backend.documents.extract import extract
from backend.documents.limits import Limits
from tests.corpus.paper import Paper, Run
from tests.corpus.samples import CONTAINERS, SERVER_WRAPS, WRAPS
from tests.fuzz.mutations import MUTATIONS, cut_off
from tests.unit.documents.metafile_builder import emf_of, wmf_of

LIMITS = Limits(seconds=3.0, inflated_bytes=30_000_000)
GRACE_SECONDS = 6.0  # for one step of a library that cannot be interrupted
CHUNK = 500
LOOK_AGAIN_SECONDS = 0.2
UU_LINE_BYTES = 45
# Texts may end anywhere: nothing in them says that more should follow
ENDLESS = {"txt", "txt UTF-16", "csv", "html", "eml"}


@dataclass(frozen=True, slots=True)
class Seed:
    name: str
    data: bytes
    complete: bool  # the format tells when something is missing


@dataclass(frozen=True, slots=True)
class Trouble:
    """`case` makes the same file again: `spoilt(seeds, case)`."""

    case: int
    seed: str
    what: str


def seeds() -> list[Seed]:
    """One marked file of each container, and of each wrap around a Word file."""
    found = [
        Seed(one.name, one.write(Paper(Run("TỐI MẬT"), one.places[0])), one.name not in ENDLESS) for one in CONTAINERS
    ]
    word = next(seed.data for seed in found if seed.name == "docx")
    found += [Seed("emf", emf_of("TỐI MẬT"), True), Seed("wmf", wmf_of("TOI MAT"), True)]
    found.append(Seed("txt › uuencoded docx", _uuencoded(word), True))
    return found + [
        Seed(f"{name} › docx", wrap(word), name != "eml attachment") for name, wrap in {**WRAPS, **SERVER_WRAPS}.items()
    ]


def _uuencoded(file: bytes) -> bytes:
    lines = (b2a_uu(file[at : at + UU_LINE_BYTES]) for at in range(0, len(file), UU_LINE_BYTES))
    return b"".join([b"begin 644 a.docx\n", *lines, b"`\nend\n"])


def spoilt(chosen: Sequence[Seed], case: int) -> tuple[Seed, bytes, bool]:
    """The file of a case, and whether all that happened to it is that its end is missing."""
    random = Random(case)
    seed = random.choice(chosen)
    mutation = random.choice(MUTATIONS)
    return seed, mutation(seed.data, random, [one.data for one in chosen]), mutation is cut_off


def run_case(engine: Engine, chosen: Sequence[Seed], case: int) -> Trouble | None:
    seed, data, is_cut_off = spoilt(chosen, case)
    started = time.monotonic()
    try:
        extraction = extract(data, "x", LIMITS)
        finding = engine.judge(extraction, name="x", sha256="00" * 32, size_bytes=len(data), elapsed_ms=0.0)
    except Exception as error:  # noqa: BLE001 - it must not raise, whatever it is
        return Trouble(case, seed.name, f"raised {type(error).__name__}")
    if time.monotonic() - started > LIMITS.seconds + GRACE_SECONDS:
        return Trouble(case, seed.name, "took too long")
    clean = finding.secrecy is SecrecyState.NONE and finding.unreadable_reason is None
    if is_cut_off and seed.complete and clean:
        return Trouble(case, seed.name, f"cut off after {len(data)} of {len(seed.data)} bytes, and clean")
    return None


def run(cases: range, processes: int, told: Callable[[int], None] = lambda _: None) -> list[Trouble]:
    """Every case, `processes` at a time; a process that dies or hangs is a trouble of the case it had.

    `told` hears up to which case all are done. What hangs has to hang twice: a busy machine stalls a process too.
    """
    chosen, found, stalled = seeds(), list[Trouble](), set[int]()
    waiting = [cases[start : start + CHUNK] for start in range(0, len(cases), CHUNK)]
    running: list[_Worker] = []
    while waiting or running:
        while waiting and len(running) < processes:
            running.append(_Worker(chosen, waiting.pop(0)))
        time.sleep(LOOK_AGAIN_SECONDS)
        for worker in [worker for worker in running if worker.is_done()]:
            running.remove(worker)
            if worker.hung and worker.case not in stalled:
                stalled.add(worker.case)
                found += worker.told()
                waiting.insert(0, worker.from_its_case)
                continue
            found += worker.troubles()
            if worker.rest:
                waiting.insert(0, worker.rest)
            told(min([each.case for each in running] + [chunk.start for chunk in waiting], default=cases.stop))
    return found


class _Worker:
    """A process that goes through some cases, as seen from outside."""

    def __init__(self, chosen: Sequence[Seed], cases: range) -> None:
        context = multiprocessing.get_context("fork")
        self._chosen, self._cases = chosen, cases
        self._at, self._told = context.Value("q", cases.start), context.SimpleQueue()
        self._seen, self._since = cases.start, time.monotonic()
        self._process = context.Process(target=_work, args=(chosen, cases, self._at, self._told), daemon=True)
        self._process.start()
        self.rest = range(0)
        self.hung = False

    @property
    def case(self) -> int:
        """The one it is at."""
        return int(self._at.value)

    @property
    def from_its_case(self) -> range:
        return range(self.case, self._cases.stop)

    def is_done(self) -> bool:
        """Whether it ended, came to a stop, or was stopped because it hung."""
        if self._process.exitcode is not None:
            return True
        now = time.monotonic()
        if self._at.value != self._seen:
            self._seen, self._since = self._at.value, now
        elif now - self._since > LIMITS.seconds + GRACE_SECONDS:
            self._process.kill()
            self._process.join()
            self.hung = True
        return self.hung

    def told(self) -> Iterator[Trouble]:
        while not self._told.empty():
            yield self._told.get()

    def troubles(self) -> Iterator[Trouble]:
        yield from self.told()
        if self._process.exitcode:
            case, self.rest = self.case, range(self.case + 1, self._cases.stop)
            what = "hung" if self.hung else f"its process ended with {self._process.exitcode}"
            yield Trouble(case, spoilt(self._chosen, case)[0].name, what)


def _work(chosen: Sequence[Seed], cases: range, at: Any, told: Any) -> None:
    engine = Engine(packaged_bundle())
    for case in cases:
        at.value = case
        trouble = run_case(engine, chosen, case)
        if trouble is not None:
            told.put(trouble)
