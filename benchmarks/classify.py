"""`classify`: one file read in full and judged, against the plain text that a simple filter takes and searches.

The peers see less, and the last figures say how much: python-docx gives the body's paragraphs alone, pdfium's plain
text joins a stamp with the cell beside it.
"""

import io
import re
from collections.abc import Callable, Iterator

import docx
import pypdfium2
import typst

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState
from benchmarks.measuring import interleaved

ROUNDS = 15
DOCX_PARAGRAPHS = 120
PDF_PAGES = 10
MARK_LINE = re.compile(r"^\W*(?:TUYỆT MẬT|TỐI MẬT|MẬT)\W*$", re.MULTILINE)
SENTENCE = "Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành rà soát việc bảo mật hộp thư điện tử công vụ và báo cáo. "
PAPER_HEAD = "Số: 12/UBND-VX", "V/v rà soát hộp thư điện tử", "Thái Nguyên, ngày 05 tháng 01 năm 2026"
SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"


def run() -> Iterator[dict[str, object]]:
    engine = Engine(packaged_bundle())
    word, typeset = docx_paper(), pdf_paper()
    yield _speed(engine, f"docx of {DOCX_PARAGRAPHS} paragraphs", word, "python-docx plain text", docx_text)
    yield _speed(engine, f"pdf of {PDF_PAGES} pages", typeset, "pdfium plain text", pdf_text)
    yield _found(engine, "docx marks found", [docx_paper(place) for place in DOCX_PLACES], "python-docx", docx_text)
    yield _found(engine, "pdf marks found", [pdf_paper(beside) for beside in PDF_STAMPS], "pdfium", pdf_text)


DOCX_PLACES = ("paragraph", "header", "footer", "cell", "capitals")
PDF_STAMPS = ("#rect[*TỐI MẬT*]", "#grid(columns: (3cm, 1fr), rect(stroke: red)[*MẬT*], [Về việc tăng cường])")


def docx_paper(mark_in: str | None = None) -> bytes:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = SAMPLE
    for line in PAPER_HEAD:
        document.add_paragraph(line)
    if mark_in == "paragraph":
        document.add_paragraph("TỐI MẬT")
    elif mark_in == "header":
        document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    elif mark_in == "footer":
        document.sections[0].footer.add_paragraph("TỐI MẬT")
    elif mark_in == "cell":
        document.add_table(1, 2).rows[0].cells[0].text = "TỐI MẬT"
    elif mark_in == "capitals":
        document.add_paragraph().add_run("tối mật").font.all_caps = True
    for _ in range(DOCX_PARAGRAPHS):
        document.add_paragraph(SENTENCE * 3)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_paper(stamp: str = "") -> bytes:
    lines = "\n\n".join(PAPER_HEAD)
    page = SENTENCE * 20
    source = f'#set text(font: "Liberation Serif", size: 13pt)\n#set page(footer: [{SAMPLE}])\n{stamp}\n\n{lines}\n\n'
    compiled = typst.compile((source + "#pagebreak()\n".join([page] * PDF_PAGES)).encode())
    if not isinstance(compiled, bytes):
        raise TypeError("the typesetter gave more than one file")
    return compiled


def docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _speed(
    engine: Engine, what: str, data: bytes, peer_name: str, text_of: Callable[[bytes], str]
) -> dict[str, object]:
    ours, peer = interleaved(lambda: inspect_file(data, "x", engine), lambda: MARK_LINE.search(text_of(data)), ROUNDS)
    return _figure(what, ours * 1000, "ms", f"{peer_name} and one search", peer * 1000, ROUNDS)


def _found(
    engine: Engine, what: str, papers: list[bytes], peer_name: str, text_of: Callable[[bytes], str]
) -> dict[str, object]:
    ours = sum(inspect_file(data, "x", engine).secrecy is SecrecyState.MARKED for data in papers)
    peer = sum(MARK_LINE.search(text_of(data)) is not None for data in papers)
    return _figure(what, ours, "files", f"{peer_name} plain text", peer, len(papers))


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
