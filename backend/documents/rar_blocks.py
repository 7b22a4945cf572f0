"""The blocks of a RAR archive, walked without unpacking anything (RAR 4: technote.txt of WinRAR; RAR 5: rarlab's
"RAR 5.0 archive format").

libarchive passes over what it does not know: volumes that are not there, comments, streams beside a file, encrypted
members of RAR 5. The walk says what must be there, so that what was read can be held against it.
"""

import struct
from dataclasses import dataclass, field

from backend.documents.reading import Corrupt

MARK = b"Rar!\x1a\x07"
MARK4, MARK5 = MARK + b"\x00", MARK + b"\x01\x00"
STORED4, STORED5 = 0x30, 0
# Service blocks without words: recovery record, quick open, owner, access rights, authenticity
WORDLESS_SERVICES = {b"RR", b"QO", b"UOW", b"ACL", b"AV", b"RV"}
OLDEST_VERSION = 29  # to unpack RAR 4; what is older libarchive does not read
# Block types and flags of RAR 4
MAIN4, FILE4, RECOVERY4, SERVICE4, END4 = 0x73, 0x74, 0x78, 0x7A, 0x7B
VOLUME4, MAIN_COMMENT4, HEADERS_ENCRYPTED4 = 0x0001, 0x0002, 0x0080
SPLIT4, ENCRYPTED4, LARGE4, HAS_DATA4 = 0x0003, 0x0004, 0x0100, 0x8000
# ... and of RAR 5
MAIN5, FILE5, SERVICE5, ENCRYPTION5, END5 = 1, 2, 3, 4, 5
HAS_EXTRA5, HAS_DATA5, SPLIT5, VOLUME5, MORE_VOLUMES5 = 0x1, 0x2, 0x18, 0x1, 0x1
HAS_TIME5, HAS_CHECKSUM5, ENCRYPTION_RECORD5 = 0x2, 0x4, 0x01


@dataclass(slots=True)
class RarBlocks:
    """`encrypted` says of each member in order whether its data is; `comments` are those stored as they are."""

    encrypted: list[bool] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    headers_encrypted: bool = False
    volume: bool = False  # one of several: members may begin or end elsewhere
    unread_services: bool = False
    too_old: bool = False
    ends: int = 0


def walk_blocks(data: bytes) -> RarBlocks:
    """Raises Corrupt when a block reaches beyond the end, or none says that the archive ends (RAR 5)."""
    found = RarBlocks()
    try:
        if data.startswith(MARK5):
            _walk5(data, found)
        elif data.startswith(MARK4):
            _walk4(data, found)
        else:
            raise Corrupt
    except (struct.error, IndexError) as error:
        raise Corrupt from error
    return found


def _walk4(data: bytes, found: RarBlocks) -> None:
    at = len(MARK4)
    while at < len(data):
        kind, flags, size = struct.unpack_from("<BHH", data, at + 2)
        starts, stored = at + size, 0
        if size < 7 or not MAIN4 - 1 <= kind <= END4:
            break  # no block: what stands behind the archive
        if flags & HAS_DATA4 or kind in (FILE4, SERVICE4):
            stored = struct.unpack_from("<I", data, at + 7)[0]
        if kind in (FILE4, SERVICE4) and flags & LARGE4:
            stored += struct.unpack_from("<I", data, at + 32)[0] << 32
        if starts + stored > len(data):
            raise Corrupt
        _note4(data, (at, starts, starts + stored), (kind, flags), found)
        at = starts + stored
        if kind == END4 or found.headers_encrypted:
            break
    found.ends = len(data) if found.headers_encrypted else at


def _note4(data: bytes, places: tuple[int, int, int], block: tuple[int, int], found: RarBlocks) -> None:
    (at, starts, ends), (kind, flags) = places, block
    if kind == MAIN4:
        found.volume = found.volume or bool(flags & VOLUME4)
        found.headers_encrypted = bool(flags & HEADERS_ENCRYPTED4)
        found.unread_services = found.unread_services or bool(flags & MAIN_COMMENT4)
    elif kind == FILE4:
        found.volume = found.volume or bool(flags & SPLIT4)
        found.encrypted.append(bool(flags & ENCRYPTED4))
        found.too_old = found.too_old or (data[at + 24] < OLDEST_VERSION and data[at + 25] != STORED4)
    elif kind == SERVICE4:
        name_bytes = struct.unpack_from("<H", data, at + 26)[0]
        name_starts = at + (40 if flags & LARGE4 else 32)
        plain = data[at + 25] == STORED4 and not flags & ENCRYPTED4
        _note_service(data[name_starts : name_starts + name_bytes], data[starts:ends] if plain else None, found)
    elif kind not in (RECOVERY4, END4, MAIN4 - 1):
        found.unread_services = True


def _note_service(name: bytes, content: bytes | None, found: RarBlocks) -> None:
    if name in WORDLESS_SERVICES:
        return
    if name == b"CMT" and content is not None:
        found.comments.append(content)
    else:
        found.unread_services = True


def _walk5(data: bytes, found: RarBlocks) -> None:
    at = len(MARK5)
    while True:
        header = _Fields(data, at + 4)
        size = header.number()
        header.ends = starts = header.at + size
        kind, flags = header.number(), header.number()
        extra = header.number() if flags & HAS_EXTRA5 else 0
        ends = starts + (header.number() if flags & HAS_DATA5 else 0)
        if ends > len(data) or size == 0:
            raise Corrupt
        found.volume = found.volume or bool(flags & SPLIT5)
        if kind == MAIN5:
            found.volume = found.volume or bool(header.number() & VOLUME5)
        elif kind in (FILE5, SERVICE5):
            _note5(header, (kind, extra), data[starts:ends], found)
        elif kind == END5:
            found.volume = found.volume or bool(header.number() & MORE_VOLUMES5)
        found.headers_encrypted = kind == ENCRYPTION5
        if kind in (END5, ENCRYPTION5):
            found.ends = ends if kind == END5 else len(data)
            return
        at = ends


def _note5(header: "_Fields", block: tuple[int, int], content: bytes, found: RarBlocks) -> None:
    kind, extra = block
    flags = header.number()
    header.numbers(2)  # size, attributes
    header.at += 4 * bool(flags & HAS_TIME5) + 4 * bool(flags & HAS_CHECKSUM5)
    compression = header.number()
    header.numbers(1)  # system
    name = header.bytes(header.number())
    encrypted = _has_record(_Fields(header.data, header.ends - extra, header.ends), ENCRYPTION_RECORD5)
    if kind == FILE5:
        found.encrypted.append(encrypted)
    else:
        plain = (compression >> 7) & 7 == STORED5 and not encrypted
        _note_service(name, content if plain else None, found)


def _has_record(extra: "_Fields", wanted: int) -> bool:
    while extra.at < extra.ends:
        size = extra.number()
        following = extra.at + size
        if extra.number() == wanted:
            return True
        extra.at = following
    return False


@dataclass(slots=True)
class _Fields:
    """Numbers of seven bits a byte, the lowest first."""

    data: bytes
    at: int
    ends: int = 0

    def number(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise Corrupt

    def numbers(self, count: int) -> None:
        for _ in range(count):
            self.number()

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]
