"""PDF with a text layer: the lines of every page, notes, form fields, bookmarks and properties; attached files read on.

A page whose text layer is missing or cannot be believed, or which shows what is no text (pdf_drawings), is looked at as
a picture (pdf_looking). What cannot be read so either makes the file unreadable with reason `text-layer`, and so does a
file in which no page says or shows anything; a blank page among others does not. The text is reported all the same, for
a mark in it must be found.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from backend.documents.limits import LimitExceeded
from backend.documents.lines import Run
from backend.documents.model import Page, UnreadableReason
from backend.documents.pdf_annotations import Annotations, annotations_of
from backend.documents.pdf_drawings import Box, Drawings, drawings_of
from backend.documents.pdf_integrity import Streams, read_streams
from backend.documents.pdf_letters import LOST, LetterCount, letters_of, lost_letters
from backend.documents.pdf_looks import Look
from backend.documents.pdf_objects import objects_of
from backend.documents.pdf_patterns import Patterns
from backend.documents.pdf_styles import Styles
from backend.documents.pdf_text import PageText, read_text
from backend.documents.pdf_xfa import read_xfa
from backend.documents.reading import Corrupt, Reading, Unreadable, inner_path
from backend.documents.sniff import PDF
from backend.documents.spacing import PICTOGRAM, pieces
from backend.text.legacy_charset import LegacyCharset, detect

# Without any of these signs no text was written in an old charset
_LEGACY_SIGNS = re.compile(
    "[\u00a8-\u00aa\u00ac\u00ae\u00b5-\u00b9\u00bb-\u00be\u00d7\u00f7\u00fe\u00ff\u00e4\u00e5\u00eb\u00f8\u00fb\u00c4\u00c5\u00cb\u00d8\u00db]"
)
PROPERTIES = ("Title", "Subject", "Keywords", "Author")
MOST_BOOKMARKS = 2000
# A page with fewer characters that shows something else is a picture with a caption; with fewer than the second number
# and pictures on more than this share of it, a scan that a program has written a line on
FEW_LETTERS, LETTERS_OF_A_PAGE, COVERED = 100, 300, 0.3
MOST_ATTACHED_BYTES = 100_000_000  # more is not even asked of pdfium


@dataclass(slots=True)
class _Document:
    """One open PDF and what was found in it so far."""

    pdf: pypdfium2.PdfDocument
    patterns: Patterns
    pages: dict[int, Page] = field(default_factory=dict)  # by number
    looks: dict[int, Look] = field(default_factory=dict)  # by number of the page
    files: list[bytes] = field(default_factory=list)
    letters: dict[int, dict[str, LetterCount]] = field(default_factory=dict)  # by number of the page
    reasons: set[UnreadableReason] = field(default_factory=set)
    charsets: set[LegacyCharset] = field(default_factory=set)
    held: object | None = None  # the page before, kept open so that its fonts are known again on the next
    styles_held: Styles | None = None  # of that page
    styles: Styles | None = None  # of the page being read

    def hold(self, page: object | None) -> None:
        if self.held:
            pdfium.FPDF_ClosePage(self.held)
        self.held, self.styles_held, self.styles = page, self.styles, None


def read_pdf(data: bytes, path: str, depth: int, reading: Reading) -> None:
    """Raises Corrupt, or Unreadable (encrypted); LimitExceeded when time runs out."""
    with ExitStack() as stack:
        pdf = stack.enter_context(closing(_open(data)))
        document = _Document(pdf, Patterns(pdf.raw))
        stack.callback(document.hold, None)
        streams = read_streams(data, reading.budget.limits.inflated_bytes)
        if not streams.whole:
            document.reasons.add(UnreadableReason.CORRUPT)
        _read_pages(document, reading)
        _look_at_pages(document, path, reading)
        about = _read_document(document)
        pages = [page for _, page in sorted(document.pages.items()) if page.lines or page.stamps]
        if not pages and not about and not document.looks:
            document.reasons.add(UnreadableReason.TEXT_LAYER)
        _take_embedded(document, streams)
        reading.add(path, PDF, pages + about, next(iter(sorted(document.charsets)), None))
        for reason in sorted(document.reasons):
            reading.give_up(path, PDF, reason)
        for number, content in enumerate(document.files, start=1):
            reading.budget.take_member()
            reading.budget.take_bytes(len(content))
            reading.go_deeper(content, inner_path(path, f"attachment {number}"), depth + 1)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Unreadable(UnreadableReason.ENCRYPTED) from error
        raise Corrupt from error
    return document


def _read_pages(document: _Document, reading: Reading) -> None:
    count = len(document.pdf)
    if count == 0:
        raise Corrupt
    for index in range(count):
        if index >= reading.budget.limits.pages:
            document.reasons.add(UnreadableReason.LIMIT)
            break
        try:
            reading.budget.check_time()
        except LimitExceeded:
            document.reasons.add(UnreadableReason.LIMIT)
            break
        _read_page(document, index)


def _look_at_pages(document: _Document, path: str, reading: Reading) -> None:
    lost = {font for font, count in letters_of(document.letters.values()).items() if count.lost_the_higher}
    for number, fonts in document.letters.items():
        if any(fonts[font].kept for font in lost & fonts.keys()):
            document.looks[number] = Look(document.pages[number], misread=True, bare=False)
    if not document.looks:
        return
    from backend.documents.pdf_looking import look_at  # loads heavy libraries

    looks = [look for _, look in sorted(document.looks.items())]
    for seen in look_at(looks, lambda index: _page(document, index), path, reading):
        document.pages[seen.page.number] = seen.page
        document.reasons |= {seen.reason} if seen.reason else set()


def _read_page(document: _Document, index: int) -> None:
    with _page(document, index) as page:
        if page is None:
            document.reasons.add(UnreadableReason.CORRUPT)
            return
        notes = _notes_of(document, page)
        document.files += notes.files
        if notes.count == 0:
            _read_content(document, index, page, notes)
            return
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_FAIL:
            document.reasons.add(UnreadableReason.TEXT_LAYER)
    with _page(document, index) as page:  # anew: notes and fields now stand in its content
        if page is None:
            document.reasons.add(UnreadableReason.CORRUPT)
        else:
            _read_content(document, index, page, notes)


def _notes_of(document: _Document, page: object) -> Annotations:
    form = document.pdf.formenv.raw if document.pdf.formenv else None
    return annotations_of(page, form, _file_of)


def _read_content(document: _Document, index: int, page: object, notes: Annotations) -> None:
    objects = objects_of(page)
    text = _text_of(document, page)
    drawings = drawings_of(objects, document.patterns)
    lines = text.lines()
    document.letters[index + 1] = text.fonts
    document.charsets |= text.charsets
    if notes.unread or drawings.too_deep or text.unshown or objects.lost:
        document.reasons.add(UnreadableReason.TEXT_LAYER)
    shown = [line.replace(LOST, PICTOGRAM) for line in lines]
    shown += [line for line in notes.lines if line not in shown]
    seen = Page(index + 1, tuple(shown))
    document.pages[index + 1] = seen
    empty_frame = any(not _holds_text(frame, text) for frame in drawings.red_frames)
    misread = text.drawn or _cannot_be_believed(text, lines)
    if misread or drawings.unread or empty_frame or (objects.count > 0 and text.is_empty):
        document.looks[index + 1] = Look(seen, misread, _says_too_little(text, page, drawings))


def _says_too_little(text: PageText, page: object, drawings: Drawings) -> bool:
    """Whether there is less text than a page that shows so much would have."""
    letters = len(text.plain)
    area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    return letters < FEW_LETTERS or (letters < LETTERS_OF_A_PAGE and drawings.pictures > COVERED * area)


def _cannot_be_believed(text: PageText, lines: list[str]) -> bool:
    """Text of an old charset whose font does not say so can be decoded, but nobody knows what is drawn as capitals."""
    hidden = not text.is_ordinary and _LEGACY_SIGNS.search(text.plain) is not None and detect(lines) is not None
    return hidden or lost_letters(lines) or _total(text).lost_the_higher


def _total(text: PageText) -> LetterCount:
    total = LetterCount()
    for count in text.fonts.values():
        total.add(count)
    return total


def _holds_text(frame: Box, text: PageText) -> bool:
    """Whether letters stand in the frame; text that is turned is not looked for."""
    inside = "".join(_inside(run, frame) for run in text.runs.get(0, ()) if frame.bottom <= run.y <= frame.top)
    return sum(map(str.isalpha, inside)) >= 2


def _inside(run: Run, frame: Box) -> str:
    """The letters of a run that stand in the frame, as if all were equally wide."""
    step = run.width / len(run.text)
    return "".join(
        character
        for number, character in enumerate(run.text)
        if frame.left <= run.x + step * (number + 0.5) <= frame.right
    )


@contextmanager
def _page(document: _Document, index: int) -> Iterator[object | None]:
    page = pdfium.FPDF_LoadPage(document.pdf.raw, index) or None
    try:
        yield page
    finally:
        document.hold(page)


def _text_of(document: _Document, page: object) -> PageText:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise Corrupt
    try:
        text, document.styles = read_text(text_page, document.styles_held)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return text


def _read_document(document: _Document) -> list[Page]:
    """Properties and bookmarks as a page; attached files are kept."""
    pdf = document.pdf
    lines = [line for key in PROPERTIES for line in pieces(pdf.get_metadata_value(key))]
    for number, bookmark in enumerate(pdf.get_toc()):
        if number >= MOST_BOOKMARKS:
            document.reasons.add(UnreadableReason.LIMIT)
            break
        lines += pieces(bookmark.get_title())
    form = read_xfa(pdf.raw)
    if form is not None:
        lines += form.lines
        document.reasons |= {UnreadableReason.UNSUPPORTED} if form.unread else set()
    for index in range(pdf.count_attachments()):
        content = _file_of(pdfium.FPDFDoc_GetAttachment(pdf.raw, index))
        if content is None:
            document.reasons.add(UnreadableReason.CORRUPT)
        else:
            document.files.append(content)
    return [Page(1, tuple(lines))] if lines else []


def _take_embedded(document: _Document, streams: Streams) -> None:
    """Files that stand in the file but in no list of attachments."""
    if streams.unread > len(document.files):
        document.reasons.add(UnreadableReason.UNSUPPORTED)
    known = set(document.files)
    document.files += [content for content in dict.fromkeys(streams.files) if content not in known]


def _file_of(attachment: object) -> bytes | None:
    """The bytes of an attached file, None if pdfium cannot give them."""
    if not attachment:
        return None
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size):
        return None
    if size.value > MOST_ATTACHED_BYTES:
        return None
    buffer = ctypes.create_string_buffer(size.value)
    pdfium.FPDFAttachment_GetFile(attachment, buffer, size.value, size)
    return buffer.raw
