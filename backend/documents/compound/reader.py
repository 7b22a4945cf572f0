"""Compound files by what their streams are called: Word, Excel and PowerPoint 97–2003, Outlook messages, embedded
objects. Whatever else there is (Visio, Publisher, installers …) is not read."""

from collections.abc import Callable, Mapping

from backend.documents import sniff
from backend.documents.compound.embedded import has_packed_file, is_link, read_packed_file, read_stray_streams
from backend.documents.compound.equation import EQUATION, equation_lines
from backend.documents.compound.equation import NATIVE as EQUATION_STREAM
from backend.documents.compound.file import HEADER_BYTES, CompoundFile, Storage
from backend.documents.compound.macros import has_forms, has_project, macro_lines
from backend.documents.compound.mail_item import OUTLOOK, PROPERTIES, read_mail_item
from backend.documents.compound.office_art import Drawings, read_pictures
from backend.documents.compound.properties import DOCUMENT_SUMMARY, SUMMARY, property_lines
from backend.documents.compound.slides import POWERPOINT, read_slides
from backend.documents.compound.word import WORD, read_word
from backend.documents.compound.workbook import EXCEL, PIVOTS, pivot_lines, read_workbook
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Reading, Unreadable, Unsupported, inner_path

ARCHIVE_END = b"PK\x05\x06"
MACROS = "application/vnd.ms-office.vbaProject"
ENCRYPTED_STREAMS = ("EncryptedPackage", "EncryptionInfo", "\x09DRMContent", "EncryptedSummary")
# Streams of the programs themselves: what a reader sees of them is read where it belongs
KNOWN = frozenset(
    {"worddocument", "0table", "1table", "data", "workbook", "book", "powerpoint document", "current user", "pictures"}
    | {"\x01compobj", "\x01ole", "\x03objinfo", "\x03print", "\x03eprint", "\x02olepres000", "\x01ole10native"}
    | {"package", "contents", "user names", "revision log", "ctls", "project", "projectwm", "projectlk", "header"}
    | {EQUATION_STREAM.lower()}
    | {SUMMARY.lower(), DOCUMENT_SUMMARY.lower()}
)
OBJECT_NAMES = ("MBD", "LNK")  # of folders that Excel makes for an embedded and for a linked object
OBJECT_FOLDERS = ("objectpool",)
MACRO_FOLDERS = ("macros", "_vba_project_cur")


def read_compound(data: bytes, path: str, depth: int, reading: Reading) -> str:
    file = CompoundFile(data, reading.budget)
    kind = read_storage(file.root, path, depth, reading)
    end = data.rfind(ARCHIVE_END)
    if end >= 0 and not file.holds(end):  # an archive to another program
        file.odd = True
        reading.go_deeper(data[data.find(sniff.ZIP_STARTS[0]) :], inner_path(path, "(zip)"), depth + 1)
    if file.odd or sniff.PDF_HEADER in data[:HEADER_BYTES]:
        reading.give_up(path, kind, UnreadableReason.CORRUPT)
    return kind


def read_storage(storage: Storage, path: str, depth: int, reading: Reading) -> str:
    """A storage as the file it would be by itself; one that is two things at once is read as both."""
    if depth > reading.budget.limits.depth:
        raise Unreadable(UnreadableReason.LIMIT)
    if any(storage.child(name) is not None for name in ENCRYPTED_STREAMS):
        raise Unreadable(UnreadableReason.ENCRYPTED)
    if is_link(storage):
        reading.give_up(path, sniff.OLE, UnreadableReason.UNSUPPORTED)
    kinds = [
        reader(storage, path, depth, reading)
        for names, reader in READERS.items()
        if any(storage.child(name) is not None for name in names)
    ]
    if has_packed_file(storage):
        read_packed_file(storage, path, depth, reading)
        kinds.append(sniff.OLE)
    if has_project(storage):
        kinds.append(_macros(storage, path, depth, reading))
    if not kinds:
        raise Unsupported
    _read_properties(storage, path, kinds[0], reading)
    _read_inside(storage, path, depth, reading)
    read_stray_streams(storage, KNOWN, path, depth, reading)
    return kinds[0]


def _word(storage: Storage, path: str, depth: int, reading: Reading) -> str:
    found = read_word(storage, reading.budget)
    reading.add(path, WORD, found.pages, found.charset)
    if found.broken:
        reading.give_up(path, WORD, UnreadableReason.CORRUPT)
    _add_drawings(found.drawings, WORD, path, depth, reading)
    return WORD


