"""Drawings of the old office files (MS-ODRAW): pictures, words of WordArt and alternative texts."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.documents import sniff
from backend.documents.metafile.bitmaps import packed_file
from backend.documents.model import UnreadableReason
from backend.documents.reading import Reading, inner_path
from backend.documents.spacing import pieces

HEADER_BYTES = 8
CONTAINER = 0xF  # the version of a record made of records
STORE_ENTRY, FIRST_PICTURE, LAST_PICTURE = 0xF007, 0xF018, 0xF117
STORE_ENTRY_BYTES = 36
PROPERTIES = (0xF00B, 0xF121, 0xF122)
WORD_ART, DESCRIPTION = 0x00C0, 0x0381
PICTURE_PROPERTIES = (0x0104, 0x0186)  # a picture, or a fill, kept in a property
COMPLEX, NUMBER = 0x8000, 0x3FFF
METAFILES, MAC_PICTURE, BITMAP = (0xF01A, 0xF01B), 0xF01C, 0xF01F
METAFILE_HEADER_BYTES, COMPRESSION_AT, NOT_COMPRESSED = 34, 32, 0xFE
SECOND_IDENTIFIER = {0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5}  # instances of pictures with two identifiers
IDENTIFIER_BYTES = 16
DEEPEST = 50
PICTURE_FILE_NAME = 0x66  # the kind of a picture in the stream Data that names a file first


@dataclass(slots=True)
class Drawings:
    """`pictures` are files, `deflated` files too; `drawn` are media types of pictures that nobody here can look at."""

    pictures: list[bytes] = field(default_factory=list)
    deflated: list[bytes] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    broken: bool = False
    _seen: set[bytes] = field(default_factory=set)

    def add_picture(self, picture: bytes) -> None:
        """A picture shown many times, as a letterhead's seal on every page, is looked at once."""
        if picture not in self._seen:
            self._seen.add(picture)
            self.pictures.append(picture)

    def add_deflated(self, picture: bytes) -> None:
        if picture not in self._seen:
            self._seen.add(picture)
            self.deflated.append(picture)

    def add_drawn(self, kind: str) -> None:
        if kind not in self.drawn:
            self.drawn.append(kind)


@dataclass(frozen=True, slots=True)
class Record:
    kind: int
    instance: int
    version: int
    data: bytes


def records(data: bytes, found: Drawings) -> Iterator[Record]:
    """Records one after another; one that claims more than there is ends them."""
    at = 0
    while at + HEADER_BYTES <= len(data):
        first, kind, size = struct.unpack_from("<2HI", data, at)
        at += HEADER_BYTES
        if size > len(data) - at:
            found.broken = True
            size = len(data) - at
        yield Record(kind, first >> 4, first & 15, data[at : at + size])
        at += size


def read_drawings(data: bytes, found: Drawings, delayed: bytes = b"", depth: int = 0) -> None:
    """Everything inside; pictures that stand elsewhere are looked up in `delayed`."""
    if depth > DEEPEST:
        found.broken = True
        return
    for record in records(data, found):
        if record.version == CONTAINER:
            read_drawings(record.data, found, delayed, depth + 1)
        elif record.kind == STORE_ENTRY:
            _read_store_entry(record.data, found, delayed)
        elif FIRST_PICTURE <= record.kind <= LAST_PICTURE:
            _read_blip(record, found)
        elif record.kind in PROPERTIES:
            _read_properties(record, found)


def read_picture(data: bytes, at: int, found: Drawings) -> None:
    """A picture in the text of a Word file: its place in the stream Data (MS-DOC 2.9.190)."""
    try:
        size, header, kind = struct.unpack_from("<IHh", data, at)
    except struct.error:
        found.broken = True
        return
    found.broken = found.broken or at + size > len(data)
    picture = data[at + header : at + size]
    if kind == PICTURE_FILE_NAME and picture:
        picture = picture[1 + picture[0] :]
    if kind in (0x64, PICTURE_FILE_NAME):
        read_drawings(picture, found)


