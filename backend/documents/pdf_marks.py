"""Takes from a loaded page what its marked content says instead of what is drawn (`/ActualText`; ISO 32000-1, 14.9.4).

pdfium believes it: a drawn "TỐI MẬT" would read as whatever the file claims in its place. A person sees the letters.
"""

from collections.abc import Callable, Iterator

import pypdfium2.raw as pdfium


def forget_marks(page: object) -> None:
    """Read the page's text afterwards: pdfium then gives the drawn letters. The file itself is not changed."""
    for item in _texts(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
        for index in reversed(range(max(pdfium.FPDFPageObj_CountMarks(item), 0))):
            pdfium.FPDFPageObj_RemoveMark(item, pdfium.FPDFPageObj_GetMark(item, index))


def _texts(holder: object, count: Callable[[object], int], at: Callable[[object, int], object]) -> Iterator[object]:
    """Text objects of a page, or of a form, at any depth: pdfium itself ends the nesting of forms."""
    for index in range(max(count(holder), 0)):
        item = at(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _texts(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
