"""pdfium's functions that are called for every stretch of text, bound anew so that a call costs an eighth.

The interpreter's lock is not given away for what takes less time than that, and arguments are handed on as they are:
a pointer must be a `Pointer` or what ctypes' byref gives, for an int is a C int, of 32 bits. A pointer that nothing is
called with again comes as an int (None is nowhere). Meanings, units, results: fpdf_text.h and fpdf_edit.h.
"""

import ctypes
from collections.abc import Callable
from ctypes import c_double, c_int, c_void_p
from typing import Any

import pypdfium2.raw as pdfium


class Pointer(c_void_p):
    """As a result it stays an object, which is false for nowhere."""


def _bound(function: Any, result: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, c_void_p).value or 0)


page_objects = _bound(pdfium.FPDFPage_CountObjects, c_int)
page_object = _bound(pdfium.FPDFPage_GetObject, Pointer)
form_objects = _bound(pdfium.FPDFFormObj_CountObjects, c_int)
form_object = _bound(pdfium.FPDFFormObj_GetObject, Pointer)
object_type = _bound(pdfium.FPDFPageObj_GetType, c_int)
bounds = _bound(pdfium.FPDFPageObj_GetBounds, c_int)
marks = _bound(pdfium.FPDFPageObj_CountMarks, c_int)
mark = _bound(pdfium.FPDFPageObj_GetMark, Pointer)
remove_mark = _bound(pdfium.FPDFPageObj_RemoveMark, c_int)
text_object = _bound(pdfium.FPDFText_GetTextObject, c_void_p)
font = _bound(pdfium.FPDFTextObj_GetFont, c_void_p)
is_embedded = _bound(pdfium.FPDFFont_GetIsEmbedded, c_int)
font_size = _bound(pdfium.FPDFText_GetFontSize, c_double)
matrix = _bound(pdfium.FPDFText_GetMatrix, c_int)
loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, c_int)
origin = _bound(pdfium.FPDFText_GetCharOrigin, c_int)
is_generated = _bound(pdfium.FPDFText_IsGenerated, c_int)
has_no_letter = _bound(pdfium.FPDFText_HasUnicodeMapError, c_int)
code = _bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
characters = _bound(pdfium.FPDFText_CountChars, c_int)
text = _bound(pdfium.FPDFText_GetText, c_int)


def pointer(to: Any) -> Pointer:
    """The same as another pointer of pdfium's."""
    return Pointer(ctypes.cast(to, c_void_p).value)
