"""Bytes → text: every part of a file with everything inside it, and a reason for whatever could not be read.

`extract` never raises and never calls read what it did not read. A file that is two things at once (a PDF with a zip
behind it, a zip with something before it) is read as both, or is unreadable.
"""

import re
import zipfile
from base64 import b64decode
from io import BytesIO

from backend.documents import sniff
from backend.documents.enclosed_files import enclosed_files
from backend.documents.html_text import has_tags, read_html
from backend.documents.limits import Budget, LimitExceeded, Limits
from backend.documents.mail_file import is_mail, read_mail
from backend.documents.mailbox_file import is_mailbox, read_mailbox
from backend.documents.model import Extraction, Page, UnreadableReason
from backend.documents.office import read_office
from backend.documents.opendocument import is_opendocument, read_opendocument
from backend.documents.package import is_package
from backend.documents.pdf import read_pdf
from backend.documents.plain_text import text_pages
from backend.documents.readers import READERS
from backend.documents.reading import Corrupt, Reading, Unreadable, Unsupported, inner_path
from backend.documents.tar_reader import is_tar, read_tar
from backend.documents.text_encoding import decoded_text
from backend.documents.tnef_file import without_attachments
from backend.documents.xml_file import read_xml_file
from backend.documents.zip_reader import Archive, member_or_give_up, open_archive

