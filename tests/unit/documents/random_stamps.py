"""Stamps under everything a scan can do to them at once, by a seed: the finder is measured on these, not built on them.

Pale or worn ink, over print, at any angle to 30 degrees, on skewed, turned, shaded, noisy or black-and-white pages from
75 to 300 dpi. Every second stamp is harmless. `python -m benchmarks stamps` tells the rates.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.unit.documents import stamp_drawing as drawing
from tests.unit.documents.stamp_drawing import DARK_RED, ORANGE, PALE, RED, SANS_BOLD, SERIF_BOLD, VIOLET, Paper, Stamp

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "GIẢI MẬT")
HARMLESS = (
    *("ĐẾN", "KHẨN", "HỎA TỐC", "THƯỢNG KHẨN", "SAO Y", "THU HỒI", "ĐÃ KÝ", "CÔNG VĂN ĐẾN", "ĐÃ THU TIỀN", "MẬT ĐỘ"),
    *("ĐÃ KIỂM TRA", "PHÒNG TỔ CHỨC", "KHÔNG SAO CHÉP", "TRẦN VĂN HÙNG", "PHÓ CHỦ TỊCH", "BẢO MẬT"),
)
FACES = (SERIF_BOLD, SERIF_BOLD, SANS_BOLD, "DejaVuSans-Bold.ttf", "LiberationSans-Regular.ttf")
FAINT = (PALE, (230, 120, 120))


@dataclass(frozen=True, slots=True)
class Scan:
    words: str
    is_mark: bool
    dpi: float
    pixels: NDArray[np.uint8]


def scans(seed: int, count: int) -> Iterator[Scan]:
    chance = random.Random(seed)
    for index in range(count):
        is_mark = index % 2 == 0
        dpi = chance.choice([75, 96, 100, 120, 150, 150, 200, 200, 250, 300])
        colours = chance.choice(["colour"] * 3 + (["grey", "black"] if dpi >= 150 else ["grey"]))
        stamp = _stamp(chance, chance.choice(MARKS if is_mark else HARMLESS), colours)
        paper = Paper(dpi, seed=index)
        paper.letter(sample=is_mark)
        if chance.random() < 0.7:
            paper.seal((150, 268))
            paper.signature((156, 268))
        paper.stamp(stamp)
        yield Scan(stamp.words, is_mark, dpi, _scanned(chance, paper, colours, index))


def _stamp(chance: random.Random, words: str, colours: str) -> Stamp:
    anywhere = (chance.uniform(30, 170), chance.uniform(15, 280))
    ink = chance.choice([RED, RED, DARK_RED, PALE, VIOLET, ORANGE, (200, 60, 90), (230, 120, 120)])
    return Stamp(
        words,
        at=chance.choice([anywhere, (chance.uniform(40, 75), chance.uniform(44, 52))]),
        ink=RED if colours == "black" and ink in FAINT else ink,
        height=chance.uniform(8, 13),
        frames=chance.choice([1, 1, 1, 1, 2, 0]),
        angle=chance.choice([chance.uniform(-5, 5), chance.uniform(-30, 30)]),
        face=chance.choice(FACES),
        letter_share=chance.uniform(0.48, 0.66),
        worn=chance.choice([0, 0, 0, 0.15, 0.3]),
        line=chance.uniform(0.3, 0.8),
        spaced=chance.random() < 0.15,
    )


def _scanned(chance: random.Random, paper: Paper, colours: str, seed: int) -> NDArray[np.uint8]:
    image = paper.image
    if colours == "grey":
        image = drawing.grey(image)
    elif colours == "black":
        image = drawing.black_and_white(image, chance.choice([130, 150, 170]))
    if chance.random() < 0.3:
        image = drawing.noisy(image, chance.uniform(3, 10), seed)
    if chance.random() < 0.2:
        image = drawing.shaded(image)
    if chance.random() < 0.2:
        image = drawing.skewed(image, chance.uniform(-4, 4))
    quality = chance.choice([0, 0, 30, 50, 70])
    if quality:
        image = drawing.jpeg(image, quality)
    turn = chance.choice([0, 0, 0, 90, 180, 270])
    return np.asarray(image.rotate(turn, expand=True) if turn else image, np.uint8)
