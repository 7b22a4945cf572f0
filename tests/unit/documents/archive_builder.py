"""Archives that libarchive itself writes: 7z, cab's kin, single compressed streams."""

import ctypes
import struct
from collections.abc import Mapping

import libarchive

ROOM_BYTES = 1 << 16  # for headers


def seven_zip(members: Mapping[str, bytes], compression: str = "lzma2") -> bytes:
    """A 7z of one compressed stream; the first header says where it ends."""
    room = ctypes.create_string_buffer(sum(map(len, members.values())) * 2 + ROOM_BYTES)
    with libarchive.memory_writer(room, "7zip", options=f"compression={compression}") as archive:
        for name, content in members.items():
            archive.add_file_from_memory(name, len(content), content, mtime=0)
    directory_starts, directory_bytes = struct.unpack_from("<QQ", room.raw, 12)
    return room.raw[: 32 + directory_starts + directory_bytes]


def zstd(content: bytes) -> bytes:
    """One frame, by libarchive."""
    written: list[bytes] = []

    def keep(piece: bytes) -> int:
        written.append(bytes(piece))  # a view of memory that libarchive takes back
        return len(piece)

    with libarchive.custom_writer(keep, "raw", "zstd") as archive:
        archive.add_file_from_memory("a", len(content), content)
    return b"".join(written)


def cabinet(members: Mapping[str, bytes], flags: int = 0) -> bytes:
    """A cabinet of one folder, stored (MS-CAB, section 2); `flags` say whether others come before or after it."""
    files, starts = b"", 0
    for name, content in members.items():
        files += struct.pack("<IIHHHH", len(content), starts, 0, 0x5C21, 0, 0xA0) + name.encode() + b"\0"
        starts += len(content)
    together = b"".join(members.values())
    files_start = 36 + 8
    data_starts = files_start + len(files)
    size = data_starts + 8 + len(together)
    head = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, size, 0, files_start, 0, 3, 1, 1, len(members), flags, 0, 0)
    folder = struct.pack("<IHH", data_starts, 1, 0)
    return head + folder + files + struct.pack("<IHH", 0, len(together), len(together)) + together
