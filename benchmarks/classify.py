"""`classify`: one file read in full and judged, against the least that reading it takes and against other libraries.

- Word: unzipping every member and parsing every XML part, nothing else; of a file with the styles of python-docx's
  template, of one that is little but text, and of one full of elements.
- PDF: pdfium's bare text of every page; of a paper where every page can be read that way, and of one whose pages carry
  words that could be part of a mark.
- kreuzberg and markitdown on the same files, each in a process of its own, only extracting. Of a Word file kreuzberg 4
  reads the body with its tables and text boxes, and the title; not headers and footers, notes, comments, deleted text,
  WordArt, embedded files; it neither checks the parts it does not read nor decodes fonts of old charsets nor judges.
- Bombs: how much memory an idle extractor process takes for one that is refused, and for one that is read to a limit.
- And what a plain text search sees of marks that a reader sees.
"""

import io
import os
import re
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pypdfium2
import typst

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState
from backend.documents.extract import extract
from backend.documents.limits import Limits
from benchmarks.measuring import interleaved
from benchmarks.peer_process import PEERS, Peer, peer
from benchmarks.word_papers import (
    PAPER_HEAD,
    SENTENCE,
    WORD_PLACES,
    bomb_paper,
    dense_paper,
    saved,
    text_paper,
    word_paper,
)
from tests.corpus.opendocument_writers import odt_paper
from tests.corpus.paper import Paper, Run

ROUNDS = 15
PDF_PAGES = 20
BOMB_BYTES = 400_000_000
MARK_LINE = re.compile(r"^\W*(?:TUYỆT MẬT|TỐI MẬT|MẬT)\W*$", re.MULTILINE)
SUSPICIOUS = "Văn bản MẬT, TỐI MẬT được gửi theo chế độ riêng. "


def run() -> Iterator[dict[str, object]]:
    engine = Engine(packaged_bundle())
    words = {"": word_paper(), " of little but text": text_paper(), " full of elements": dense_paper()}
    plain, suspicious = pdf_paper(SENTENCE), pdf_paper(SUSPICIOUS + SENTENCE)
    for kind, word in words.items():
        yield _speed(engine, f"docx of {len(word) // 1000} kB{kind}", word, "unzip and XML parse", _unzip_and_parse)
    yield _speed(engine, f"pdf of {PDF_PAGES} plain pages", plain, "pdfium's bare text", pdf_text)
    yield _speed(engine, f"pdf of {PDF_PAGES} suspicious pages", suspicious, "pdfium's bare text", pdf_text)
    papers = {f"docx of {len(word) // 1000} kB{kind}": word for kind, word in words.items()}
    yield from _against_libraries(engine, {**papers, "xlsx": workbook(), "odt": odt(), "pdf": plain})
    yield bomb()
    yield bomb_below_the_ratio()
    yield _found(engine, "docx marks found", [word_paper(place) for place in WORD_PLACES], "python-docx", word_text)
    yield _found(engine, "pdf marks found", [pdf_paper(SENTENCE, beside) for beside in PDF_STAMPS], "pdfium", pdf_text)


PDF_STAMPS = ("#rect[*TỐI MẬT*]", "#grid(columns: (3cm, 1fr), rect(stroke: red)[*MẬT*], [Về việc tăng cường])")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in range(1, 200):
        for column in range(1, 8):
            book.active.cell(row, column, f"{SENTENCE[: 10 * column]}{row}")
    return saved(book)


def odt() -> bytes:
    return odt_paper(Paper(Run(" ".join([SENTENCE] * 40))))


