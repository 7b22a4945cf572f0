"""Objects inside compound files: what another program put there, each read as the file it is."""

import struct

from backend.documents import sniff
from backend.documents.compound.file import STREAM, Entry, Storage
from backend.documents.compound.packages import read_native
from backend.documents.model import UnreadableReason
from backend.documents.reading import Reading, inner_path

NATIVE, PACKAGE, LINK = "\x01Ole10Native", "package", "\x01Ole"
CONTENTS = "contents"
FLAGS_AT, IS_LINK = 4, 1
OBJECT_KIND = "application/x-ole-object"


def has_packed_file(storage: Storage) -> bool:
    return any(storage.child(name) is not None for name in (NATIVE, PACKAGE, CONTENTS))


def is_link(storage: Storage) -> bool:
    """Whether the object only points to content elsewhere (MS-OLEDS 2.3.3)."""
    stream = storage.stream(LINK) or b""
    return len(stream) >= 8 and bool(struct.unpack_from("<I", stream, FLAGS_AT)[0] & IS_LINK)


def read_packed_file(storage: Storage, path: str, depth: int, reading: Reading) -> None:
    """Whatever files the object holds; one that holds none anybody knows is said to be unread."""
    for entry in storage.children():
        if entry.kind == STREAM and entry.name.lower() in (NATIVE.lower(), PACKAGE, CONTENTS):
            _read_stream(storage, entry, path, depth, reading)


def _read_stream(storage: Storage, entry: Entry, path: str, depth: int, reading: Reading) -> None:
    data = storage.file.read(entry)
    if entry.name.lower() != NATIVE.lower():
        _go_deeper(data, inner_path(path, entry.name), depth, reading)
        return
    packed = read_native(data)
    if packed.link:
        reading.give_up(path, OBJECT_KIND, UnreadableReason.UNSUPPORTED)
    if packed.broken:
        reading.give_up(path, OBJECT_KIND, UnreadableReason.CORRUPT)
    for name, content in packed.files:
        _go_deeper(content, inner_path(path, name) if name else path, depth, reading)


def _go_deeper(data: bytes, path: str, depth: int, reading: Reading) -> None:
    reading.budget.take_member()
    reading.go_deeper(data, path, depth + 1)


def read_stray_streams(storage: Storage, known: frozenset[str], path: str, depth: int, reading: Reading) -> None:
    """Files kept under names that mean nothing to the program whose file this is."""
    for entry in storage.children():
        if entry.kind == STREAM and entry.name.lower() not in known:
            data = storage.file.read(entry)
            if sniff.other_type(data) or data.startswith(sniff.ZIP_STARTS) or sniff.has_pdf_header(data):
                _go_deeper(data, inner_path(path, entry.name.lstrip("\x01\x03\x05\x06")), depth, reading)
