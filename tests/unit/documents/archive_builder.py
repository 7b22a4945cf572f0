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
