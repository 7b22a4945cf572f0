"""The blocks of a RAR archive, walked without unpacking anything (RAR 4: technote.txt of WinRAR; RAR 5: rarlab's
"RAR 5.0 archive format").

libarchive passes over what it does not know: volumes that are not there, comments, streams beside a file, encrypted
members of RAR 5. The walk says what must be there, so that what was read can be held against it.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass, field, replace

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
HAS_TIME5, HAS_CHECKSUM5, UNKNOWN_SIZE5, ENCRYPTION_RECORD5 = 0x2, 0x4, 0x8, 0x01
DIGEST_RECORD5, LINK_RECORD5 = 0x02, 0x05


@dataclass(frozen=True, slots=True)
class RarMember:
    """`checksum` is the CRC-32 of its bytes, `digest` their BLAKE2sp, None without one: libarchive does not always
    compare them."""

    encrypted: bool
    checksum: int | None
    digest: bytes | None = None

    def agrees(self, content: bytes) -> bool:
        checksum_agrees = self.checksum is None or self.checksum == zlib.crc32(content)
        return checksum_agrees and (self.digest is None or self.digest == blake2sp(content))


@dataclass(slots=True)
class RarBlocks:
    """`members` in order; `comments` are those stored as they are."""

    members: list[RarMember] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    headers_encrypted: bool = False
    damaged: bool = False  # or one of several volumes: members may begin or end elsewhere
    unread_services: bool = False
    too_old: bool = False
    ends: int = 0


def blake2sp(content: bytes) -> bytes:
    """The digest of eight BLAKE2s side by side, each fed every eighth block (the BLAKE2 paper, section 2.10)."""
    leaves = [
        hashlib.blake2s(digest_size=32, fanout=8, depth=2, inner_size=32, node_offset=number, last_node=number == 7)
        for number in range(8)
    ]
    for at in range(0, len(content), 64):
        leaves[at // 64 % 8].update(content[at : at + 64])
    root = hashlib.blake2s(digest_size=32, fanout=8, depth=2, inner_size=32, node_depth=1, last_node=True)
    for leaf in leaves:
        root.update(leaf.digest())
    return root.digest()


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
    if at == len(MARK4):
        raise Corrupt  # not one block
    found.ends = len(data) if found.headers_encrypted else at


def _note4(data: bytes, places: tuple[int, int, int], block: tuple[int, int], found: RarBlocks) -> None:
    (at, starts, ends), (kind, flags) = places, block
    if kind == MAIN4:
        found.damaged = found.damaged or bool(flags & VOLUME4)
        found.headers_encrypted = bool(flags & HEADERS_ENCRYPTED4)
        found.unread_services = found.unread_services or bool(flags & MAIN_COMMENT4)
    elif kind == FILE4:
        found.damaged = found.damaged or bool(flags & SPLIT4)
        checksum = struct.unpack_from("<I", data, at + 16)[0]
        found.members.append(RarMember(bool(flags & ENCRYPTED4), checksum))
        found.too_old = found.too_old or (data[at + 24] < OLDEST_VERSION and data[at + 25] != STORED4)
    elif kind == SERVICE4:
        name_bytes = struct.unpack_from("<H", data, at + 26)[0]
        name_starts = at + (40 if flags & LARGE4 else 32)
        plain = data[at + 25] == STORED4 and not flags & ENCRYPTED4
        member = RarMember(encrypted=not plain, checksum=struct.unpack_from("<I", data, at + 16)[0])
        _note_service(data[name_starts : name_starts + name_bytes], data[starts:ends], member, found)
    elif kind not in (RECOVERY4, END4, MAIN4 - 1):
        found.unread_services = True


def _note_service(name: bytes, content: bytes, told: RarMember, found: RarBlocks) -> None:
    if name in WORDLESS_SERVICES:
        return
    if name == b"CMT" and not told.encrypted:
        found.comments.append(content)
        found.damaged = found.damaged or not told.agrees(content)
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
        found.damaged = found.damaged or bool(flags & SPLIT5)
        if kind == MAIN5:
            found.damaged = found.damaged or bool(header.number() & VOLUME5)
        elif kind in (FILE5, SERVICE5):
            _note5(header, (kind, extra), data[starts:ends], found)
        elif kind == END5:
            found.damaged = found.damaged or bool(header.number() & MORE_VOLUMES5)
        found.headers_encrypted = kind == ENCRYPTION5
        if kind in (END5, ENCRYPTION5):
            found.ends = ends if kind == END5 else len(data)
            return
        at = ends


def _note5(header: "_Fields", block: tuple[int, int], content: bytes, found: RarBlocks) -> None:
    kind, extra = block
    flags = header.number()
    header.numbers(2)  # size, attributes
    header.at += 4 * bool(flags & HAS_TIME5)
    checksum = int.from_bytes(header.bytes(4), "little") if flags & HAS_CHECKSUM5 else None
    compression = header.number()
    header.numbers(1)  # system
    name = header.bytes(header.number())
    found.unread_services = found.unread_services or bool(flags & UNKNOWN_SIZE5)
    records = _records(_Fields(header.data, header.ends - extra, header.ends))
    digest = records.get(DIGEST_RECORD5, b"")[1:] or None
    told = RarMember(ENCRYPTION_RECORD5 in records, checksum, digest)
    if kind == FILE5:
        found.members.append(RarMember(told.encrypted, None) if LINK_RECORD5 in records else told)
    else:
        plain = (compression >> 7) & 7 == STORED5 and not told.encrypted
        _note_service(name, content, replace(told, encrypted=not plain), found)


def _records(extra: "_Fields") -> dict[int, bytes]:
    """The records of the extra area by their kinds."""
    records = {}
    while extra.at < extra.ends:
        size = extra.number()
        following = extra.at + size
        kind = extra.number()
        records[kind] = extra.data[extra.at : following]
        extra.at = following
    return records


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
