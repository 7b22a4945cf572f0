"""The print of a scanned page, as lines that stand alone to a reader's eye."""

import math
import unicodedata
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.documents.stamps.letters import WHOLE_PAGE, LettersMissing, read_words

READING_DPI = 200.0
COLUMN_GAP = 1.8  # of the words' height: cells beside each other, not words of one line


@dataclass(frozen=True, slots=True)
class Word:
    """`line` is one number for all words Tesseract puts on a line; pixels."""

    line: int
    left: int
    right: int
    height: int
    text: str


def read_page_text(image: NDArray[np.uint8], dpi: float, deadline: float = math.inf) -> list[str] | None:
    """Read the whole of a page, RGB (height, width, 3), at `dpi`; NFC.

    None when `deadline` (time.monotonic()) passes first, or where letters cannot be read at all.
    """
    cv2.setNumThreads(1)
    scale = min(1.0, READING_DPI / dpi)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        size = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    try:
        table = read_words(np.asarray(grey, np.uint8), WHOLE_PAGE, dpi * scale, deadline)
    except LettersMissing:
        return None
    return None if table is None else lines_of(words_of(table))


def words_of(table: str) -> list[Word]:
    """From Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    words: list[Word] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        line = seen.setdefault(tuple(cells[1:5]), len(seen))
        left, width, height = int(cells[6]), int(cells[8]), int(cells[9])
        words.append(Word(line, left, left + width, height, unicodedata.normalize("NFC", cells[11].strip())))
    return words


def lines_of(words: list[Word]) -> list[str]:
    """Words of one line, parted where a gap is wider than between words."""
    lines: list[str] = []
    before: Word | None = None
    height = median(word.height for word in words) if words else 0.0
    for word in words:
        if before is not None and before.line == word.line and word.left - before.right <= COLUMN_GAP * height:
            lines[-1] += f" {word.text}"
        else:
            lines.append(word.text)
        before = word
    return lines
