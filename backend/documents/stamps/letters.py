"""Tesseract in this process, with Debian's Vietnamese data (package tesseract-ocr-vie); loaded with the first picture.

One thread: the extractor's processes are as many as the machine has cores. Where the data is missing nothing can be
read, and every picture is uncertain.
"""

import math
import os
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from backend.documents.stamps.ink import Plane

LANGUAGE = "vie"
DATA_FOLDERS = (
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
)
ONE_LINE, ONE_BLOCK, WHOLE_PAGE = 7, 6, 3  # Tesseract's page segmentation modes
MILLISECONDS = 1000


class LettersMissing(Exception):
    """Raised where Tesseract's Vietnamese data is not installed."""


class Engine(Protocol):
    """What is used of tesserocr.PyTessBaseAPI."""

    def SetPageSegMode(self, psm: int) -> None: ...  # noqa: N802
    def SetImageBytes(  # noqa: N802
        self, imagedata: bytes, width: int, height: int, bytes_per_pixel: int, bytes_per_line: int
    ) -> None: ...
    def SetSourceResolution(self, ppi: int) -> None: ...  # noqa: N802
    def Recognize(self, timeout: int) -> bool: ...  # noqa: N802
    def GetUTF8Text(self) -> str: ...  # noqa: N802
    def GetTSVText(self, page_number: int) -> str: ...  # noqa: N802
    def AllWordConfidences(self) -> list[int]: ...  # noqa: N802


@dataclass(frozen=True, slots=True)
class Read:
    text: str
    confidence: float  # the words' mean, 0 to 100
    weakest: float  # of its words


def read_letters(paper: Plane, mode: int, dpi: float) -> Read:
    """Read dark letters on light paper. Raises LettersMissing."""
    engine = _recognised(paper, mode, dpi, 0)
    confidences = engine.AllWordConfidences()
    mean = sum(confidences) / len(confidences) if confidences else 0.0
    return Read(engine.GetUTF8Text(), mean, min(confidences, default=0.0))


def read_words(paper: Plane, mode: int, dpi: float, deadline: float) -> str | None:
    """Tesseract's table of words (TSV) with their places; None when `deadline` (time.monotonic()) passes first.

    Raises:
        LettersMissing
    """
    left = deadline - time.monotonic()
    if left <= 0:
        return None
    # Its table comes out of what was recognised until then: whoever asks must not take half a page for a whole one.
    engine = _recognised(paper, mode, dpi, 0 if math.isinf(left) else max(int(left * MILLISECONDS), 1))
    return None if time.monotonic() >= deadline else engine.GetTSVText(0)


def _recognised(paper: Plane, mode: int, dpi: float, timeout_ms: int) -> Engine:
    """0 is no time limit. Recognize says false for an empty page too, and for a page it has not finished."""
    engine = _engine()
    paper = np.ascontiguousarray(paper)
    engine.SetPageSegMode(mode)
    engine.SetImageBytes(paper.tobytes(), paper.shape[1], paper.shape[0], 1, paper.shape[1])
    engine.SetSourceResolution(round(dpi))
    engine.Recognize(timeout_ms)
    return engine


@cache
def data_folder() -> Path:
    """Where the Vietnamese data lies. Raises LettersMissing."""
    for folder in DATA_FOLDERS:
        if (folder / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise LettersMissing


@cache
def _engine() -> Engine:
    folder = data_folder()
    os.environ["OMP_THREAD_LIMIT"] = "1"  # read when the library is loaded
    import tesserocr

    engine: Engine = tesserocr.PyTessBaseAPI(path=str(folder), lang=LANGUAGE)
    return engine