def _macros(storage: Storage, path: str, _depth: int, reading: Reading) -> str:
    lines = macro_lines(storage, reading.budget)
    reading.add(path, MACROS, [Page(1, tuple(lines))] if lines else [])
    if has_forms(storage):
        reading.give_up(path, MACROS, UnreadableReason.UNSUPPORTED)
    return MACROS


def _workbook(storage: Storage, path: str, depth: int, reading: Reading) -> str:
    for name in ("Workbook", "Book"):  # a file may hold the same for Excel 5 and for Excel 97
        if (stream := storage.stream(name)) is not None:
            found = read_workbook(stream, reading.budget)
            reading.add(path, EXCEL, found.pages, found.charset)
            if found.broken:
                reading.give_up(path, EXCEL, UnreadableReason.CORRUPT)
            if found.unread:
                reading.give_up(path, EXCEL, UnreadableReason.UNSUPPORTED)
            _add_drawings(found.drawings, EXCEL, path, depth, reading)
    pivots = storage.storage(PIVOTS)
    lines = pivot_lines(pivots) if pivots else []
    if lines:
        reading.add(path, EXCEL, [Page(1, tuple(lines))])
    return EXCEL


def _slides(storage: Storage, path: str, depth: int, reading: Reading) -> str:
    found = read_slides(storage, reading.budget)
    reading.add(path, POWERPOINT, found.pages, found.charset)
    if found.broken:
        reading.give_up(path, POWERPOINT, UnreadableReason.CORRUPT)
    if found.unread:
        reading.give_up(path, POWERPOINT, UnreadableReason.UNSUPPORTED)
    for number, inner in enumerate(found.objects, start=1):
        reading.budget.take_member()
        reading.budget.take_bytes(len(inner))
        reading.go_deeper(inner, inner_path(path, f"object{number}"), depth + 1)
    _add_drawings(found.drawings, POWERPOINT, path, depth, reading)
    return POWERPOINT


def _mail_item(storage: Storage, path: str, depth: int, reading: Reading) -> str:
    found = read_mail_item(storage, inside=bool(storage.path))
    reading.add(path, OUTLOOK, [Page(1, tuple(found.lines))] if found.lines else [])
    if found.broken:
        reading.give_up(path, OUTLOOK, UnreadableReason.CORRUPT)
    if found.elsewhere:
        reading.give_up(path, OUTLOOK, UnreadableReason.UNSUPPORTED)
    for name, content in found.files:
        reading.budget.take_member()
        reading.go_deeper(content, inner_path(path, name), depth + 1)
    for name, inner in found.storages:
        _read_object(inner, inner_path(path, name), depth, reading)
    return OUTLOOK


def _equation(storage: Storage, path: str, _depth: int, reading: Reading) -> str:
    lines = equation_lines(storage.stream(EQUATION_STREAM) or b"")
    reading.add(path, EQUATION, [Page(1, tuple(lines))] if lines else [])
    return EQUATION


READERS: Mapping[tuple[str, ...], Callable[[Storage, str, int, Reading], str]] = {
    ("WordDocument",): _word,
    ("Workbook", "Book"): _workbook,
    ("PowerPoint Document",): _slides,
    (PROPERTIES,): _mail_item,
    (EQUATION_STREAM,): _equation,
}


def _add_drawings(drawings: Drawings, kind: str, path: str, depth: int, reading: Reading) -> None:
    """Words of drawings are a page of their own; pictures are files inside."""
    if drawings.lines:
        reading.add(path, kind, [Page(1, tuple(drawings.lines))])
    if drawings.broken:
        reading.give_up(path, kind, UnreadableReason.CORRUPT)
    read_pictures(drawings, path, depth, reading)


def _read_properties(storage: Storage, path: str, kind: str, reading: Reading) -> None:
    lines = [
        line
        for name in (SUMMARY, DOCUMENT_SUMMARY)
        if (stream := storage.stream(name)) is not None
        for line in property_lines(name, stream)
    ]
    if lines:
        reading.add(path, kind, [Page(1, tuple(lines))])


def _read_inside(storage: Storage, path: str, depth: int, reading: Reading) -> None:
    """Objects in the folders where Word and Excel keep them, and macros."""
    for inner in storage.storages():
        name = inner.path[-1]
        if name.lower() in OBJECT_FOLDERS:
            for each in inner.storages():
                _read_object(each, inner_path(path, each.path[-1]), depth, reading)
        elif name.lower() in MACRO_FOLDERS or name.upper().startswith(OBJECT_NAMES):
            _read_object(inner, inner_path(path, name), depth, reading)


def _read_object(storage: Storage, path: str, depth: int, reading: Reading) -> None:
    reading.budget.take_member()
    try:
        read_storage(storage, path, depth + 1, reading)
    except Unreadable as error:
        reading.give_up(path, sniff.OLE, error.reason)
