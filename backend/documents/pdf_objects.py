"""What a loaded page is made of: its objects, those inside of forms too, and how each form is placed on the page.

Text objects are rid of what their marked content says instead of what is drawn (`/ActualText`; ISO 32000-1, 14.9.4).
pdfium believes it: a drawn "TỐI MẬT" would read as whatever the file claims in its place. A person sees the letters.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class PageObjects:
    """`texts` objects of text, and the others, each with its type, its matrix to the page and how many forms it stands
    in. A form is listed and so is what stands in it; pdfium itself ends the nesting of forms."""

    texts: int
    others: list[tuple[object, int, Matrix, int]]

    @property
    def count(self) -> int:
        """Forms apart: empty ones draw nothing."""
        return self.texts + sum(kind != pdfium.FPDF_PAGEOBJ_FORM for _, kind, _, _ in self.others)


def objects_of(page: object) -> PageObjects:
    """Read the page's text afterwards: pdfium then gives the drawn letters. The file itself is not changed."""
    found = PageObjects(0, [])
    _walk(found, page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, IDENTITY, 0)
    return found


def _walk(
    found: PageObjects,
    holder: object,
    count: Callable[[object], int],
    at: Callable[[object, int], object],
    to_page: Matrix,
    depth: int,
) -> None:
    for index in range(max(count(holder), 0)):
        item = at(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
            _forget_marks(item)
            continue
        found.others.append((item, kind, to_page, depth))
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _times(_matrix_of(item), to_page)
            _walk(found, item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)


def _forget_marks(text: object) -> None:
    for index in reversed(range(max(pdfium.FPDFPageObj_CountMarks(text), 0))):
        pdfium.FPDFPageObj_RemoveMark(text, pdfium.FPDFPageObj_GetMark(text, index))


def _matrix_of(form: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