_HTML_START = re.compile(
    r"\s*(?:(?:<!--.*?-->|<\?xml[^>]*>)\s*)*(?:<!doctype html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_XML_START = re.compile(r"\s*<(?:\?xml|svg|!doctype)\b", re.IGNORECASE)
_ARMOURED = re.compile("-----BEGIN (PKCS7|CMS|PGP MESSAGE)-----([^-]*)")
LETTER_WITHIN = 1 << 16
HTML_START_WITHIN = 4096
PADDING = b"\0 \t\r\n\x1a"  # what nobody shows, around a file


def extract(data: bytes, name: str, limits: Limits) -> Extraction:  # noqa: ARG001 - a name never decides anything
    """Read one file. Places inside it are paths like "inner.zip/a.docx"; the file itself is ""."""
    return _Extractor(limits, len(data)).run(data)


class _Extractor:
    def __init__(self, limits: Limits, file_bytes: int) -> None:
        self._limits = limits
        self._reading = Reading(Budget.start(limits, file_bytes), self._guarded)
        self._media_type = sniff.BINARY

    def run(self, data: bytes) -> Extraction:
        try:
            self._guarded(data, "", 0)
        except LimitExceeded:
            self._reading.give_up("", self._media_type, UnreadableReason.LIMIT)
        read = self._reading
        return Extraction(self._media_type, tuple(read.parts), tuple(read.unreadable), tuple(read.uncertain))

    def _guarded(self, data: bytes, path: str, depth: int) -> None:
        """Raises LimitExceeded only: whoever counts members or time stops there."""
        kind = sniff.BINARY
        try:
            self._reading.budget.check_time()
            if depth > self._limits.depth:
                raise Unreadable(UnreadableReason.LIMIT)
            try:
                kind = self._read(data, path, depth)
            finally:
                self._read_other_readings(data, path, depth, sniff.other_type(data) or kind)
        except Unreadable as error:
            kind = sniff.other_type(data) or _container_type(data)
            self._reading.give_up(path, kind, error.reason)
        except LimitExceeded:
            kind = _container_type(data)
            if path:
                self._reading.give_up(path, kind, UnreadableReason.LIMIT)
            raise
        except (MemoryError, RecursionError):
            self._reading.give_up(path, kind, UnreadableReason.LIMIT)
        except Exception:  # noqa: BLE001 - a reader that stumbles over strangers' bytes has not read them
            self._reading.give_up(path, kind, UnreadableReason.CORRUPT)
        finally:
            if depth == 0:
                self._media_type = kind

    def _read(self, data: bytes, path: str, depth: int) -> str:
        """Read in every reading there is; return the media type of the first."""
        if not data:
            self._reading.add(path, sniff.EMPTY, ())
            return sniff.EMPTY
        if data.startswith(sniff.ZIP_STARTS):
            return self._read_zip_and_around(open_archive(data), path, depth)
        other = sniff.other_type(data)
        if other is None and is_tar(data):
            other = sniff.TAR  # older than its magic bytes
        if other in sniff.ENDING_BY_THEMSELVES or other == sniff.TNEF:
            return self._read_to_its_end(other, data, path, depth)
        if sniff.has_pdf_header(data) and other != sniff.EMF:
            return self._read_pdf_and_around(data, path, depth)
        archive = _appended_archive(data)
        if archive is not None:
            return self._read_zip_and_around(archive, path, depth)
        if other is None:
            return self._read_text(data, path, depth)
        if other in READERS:
            return READERS[other](data, path, depth, self._reading)
        raise Unsupported

    def _read_to_its_end(self, kind: str, data: bytes, path: str, depth: int) -> str:
        """What only begins like an archive may be another kind of file from its end."""
        try:
            media_type = READERS[kind](data, path, depth, self._reading)
            if kind == sniff.TNEF:
                self._refuse_files_outside(without_attachments(data), path)
            return media_type
        except Unreadable:
            archive = _appended_archive(data)
            if archive is not None:
                self._read_zip(archive, inner_path(path, "(zip)"), depth)
            elif sniff.has_pdf_header(data):
                self._read_pdf_and_around(data, inner_path(path, "(pdf)"), depth)
            raise

    def _refuse_files_outside(self, rest: bytes, path: str) -> None:
        """`rest`: a file without what it holds as it is, which was read. What other programs find in it was not."""
        archives = [*sniff.hidden_archives(rest), *(magic for magic in sniff.ZIP_STARTS if magic in rest)]
        if archives or sniff.has_pdf_header(rest):
            self._reading.give_up(path, sniff.TNEF, UnreadableReason.CORRUPT)

    def _read_other_readings(self, data: bytes, path: str, depth: int, kind: str) -> None:
        """What other programs would find in the same bytes: read, and never clean."""
        if kind != sniff.TAR and is_tar(data):
            self._reading.give_up(path, kind, UnreadableReason.CORRUPT)
            read_tar(data, inner_path(path, "(tar)"), depth, self._reading)
        if sniff.hides_pdf_header(data, kind):
            self._reading.give_up(path, kind, UnreadableReason.CORRUPT)
        if not sniff.may_hide_archive(kind):
            return
        if kind not in (sniff.PDF, sniff.BINARY) and sniff.reads_as_words_too(data):
            self._reading.give_up(path, kind, UnreadableReason.CORRUPT)
        for at in sniff.hidden_archives(data):
            self._reading.give_up(path, kind, UnreadableReason.CORRUPT)
            self._reading.go_deeper(data[at:], inner_path(path, "(archive)"), depth + 1)

    def _read_zip_and_around(self, archive: Archive, path: str, depth: int) -> str:
        """What stands around is read too, but as what it would be taken for nobody knows: never clean."""
        if archive.odd:
            self._reading.give_up(path, sniff.ZIP, UnreadableReason.CORRUPT)
        for name, around in (("head", archive.head), ("comment", archive.comment), ("tail", archive.tail)):
            if around.strip(PADDING):
                self._reading.go_deeper(around, inner_path(path, f"({name})"), depth + 1)
        return self._read_zip(archive, path, depth)

    def _read_zip(self, archive: Archive, path: str, depth: int) -> str:
        if is_package(archive):
            return read_office(archive, path, depth, self._reading)
        if is_opendocument(archive):
            return read_opendocument(archive, path, depth, self._reading)
        self._reading.add(path, sniff.ZIP, ())
        for member in archive.members:
            self._reading.budget.take_member()
            inside = inner_path(path, member.name)
            content = member_or_give_up(archive, member, inside, sniff.BINARY, self._reading)
            if content or (content is not None and not member.name.endswith("/")):  # a folder is an empty member
                self._reading.go_deeper(content, inside, depth + 1)
        return sniff.ZIP

    def _read_pdf_and_around(self, data: bytes, path: str, depth: int) -> str:
        starts = data.index(sniff.PDF_HEADER)
        try:
            read_pdf(data[starts:], path, depth, self._reading)
        except Corrupt:
            if starts == 0:
                raise
            return self._read_text(data, path, depth)  # a text that mentions %PDF-
        if data[:starts].strip(PADDING):
            self._reading.go_deeper(data[:starts], inner_path(path, "(head)"), depth + 1)
        tail = data[data.rfind(b"%%EOF") + len(b"%%EOF") :].lstrip(PADDING)
        archive = None if tail else _appended_archive(data)
        if tail:
            self._reading.go_deeper(tail, inner_path(path, "(tail)"), depth + 1)
        elif archive is not None:
            self._read_zip(archive, inner_path(path, "(zip)"), depth)
        return sniff.PDF

    def _read_text(self, data: bytes, path: str, depth: int) -> str:
        if is_mailbox(data):
            return read_mailbox(data, path, depth, self._reading)
        beginning = sniff.without_leading(data)
        if is_mail(beginning[:LETTER_WITHIN].decode("latin-1")):
            read_mail(beginning, path, depth, self._reading)
            return sniff.MAIL
        decoded = decoded_text(data)
        text = decoded.text
        if decoded.doubtful:
            self._reading.give_up(path, sniff.TEXT, UnreadableReason.TEXT_LAYER)
        if is_mail(text):
            read_mail(text.encode(), path, depth, self._reading)
            return sniff.MAIL
        if _HTML_START.match(text, 0, HTML_START_WITHIN):
            self._read_html(text, (path, sniff.HTML), depth)
            self._read_enclosed(text, (path, sniff.HTML), depth, pictures_are_read=True)
            return sniff.HTML
        if _XML_START.match(text):
            kind = read_xml_file(data, text, path, depth, self._reading)
            if kind == sniff.XML:
                self._read_enclosed(text, (path, kind), depth)
            return kind
        self._reading.add(path, sniff.TEXT, text_pages(text), decoded.charset)
        is_markup = has_tags(text)
        if is_markup:
            self._read_html(text, (path, sniff.TEXT), depth)
        self._read_enclosed(text, (path, sniff.TEXT), depth, pictures_are_read=is_markup)
        for armoured in _ARMOURED.finditer(text):
            self._read_armoured(armoured[1], armoured[2], path, depth)
        return sniff.TEXT

    def _read_armoured(self, kind: str, written: str, path: str, depth: int) -> None:
        """A signed or encrypted file between two lines of text (RFC 7468, RFC 9580 section 6.2)."""
        if kind == "PGP MESSAGE":
            self._reading.give_up(path, sniff.TEXT, UnreadableReason.ENCRYPTED)
            return
        try:
            content = b64decode(written)
        except ValueError:
            self._reading.give_up(path, sniff.TEXT, UnreadableReason.CORRUPT)
            return
        self._reading.go_deeper(content, inner_path(path, "(content)"), depth + 1)

    def _read_enclosed(self, text: str, place: tuple[str, str], depth: int, *, pictures_are_read: bool = False) -> None:
        path, media_type = place
        for number, content in enumerate(enclosed_files(text, pictures_are_read=pictures_are_read), start=1):
            self._reading.budget.take_member()
            if content is None:
                self._reading.give_up(path, media_type, UnreadableReason.CORRUPT)
            else:
                self._reading.budget.take_bytes(len(content))
                self._reading.go_deeper(content, inner_path(path, f"(file {number})"), depth + 1)

    def _read_html(self, text: str, place: tuple[str, str], depth: int) -> None:
        path, media_type = place
        page = read_html(text)
        self._reading.add(path, media_type, [Page(1, page.lines)] if page.lines else [])
        if page.more_than_text:
            self._reading.give_up(path, media_type, UnreadableReason.UNSUPPORTED)
        for number, picture in enumerate(page.pictures, start=1):
            self._reading.budget.take_member()
            self._reading.go_deeper(picture, inner_path(path, f"(picture {number})"), depth + 1)


def _appended_archive(data: bytes) -> Archive | None:
    """A zip archive at the end of something else."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return None
    try:
        archive = open_archive(data)
    except Corrupt:
        return None
    return archive if archive.members else None


def _container_type(data: bytes) -> str:
    if data.startswith(sniff.ZIP_STARTS):
        return sniff.ZIP
    return sniff.PDF if sniff.has_pdf_header(data) else sniff.BINARY
