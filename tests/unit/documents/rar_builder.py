"""RAR archives with stored members, of both formats, written by hand: nothing free writes them."""

import struct
import zlib
from dataclasses import dataclass

MARK4, MARK5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
END4 = b"\xc4\x3d\x7b\x00\x40\x07\x00"


@dataclass(frozen=True, slots=True)
class RarMember:
    name: str
    content: bytes
    encrypted: bool = False


def rar4(
    *members: RarMember, archive_flags: int = 0, end: bytes = END4, service: tuple[str, bytes] | None = None
) -> bytes:
    main = _block4(0x73, archive_flags, b"\0" * 6)
    files = [_file4(0x74, member.name, member.content, 0x4 if member.encrypted else 0) for member in members]
    services = [_file4(0x7A, *service, 0)] if service else []
    return b"".join([MARK4, main, *services, *files, end])


def _file4(kind: int, name: str, content: bytes, flags: int) -> bytes:
    written = name.encode("ascii")
    size = len(content)
    fields = struct.pack("<IIBIIBBHI", size, size, 3, zlib.crc32(content), 0x5A210000, 29, 0x30, len(written), 0o100644)
    return _block4(kind, 0x8000 | flags, fields + written) + content


def _block4(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def rar5(
    *members: RarMember, archive_flags: int = 0, ended: bool = True, service: tuple[str, bytes] | None = None
) -> bytes:
    main = _block5(1, 0, _number(archive_flags))
    services = [_file5(3, *service, encrypted=False)] if service else []
    files = [_file5(2, member.name, member.content, encrypted=member.encrypted) for member in members]
    return b"".join([MARK5, main, *services, *files, _block5(5, 0, _number(0)) if ended else b""])


def rar5_with_encrypted_headers() -> bytes:
    return MARK5 + _block5(4, 0, _number(0) + _number(0) + b"\x0f" + bytes(16)) + bytes(64)


def _file5(kind: int, name: str, content: bytes, *, encrypted: bool) -> bytes:
    written = name.encode("utf-8")
    extra = _number(3) + _number(1) + _number(0) + _number(0) if encrypted else b""
    numbers = b"".join(map(_number, (0x4, len(content), 0o100644)))
    fields = numbers + struct.pack("<I", zlib.crc32(content)) + b"".join(map(_number, (0, 1, len(written)))) + written
    return _block5(kind, 0x2 | (0x1 if extra else 0), fields, content, extra)


def _block5(kind: int, flags: int, fields: bytes, content: bytes = b"", extra: bytes = b"") -> bytes:
    sizes = (_number(len(extra)) if extra else b"") + (_number(len(content)) if flags & 0x2 else b"")
    header = _number(kind) + _number(flags) + sizes + fields + extra
    sized = _number(len(header)) + header
    return struct.pack("<I", zlib.crc32(sized)) + sized + content


def _number(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
