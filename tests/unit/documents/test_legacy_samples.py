"""Papers that LibreOffice wrote in the formats of older programs, read with everything that is in them."""

from pathlib import Path

import pytest

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction

LEGACY = Path(__file__).resolve().parents[2] / "data" / "legacy"
SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
IN_THE_PAPER = {
    "TỐI MẬT",
    "cột hai",
    "ô trái",
    "ô phải",
    "Cộng hoà xã hội chủ nghĩa Việt Nam",
    "MẬT",
    "HOA THEO KIỂU",
    "CHỮ HOA NHỎ và",
    "chữ ẩn",
    "Chú thích cuối trang mẫu",
    "Chú thích cuối bài mẫu",
    "Lời nhận xét mẫu",
    "Chữ trong khung",
    "Chân trang mẫu",
    f"Đầu trang: {SAMPLE}",
    "Tài liệu mẫu",
    "Chủ đề mẫu",
    "từ khoá mẫu",
}


def read(name: str) -> Extraction:
    return extract((LEGACY / name).read_bytes(), name, Limits())


def lines(found: Extraction) -> set[str]:
    return {line for part in found.parts for page in part.pages for line in page.lines}


@pytest.mark.parametrize(
    ("name", "media_type"), [("paper.doc", "application/msword"), ("paper.rtf", "application/rtf")]
)
def test_everything_in_a_paper_is_read(name: str, media_type: str) -> None:
    found = read(name)
    assert found.media_type == media_type
    assert IN_THE_PAPER - lines(found) == set()


def test_everything_in_a_workbook_is_read_sheet_by_sheet() -> None:
    found = read("sheet.xls")
    first, hidden = found.parts[0].pages
    assert found.media_type == "application/vnd.ms-excel"
    assert first.lines[:5] == ("TỐI MẬT", "Về việc", "TỐI MẬT Về việc", "TỐI MẬT", "Có MẬT ở giữa")
    assert {"Ghi chú ô", "Chữ trong hình", "kết quả", f"Đầu trang: {SAMPLE}"} <= set(first.lines)
    assert (hidden.number, hidden.lines[0], hidden.lines[-1]) == (2, "Ô trong trang ẩn", "Trang ẩn")
    assert found.unreadable == ()


@pytest.mark.parametrize("name", ["paper.doc", "paper.rtf", "sheet.xls", "slides.ppt"])
def test_a_sample_cut_short_anywhere_is_never_clean(name: str) -> None:
    whole = (LEGACY / name).read_bytes()
    for size in range(9, len(whole) - 2, max(len(whole) // 120, 1)):
        assert extract(whole[:size], name, Limits()).unreadable, size
