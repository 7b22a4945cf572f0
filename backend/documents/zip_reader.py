"""Zip archives (APPNOTE 6.3.10) believed as little as possible.

The directory says what is inside; bytes are counted while they are inflated, because declared sizes lie; what the
directory does not account for (a prefix, a gap, a second archive behind the first) makes the archive `odd`, for
another program may read just that. An odd archive is read and never called clean.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from backend.documents.limits import Budget, LimitExceeded
from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Reading, Unreadable, Unsupported
from backend.documents.unpacking import (
    Decompressor,
    bzip2,
    deflate,
    lzma_alone,
    stream_pieces,
    xz,
    zstd_pieces,
)

LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
LOCAL_SIGNATURE, END_SIGNATURE = b"PK\x03\x04", b"PK\x05\x06"
ENCRYPTED, STRONGLY_ENCRYPTED, DESCRIPTOR_FOLLOWS, UTF8_NAME = 0x1, 0x40, 0x8, 0x800
IN_EXTRA_FIELD = 0xFFFFFFFF  # zip64
DESCRIPTOR_SIZES = {0, 12, 16, 20, 24}  # with and without signature, 32 and 64 bit sizes
END_BYTES = 22


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    data_starts: int
    info: zipfile.ZipInfo
    agrees: bool  # its own header says what the directory says

    @property
    def data_ends(self) -> int:
        return self.data_starts + self.info.compress_size


@dataclass(frozen=True, slots=True)
class Archive:
    """`comment` is the archive's own; `odd` means that bytes are there which the directory does not explain, `head` and
    `tail` those before the first member and behind the end."""

    data: bytes
    members: tuple[Member, ...]
    comment: bytes
    odd: bool
    head: bytes
    tail: bytes


def open_archive(data: bytes) -> Archive:
    """Raises Corrupt if there is no directory or no member where the directory says one is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos, comment, directory_starts = archive.infolist(), archive.comment, archive.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeDecodeError, OSError) as error:
        raise Corrupt from error
    members = tuple(_member(data, info) for info in infos)
    # zipfile passes over what stands behind the end record when the comment's length does not reach that far
    ends = data.rfind(END_SIGNATURE) + END_BYTES + len(comment)
    begins = min((member.info.header_offset for member in members), default=directory_starts)
    odd = ends != len(data) or not _explained(members, directory_starts)
    return Archive(data, members, comment, odd, data[:begins], data[ends:])


def _member(data: bytes, info: zipfile.ZipInfo) -> Member:
    try:
        header = LOCAL_HEADER.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise Corrupt from error
    signature, _, flags, method, _, _, _, stored, _, name_bytes, extra_bytes = header
    name_starts = info.header_offset + LOCAL_HEADER.size
    data_starts = name_starts + name_bytes + extra_bytes
    if signature != LOCAL_SIGNATURE or data_starts + info.compress_size > len(data):
        raise Corrupt
    encoding = "utf-8" if info.flag_bits & UTF8_NAME else "cp437"
    name = data[name_starts : name_starts + name_bytes].decode(encoding, "replace")
    sizes_agree = flags & DESCRIPTOR_FOLLOWS or stored in (info.compress_size, IN_EXTRA_FIELD)
    agrees = bool(sizes_agree) and method == info.compress_type and name == info.orig_filename
    return Member(info.filename, data_starts, info, agrees)


def _explained(members: Iterable[Member], directory_starts: int) -> bool:
    """Whether members stand back to back from the first byte up to the directory."""
    at, slack = 0, {0}
    for member in sorted(members, key=lambda member: member.info.header_offset):
        if member.info.header_offset - at not in slack:
            return False
        at = member.data_ends
        slack = DESCRIPTOR_SIZES if member.info.flag_bits & DESCRIPTOR_FOLLOWS else {0}
    return directory_starts - at in slack


def read_member(archive: Archive, member: Member, budget: Budget) -> bytes:
    """The bytes of one member, counted and checked.

    Raises:
        Unreadable: encrypted, unsupported (method) or corrupt.
        LimitExceeded: more bytes than the budget has left, or than the ratio allows.
    """
    stored = _stored(archive, member, budget)
    info = member.info
    content = METHODS[info.compress_type](stored, info.file_size)
    budget.take_bytes(len(content), len(stored))
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise Corrupt
    return content


