"""What stands on a page beside its content: notes, form fields, attached files; and what cannot be read of it."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from backend.documents.spacing import pieces

TEXTS = (b"Contents", b"Subj", b"RC", b"V", b"DV")
APPEARANCE = b"AP"
# Played, embedded or run, not read
UNREAD = {
    pdfium.FPDF_ANNOT_SOUND,
    pdfium.FPDF_ANNOT_MOVIE,
    pdfium.FPDF_ANNOT_SCREEN,
    pdfium.FPDF_ANNOT_THREED,
    pdfium.FPDF_ANNOT_RICHMEDIA,
    pdfium.FPDF_ANNOT_XFAWIDGET,
}
# Drawn by the viewer itself when they bring no appearance: a rubber stamp "TopSecret" is only a name in the file
DRAWN_BY_VIEWER = {pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_INK}


@dataclass(slots=True)
class Annotations:
    """`count` annotations; their texts as lines; attached files; whether something cannot be read."""

    count: int = 0
    lines: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    unread: bool = False


def annotations_of(page: object, form: object | None, file_of: Callable[[object], bytes | None]) -> Annotations:
    """`form` is pdfium's form environment; `file_of` gives the bytes of an attachment, None if it has none."""
    found = Annotations()
    for annotation in _each(page):
        found.count += 1
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        found.unread = found.unread or kind in UNREAD
        if kind in DRAWN_BY_VIEWER and not pdfium.FPDFAnnot_HasKey(annotation, APPEARANCE):
            found.unread = True
        texts = [_text(pdfium.FPDFAnnot_GetStringValue, annotation, key) for key in TEXTS]
        if form is not None and kind == pdfium.FPDF_ANNOT_WIDGET:
            texts.append(_text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation))
        found.lines += [line for text in dict.fromkeys(texts) for line in pieces(text)]
        if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            content = file_of(pdfium.FPDFAnnot_GetFileAttachment(annotation))
            if content is None:
                found.unread = True
            else:
                found.files.append(content)
    return found


def _each(page: object) -> Iterator[object]:
    for index in range(max(pdfium.FPDFPage_GetAnnotCount(page), 0)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                yield annotation
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _text(get: Callable[..., int], *arguments: object) -> str:
    """A string of pdfium's: UTF-16, its size in bytes asked for first."""
    size = get(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    get(*arguments, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