def read_delayed(content: bytes, delayed: bytes, found: Drawings) -> None:
    """A Word file's drawings: the group first, then one drawing after another with a byte before each."""
    at = 0
    while at + HEADER_BYTES <= len(content):
        size = int(struct.unpack_from("<I", content, at + 4)[0])
        read_drawings(content[at : at + HEADER_BYTES + size], found, delayed)
        at += HEADER_BYTES + size + 1


def _read_store_entry(data: bytes, found: Drawings, delayed: bytes) -> None:
    if len(data) < STORE_ENTRY_BYTES:
        found.broken = True
        return
    size, uses, place = struct.unpack_from("<3I", data, 20)
    name_bytes = data[33]
    inside = data[STORE_ENTRY_BYTES + name_bytes :]
    if len(inside) >= HEADER_BYTES:
        read_drawings(inside, found, depth=DEEPEST)
    elif uses and size and place != 0xFFFFFFFF and delayed:
        read_drawings(delayed[place : place + size], found, depth=DEEPEST)


def _read_blip(record: Record, found: Drawings) -> None:
    """Two identifiers at the most, then a byte, or of a metafile its sizes and how it is compressed."""
    if record.kind == MAC_PICTURE:
        found.add_drawn("image/x-pict")
        return
    identifiers = IDENTIFIER_BYTES * (2 if record.instance in SECOND_IDENTIFIER else 1)
    content = record.data[identifiers:]
    if record.kind in METAFILES:
        picture = content[METAFILE_HEADER_BYTES:]
        if not picture:
            found.broken = True
        elif content[COMPRESSION_AT] == NOT_COMPRESSED:
            found.add_picture(picture)
        else:
            found.add_deflated(picture)
    elif len(content) > 1:
        found.add_picture(packed_file(content[1:]) if record.kind == BITMAP else content[1:])


def _read_properties(record: Record, found: Drawings) -> None:
    """Short properties first, then the contents of the long ones in the same order."""
    at = 6 * record.instance
    for number in range(record.instance):
        if 6 * number + 6 > len(record.data):
            break
        code, value = struct.unpack_from("<HI", record.data, 6 * number)
        if not code & COMPLEX:
            continue
        content = record.data[at : at + value]
        at += value
        if code & NUMBER in (WORD_ART, DESCRIPTION):
            text = content[: len(content) // 2 * 2].decode("utf-16-le", "replace")
            found.lines += pieces(text.replace("\0", "\n"))
        elif code & NUMBER in PICTURE_PROPERTIES:
            read_drawings(content, found, depth=DEEPEST)


def read_pictures(found: Drawings, path: str, depth: int, reading: Reading) -> None:
    """Pictures are files inside; pictures of a Macintosh are not looked at, and said so."""
    for number, (picture, is_deflated) in enumerate(
        [*((one, False) for one in found.pictures), *((one, True) for one in found.deflated)], start=1
    ):
        whole = _inflated(picture, reading) if is_deflated else picture
        if whole is None:
            reading.give_up(inner_path(path, "(metafile)"), sniff.EMF, UnreadableReason.CORRUPT)
            continue
        reading.budget.take_member()
        reading.budget.take_bytes(len(whole))
        reading.go_deeper(whole, inner_path(path, f"picture{number}"), depth + 1)
    for kind in found.drawn:
        reading.give_up(inner_path(path, f"({kind.rpartition('/')[2]})"), kind, UnreadableReason.UNSUPPORTED)


def _inflated(picture: bytes, reading: Reading) -> bytes | None:
    """None of what is damaged, or larger than may be."""
    inflater = zlib.decompressobj()
    try:
        whole = inflater.decompress(picture, max(reading.budget.room_bytes(len(picture)), 1))
    except zlib.error:
        return None
    return whole if inflater.eof else None
