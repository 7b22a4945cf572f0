"""7z, RAR and cab archives through libarchive, believed as little as zip archives are.

Their members may share one compressed stream, so a ratio is one of the whole archive. A member that is over a limit is
passed over slice by slice, never kept; the archive is left when that would unpack more than all limits allow.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

from backend.documents import sniff
from backend.documents.libarchive_binding import LibarchiveError, MemberHeader, MemoryArchive
from backend.documents.limits import LimitExceeded
from backend.documents.model import UnreadableReason
from backend.documents.rar_blocks import MARK5, RarMember, walk_blocks
from backend.documents.reading import Corrupt, Reading, Unreadable, inner_path

SEVEN_ZIP_HEAD, SEVEN_ZIP_HEAD_BYTES = struct.Struct("<IQQI"), 32  # behind six magic bytes and a version
PADDING = b"\0 \t\r\n\x1a"


def read_seven_zip(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """What the first header does not account for is not the archive's: cut off, or something behind it."""
    try:
        checksum, directory_starts, directory_bytes, _ = SEVEN_ZIP_HEAD.unpack_from(data, 8)
    except struct.error as error:
        raise Corrupt from error
    ends = SEVEN_ZIP_HEAD_BYTES + directory_starts + directory_bytes
    if ends > len(data) or checksum != zlib.crc32(data[12:SEVEN_ZIP_HEAD_BYTES]):
        raise Corrupt
    read_tail(data[ends:], (path, sniff.SEVEN_ZIP), depth, reading)
    return _read(data[:ends], "7zip", (path, sniff.SEVEN_ZIP), depth, reading)


def read_rar(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """What libarchive does not tell is taken from the blocks themselves."""
    blocks = walk_blocks(data)
    if blocks.headers_encrypted:
        raise Unreadable(UnreadableReason.ENCRYPTED)
    if blocks.damaged:
        reading.give_up(path, sniff.RAR, UnreadableReason.CORRUPT)
    if blocks.unread_services or blocks.too_old:
        reading.give_up(path, sniff.RAR, UnreadableReason.UNSUPPORTED)
    for comment in blocks.comments:
        reading.go_deeper(comment.rstrip(b"\0"), inner_path(path, "(comment)"), depth + 1)
    read_tail(data[blocks.ends :], (path, sniff.RAR), depth, reading)
    container = "rar5" if data.startswith(MARK5) else "rar"
    return _read(data[: blocks.ends], container, (path, sniff.RAR), depth, reading, blocks.members)


def read_cab(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """The header says how long the cabinet is (MS-CAB, section 2.1)."""
    if len(data) < 36:
        raise Corrupt
    ends = struct.unpack_from("<I", data, 8)[0]
    flags = struct.unpack_from("<H", data, 30)[0]
    if ends > len(data):
        raise Corrupt
    if flags & 0x3:  # a cabinet before or after this one
        reading.give_up(path, sniff.CAB, UnreadableReason.CORRUPT)
    read_tail(data[ends:], (path, sniff.CAB), depth, reading)
    return _read(data[:ends], "cab", (path, sniff.CAB), depth, reading)


def read_tail(tail: bytes, place: tuple[str, str], depth: int, reading: Reading) -> None:
    """What stands behind an archive is read too, but as what it would be taken for nobody knows: never clean."""
    path, media_type = place
    if tail.strip(PADDING):
        reading.give_up(path, media_type, UnreadableReason.CORRUPT)
        reading.go_deeper(tail, inner_path(path, "(tail)"), depth + 1)


def _read(
    data: bytes,
    container: str,
    place: tuple[str, str],
    depth: int,
    reading: Reading,
    told: Sequence[RarMember] | None = None,
) -> str:
    """`told` are the members that must be there, where the blocks say so."""
    path, media_type = place
    reading.add(path, media_type, ())
    with MemoryArchive(data, container) as archive:
        members = _Members(archive, data, reading)
        try:
            for number, header in enumerate(archive.members()):
                inside = inner_path(path, header.name)
                member = told[number] if told is not None and number < len(told) else None
                content = members.content(header, (inside, media_type), locked=member is not None and member.encrypted)
                if content is None:
                    continue
                if member is not None and not member.agrees(content):
                    reading.give_up(inside, media_type, UnreadableReason.CORRUPT)
                reading.go_deeper(content, inside, depth + 1)
            if archive.odd or (told is not None and members.met != len(told)):
                reading.give_up(path, media_type, UnreadableReason.CORRUPT)
        except LibarchiveError as error:
            encrypted = any(member.encrypted for member in told or ())
            reading.give_up(path, media_type, _reason(error, archive, encrypted))
    return media_type


def _reason(error: LibarchiveError, archive: MemoryArchive, encrypted: bool) -> UnreadableReason:
    if encrypted or archive.has_encrypted_members:
        return UnreadableReason.ENCRYPTED
    if error.out_of_memory:
        return UnreadableReason.LIMIT
    return UnreadableReason.UNSUPPORTED if error.not_supported else UnreadableReason.CORRUPT


class _Members:
    """Takes the members one by one within what the budget and the ratio of the whole archive allow."""

    def __init__(self, archive: MemoryArchive, data: bytes, reading: Reading) -> None:
        self.met = 0
        self._archive, self._reading = archive, reading
        self._room_bytes = reading.budget.room_bytes(len(data))
        self._passed_over = 0  # bytes unpacked and not kept

    def content(self, header: MemberHeader, place: tuple[str, str], *, locked: bool) -> bytes | None:
        """None for a folder or a link, and for what cannot be read, which the reading then says."""
        self.met += 1
        self._reading.budget.take_member()
        reason = UnreadableReason.ENCRYPTED if locked or header.is_encrypted else None
        kept: bytes | None = None
        if reason is None and header.is_file:
            kept = self._kept(header.size_bytes)
            if kept is None:
                reason = UnreadableReason.LIMIT
            elif header.size_bytes is not None and len(kept) != header.size_bytes:
                reason = UnreadableReason.CORRUPT
        if reason is not None:
            self._reading.give_up(*place, reason)
            return None
        return kept

    def _kept(self, declared_bytes: int | None) -> bytes | None:
        slices: list[bytes] = []
        size = 0
        if (declared_bytes or 0) > self._room_bytes:
            self._pass_over(0)
            return None
        for piece in self._slices():
            size += len(piece)
            if size > self._room_bytes:
                self._pass_over(size)
                return None
            slices.append(piece)
        self._room_bytes -= size
        self._reading.budget.take_bytes(size)
        return b"".join(slices)

    def _pass_over(self, size: int) -> None:
        self._passed_over += size
        for piece in self._slices():
            self._passed_over += len(piece)
            if self._passed_over > self._reading.budget.limits.inflated_bytes:
                raise LimitExceeded

    def _slices(self) -> Iterator[bytes]:
        for piece in self._archive.slices():
            self._reading.budget.check_time()
            yield piece