def pdf_paper(sentence: str, stamp: str = "") -> bytes:
    lines = "\n\n".join(PAPER_HEAD)
    page = sentence * (2000 // len(sentence))
    source = f'#set text(font: "Liberation Serif", size: 13pt)\n#set page(footer: [Trang mẫu])\n{stamp}\n\n{lines}\n\n'
    compiled = typst.compile((source + "#pagebreak()\n".join([page] * PDF_PAGES)).encode())
    if not isinstance(compiled, bytes):
        raise TypeError("the typesetter gave more than one file")
    return compiled


def word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _unzip_and_parse(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
    return ""


def _speed(
    engine: Engine, what: str, data: bytes, peer_name: str, text_of: Callable[[bytes], str]
) -> dict[str, object]:
    ours, theirs = interleaved(lambda: inspect_file(data, "x", engine), lambda: text_of(data), ROUNDS)
    return _figure(what, ours * 1000, "ms", peer_name, theirs * 1000, ROUNDS)


def _against_libraries(engine: Engine, files: dict[str, bytes]) -> Iterator[dict[str, object]]:
    """Ours in a process that is up, like theirs; a file that a library does not take is left out."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="congvu-bench-")))
        for library in PEERS:
            for name, data in files.items():
                path = folder / f"a.{name.partition(' ')[0]}"
                path.write_bytes(data)
                with peer(library) as other:
                    figure = other and _beside(engine, name, path, other)
                if figure:
                    yield figure


def _beside(engine: Engine, name: str, path: Path, other: Peer) -> dict[str, object] | None:
    data = path.read_bytes()
    ours: list[float] = []
    theirs: list[float] = []
    try:
        other.seconds(path)
        for _ in range(ROUNDS):
            theirs.append(other.seconds(path))
            started = time.perf_counter()
            inspect_file(data, path.name, engine)
            ours.append(time.perf_counter() - started)
    except ValueError:
        return None
    value, peer_value = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    return _figure(f"{name} beside {other.name}", value, "ms", other.name, peer_value, ROUNDS)


def bomb() -> dict[str, object]:
    """Megabytes that a fresh process gains at its peak; the peer is what a library that trusts the file gains."""
    data = _zipped_noughts()
    ours = _gained_megabytes(lambda: extract(data, "x", Limits()))
    trusting = _gained_megabytes(lambda: zipfile.ZipFile(io.BytesIO(data)).read("a"))
    return _figure(f"bomb of {BOMB_BYTES // 1_000_000} MB", ours, "MB", "zipfile", trusting, 1)


def bomb_below_the_ratio() -> dict[str, object]:
    """The same of a Word file that no member is refused of; the peer opens its body as zipfile does."""
    data = bomb_paper(BOMB_BYTES - 8_000_000)  # the limit counts what is inside it besides
    ours = _gained_megabytes(lambda: extract(data, "x", Limits()))
    trusting = _gained_megabytes(lambda: zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return _figure(f"docx of {BOMB_BYTES // 1_000_000} MB just below the ratio", ours, "MB", "zipfile", trusting, 1)


def _zipped_noughts() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as member:
        for _ in range(BOMB_BYTES // 1_000_000):
            member.write(bytes(1_000_000))
    return stream.getvalue()


def _gained_megabytes(work: Callable[[], object]) -> float:
    """Peak of a forked process above where it began (Linux: the high-water mark is set back first)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        before = _peak_kilobytes()
        work()
        os.write(writing, str(_peak_kilobytes() - before).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    gained = os.read(reading, 40)
    os.close(reading)
    return int(gained) / 1000


def _peak_kilobytes() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def _found(
    engine: Engine, what: str, papers: list[bytes], peer_name: str, text_of: Callable[[bytes], str]
) -> dict[str, object]:
    ours = sum(inspect_file(data, "x", engine).secrecy is SecrecyState.MARKED for data in papers)
    theirs = sum(MARK_LINE.search(text_of(data)) is not None for data in papers)
    return _figure(what, ours, "files", f"{peer_name} plain text", theirs, len(papers))


def _figure(what: str, value: float, unit: str, peer: str, peer_value: float, count: int) -> dict[str, object]:
    return {
        "name": f"classify ({what})",
        "value": round(value, 2),
        "unit": unit,
        "peer": peer,
        "peer_value": round(peer_value, 2),
        "ratio": round(value / peer_value, 2) if peer_value else None,
        "n": count,
    }
