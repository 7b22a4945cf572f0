"""A paper as PDF: what a reader sees of it, read back by pdfium and by our own reader."""

import io

import pypdfium2
from docx import Document

from backend.compliance.paper import Beside, Block, Boxes, Centred, Heading, Line, Rows, Text, Title
from backend.compliance.paper_docx import docx
from backend.compliance.paper_pdf import pdf
from backend.documents.extract import extract
from backend.documents.limits import Limits

PAPER: list[Block] = [
    Beside((Line("SỞ MẪU", bold=True, ruled=True),), (Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True),)),
    Centred((Line("BÁO CÁO", bold=True), Line("Tình hình thử", ruled=True))),
    Heading("1. Mục"),
    Text("Một câu có #dấu *lạ* và $1 + 1$."),
    Boxes(("Việc thứ nhất",)),
    Rows(("TT", "Cơ quan"), (("1", "Xã Phú Lương"),), (1, 4)),
    Centred((Line("Phụ lục"),), begins_page=True),
]


def words(file: bytes) -> list[str]:
    with pypdfium2.PdfDocument(file) as found:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in found]


def test_every_word_of_the_docx_stands_in_the_pdf() -> None:
    paper = Document(io.BytesIO(docx(PAPER)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    written = " ".join([*(line.text for line in paper.paragraphs), *cells]).replace("☐", " ")
    shown = " ".join(words(pdf(PAPER)))

    assert {word for word in written.split() if word not in shown.split()} == set()


def test_texts_are_never_read_as_markup() -> None:
    assert "Một câu có #dấu *lạ* và $1 + 1$." in words(pdf(PAPER))[0]


def test_an_annex_begins_a_page_and_pages_have_numbers_from_the_second_on() -> None:
    first, second = words(pdf(PAPER))

    assert second.split() == ["2", "Phụ", "lục"]
    assert first.split()[:2] == ["SỞ", "MẪU"]


def test_our_own_reader_can_read_it() -> None:
    found = extract(pdf(PAPER), "bao-cao.pdf", Limits())

    assert (found.unreadable, found.uncertain) == ((), ())
    assert "BÁO CÁO" in found.parts[0].pages[0].lines


def test_the_same_blocks_give_the_same_bytes_without_a_date_of_their_making() -> None:
    written = pdf(PAPER)

    assert written == pdf(PAPER)
    assert b"/CreationDate" not in written
    assert b"/ModDate" not in written
    assert int(written[5:8].replace(b".", b"")) >= 14  # NĐ 30/2020, Phụ lục I, mục I: version 1.4 or later


def test_a_readers_window_is_named_after_the_paper() -> None:
    with pypdfium2.PdfDocument(pdf([Title("Danh sách việc")])) as found:
        assert found.get_metadata_dict()["Title"] == "Danh sách việc"
    with pypdfium2.PdfDocument(pdf(PAPER)) as found:
        assert found.get_metadata_dict()["Title"] == "BÁO CÁO – Tình hình thử"
