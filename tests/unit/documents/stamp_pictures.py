"""Scanned papers with and without secrecy stamps, drawn the same way each time.

`python -m tests.unit.documents.stamp_pictures FOLDER` writes them as <group>-<name>.png with an index.json beside
(name, group, dpi, words expected), so that both engines can be held to the same pictures.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PIL import Image

from tests.unit.documents.harmless_pictures import HARMLESS
from tests.unit.documents.stamp_drawing import (
    BLACK,
    DARK_RED,
    ORANGE,
    PALE,
    SANS_BOLD,
    SERIF_BOLD,
    VIOLET,
    Paper,
    Stamp,
    black_and_white,
    blurred,
    grey,
    jpeg,
    noisy,
    png_bytes,
    shaded,
    skewed,
)

MAT, TOI_MAT, TUYET_MAT, GIAI_MAT = "MẬT", "TỐI MẬT", "TUYỆT MẬT", "GIẢI MẬT"
Change = Callable[[Image.Image], Image.Image]


class Group(StrEnum):
    EASY = "easy"
    HARD = "hard"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Picture:
    """`expected`: the words every one of which an attentive reader sees in stamps; none on a harmless page."""

    name: str
    group: Group
    dpi: float
    expected: tuple[str, ...]
    draw: Callable[[], Image.Image]

    def png(self) -> bytes:
        return png_bytes(self.draw(), self.dpi)


def _letter(*stamps: Stamp, dpi: float, seal_at: tuple[float, float] | None = None) -> Image.Image:
    paper = Paper(dpi)
    paper.letter()
    if seal_at:
        paper.seal(seal_at)
    for stamp in stamps:
        paper.stamp(stamp)
    return paper.image


def _same(image: Image.Image) -> Image.Image:
    return image


def _on_letter(
    name: str,
    group: Group,
    stamp: Stamp,
    *more: Stamp,
    dpi: float = 150,
    change: Change = _same,
    seal_at: tuple[float, float] | None = None,
) -> Picture:
    words = tuple(each.words for each in (stamp, *more))
    return Picture(name, group, dpi, words, lambda: change(_letter(stamp, *more, dpi=dpi, seal_at=seal_at)))


def _easy() -> Iterator[Picture]:
    def page(name: str, stamp: Stamp, *more: Stamp, dpi: float = 150, change: Change = _same) -> Picture:
        return _on_letter(name, Group.EASY, stamp, *more, dpi=dpi, change=change)

    for words, short in ((MAT, "mat"), (TOI_MAT, "toi-mat"), (TUYET_MAT, "tuyet-mat"), (GIAI_MAT, "giai-mat")):
        plain = Stamp(words)
        yield page(f"{short}-150", plain)
        yield page(f"{short}-200-slanted", replace(plain, angle=6), dpi=200)
        yield page(f"{short}-300-jpeg", replace(plain, ink=DARK_RED, angle=-4), dpi=300, change=lambda i: jpeg(i, 60))
        yield page(f"{short}-110-large", replace(plain, height=12, angle=3), dpi=110)
        yield page(f"{short}-grey-200", plain, dpi=200, change=lambda i: noisy(grey(i), 6))
    for words, short in ((MAT, "mat"), (TOI_MAT, "toi-mat"), (TUYET_MAT, "tuyet-mat")):
        plain = Stamp(words)
        yield page(f"{short}-double-frame", replace(plain, height=11, frames=2, letter_share=0.5))
        yield page(f"{short}-sans", replace(plain, face=SANS_BOLD, height=10, angle=-8))
        yield page(f"{short}-violet", replace(plain, ink=VIOLET, height=10))
        yield page(f"{short}-slanted-12", replace(plain, height=10, angle=12), dpi=200)
    yield page("mat-at-the-right", Stamp(MAT, at=(165, 52), height=10, angle=5))
    yield page("two-stamps", Stamp(TOI_MAT, height=10), Stamp(MAT, at=(150, 270), height=10, angle=-5))
    yield page("mat-on-its-side", Stamp(MAT, height=10), change=lambda i: i.rotate(90, expand=True))
    yield page("toi-mat-upside-down", Stamp(TOI_MAT, height=10), change=lambda i: i.rotate(180))
    yield page("tuyet-mat-on-its-side", Stamp(TUYET_MAT, height=10), change=lambda i: i.rotate(270, expand=True))
    yield page("mat-black-and-white-300", Stamp(MAT, height=10), dpi=300, change=black_and_white)


def _hard() -> Iterator[Picture]:
    def page(
        name: str,
        stamp: Stamp,
        *more: Stamp,
        dpi: float = 150,
        change: Change = _same,
        seal_at: tuple[float, float] | None = None,
    ) -> Picture:
        return _on_letter(name, Group.HARD, stamp, *more, dpi=dpi, change=change, seal_at=seal_at)

    for words, short in ((MAT, "mat"), (TOI_MAT, "toi-mat"), (TUYET_MAT, "tuyet-mat")):
        plain = Stamp(words, height=10)
        yield page(f"{short}-pale", replace(plain, ink=PALE))
        yield page(f"{short}-30-degrees", replace(plain, angle=30))
        yield page(f"{short}-minus-30-degrees", replace(plain, angle=-29), dpi=200)
        yield page(f"{short}-over-text", replace(plain, at=(80, 120), angle=7))
        yield page(f"{short}-over-seal", replace(plain, at=(150, 262), angle=4), seal_at=(150, 268))
        yield page(f"{short}-no-frame", replace(plain, frames=0, letter_share=0.8))
        yield page(f"{short}-75", replace(plain, angle=2), dpi=75)
        yield page(f"{short}-worn", replace(plain, worn=0.3, angle=5), dpi=200)
        yield page(f"{short}-letters-spaced", replace(plain, spaced=True), dpi=200)
        yield page(f"{short}-jpeg-25", plain, change=lambda i: jpeg(i, 25))
        yield page(f"{short}-photographed", replace(plain, angle=4), change=lambda i: jpeg(noisy(shaded(i), 8), 55))
        yield page(
            f"{short}-grey-slanted", replace(plain, angle=14), dpi=200, change=lambda i: jpeg(noisy(grey(i), 8), 60)
        )
        yield page(f"{short}-grey-over-text", replace(plain, at=(80, 130), angle=3), dpi=200, change=grey)
    yield page("tuyet-mat-pale-30-degrees", Stamp(TUYET_MAT, ink=PALE, height=10, angle=28), dpi=200)
    yield page("toi-mat-violet-over-text", Stamp(TOI_MAT, ink=VIOLET, height=10, at=(90, 140), angle=-9))
    yield page("mat-orange", Stamp(MAT, ink=ORANGE, height=8, angle=-10))
    yield page("mat-black-ink", Stamp(MAT, ink=BLACK, height=9, angle=5))
    yield page("mat-small-100", Stamp(MAT, height=8), dpi=100)
    yield page("tuyet-mat-blurred", Stamp(TUYET_MAT, height=8), dpi=200, change=lambda i: blurred(i, 1.6))
    yield page("mat-no-frame-grey", Stamp(MAT, height=10, frames=0, letter_share=0.8), dpi=200, change=grey)
    yield page("toi-mat-black-and-white-200", Stamp(TOI_MAT, height=9), dpi=200, change=black_and_white)
    yield page("mat-page-skewed", Stamp(MAT, height=9, angle=4), change=lambda i: skewed(i, 5))
    yield page("mat-beside-the-seal", Stamp(MAT, at=(128, 250), height=10), seal_at=(150, 268))
    yield page("mat-inside-the-seal", Stamp(MAT, at=(150, 268), height=8, angle=8), seal_at=(150, 268), dpi=200)
    yield page("toi-mat-half-covered", Stamp(TOI_MAT, at=(58, 27), height=10, angle=3))
    yield page("mat-at-the-edge", Stamp(MAT, at=(14, 14), height=10))
    yield page("mat-and-den", Stamp(MAT, height=9), dpi=150, change=_with_arrival_stamp)
    yield Picture("mat-printed-at-the-head", Group.HARD, 200, (MAT,), lambda: printed_at_the_head(MAT))
    yield Picture("toi-mat-printed-at-the-head", Group.HARD, 200, (TOI_MAT,), lambda: printed_at_the_head(TOI_MAT))
    yield Picture("mat-small-picture", Group.HARD, 96, (MAT,), lambda: stamp_alone(MAT, 96))
    yield Picture("tuyet-mat-small-picture", Group.HARD, 96, (TUYET_MAT,), lambda: stamp_alone(TUYET_MAT, 96))


def _with_arrival_stamp(image: Image.Image) -> Image.Image:
    paper = Paper(150)
    paper.image = image
    paper.stamp(Stamp("ĐẾN", at=(25, 45), height=12, angle=-3))
    return paper.image


def printed_at_the_head(words: str) -> Image.Image:
    """Typed in capitals in black where the stamp would stand; no frame."""
    paper = Paper(200)
    paper.letter()
    paper.text(60, 44, words, 5.0, SERIF_BOLD, BLACK, "ma")
    return grey(paper.image)


def stamp_alone(words: str, dpi: float) -> Image.Image:
    """The picture of a stamp as it is pasted into a Word file: cut close, white around."""
    paper = Paper(dpi, width=52, height=18)
    paper.stamp(Stamp(words, at=(26, 9), height=11))
    return paper.image


PICTURES: tuple[Picture, ...] = (
    *_easy(),
    *_hard(),
    *(Picture(name, Group.HARMLESS, dpi, (), draw) for name, (dpi, draw) in HARMLESS.items()),
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for picture in PICTURES:
        file = f"{picture.group}-{picture.name}.png"
        (folder / file).write_bytes(picture.png())
        index.append({"file": file, "group": picture.group, "dpi": picture.dpi, "expected": picture.expected})
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
