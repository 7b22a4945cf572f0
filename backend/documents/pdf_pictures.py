"""Pages drawn as pictures, for those who look for stamps and print where there is no text."""

import time
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from backend.documents.pdf_objects import objects_of

POINTS_PER_INCH = 72.0
STAMP_DPI = 150.0  # of stamps on scans, fewest were missed at this one of 110, 150 and 200
PRINT_DPI = 200.0
MOST_PIXELS = 30_000_000  # an A1 sheet at 150 dpi is 17 million
LEAST_DPI = 70.0


@dataclass(frozen=True, slots=True)
class Picture:
    """RGB rows from top to bottom, (height, width, 3), at `dpi` pixels an inch."""

    pixels: NDArray[np.uint8]
    dpi: float


def picture_of(page: object, dpi: float, deadline: float) -> Picture | None:
    """Draw a loaded page with its notes on white. None for one that is too large, or not drawn by the `deadline`
    (time.monotonic())."""
    width, height = (
        side / POINTS_PER_INCH for side in (pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
    )
    dpi = min(dpi, (MOST_PIXELS / max(width * height, 1e-6)) ** 0.5)
    columns, rows = round(width * dpi), round(height * dpi)
    if dpi < LEAST_DPI or columns < 1 or rows < 1:
        return None
    pixels = np.full((rows, columns, 3), 255, np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGR, pixels.ctypes.data, columns * 3)
    if not bitmap:
        return None
    try:
        return Picture(pixels, dpi) if _draw(page, bitmap, columns, rows, deadline) else None
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def all_decoded(page: object) -> bool:
    """Whether pdfium can decode every picture of a loaded page: it draws the page without those it cannot, and says
    nothing of it."""
    for item, kind, _, _ in objects_of(page).others:
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            bitmap = pdfium.FPDFImageObj_GetBitmap(item)
            if not bitmap:
                return False
            pdfium.FPDFBitmap_Destroy(bitmap)
    return True


def _draw(page: object, bitmap: object, columns: int, rows: int, deadline: float) -> bool:
    pause = pdfium.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _pause: time.monotonic() > deadline)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    state = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, columns, rows, 0, flags, pause)
    pdfium.FPDF_RenderPage_Close(page)
    return bool(state == pdfium.FPDF_RENDER_DONE)
