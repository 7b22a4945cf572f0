"""Stamps on drawn scans: what an attentive reader sees is read, or is uncertain; ordinary papers stay clean."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from backend.documents.stamps import letters
from backend.documents.stamps.find import StampFindings, find_stamps
from backend.documents.stamps.page_text import Word, lines_of, read_page_text
from backend.documents.stamps.vocabulary import MARKS, Says, meaning
from tests.unit.documents.harmless_pictures import HARMLESS
from tests.unit.documents.stamp_drawing import PALE, SANS, Paper, Stamp, jpeg
from tests.unit.documents.stamp_pictures import PICTURES, Group, Picture

MARK_WORDS = set(MARKS.values())


def found_on(picture: Picture) -> StampFindings:
    return find_stamps(np.asarray(picture.draw(), np.uint8), picture.dpi)


def of(group: Group) -> dict[str, tuple[Picture, StampFindings]]:
    return {picture.name: (picture, found_on(picture)) for picture in PICTURES if picture.group is group}


def wanted(picture: Picture) -> set[str]:
    return set(picture.expected) & MARK_WORDS


def test_every_plain_stamp_is_read_with_its_level() -> None:
    found = of(Group.EASY)
    missed = {
        name: findings for name, (picture, findings) in found.items() if not wanted(picture) <= set(findings.texts)
    }

    assert len(found) >= 26
    assert missed == {}


def test_a_stamp_that_is_hard_to_read_is_read_or_uncertain_never_clean() -> None:
    found = of(Group.HARD)
    read = {name for name, (picture, findings) in found.items() if wanted(picture) <= set(findings.texts)}
    clean = {
        name
        for name, (_, findings) in found.items()
        if name not in read and not findings.uncertain and not MARK_WORDS & set(findings.texts)
    }

    assert len(found) >= 24
    assert clean == set(), f"read {len(read)} of {len(found)}"
    assert len(read) >= 0.85 * len(found), f"read {len(read)} of {len(found)}: not {sorted(found.keys() - read)}"


def test_an_ordinary_paper_is_neither_marked_nor_more_than_once_uncertain() -> None:
    found = of(Group.HARMLESS)
    marked = {name for name, (_, findings) in found.items() if MARK_WORDS & set(findings.texts)}
    uncertain = {name for name, (_, findings) in found.items() if findings.uncertain}

    assert len(found) >= 30
    assert marked == set()
    assert len(uncertain) <= 1, uncertain


def test_the_words_of_harmless_stamps_are_told() -> None:
    read = {name: found_on(picture).texts for name, picture in by_name("khan", "thu-hoi", "luu-hanh-noi-bo").items()}

    assert read == {"khan": ("KHẨN",), "thu-hoi": ("THU HỒI",), "luu-hanh-noi-bo": ("LƯU HÀNH NỘI BỘ",)}


def by_name(*names: str) -> dict[str, Picture]:
    return {picture.name: picture for picture in PICTURES if picture.name in names}


@pytest.mark.parametrize(
    "stamp",
    [
        Stamp("MẬT", height=9, face=SANS, ink=PALE, letter_share=0.5, angle=12, line=0.4, spaced=True),
        Stamp("TỐI MẬT", height=8, face=SANS, ink=PALE, letter_share=0.5, angle=-10, line=0.3, worn=0.3),
        Stamp("TUYỆT MẬT", height=8.1, face=SANS, ink=PALE, letter_share=0.49, angle=-21, line=0.4, worn=0.3),
    ],
    ids=lambda stamp: stamp.words,
)
def test_a_pale_stamp_with_thin_letters_is_read_from_a_jpeg(stamp: Stamp) -> None:
    paper = Paper(150)
    paper.stamp(stamp)
    page = np.asarray(jpeg(paper.image, 50), np.uint8)

    assert find_stamps(page, 150).texts == (stamp.words,)


def test_without_the_vietnamese_data_every_picture_is_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "DATA_FOLDERS", ())
    monkeypatch.setattr(letters, "_engine", letters._engine.__wrapped__)
    monkeypatch.setattr(letters, "data_folder", letters.data_folder.__wrapped__)
    page = np.asarray(HARMLESS["letter"][1](), np.uint8)

    assert find_stamps(page, 150) == StampFindings((), uncertain=True)
    assert read_page_text(page, 150) is None


@pytest.mark.parametrize(
    ("text", "confidence", "says", "words"),
    [
        ("MẬT", 90, Says.MARK, "MẬT"),
        ("MAT", 20, Says.MARK, "MẬT"),
        ("| MẶT|", 40, Says.MARK, "MẬT"),
        ("M Ậ T", 60, Says.MARK, "MẬT"),
        ("TỐI MẬT", 90, Says.MARK, "TỐI MẬT"),
        ("TÔI MẤT", 50, Says.MARK, "TỐI MẬT"),
        ("T0I MAT", 30, Says.MARK, "TỐI MẬT"),
        ("TUYET MẬI", 55, Says.MARK, "TUYỆT MẬT"),
        ("GIẢI MẬT", 80, Says.MARK, "GIẢI MẬT"),
        ("SỐ 12\nTỐI MẬT\nBản số: 3", 70, Says.MARK, "TỐI MẬT"),
        ("MẬ", 30, Says.NEAR, ""),
        ("MẪU", 60, Says.NEAR, ""),
        ("MẪU", 95, Says.OTHER, "MẪU"),
        ("TUYT MT", 40, Says.MARK, "TUYỆT MẬT"),
        ("LÝ MAT", 40, Says.NEAR, ""),
        ("VIẬT", 95, Says.NEAR, ""),
        ("VIỆT NAM", 95, Says.OTHER, "VIỆT NAM"),
        ("KHẨN", 90, Says.OTHER, "KHẨN"),
        ("HUY", 60, Says.NOTHING, ""),
        ("HỎA TỐC", 90, Says.OTHER, "HỎA TỐC"),
        ("BẢO MẬT THÔNG TIN", 95, Says.OTHER, "BẢO MẬT THÔNG TIN"),
        ("MẬT ĐỘ DÂN SỐ", 95, Says.OTHER, "MẬT ĐỘ DÂN SỐ"),
        ("Ký bởi: Sở Nội vụ", 90, Says.OTHER, "Ký bởi: Sở Nội vụ"),
        ("dVHN", 95, Says.NOTHING, ""),
        ("1U] IV", 75, Says.NOTHING, ""),
        ("", 0, Says.NOTHING, ""),
    ],
)
def test_what_letters_say(text: str, confidence: float, says: Says, words: str) -> None:
    found = meaning(text, confidence)

    assert (found.says, found.text) == (says, words)


def test_a_page_is_read_as_lines_and_columns_are_parted() -> None:
    paper = Paper(150)
    paper.letter(body_lines=4)
    lines = read_page_text(paper.pixels(), 150)

    assert lines is not None
    assert "Số: 125/SKHCN-VP" in lines
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" in lines


def test_a_page_that_takes_too_long_is_not_half_read() -> None:
    assert read_page_text(Paper(150).pixels(), 150, deadline=time.monotonic()) is None


def test_words_far_apart_on_one_line_are_two_lines() -> None:
    words = [
        Word(0, 0, 40, 10, "Nơi"),
        Word(0, 46, 90, 10, "nhận:"),
        Word(0, 200, 260, 10, "MẬT"),
        Word(1, 0, 9, 10, "-"),
    ]

    assert lines_of(words) == ["Nơi nhận:", "MẬT", "-"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_print_on_a_turned_page_is_read(turn: int) -> None:
    paper = Paper(150)
    paper.letter()
    paper.text(60, 44, "TỐI MẬT", 5.0, "LiberationSerif-Bold.ttf", anchor="ma")

    assert "TỐI MẬT" in find_stamps(np.asarray(paper.image.rotate(turn, expand=True), np.uint8), 150).texts


@pytest.mark.parametrize(
    "change",
    [lambda i: i, lambda i: i.resize((i.width * 3, i.height * 3)), lambda i: i.crop((0, 0, i.width, 600))],
    ids=["as-scanned", "enlarged", "a strip of it"],
)
def test_a_stamp_does_not_depend_on_the_rest_of_the_page(change: Callable[[Image.Image], Image.Image]) -> None:
    paper = Paper(100)
    paper.stamp(Stamp("TUYỆT MẬT", height=10, angle=5))
    image = change(paper.image)

    assert find_stamps(np.asarray(image, np.uint8), 100 * image.width / paper.image.width).texts == ("TUYỆT MẬT",)
