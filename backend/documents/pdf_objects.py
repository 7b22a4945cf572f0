"""What a loaded page is made of: its objects, those inside of forms too, and how each form is placed on the page.

Text objects are rid of what their marked content says instead of what is drawn (`/ActualText`; ISO 32000-1, 14.9.4).
pdfium believes it: a drawn "TỐI MẬT" would read as whatever the file claims in its place. A person sees the letters.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from backend.documents import pdf_calls

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_font, _marks, _mark, _remove_mark = pdf_calls.font, pdf_calls.marks, pdf_calls.mark, pdf_calls.remove_mark


@dataclass(slots=True)
class PageObjects:
    """`texts` objects of text, and the others, each with its type, its matrix to the page and how many forms it stands
    in. A form is listed and so is what stands in it; pdfium itself ends the nesting of forms.

    `lost`: a text is drawn with nothing, in a font that is not in the file. pdfium's own font may lack its letters; it
    passes them over without a word, and another viewer shows them. (It may also be a space: nobody can tell.)
    """

    texts: int
    others: list[tuple[object, int, Matrix, int]]
    lost: bool = False
    embedded: set[int] = field(default_factory=set)  # addresses of fonts that are in the file

    def look_at(self, text: pdf_calls.Pointer, font: int | None) -> None:
        if font and pdf_calls.is_embedded(pdf_calls.Pointer(font)) == 1:
            self.embedded.add(font)
        else:
            self.lost = _draws_nothing(text)

    @property
    def count(self) -> int:
        """Forms apart: empty ones draw nothing."""
        return self.texts + sum(1 for _, kind, _, _ in self.others if kind != pdfium.FPDF_PAGEOBJ_FORM)


def objects_of(page: object) -> PageObjects:
    """Read the page's text afterwards: pdfium then gives the drawn letters. The file itself is not changed."""
    found = PageObjects(0, [])
    _walk(found, pdf_calls.pointer(page), pdf_calls.page_objects, pdf_calls.page_object, IDENTITY, 0)
    return found


def _walk(
    found: PageObjects,
    holder: pdf_calls.Pointer,
    count: Callable[[pdf_calls.Pointer], int],
    at: Callable[[pdf_calls.Pointer, int], pdf_calls.Pointer],
    to_page: Matrix,
    depth: int,
) -> None:
    for index in range(max(count(holder), 0)):
        item = at(holder, index)
        font = _font(item)  # what has one is text: a call less for each
        kind = pdfium.FPDF_PAGEOBJ_TEXT if font else pdf_calls.object_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
            for number in range(_marks(item) - 1, -1, -1):
                _remove_mark(item, _mark(item, number))
            if font not in found.embedded and not found.lost:
                found.look_at(item, font)
            continue
        found.others.append((ctypes.cast(item, pdfium.FPDF_PAGEOBJECT), kind, to_page, depth))
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _times(_matrix_of(found.others[-1][0]), to_page)
            _walk(found, item, pdf_calls.form_objects, pdf_calls.form_object, inner, depth + 1)


_BOUNDS = (ctypes.c_float * 4)()  # left, bottom, right, top
_BOUNDS_AT = tuple(ctypes.byref(_BOUNDS, 4 * index) for index in range(4))


def _draws_nothing(text: pdf_calls.Pointer) -> bool:
    pdf_calls.bounds(text, *_BOUNDS_AT)
    left, bottom, right, top = _BOUNDS
    return not (left < right or bottom < top)


def _matrix_of(form: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