@dataclass(frozen=True, slots=True)
class PackedMember:
    """A member that was found whole and stays packed: `pieces` unpacks it bit by bit, each time anew."""

    stored: bytes

    def pieces(self) -> Iterator[bytes]:
        return (piece for _, piece in stream_pieces(self.stored, 0, deflate))


def packed_member(archive: Archive, member: Member, budget: Budget) -> PackedMember:
    """A deflated member, counted and checked like `read_member`, which tells what is raised; none of it is kept."""
    stored = _stored(archive, member, budget)
    total = checksum = ends = 0
    for ends, piece in stream_pieces(stored, 0, deflate):  # noqa: B007 - where the stream ends is asked below
        total += len(piece)
        if total > member.info.file_size:
            raise Corrupt
        checksum = zlib.crc32(piece, checksum)
    budget.take_bytes(total, len(stored))
    if ends != len(stored) or total != member.info.file_size or checksum != member.info.CRC:
        raise Corrupt
    return PackedMember(stored)


def _stored(archive: Archive, member: Member, budget: Budget) -> bytes:
    info = member.info
    if info.flag_bits & (ENCRYPTED | STRONGLY_ENCRYPTED):
        raise Unreadable(UnreadableReason.ENCRYPTED)
    if not member.agrees:
        raise Corrupt
    if info.file_size > budget.room_bytes(info.compress_size):
        raise LimitExceeded
    if info.compress_type not in METHODS:
        raise Unsupported
    return archive.data[member.data_starts : member.data_ends]


def _unpacked(stored: bytes, new: Callable[[], Decompressor], size: int) -> bytes:
    """Raises Corrupt as soon as there is more than was declared: a declared size that lies costs no memory."""
    pieces: list[bytes] = []
    total, ends = 0, 0
    for ends, piece in stream_pieces(stored, 0, new):  # noqa: B007 - where the stream ends is asked below
        total += len(piece)
        if total > size:
            raise Corrupt
        pieces.append(piece)
    if ends != len(stored):
        raise Corrupt
    return b"".join(pieces)


def _lzma(stored: bytes, size: int) -> bytes:
    """Version, length of the properties, properties, stream (APPNOTE 5.8): all that an .lzma file has but the size."""
    if len(stored) < 9:
        raise Corrupt
    head = stored[4:9] + struct.pack("<Q", size)
    return _unpacked(head + stored[9:], lzma_alone, size)


def _zstd(stored: bytes, size: int) -> bytes:
    pieces: list[bytes] = []
    total = 0
    for _, piece in zstd_pieces(stored):
        total += len(piece)
        if total > size:
            raise Corrupt
        pieces.append(piece)
    return b"".join(pieces)


METHODS: Mapping[int, Callable[[bytes, int], bytes]] = {
    zipfile.ZIP_STORED: lambda stored, _: stored,
    zipfile.ZIP_DEFLATED: lambda stored, size: _unpacked(stored, deflate, size),
    zipfile.ZIP_BZIP2: lambda stored, size: _unpacked(stored, bzip2, size),
    zipfile.ZIP_LZMA: _lzma,
    93: _zstd,
    95: lambda stored, size: _unpacked(stored, xz, size),
}


def member_or_give_up(archive: Archive, member: Member, inside: str, media_type: str, reading: Reading) -> bytes | None:
    """The bytes of one member; None when it cannot be read, which the reading then says of the path `inside`."""
    return or_give_up(lambda: read_member(archive, member, reading.budget), inside, media_type, reading)


_Read = TypeVar("_Read")


def or_give_up(read: Callable[[], _Read], inside: str, media_type: str, reading: Reading) -> _Read | None:
    """What `read` gives; None when it cannot be read, which the reading then says of the path `inside`."""
    try:
        return read()
    except Unreadable as error:
        reading.give_up(inside, media_type, error.reason)
    except LimitExceeded:
        reading.give_up(inside, media_type, UnreadableReason.LIMIT)
    return None
