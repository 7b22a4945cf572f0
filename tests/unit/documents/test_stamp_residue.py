"""Stamps that wear has broken, or that have grown together with print, on scans without colour: never called clean."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from backend.documents.stamps.find import find_stamps
from backend.documents.stamps.ink import PALE_FROM, read_page, smaller
from backend.documents.stamps.levelled import level_of, on_page
from backend.documents.stamps.places import Place
from backend.documents.stamps.residue import Residue, residue
from backend.documents.stamps.vocabulary import Says, meaning
from tests.unit.documents.stamp_drawing import (
    DARK_RED,
    ORANGE,
    PALE,
    RED,
    SANS,
    SANS_BOLD,
    SERIF_BOLD,
    Paper,
    Stamp,
    black_and_white,
    grey,
    jpeg,
    skewed,
)


def letter(*stamps: Stamp, dpi: float = 150, sealed: bool = False) -> Image.Image:
    paper = Paper(dpi)
    paper.letter()
    if sealed:
        paper.seal((150, 268))
        paper.signature((156, 268))
    for stamp in stamps:
        paper.stamp(stamp)
    return grey(paper.image)


def left_on(image: Image.Image, dpi: float) -> Residue:
    page = read_page(np.asarray(image, np.uint8), dpi)
    plane, pixels_per_mm = smaller(page.black, page.pixels_per_mm)
    mask = (plane > PALE_FROM).astype(np.uint8) * 255
    return residue(mask, level_of(mask, pixels_per_mm), pixels_per_mm)


@pytest.mark.parametrize(
    ("stamp", "dpi"),
    [
        (Stamp("TUYỆT MẬT", (136, 149), (200, 60, 90), 10, 0, 4, letter_share=0.56, worn=0.3), 100),
        (Stamp("TUYỆT MẬT", (148, 145), RED, 9, 0, -5, SANS_BOLD, letter_share=0.62), 96),
        (Stamp("GIẢI MẬT", (74, 245), (230, 120, 120), 11.5, 0, 1, SANS, letter_share=0.62, worn=0.3), 150),
        (Stamp("TỐI MẬT", (118, 229), PALE, 9.7, 1, 3, letter_share=0.51, worn=0.15), 100),
        (Stamp("MẬT", (139, 62), RED, 10, 0, -4, SANS_BOLD), 96),
        (Stamp("TỐI MẬT", (163, 16), PALE, 12, 2, 2, SANS_BOLD, letter_share=0.55, worn=0.3), 150),
        (Stamp("TUYỆT MẬT", (130, 33), PALE, 8.5, 0, 3.6, letter_share=0.55, worn=0.3), 200),
        (Stamp("GIẢI MẬT", (124, 84), (230, 120, 120), 11, 1, -22, SANS, letter_share=0.57, worn=0.15), 96),
    ],
    ids=lambda value: f"{value.words}-{value.at}" if isinstance(value, Stamp) else str(value),
)
def test_a_broken_mark_over_print_of_a_grey_scan_is_not_called_clean(stamp: Stamp, dpi: float) -> None:
    found = find_stamps(np.asarray(letter(stamp, dpi=dpi), np.uint8), dpi)

    assert found.uncertain or stamp.words in found.texts


def test_a_mark_written_into_a_heading_of_the_same_ink_makes_its_line_doubtful() -> None:
    stamp = Stamp("GIẢI MẬT", (129.2, 63.2), RED, 8.3, 0, 1.4, SANS_BOLD, letter_share=0.52, spaced=True)
    page = black_and_white(letter(stamp, dpi=300))

    assert find_stamps(np.asarray(page, np.uint8), 300).uncertain


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_sealed_and_signed_letter_leaves_nothing_unexplained(turn: int) -> None:
    page = letter(dpi=150, sealed=True).rotate(turn, expand=True)

    assert left_on(page, 150).grown == ()


@pytest.mark.parametrize(("darkness", "skew"), [(128, -1.6), (128, -1.25), (110, 2)])
def test_the_rules_of_a_table_scanned_askew_leave_nothing_unexplained(darkness: int, skew: float) -> None:
    paper = Paper(150)
    draw = ImageDraw.Draw(paper.image)
    for row in range(14):
        for left, right, words in ((20, 60, "Số hiệu"), (60, 190, "30/2026/TT-BKHCN ngày 6 tháng 6")):
            corners = [paper.px(v) for v in (left, 36 + row * 14, right, 50 + row * 14)]
            draw.rectangle(corners, outline=(darkness, darkness, darkness), width=1)
            paper.text(left + 0.3, 40 + row * 14, words, 4.4)

    assert left_on(jpeg(skewed(grey(paper.image), skew), 75), 150).grown == ()


def test_a_name_alone_on_the_last_page_is_no_larger_than_print() -> None:
    paper = Paper(100)
    paper.text(150, 260, "Nguyễn Văn Thắng", 5.0, SERIF_BOLD, anchor="ma")

    assert left_on(jpeg(grey(paper.image), 50), 100).lines == ()


def test_the_large_letters_of_a_slide_are_at_home_on_it() -> None:
    slide = Paper(109, width=297, height=167)
    slide.text(14, 12, "MỤC TIÊU NĂM 2026", 11, SANS_BOLD)
    for row, words in enumerate(("Tỷ lệ hồ sơ đúng hạn đạt 98,7 %", "75%", "B1", "Còn 5 đơn vị chưa báo cáo")):
        slide.text(18, 35 + row * 16, words, 7.4, SANS)

    assert left_on(slide.image, 109) == Residue((), ())


def test_what_is_left_lies_where_the_stamp_is() -> None:
    page = letter(Stamp("TUYỆT MẬT", (100, 150), DARK_RED, 10, 0, 8, SERIF_BOLD), dpi=100)
    stamp = Place(100 * 100 / 25.4, 150 * 100 / 25.4, 40, 40, 0)

    assert any(stamp.holds(place) for place in left_on(page, 100).grown)


def test_letters_no_line_explains_are_left_of_a_page_on_its_side_too() -> None:
    page = letter(Stamp("TUYỆT MẬT", (100, 150), DARK_RED, 10, 0, 8, SERIF_BOLD), dpi=100)
    stamp = Place(150 * 100 / 25.4, (210 - 100) * 100 / 25.4, 40, 40, 0)

    assert any(stamp.holds(place) for place in left_on(page.rotate(90, expand=True), 100).grown)


@pytest.mark.parametrize(("turn", "skew", "angle"), [(0, 0, 0), (0, 3, -3), (90, 0, 90), (270, -2, 92), (180, -4, 4)])
def test_the_way_print_runs_is_told_from_the_page(turn: int, skew: float, angle: float) -> None:
    page = read_page(np.asarray(skewed(letter(dpi=100), skew).rotate(turn, expand=True), np.uint8), 100)
    whole = level_of((page.black > PALE_FROM).astype(np.uint8) * 255, page.pixels_per_mm)

    assert whole.angle == pytest.approx(angle, abs=0.3)


def test_lines_that_repeat_each_other_do_not_lie_on_their_side() -> None:
    paper = Paper(150)
    for row in range(24):
        paper.text(28, 90 + row * 6, "Nội dung tuyên truyền về cải cách hành chính, chuyển đổi số năm 2026.", 4)
    page = read_page(paper.pixels(), 150)

    assert level_of((page.black > PALE_FROM).astype(np.uint8) * 255, page.pixels_per_mm).angle == 0


def test_a_place_on_the_levelled_plane_is_found_again_on_the_page() -> None:
    whole = Place(50, 100, 200, 100, 90)  # a page of 100 by 200 on its side
    place = on_page(Place(120, 30, 40, 10, 0), whole)

    assert (place.x, place.y) == pytest.approx((70, 120))
    assert place.angle == 90


@pytest.mark.parametrize(
    ("text", "confidence", "says"),
    [
        ("MẬT ĐỘ", 92, Says.OTHER),
        ("BẢO MẬT", 92, Says.OTHER),
        ("MẬT ĐỘ", 60, Says.NEAR),
        ("BẢO MẬ", 92, Says.OTHER),
        ("ĐỘ MẬT", 92, Says.NEAR),
        ("MẬT Đ", 92, Says.MARK),
    ],
)
def test_words_that_hold_a_mark_are_believed_only_when_read_without_doubt(
    text: str, confidence: float, says: Says
) -> None:
    assert meaning(text, confidence).says is says


def test_a_coloured_mark_that_has_grown_into_the_seal_is_read() -> None:
    paper = Paper(150)
    paper.letter()
    paper.seal((150, 268))
    paper.stamp(Stamp("TUYỆT MẬT", (168, 251), ORANGE, 11, 0, -28, SERIF_BOLD))

    assert find_stamps(paper.pixels(), 150).texts == ("TUYỆT MẬT",)
