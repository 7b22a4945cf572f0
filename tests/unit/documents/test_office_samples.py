"""Office files as LibreOffice writes them (tests/data/office): read, complete, and with nothing called unreadable."""

from pathlib import Path

import pytest

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "office"
SAMPLE_SAYS = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
MARK = "TỐI MẬT"
PAPER = {
    SAMPLE_SAYS,
    MARK,
    "Chân trang",
    "Chú thích cuối trang",
    "Nhận xét",
    "Ô thứ hai",
    "Mục ẩn",
    "Trang hai VIẾT HOA",
}
BOOK = {SAMPLE_SAYS, MARK, "Hộp văn bản", "Ghi chú của ô", "hai ba", "Trong tờ ẩn", "Tờ ẩn", "Đầu trang in"}
SLIDES = {SAMPLE_SAYS, MARK, "Ghi chú người nói"}


def read(name: str) -> Extraction:
    return extract((SAMPLES / name).read_bytes(), name, Limits())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("paper.odt", PAPER),
        ("paper.fodt", PAPER),
        ("paper.docx", PAPER),
        ("book.ods", BOOK),
        ("book.fods", BOOK),
        ("book.xlsx", BOOK),
        ("slides.odp", SLIDES),
        ("slides.fodp", SLIDES | {"Chữ trên mẫu nền"}),
    ],
)
def test_everything_a_file_says_is_a_line_and_nothing_is_unreadable(name: str, said: set[str]) -> None:
    found = read(name)
    lines = {line for part in found.parts for page in part.pages for line in page.lines}

    assert said - lines == set()
    assert found.unreadable == ()


@pytest.mark.parametrize(
    ("name", "page"), [("paper.odt", 1), ("book.ods", 1), ("book.xlsx", 1), ("slides.odp", 2), ("slides.fodp", 2)]
)
def test_the_mark_is_on_its_page(name: str, page: int) -> None:
    places = [page.number for part in read(name).parts for page in part.pages if MARK in page.lines]
    assert places == [page]


@pytest.mark.parametrize("name", ["paper.odt", "paper.docx", "book.ods", "book.xlsx", "slides.odp", "paper.fodt"])
def test_a_file_cut_short_is_never_called_read(name: str) -> None:
    whole = (SAMPLES / name).read_bytes()
    for cut in range(1, 10):
        found = extract(whole[: len(whole) * cut // 10], name, Limits())
        assert found.unreadable != ()
