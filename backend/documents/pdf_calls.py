"""pdfium's functions that are called for every stretch of text, bound anew so that a call costs a fifth.

Pointers are plain integers here (0 or None is nowhere) instead of objects made for every call, and the interpreter's
lock is not given away for what takes less time than that. Meanings, units, results: fpdf_text.h and fpdf_edit.h.
"""

import ctypes
from collections.abc import Callable
from ctypes import c_double, c_int, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


page_objects = _bound(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
page_object = _bound(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
form_objects = _bound(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
form_object = _bound(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
object_type = _bound(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
bounds = _bound(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
marks = _bound(pdfium.FPDFPageObj_CountMarks, c_int, c_void_p)
mark = _bound(pdfium.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
remove_mark = _bound(pdfium.FPDFPageObj_RemoveMark, c_int, c_void_p, c_void_p)
text_object = _bound(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
font = _bound(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
is_embedded = _bound(pdfium.FPDFFont_GetIsEmbedded, c_int, c_void_p)
font_size = _bound(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)
matrix = _bound(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
origin = _bound(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
is_generated = _bound(pdfium.FPDFText_IsGenerated, c_int, c_void_p, c_int)
has_no_letter = _bound(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
code = _bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, c_void_p, c_int)


def address(pointer: Any) -> int:
    """Of what a pointer of pdfium's points to, 0 for nowhere."""
    return ctypes.cast(pointer, c_void_p).value or 0
